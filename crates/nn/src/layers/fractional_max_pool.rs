//! [`FractionalMaxPool2d`], [`FractionalMaxPool3d`]: the largest element of windows at random places.

use autograd::{Error, Extent, Tensor};

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::run_layer::run_layer;

/// How many windows there are along each dimension.
#[derive(Clone, Copy, Debug)]
enum Output<const D: usize> {
    Size([usize; D]),
    Ratio([f64; D]),
}

impl<const D: usize> Output<D> {
    fn of(self, input: &[usize]) -> Result<[usize; D], LayerError> {
        match (self, input.last_chunk::<D>()) {
            (Output::Size(sizes), _) => Ok(sizes),
            (Output::Ratio(ratios), Some(input)) => Ok(std::array::from_fn(|dim| {
                (input[dim] as f64 * ratios[dim]) as usize
            })),
            (Output::Ratio(_), None) => Err(LayerError::from(Error::shape(format!(
                "input has shape {input:?}, and must have {D} dimensions behind its channels"
            )))),
        }
    }
}

/// Writes the layer of one number of dimensions.
macro_rules! fractional_max_pool {
    ($layer:ident, $rank:literal, $call:ident, $sizes:literal, $example:literal) => {
        #[doc = concat!("The largest element of each window over the last ", $rank, " dimensions, where the windows begin at ")]
        /// steps that are drawn at random with each call, in evaluation too: of B. Graham, "Fractional Max-Pooling" (2014).
        /// The steps are PyTorch's, if the default generator is.
        ///
        /// # Shape
        #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same with the sizes that were asked for.")]
        ///
        /// ```
        #[doc = $example]
        /// ```
        #[derive(Clone, Copy, Debug, Module)]
        pub struct $layer {
            #[module(skip)]
            kernel_size: Extent<$rank>,
            #[module(skip)]
            output: Output<$rank>,
        }

        impl $layer {
            /// Windows of `kernel_size`, as many as `output_size` says.
            pub fn new(kernel_size: impl Into<Extent<$rank>>, output_size: impl Into<Extent<$rank>>) -> Self {
                Self {
                    kernel_size: kernel_size.into(),
                    output: Output::Size(*output_size.into().sizes()),
                }
            }

            /// Windows of `kernel_size`, as many as the input has elements along each dimension, times a ratio: PyTorch's
            /// `output_ratio`.
            ///
            /// # Panics
            /// If a ratio is not between 0 and 1.
            #[track_caller]
            pub fn with_ratio(kernel_size: impl Into<Extent<$rank>>, output_ratio: [f64; $rank]) -> Self {
                if !output_ratio.iter().all(|ratio| *ratio > 0.0 && *ratio < 1.0) {
                    Error::argument(format!(
                        concat!(stringify!($layer), ": output_ratio must be between 0 and 1, but is {:?}"),
                        output_ratio
                    ))
                    .raise();
                }
                Self { kernel_size: kernel_size.into(), output: Output::Ratio(output_ratio) }
            }

            /// The result, and the place of each largest element in its channel: PyTorch's `return_indices`.
            ///
            /// # Panics
            /// If the input does not fit.
            #[track_caller]
            pub fn forward_with_indices(&self, x: &Tensor) -> (Tensor, Tensor) {
                run_layer(self, &[x], || self.both(x, None))
            }

            #[doc = concat!("The result and the places for given `samples`, `[N, C, ", $rank, "]` in `[0, 1)`: PyTorch's")]
            /// `_random_samples`.
            ///
            /// # Panics
            /// If the input or the samples do not fit.
            #[track_caller]
            pub fn forward_by(&self, x: &Tensor, samples: &Tensor) -> (Tensor, Tensor) {
                run_layer(self, &[x, samples], || self.both(x, Some(samples)))
            }

            fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                self.both(x, None).map(|(y, _)| y)
            }

            fn both(&self, x: &Tensor, samples: Option<&Tensor>) -> Result<(Tensor, Tensor), LayerError> {
                let size = self.output.of(x.shape())?;
                let pooled = Error::catch(|| x.$call(self.kernel_size, size, samples));
                Ok(pooled.map_err(|(error, _)| error)?)
            }
        }

        layer!($layer);
    };
}

fractional_max_pool!(
    FractionalMaxPool2d,
    2,
    fractional_max_pool2d,
    "H, W",
    "use nn::{Forward, FractionalMaxPool2d, Tensor};
let x = Tensor::rand([4, 3, 50, 32]);
assert_eq!(FractionalMaxPool2d::new(3, (13, 12)).forward(&x).shape(), [4, 3, 13, 12]);
assert_eq!(FractionalMaxPool2d::with_ratio(3, [0.5, 0.5]).forward(&x).shape(), [4, 3, 25, 16]);"
);
fractional_max_pool!(
    FractionalMaxPool3d,
    3,
    fractional_max_pool3d,
    "D, H, W",
    "use nn::{Forward, FractionalMaxPool3d, Tensor};
let (y, indices) = FractionalMaxPool3d::new(2, 3).forward_with_indices(&Tensor::rand([2, 1, 6, 7, 8]));
assert_eq!((y.shape(), indices.shape()), (&[2, 1, 3, 3, 3][..], &[2, 1, 3, 3, 3][..]));"
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forward::Forward;

    #[test]
    fn windows_lie_where_the_samples_say() {
        let x = Tensor::arange(0.0, 25.0, 1.0).reshape([1, 5, 5]);
        let samples = Tensor::from([[[0.0, 0.9]]]);
        let (y, indices) = FractionalMaxPool2d::new(2, 2).forward_by(&x, &samples);
        assert_eq!(y.to_vec::<f32>(), [6.0, 9.0, 21.0, 24.0]);
        assert_eq!(indices.to_vec::<i64>(), [6, 9, 21, 24]);
    }

    #[test]
    #[should_panic(expected = "FractionalMaxPool2d: output_ratio must be between 0 and 1, but is [1.0, 0.5]")]
    fn a_ratio_makes_it_smaller() {
        FractionalMaxPool2d::with_ratio(2, [1.0, 0.5]);
    }

    #[test]
    #[should_panic(expected = "FractionalMaxPool2d(): input has shape [5]")]
    fn an_input_without_planes_is_refused() {
        FractionalMaxPool2d::with_ratio(2, [0.5, 0.5]).forward(&Tensor::zeros(5));
    }
}
