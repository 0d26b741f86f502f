//! Gradient clipping.

use autograd::{Error, OrRaise, Tensor};
use options_derive::Options;
use tensor_core::{Array, Scalar};

/// Scales the gradients of `parameters` down so that together they are no longer than `max_norm`, and returns how long
/// they were: `torch.nn.utils.clip_grad_norm_`. Parameters without a gradient do not count.
///
/// [`ClipGradNorm`] measures by another norm, and can refuse norms that are not finite.
///
/// ```
/// use autograd::Tensor;
/// use optim::clip_grad_norm_;
///
/// let w = Tensor::from([1.0, 1.0]).requires_grad_(true);
/// (&w * Tensor::from([3.0, 4.0])).sum().backward();
/// assert_eq!(clip_grad_norm_([&w], 1.0), 5.0);
/// assert!((w.grad().unwrap().square().sum().item() - 1.0).abs() < 1e-5);
/// ```
///
/// # Panics
/// If `max_norm` is negative.
#[track_caller]
pub fn clip_grad_norm_<P: Into<Tensor>>(
    parameters: impl IntoIterator<Item = P>,
    max_norm: impl Into<f64>,
) -> f64 {
    ClipGradNorm::new(max_norm).clip(parameters).or_raise()
}

/// How [`clip_grad_norm_`] measures and what it refuses.
///
/// ```
/// use autograd::Tensor;
/// use optim::ClipGradNorm;
///
/// let w = Tensor::from([1.0, 1.0]).requires_grad_(true);
/// (&w * Tensor::from([3.0, 4.0])).sum().backward();
/// let clip = ClipGradNorm::new(1.0).norm_type(f64::INFINITY).error_if_nonfinite(true);
/// assert_eq!(clip.clip([&w])?, 4.0);
/// # Ok::<_, autograd::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Options)]
#[options(name = "clip_grad_norm_")]
#[must_use = "it clips nothing until it is told to"]
pub struct ClipGradNorm {
    /// How long the gradients may be together.
    #[option(from = f64, limit = non_negative)]
    max_norm: f64,
    /// The power of the norm: 1, 2, infinity for the largest element, or any other.
    #[option(default = 2.0, limit = positive)]
    norm_type: f64,
    /// Whether a norm that is infinite or not a number is an error. If it is not, gradients become what that norm
    /// makes of them: zeros, and what is not a number.
    #[option(default = false)]
    error_if_nonfinite: bool,
}

impl ClipGradNorm {
    /// Clips, and returns the norm before.
    ///
    /// # Errors
    /// If the norm is not finite and that was asked for, or the system gives no memory to measure it; the gradients have
    /// not changed then.
    pub fn clip<P: Into<Tensor>>(&self, parameters: impl IntoIterator<Item = P>) -> Result<f64, Error> {
        let parameters: Vec<Tensor> = parameters.into_iter().map(Into::into).collect();
        Error::catch_memory(|| self.clip_all(&parameters)).flatten()
    }

    fn clip_all(&self, parameters: &[Tensor]) -> Result<f64, Error> {
        let total = total_norm(parameters.iter().filter_map(Tensor::grad), self.norm_type);
        if self.error_if_nonfinite && !total.is_finite() {
            return Err(Error::argument(format!(
                "clip_grad_norm_: the norm of the gradients is {total}"
            )));
        }
        scale(parameters, self.max_norm, total);
        Ok(total)
    }
}

/// Scales gradients down as much as makes those of the norm `total` no longer than `max_norm`.
fn scale(parameters: &[Tensor], max_norm: f64, total: f64) {
    let factor = max_norm / (total + 1e-6);
    // Not `min`, which would take 1 for what is not a number.
    let factor = if factor > 1.0 { 1.0 } else { factor };
    for parameter in parameters {
        change_grad(parameter, |grad| grad.mul_scalar_assign(factor));
    }
}

/// Scales the gradients of `parameters` down as [`clip_grad_norm_`] would if they were `total_norm` long:
/// `torch.nn.utils.clip_grads_with_norm_`. For a norm that was [measured](get_total_norm) over more than these parameters.
///
/// ```
/// use autograd::Tensor;
/// use optim::{clip_grads_with_norm_, get_total_norm};
///
/// let w = Tensor::from([1.0, 1.0]).requires_grad_(true);
/// (&w * Tensor::from([3.0, 4.0])).sum().backward();
/// let total = get_total_norm(w.grad(), 2.0) + 5.0;
/// clip_grads_with_norm_([&w], 2.0, total);
/// assert!((w.grad().unwrap().norm(2.0).item() - 1.0).abs() < 1e-5);
/// ```
///
/// # Panics
/// If `max_norm` is negative.
#[track_caller]
pub fn clip_grads_with_norm_<P: Into<Tensor>>(
    parameters: impl IntoIterator<Item = P>,
    max_norm: impl Into<f64>,
    total_norm: impl Into<f64>,
) {
    let clip = ClipGradNorm::new(max_norm);
    let parameters: Vec<Tensor> = parameters.into_iter().map(Into::into).collect();
    Error::raise_memory_here(|| scale(&parameters, clip.max_norm, total_norm.into()));
}

/// How long `tensors` are together by a norm: `torch.nn.utils.get_total_norm`. `norm_type` is its power: 2, 1, infinity
/// for the largest element, or any other.
///
/// ```
/// use autograd::Tensor;
/// use optim::get_total_norm;
///
/// let grads = [Tensor::from([3.0, 0.0]), Tensor::from([[4.0]])];
/// assert_eq!(get_total_norm(grads, 2.0), 5.0);
/// ```
///
/// # Panics
/// If `norm_type` is not positive.
#[track_caller]
pub fn get_total_norm<T: Into<Tensor>>(
    tensors: impl IntoIterator<Item = T>,
    norm_type: impl Into<f64>,
) -> f64 {
    let power = norm_type.into();
    if power.is_nan() || power <= 0.0 {
        Error::argument(format!(
            "get_total_norm: norm_type must be positive, but it is {power}"
        ))
        .raise();
    }
    Error::raise_memory_here(|| total_norm(tensors.into_iter().map(Into::into), power))
}

fn total_norm(tensors: impl Iterator<Item = Tensor>, power: f64) -> f64 {
    let norms: Vec<f64> = tensors.map(|tensor| norm(&tensor.detach(), power)).collect();
    let count = norms.len();
    norm(&Tensor::from_vec(norms, count), power)
}

fn norm(x: &Tensor, power: f64) -> f64 {
    if x.is_empty() {
        return 0.0;
    }
    match power {
        f64::INFINITY => x.abs().max().item(),
        1.0 => x.abs().sum().item(),
        2.0 => x.square().sum().item().sqrt(),
        power => x.abs().powf(power).sum().item().powf(power.recip()),
    }
}

/// Limits every element of the gradients of `parameters` to `-clip_value..=clip_value`:
/// `torch.nn.utils.clip_grad_value_`.
///
/// ```
/// use autograd::Tensor;
/// use optim::clip_grad_value_;
///
/// let w = Tensor::from([1.0, 1.0]).requires_grad_(true);
/// (&w * Tensor::from([0.25, -4.0])).sum().backward();
/// clip_grad_value_([&w], 0.5);
/// assert_eq!(w.grad().unwrap().to_vec::<f32>(), [0.25, -0.5]);
/// ```
///
/// # Panics
/// If `clip_value` is negative.
#[track_caller]
pub fn clip_grad_value_<P: Into<Tensor>>(
    parameters: impl IntoIterator<Item = P>,
    clip_value: impl Into<f64>,
) {
    let limit = clip_value.into();
    if limit.is_nan() || limit < 0.0 {
        Error::argument(format!(
            "clip_grad_value_: clip_value must be at least 0, but it is {limit}"
        ))
        .raise();
    }
    Error::raise_memory_here(|| {
        for parameter in parameters {
            change_grad(&parameter.into(), |grad| {
                *grad = grad.clamp(Some(Scalar::Float(-limit)), Some(Scalar::Float(limit)));
            });
        }
    });
}

/// Changes the gradient of a parameter, if it has one; in place if nobody else holds it.
fn change_grad(parameter: &Tensor, change: impl FnOnce(&mut Array)) {
    let Some(grad) = parameter.grad() else { return };
    parameter.zero_grad();
    let mut array = grad.to_array();
    // The last other handle to the elements.
    drop(grad);
    change(&mut array);
    parameter.set_grad(Some(Tensor::from(array)));
}
