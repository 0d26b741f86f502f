//! Random initial values, from the default generator of the thread.

use autograd::random::default_generator;
use autograd::{Array, Error, OrRaise, Tensor};

use super::fan::Fans;
use super::gain::Kaiming;

/// Uniform in `[low, high)`.
///
/// # Panics
/// If the bounds are not finite or in the wrong order, or the tensor is not a leaf.
#[track_caller]
pub fn uniform_(tensor: &Tensor, low: f64, high: f64) {
    fill(tensor, |array| {
        Array::uniform(array.shape(), low, high, array.dtype(), &default_generator())
    });
}

/// Normal.
///
/// # Panics
/// If `std` is negative or not a number, or the tensor is not a leaf.
#[track_caller]
pub fn normal_(tensor: &Tensor, mean: f64, std: f64) {
    fill(tensor, |array| {
        Array::normal(array.shape(), mean, std, array.dtype(), &default_generator())
    });
}

/// Uniform in ±gain sqrt(6 / (in + out)), after Glorot and Bengio, "Understanding the difficulty of training deep
/// feedforward neural networks" (2010).
///
/// # Panics
/// If the tensor has fewer than two dimensions or is not a leaf.
#[track_caller]
pub fn xavier_uniform_(tensor: &Tensor, gain: f64) {
    let fans = Fans::of(tensor.shape()).or_raise();
    let bound = 3.0_f64.sqrt() * xavier_std(&fans, gain);
    uniform_within(tensor, bound);
}

/// Normal with a standard deviation of gain sqrt(2 / (in + out)), after Glorot and Bengio.
///
/// # Panics
/// If the tensor has fewer than two dimensions or is not a leaf.
#[track_caller]
pub fn xavier_normal_(tensor: &Tensor, gain: f64) {
    let fans = Fans::of(tensor.shape()).or_raise();
    normal_(tensor, 0.0, xavier_std(&fans, gain));
}

/// Uniform in ±gain sqrt(3 / fan), after He and others, "Delving deep into rectifiers" (2015).
///
/// # Panics
/// If the tensor has fewer than two dimensions or is not a leaf.
#[track_caller]
pub fn kaiming_uniform_(tensor: &Tensor, options: Kaiming) {
    let fans = Fans::of(tensor.shape()).or_raise();
    let bound = 3.0_f64.sqrt() * options.std(&fans);
    uniform_within(tensor, bound);
}

/// Normal with a standard deviation of gain / sqrt(fan), after He and others.
///
/// # Panics
/// If the tensor has fewer than two dimensions or is not a leaf.
#[track_caller]
pub fn kaiming_normal_(tensor: &Tensor, options: Kaiming) {
    let fans = Fans::of(tensor.shape()).or_raise();
    if tensor.numel() > 0 {
        normal_(tensor, 0.0, options.std(&fans));
    }
}

/// Uniform in ±`bound`; of no elements there is none.
#[track_caller]
fn uniform_within(tensor: &Tensor, bound: f64) {
    if tensor.numel() > 0 {
        uniform_(tensor, -bound, bound);
    }
}

/// Gives a leaf the elements that are drawn for it, if it is one and nothing is wrong with what they are drawn by.
#[track_caller]
fn fill(tensor: &Tensor, draw: impl FnOnce(&Array) -> Result<Array, Error>) {
    tensor
        .update(|array, _| draw(array).map(|drawn| *array = drawn))
        .or_raise();
}

fn xavier_std(fans: &Fans, gain: f64) -> f64 {
    gain * (2.0 / (fans.inputs + fans.outputs)).sqrt()
}
