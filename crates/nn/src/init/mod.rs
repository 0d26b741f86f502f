//! Initial values of parameters, as `torch.nn.init` has them.
//!
//! Each function gives a parameter new elements in place. The functions draw from the thread's default generator, the
//! methods of [`Initializer`] from another one: `init::with(&generator).normal_(..)`. With a generator of PyTorch's
//! they give PyTorch's numbers.
//!
//! ```
//! use nn::{Generator, Linear, init};
//! let layer = Linear::new(20, 20);
//! init::xavier_uniform_(&layer.weight, 1.0);
//! init::with(&Generator::new(0)).normal_(&layer.weight, 0.0, 0.02);
//! init::zeros_(layer.bias.as_ref().unwrap());
//! assert_eq!(layer.bias.unwrap().sum().item(), 0.0);
//! ```

mod fan;
mod gain;
mod initializer;
mod orthogonal;
mod truncated;

use autograd::random::default_generator;
use autograd::{Generator, Scalar, Tensor};

pub use fan::FanMode;
pub use gain::{Kaiming, Nonlinearity, calculate_gain};
pub use initializer::Initializer;

/// The random functions of this module, drawing from `generator`.
pub fn with(generator: &Generator) -> Initializer {
    Initializer::new(generator.clone())
}

fn from_default() -> Initializer {
    Initializer::new(default_generator())
}

/// Every element `value`.
///
/// # Panics
/// If the tensor is not a leaf.
#[track_caller]
pub fn constant_(tensor: &Tensor, value: impl Into<Scalar>) {
    tensor.set_data(tensor.full_like(value));
}

/// Every element 0.
///
/// # Panics
/// If the tensor is not a leaf.
#[track_caller]
pub fn zeros_(tensor: &Tensor) {
    constant_(tensor, 0);
}

/// Every element 1.
///
/// # Panics
/// If the tensor is not a leaf.
#[track_caller]
pub fn ones_(tensor: &Tensor) {
    constant_(tensor, 1);
}

/// Uniform in `[low, high)`: [`Initializer::uniform_`] from the default generator.
///
/// # Panics
/// As that method.
#[track_caller]
pub fn uniform_(tensor: &Tensor, low: f64, high: f64) {
    from_default().uniform_(tensor, low, high);
}

/// Normal: [`Initializer::normal_`] from the default generator.
///
/// # Panics
/// As that method.
#[track_caller]
pub fn normal_(tensor: &Tensor, mean: f64, std: f64) {
    from_default().normal_(tensor, mean, std);
}

/// Normal, within bounds: [`Initializer::trunc_normal_`] from the default generator.
///
/// # Panics
/// As that method.
#[track_caller]
pub fn trunc_normal_(tensor: &Tensor, mean: f64, std: f64, low: f64, high: f64) {
    from_default().trunc_normal_(tensor, mean, std, low, high);
}

/// Uniform, after Glorot and Bengio: [`Initializer::xavier_uniform_`] from the default generator.
///
/// # Panics
/// As that method.
#[track_caller]
pub fn xavier_uniform_(tensor: &Tensor, gain: f64) {
    from_default().xavier_uniform_(tensor, gain);
}

/// Normal, after Glorot and Bengio: [`Initializer::xavier_normal_`] from the default generator.
///
/// # Panics
/// As that method.
#[track_caller]
pub fn xavier_normal_(tensor: &Tensor, gain: f64) {
    from_default().xavier_normal_(tensor, gain);
}

/// Uniform, after He and others: [`Initializer::kaiming_uniform_`] from the default generator.
///
/// # Panics
/// As that method.
#[track_caller]
pub fn kaiming_uniform_(tensor: &Tensor, options: Kaiming) {
    from_default().kaiming_uniform_(tensor, options);
}

/// Normal, after He and others: [`Initializer::kaiming_normal_`] from the default generator.
///
/// # Panics
/// As that method.
#[track_caller]
pub fn kaiming_normal_(tensor: &Tensor, options: Kaiming) {
    from_default().kaiming_normal_(tensor, options);
}

/// Orthonormal: [`Initializer::orthogonal_`] from the default generator.
///
/// # Panics
/// As that method.
#[track_caller]
pub fn orthogonal_(tensor: &Tensor, gain: f64) {
    from_default().orthogonal_(tensor, gain);
}
