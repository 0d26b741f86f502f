//! The built-in layers, one file each.
//!
//! A layer implements `try_forward`, which refuses an input that does not fit, and its `forward` raises the refusal at
//! the caller's line; [`layer!`](layer) writes the pair.

mod linear;
mod relu;
mod sequential;

pub use linear::{Linear, LinearOptions};
pub use relu::ReLU;
pub use sequential::Sequential;

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
