//! The built-in layers, one file each.
//!
//! A layer implements `try_forward`, which refuses an input that does not fit, and its `forward` raises the refusal at
//! the caller's line; [`layer!`](layer) writes the pair.

mod dropout;
mod elu;
mod flatten;
mod gelu;
mod identity;
mod lambda;
mod leaky_relu;
mod linear;
mod relu;
mod sequential;
mod sigmoid;
mod silu;
mod softmax;
mod tanh;

pub use dropout::Dropout;
pub use elu::ELU;
pub use flatten::Flatten;
pub use gelu::GELU;
pub use identity::Identity;
pub use lambda::Lambda;
pub use leaky_relu::LeakyReLU;
pub use linear::{Linear, LinearOptions};
pub use relu::ReLU;
pub use sequential::Sequential;
pub use sigmoid::Sigmoid;
pub use silu::SiLU;
pub use softmax::{LogSoftmax, Softmax};
pub use tanh::Tanh;

use autograd::{Error, Tensor};

/// Implements `Forward` for a layer whose `run(&self, &Tensor) -> Result<Tensor, Error>` refuses what does not fit.
macro_rules! layer {
    ($layer:ty $(, features: $features:expr)?) => {
        impl $crate::Forward for $layer {
            #[track_caller]
            #[inline]
            fn forward(&self, x: &$crate::Tensor) -> $crate::Tensor {
                match $crate::Forward::try_forward(self, x) {
                    Ok(y) => y,
                    Err(error) => $crate::preflight::raise(error, self),
                }
            }

            #[inline]
            fn try_forward(&self, x: &$crate::Tensor) -> Result<$crate::Tensor, $crate::LayerError> {
                match self.run(x) {
                    Ok(y) => Ok(y),
                    Err(reason) => Err($crate::LayerError::new(self, reason)),
                }
            }

            $(fn features(&self) -> $crate::Features {
                let features: fn(&Self) -> $crate::Features = $features;
                features(self)
            })?
        }
    };
}
use layer;

/// Refuses an input that `layer` cannot differentiate.
fn float_only(x: &Tensor, layer: &str) -> Result<(), Error> {
    if x.dtype().is_float() {
        return Ok(());
    }
    Err(Error::dtype(format!(
        "input is {}, and {layer} is of floating-point numbers",
        x.dtype()
    )))
}
