//! [`MaxUnpool1d`], [`MaxUnpool2d`], [`MaxUnpool3d`]: largest elements back where they were.

use autograd::{Extent, MaxPoolOptions, Tensor};

use super::pooling::pooling;
use crate::run_layer::run_layer;

/// Writes the layer of one number of dimensions.
macro_rules! max_unpool {
    ($layer:ident, $rank:literal, $call:ident, $pool:ident, $sizes:literal) => {
        pooling! {
            #[doc = concat!("What undoes [`", stringify!($pool), "`](crate::", stringify!($pool), ") as far as it can be undone: the largest ")]
            /// elements where they were, zeros elsewhere.
            ///
            /// # Shape
            #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]`, and indices of the same shape, to the same with sizes of ")]
            /// `(size - 1) * stride - 2 * padding + kernel_size`, or those asked for.
            ///
            /// ```
            #[doc = concat!("use nn::{", stringify!($layer), ", ", stringify!($pool), ", Tensor};")]
            #[doc = concat!("let x = Tensor::rand(&[4, 4, 4, 4][3 - ", stringify!($rank), "..]);")]
            #[doc = concat!("let (y, indices) = ", stringify!($pool), "::new(2).forward_with_indices(&x);")]
            #[doc = concat!("let largest = ", stringify!($layer), "::new(2).forward(&y, &indices);")]
            /// assert_eq!((largest.shape(), largest.max().item()), (x.shape(), x.max().item()));
            /// ```
            struct $layer over $rank dimensions, by MaxPoolOptions {
                /// What surrounded the input on both sides.
                padding,
            }

            prints Extent::tuple, [];
        }

        impl $layer {
            /// The elements of `x` at the places that `indices` name.
            ///
            /// # Panics
            /// If the shapes do not fit, or an index names no element.
            #[track_caller]
            pub fn forward(&self, x: &Tensor, indices: &Tensor) -> Tensor {
                run_layer(self, &[x, indices], || Ok(x.$call(indices, self.moves(), None)))
            }

            /// [`forward`](Self::forward) to one of the sizes that the steps of the windows leave open.
            ///
            /// # Panics
            /// As [`forward`](Self::forward), and if windows over these sizes would not be so many.
            #[track_caller]
            pub fn forward_to(&self, x: &Tensor, indices: &Tensor, output_size: impl Into<Extent<$rank>>) -> Tensor {
                let size = output_size.into();
                run_layer(self, &[x, indices], || Ok(x.$call(indices, self.moves(), Some(size))))
            }
        }
    };
}

max_unpool!(MaxUnpool1d, 1, max_unpool1d, MaxPool1d, "L");
max_unpool!(MaxUnpool2d, 2, max_unpool2d, MaxPool2d, "H, W");
max_unpool!(MaxUnpool3d, 3, max_unpool3d, MaxPool3d, "D, H, W");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::MaxPool1d;

    #[test]
    fn to_a_size_that_the_steps_leave_open() {
        let x = Tensor::from([[1.0, 5.0, 2.0, 4.0, 3.0]]);
        let (y, indices) = MaxPool1d::new(2).forward_with_indices(&x);
        let unpool = MaxUnpool1d::new(2);
        assert_eq!(unpool.forward(&y, &indices).to_vec::<f32>(), [0.0, 5.0, 0.0, 4.0]);
        assert_eq!(
            unpool.forward_to(&y, &indices, 5).to_vec::<f32>(),
            [0.0, 5.0, 0.0, 4.0, 0.0]
        );
        assert_eq!(
            unpool.to_string(),
            "MaxUnpool1d(kernel_size=(2,), stride=(2,), padding=(0,))"
        );
    }
}
