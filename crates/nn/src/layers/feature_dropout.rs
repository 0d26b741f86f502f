//! [`Dropout1d`], [`Dropout2d`] and [`Dropout3d`]: zero whole channels at random in training.

use autograd::random::default_generator;
use autograd::{Error, Tensor};

use super::dropout::{dropout, factors};
use crate::layer_error::LayerError;

macro_rules! feature_dropouts {
    ($($name:ident $what:literal $batched:literal $unbatched:literal $ranks:pat, $one:literal;)*) => {$(
        dropout! {
            #[doc = concat!("In training, sets each channel of ", $what, " to 0 with probability `p` and divides the others by")]
            /// `1 - p`, so that the mean stays; in [evaluation](crate::Module::eval), passes everything on. For neighbours that
            /// say nearly the same, of which dropping one element drops nothing. After Tompson and others, "Efficient object
            /// localization using convolutional networks" (2014).
            ///
            /// # Shape
            #[doc = concat!("`", $batched, "` or `", $unbatched, "`, kept.")]
            ///
            /// ```
            #[doc = concat!("use nn::{", stringify!($name), ", Forward, Module};")]
            #[doc = concat!("let dropout = ", stringify!($name), "::new(0.5);")]
            #[doc = concat!("assert_eq!(dropout.to_string(), \"", stringify!($name), "(p=0.5, inplace=False)\");")]
            /// ```
            struct $name {
                /// The probability of a channel to be dropped.
                p,
            }
            check |x: &Tensor| fits(x, matches!(x.rank(), $ranks), concat!($batched, " or ", $unbatched));
        }

        impl $name {
            fn dropped(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                if x.rank() == $one {
                    return Ok(dropped(&x.unsqueeze(0), self.p)?.squeeze_dim(0));
                }
                dropped(x, self.p)
            }
        }
    )*};
}

// As in PyTorch `Dropout1d` is strict about dimensions, and `Dropout2d` takes three of them for a batch of sequences.
feature_dropouts! {
    Dropout1d "sequences" "[N, C, L]" "[C, L]" 2 | 3, 2;
    Dropout2d "images" "[N, C, H, W]" "[N, C, ..]" 0.., 0;
    Dropout3d "volumes" "[N, C, D, H, W]" "[C, D, H, W]" 0.., 4;
}

/// Refuses an input that is not as wanted.
fn fits(x: &Tensor, as_wanted: bool, wanted: &str) -> Result<(), LayerError> {
    if as_wanted {
        return Ok(());
    }
    Err(LayerError::from(Error::shape(format!(
        "input has shape {:?}, and must be {wanted}",
        x.shape()
    ))))
}

fn dropped(x: &Tensor, p: f64) -> Result<Tensor, LayerError> {
    if p == 1.0 {
        return Ok(x * 0.0);
    }
    let shape = feature_shape(x)?;
    Ok(x * factors(&default_generator(), &shape, x.dtype(), 1.0 - p)?)
}

/// The shape of one number for each channel of each example.
pub(super) fn feature_shape(x: &Tensor) -> Result<Vec<usize>, LayerError> {
    if x.rank() < 2 {
        return Err(Error::shape(format!(
            "input has shape {:?}, and must have examples and channels: [N, C, ..]",
            x.shape()
        ))
        .into());
    }
    let mut shape = vec![1; x.rank()];
    shape[..2].copy_from_slice(&x.shape()[..2]);
    Ok(shape)
}
