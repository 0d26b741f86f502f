//! Initial values of parameters, as `torch.nn.init` has them.
//!
//! Each function gives a parameter new elements in place. Random ones come from the thread's default generator, or that
//! of the [`with_generator`](autograd::with_generator) around. With a generator of PyTorch's they are PyTorch's numbers.
//!
//! ```
//! use autograd::{Generator, with_generator};
//! use nn::{Linear, init};
//! let layer = Linear::new(20, 20);
//! init::xavier_uniform_(&layer.weight, 1.0);
//! with_generator(&Generator::new(0), || init::normal_(&layer.weight, 0.0, 0.02));
//! init::zeros_(layer.bias.as_ref().unwrap());
//! assert_eq!(layer.bias.unwrap().sum().item(), 0.0);
//! ```

mod fan;
mod gain;
mod identity;
mod linear;
mod orthogonal;
mod random;
mod sparse;
mod truncated;

use autograd::{Scalar, Tensor};

pub use fan::FanMode;
pub use gain::{Kaiming, Nonlinearity, calculate_gain};
pub use identity::{dirac_, eye_};
pub use linear::linear_;
pub use orthogonal::orthogonal_;
pub use random::{kaiming_normal_, kaiming_uniform_, normal_, uniform_, xavier_normal_, xavier_uniform_};
pub use sparse::sparse_;
pub use truncated::trunc_normal_;

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
