//! Images, lines and volumes in other sizes.

mod options;

pub use options::{InterpolateMode, InterpolateOptions, OneOrEach};

use std::sync::Arc;

use tensor_core::{DType, OrRaise, ResampleMode, Resampling};

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// This tensor with other sizes behind the channels. PyTorch's `F.interpolate`.
    ///
    /// # Shape
    /// `[N, C, ..]` with one to three dimensions behind the channels, to the same with their new sizes.
    ///
    /// Gradient: to each element what new ones were made of it.
    ///
    /// ```
    /// # use autograd::{InterpolateMode, InterpolateOptions, Tensor};
    /// let x = Tensor::from([[[1.0, 3.0]]]);
    /// assert_eq!(x.interpolate(&InterpolateOptions::size(4)).to_vec::<f32>(), [1.0, 1.0, 3.0, 3.0]);
    /// let linear = InterpolateOptions::size(3).mode(InterpolateMode::Linear).align_corners(true);
    /// assert_eq!(x.interpolate(&linear).to_vec::<f32>(), [1.0, 2.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If the shape does not fit the mode, a size is 0, `align_corners` or `antialias` is given for a mode that has none, or the
    /// elements are neither floating point nor uint8, which is rounded after each dimension, the last one's first.
    #[track_caller]
    pub fn interpolate(&self, options: &InterpolateOptions) -> Tensor {
        let mode = options.of_dimension();
        let sizes = options.sizes_for(self.shape()).or_raise();
        if options.mode == InterpolateMode::Area {
            return self.mean_of_areas(&sizes);
        }
        if self.dtype() == DType::U8 {
            let mixes = !matches!(mode, ResampleMode::Nearest | ResampleMode::NearestExact);
            return match mixes && sizes.len() == 2 && self.shape()[1] <= 4 {
                true => self.resized_images_of_bytes(&sizes, mode),
                false => self.resized_bytes(&sizes, mode),
            };
        }
        let mut resized = self.clone();
        for (dim, (size, factor)) in (2..).zip(sizes) {
            let resampling = Resampling::new(self.shape()[dim], size, factor, mode).or_raise();
            resized = resampled(&resized, dim, Arc::new([resampling.transposed(), resampling]));
        }
        resized
    }

    /// Images of bytes and few channels, as PyTorch has them: resized with whole numbers as weights, and rounded after each
    /// dimension that changes.
    #[track_caller]
    fn resized_images_of_bytes(&self, sizes: &[(usize, Option<f64>)], mode: ResampleMode) -> Tensor {
        let mut resized = self.to_dtype(DType::F64);
        for (dim, (size, factor)) in [3, 2].into_iter().zip(sizes.iter().rev()) {
            if *size == self.shape()[dim] {
                continue;
            }
            let resampling = Resampling::new(self.shape()[dim], *size, *factor, mode).or_raise();
            let (resampling, bits) = resampling.in_whole_numbers();
            let sums = Tensor::from(resized.value().resample(dim, &resampling));
            let one = f64::from(1_u32 << bits);
            resized = ((sums + one / 2.0) / one).floor().clamp(0.0, 255.0);
        }
        resized.to_dtype(DType::U8)
    }

    /// Other arrays of bytes: resized in single precision, and rounded after each dimension as PyTorch does.
    #[track_caller]
    fn resized_bytes(&self, sizes: &[(usize, Option<f64>)], mode: ResampleMode) -> Tensor {
        let mut resized = self.to_dtype(DType::F32);
        for (dim, (size, factor)) in sizes.iter().enumerate().rev().map(|(at, size)| (at + 2, size)) {
            let resampling = Resampling::new(self.shape()[dim], *size, *factor, mode).or_raise();
            resized = Tensor::from(resized.value().resample(dim, &resampling)) + 0.5;
            // The conversion to bytes cuts what is behind the point.
            resized = resized.clamp(0.0, 255.0).to_dtype(DType::U8).to_dtype(DType::F32);
        }
        resized.to_dtype(DType::U8)
    }

    #[track_caller]
    fn mean_of_areas(&self, sizes: &[(usize, Option<f64>)]) -> Tensor {
        match *sizes {
            [(length, _)] => self.adaptive_avg_pool1d(length),
            [(height, _), (width, _)] => self.adaptive_avg_pool2d([height, width]),
            [(depth, _), (height, _), (width, _)] => self.adaptive_avg_pool3d([depth, height, width]),
            _ => unreachable!("the number of dimensions was checked"),
        }
    }
}

/// One dimension resized, by the second of the two ways; the first one is its gradient.
#[track_caller]
fn resampled(x: &Tensor, dim: usize, ways: Arc<[Resampling; 2]>) -> Tensor {
    let value = x.value().resample(dim, &ways[1]);
    record("Interpolate", value, [x], [], move |cx| {
        [Some(spread(&cx.grad, dim, ways.clone()))]
    })
}

/// The gradient of [`resampled`].
#[track_caller]
fn spread(grad: &Tensor, dim: usize, ways: Arc<[Resampling; 2]>) -> Tensor {
    let value = grad.value().resample(dim, &ways[0]);
    record("InterpolateBackward", value, [grad], [], move |cx| {
        [Some(resampled(&cx.grad, dim, ways.clone()))]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{check, check_second};

    const MODES: [(InterpolateMode, &[usize]); 7] = [
        (InterpolateMode::Nearest, &[1, 2, 3, 2]),
        (InterpolateMode::NearestExact, &[2, 1, 5]),
        (InterpolateMode::Linear, &[2, 1, 5]),
        (InterpolateMode::Bilinear, &[1, 2, 3, 4]),
        (InterpolateMode::Trilinear, &[1, 1, 2, 3, 2]),
        (InterpolateMode::Bicubic, &[1, 1, 4, 3]),
        (InterpolateMode::Area, &[1, 2, 3, 5]),
    ];

    #[test]
    fn gradients() {
        for (mode, shape) in MODES {
            let mixes = mode.of_dimension(false).1.is_some();
            for options in [InterpolateOptions::size(4), InterpolateOptions::scale_factor(1.7)] {
                let options = options.mode(mode);
                check(&[shape], |x| x[0].interpolate(&options));
                if mixes {
                    let aligned = options.clone().align_corners(true);
                    check(&[shape], |x| x[0].interpolate(&aligned));
                }
                check_second(&[shape], |x| x[0].square().interpolate(&options).square());
            }
        }
        for mode in [InterpolateMode::Bilinear, InterpolateMode::Bicubic] {
            let options = InterpolateOptions::size([2, 5]).mode(mode).antialias(true);
            check(&[&[1, 1, 5, 4]], |x| x[0].interpolate(&options));
            check_second(&[&[1, 1, 5, 4]], |x| x[0].square().interpolate(&options));
        }
    }

    #[test]
    fn against_aliasing() {
        let x = (Tensor::arange(0.0, 30.0, 1.0) % 7.0).reshape([1, 1, 5, 6]);
        let close = |options: InterpolateOptions, expected: &[f32]| {
            let y = x.interpolate(&options.antialias(true)).to_vec::<f32>();
            let off = y
                .iter()
                .zip(expected)
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f32::max);
            assert!(y.len() == expected.len() && off < 2e-6, "{y:?}");
        };
        // torch.nn.functional.interpolate(antialias=True)
        let to = |mode, corners| InterpolateOptions::size([1, 2]).mode(mode).align_corners(corners);
        close(to(InterpolateMode::Bilinear, false), &[3.164_473_5, 2.348_684_3]);
        close(to(InterpolateMode::Bilinear, true), &[2.285_714_1, 4.333_333]);
        close(to(InterpolateMode::Bicubic, false), &[3.159_392_8, 2.350_095]);
        close(to(InterpolateMode::Bicubic, true), &[2.267_887_8, 5.054_688_5]);
        let by = InterpolateOptions::scale_factor([0.5, 0.7]).mode(InterpolateMode::Bicubic);
        close(
            by,
            &[
                2.503_304_5,
                0.919_924,
                2.397_862_7,
                4.025_896,
                4.825_686_5,
                3.799_361_2,
                1.281_532,
                1.910_703_2,
            ],
        );
    }

    #[test]
    #[should_panic(expected = "interpolate: antialias is for the modes bilinear and bicubic, not for area")]
    fn other_modes_have_no_aliasing_to_avoid() {
        Tensor::zeros([1, 1, 3, 3]).interpolate(
            &InterpolateOptions::size(2)
                .mode(InterpolateMode::Area)
                .antialias(true),
        );
    }

    #[test]
    fn bytes_are_rounded() {
        let x = Tensor::from([[[0, 255]]]).to_dtype(DType::U8);
        let options = InterpolateOptions::size(4).mode(InterpolateMode::Linear);
        assert_eq!(x.interpolate(&options).to_vec::<u8>(), [0, 64, 191, 255]);
    }

    #[test]
    #[should_panic(expected = "interpolate: mode=bilinear does not resize a tensor of shape [1, 1, 3]")]
    fn a_mode_for_other_ranks_is_refused() {
        Tensor::zeros([1, 1, 3]).interpolate(&InterpolateOptions::size(2).mode(InterpolateMode::Bilinear));
    }

    #[test]
    #[should_panic(expected = "interpolate: align_corners is for modes that mix elements, not for nearest")]
    fn a_mode_that_copies_has_no_corners_to_align() {
        Tensor::zeros([1, 1, 3]).interpolate(&InterpolateOptions::size(2).align_corners(false));
    }

    #[test]
    #[should_panic(
        expected = "interpolate: recompute_scale_factor is for a scale_factor, and there are sizes"
    )]
    fn sizes_have_no_factor_to_compute_again() {
        Tensor::zeros([1, 1, 3]).interpolate(&InterpolateOptions::size(2).recompute_scale_factor(true));
    }

    #[test]
    #[should_panic(expected = "interpolate takes one size or factor for each of the 1 dimensions")]
    fn too_many_sizes_are_refused() {
        Tensor::zeros([1, 1, 3]).interpolate(&InterpolateOptions::size([2, 3]));
    }
}
