//! Images, lines and volumes in other sizes.

use std::sync::Arc;

use tensor_core::{DType, Error, OrRaise, ResampleMode, Resampling, Shape};

use crate::record::record;
use crate::tensor::Tensor;

/// How [`interpolate`](Tensor::interpolate) makes new elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum InterpolateMode {
    /// Of the element below.
    #[default]
    Nearest,
    /// Of the element nearest to the middle of the new one.
    NearestExact,
    /// Of the two around it, for one dimension.
    Linear,
    /// Of the four around it, for two dimensions.
    Bilinear,
    /// Of the eight around it, for three dimensions.
    Trilinear,
    /// Of the sixteen around it, by cubics, for two dimensions.
    Bicubic,
    /// The mean of what it covers.
    Area,
}

impl InterpolateMode {
    /// PyTorch's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nearest => "nearest",
            Self::NearestExact => "nearest-exact",
            Self::Linear => "linear",
            Self::Bilinear => "bilinear",
            Self::Trilinear => "trilinear",
            Self::Bicubic => "bicubic",
            Self::Area => "area",
        }
    }

    /// How each dimension is resized, and for how many dimensions it is; none stands for one to three.
    fn of_dimension(self, align_corners: bool) -> (ResampleMode, Option<usize>) {
        match self {
            Self::Nearest | Self::Area => (ResampleMode::Nearest, None),
            Self::NearestExact => (ResampleMode::NearestExact, None),
            Self::Linear => (ResampleMode::Linear { align_corners }, Some(1)),
            Self::Bilinear => (ResampleMode::Linear { align_corners }, Some(2)),
            Self::Trilinear => (ResampleMode::Linear { align_corners }, Some(3)),
            Self::Bicubic => (ResampleMode::Cubic { align_corners }, Some(2)),
        }
    }
}

/// What [`interpolate`](Tensor::interpolate) is to do: exactly one of size and factor is given. The defaults are PyTorch's.
///
/// ```
/// use autograd::{InterpolateMode, InterpolateOptions, Tensor};
/// let options = InterpolateOptions::scale_factor(2.0).mode(InterpolateMode::Bilinear);
/// assert_eq!(Tensor::zeros([1, 3, 4, 5]).interpolate(&options).shape(), [1, 3, 8, 10]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct InterpolateOptions {
    /// The new sizes of the dimensions behind the channels; one stands for all.
    pub size: Vec<usize>,
    /// By how much these dimensions grow; one number stands for all.
    pub scale_factor: Vec<f64>,
    /// How new elements are made. Default: nearest.
    pub mode: InterpolateMode,
    /// Whether the middles of the outermost elements fall on each other, and not their edges. Default: false.
    pub align_corners: bool,
    /// Whether steps are as long as the sizes say, also where a factor is given. Default: false.
    pub recompute_scale_factor: bool,
    /// Whether a new element is made of all that it covers where an image shrinks, not of its neighbours alone; for the modes
    /// bilinear and bicubic. Default: false.
    pub antialias: bool,
}

/// One number for all dimensions, or one for each.
pub trait OneOrEach<T> {
    /// The numbers.
    fn numbers(self) -> Vec<T>;
}

impl<T> OneOrEach<T> for T {
    fn numbers(self) -> Vec<T> {
        vec![self]
    }
}

impl<T, const N: usize> OneOrEach<T> for [T; N] {
    fn numbers(self) -> Vec<T> {
        self.into()
    }
}

impl<T: Clone> OneOrEach<T> for &[T] {
    fn numbers(self) -> Vec<T> {
        self.to_vec()
    }
}

impl InterpolateOptions {
    /// To this size.
    pub fn size(size: impl OneOrEach<usize>) -> Self {
        Self::with(size.numbers(), Vec::new())
    }

    /// By this factor; sizes are rounded down.
    pub fn scale_factor(scale_factor: impl OneOrEach<f64>) -> Self {
        Self::with(Vec::new(), scale_factor.numbers())
    }

    fn with(size: Vec<usize>, scale_factor: Vec<f64>) -> Self {
        Self {
            size,
            scale_factor,
            mode: InterpolateMode::default(),
            align_corners: false,
            recompute_scale_factor: false,
            antialias: false,
        }
    }

    /// Sets how new elements are made.
    pub fn mode(mut self, mode: InterpolateMode) -> Self {
        self.mode = mode;
        self
    }

    /// Sets whether the middles of the outermost elements fall on each other.
    pub fn align_corners(mut self, align_corners: bool) -> Self {
        self.align_corners = align_corners;
        self
    }

    /// Sets whether steps are as long as the sizes say.
    pub fn recompute_scale_factor(mut self, recompute: bool) -> Self {
        self.recompute_scale_factor = recompute;
        self
    }

    /// Sets whether a new element is made of all that it covers where an image shrinks.
    ///
    /// ```
    /// # use autograd::{InterpolateMode, InterpolateOptions, Tensor};
    /// let x = Tensor::from([[[[0.0, 0.0, 0.0, 8.0, 8.0, 8.0, 8.0, 8.0]]]]);
    /// let shrink = InterpolateOptions::size([1, 2]).mode(InterpolateMode::Bilinear);
    /// assert_eq!(x.interpolate(&shrink).to_vec::<f32>(), [4.0, 8.0]);
    /// assert_eq!(x.interpolate(&shrink.antialias(true)).to_vec::<f32>(), [3.0, 7.714_285_9]);
    /// ```
    pub fn antialias(mut self, antialias: bool) -> Self {
        self.antialias = antialias;
        self
    }

    /// How each dimension is resized.
    fn of_dimension(&self) -> ResampleMode {
        match (self.antialias, self.mode, self.align_corners) {
            (true, InterpolateMode::Bilinear | InterpolateMode::Bicubic, align_corners) => {
                ResampleMode::Antialiased {
                    cubic: self.mode == InterpolateMode::Bicubic,
                    align_corners,
                }
            }
            (_, mode, align_corners) => mode.of_dimension(align_corners).0,
        }
    }

    /// The shape of the result for an input.
    ///
    /// # Errors
    /// If the shape does not fit the mode, or the options do not go together.
    pub fn output_shape(&self, input: &[usize]) -> Result<Shape, Error> {
        let sizes = self.sizes_for(input)?;
        Ok(input[..2]
            .iter()
            .copied()
            .chain(sizes.iter().map(|(size, _)| *size))
            .collect())
    }

    /// For each dimension behind the channels its new size and the factor that its steps follow.
    fn sizes_for(&self, input: &[usize]) -> Result<Vec<(usize, Option<f64>)>, Error> {
        let ((_, rank), name) = (self.mode.of_dimension(self.align_corners), self.mode.name());
        let dims = input.len().saturating_sub(2);
        if !(1..=3).contains(&dims) || rank.is_some_and(|rank| rank != dims) {
            return Err(Error::shape(format!(
                "interpolate: mode={name} does not resize a tensor of shape {input:?}"
            )));
        }
        if self.align_corners && rank.is_none() {
            return Err(Error::argument(format!(
                "interpolate: align_corners is for modes that mix elements, not for {name}"
            )));
        }
        if self.antialias && !matches!(self.mode, InterpolateMode::Bilinear | InterpolateMode::Bicubic) {
            return Err(Error::argument(format!(
                "interpolate: antialias is for the modes bilinear and bicubic, not for {name}"
            )));
        }
        let sizes = self.sizes(&input[2..])?;
        match input[2..]
            .iter()
            .zip(&sizes)
            .find(|(from, (to, _))| **from == 0 || *to == 0)
        {
            Some((from, (to, _))) => Err(Error::argument(format!(
                "interpolate: sizes must be greater than 0, and are {from} and {to}"
            ))),
            None => Ok(sizes),
        }
    }

    /// For each of these dimensions its new size and the factor that its steps follow.
    fn sizes(&self, from: &[usize]) -> Result<Vec<(usize, Option<f64>)>, Error> {
        let rank = from.len();
        let fits = |count: usize| count == 1 || count == rank;
        let each = |at: usize, count: usize| if count == 1 { 0 } else { at };
        match (&self.size[..], &self.scale_factor[..]) {
            (size, []) if fits(size.len()) => {
                Ok((0..rank).map(|at| (size[each(at, size.len())], None)).collect())
            }
            ([], factors) if fits(factors.len()) => Ok(from
                .iter()
                .enumerate()
                .map(|(at, size)| {
                    let factor = factors[each(at, factors.len())];
                    let kept = (!self.recompute_scale_factor).then_some(factor);
                    ((*size as f64 * factor).floor() as usize, kept)
                })
                .collect()),
            (size, factors) => Err(Error::argument(format!(
                "interpolate takes one size or factor for each of the {rank} dimensions behind the channels, or one for \
                 all, not size={size:?} and scale_factor={factors:?}"
            ))),
        }
    }
}

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
                check(&[shape], |x| {
                    x[0].interpolate(&options.clone().align_corners(mixes))
                });
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
    #[should_panic(expected = "interpolate takes one size or factor for each of the 1 dimensions")]
    fn too_many_sizes_are_refused() {
        Tensor::zeros([1, 1, 3]).interpolate(&InterpolateOptions::size([2, 3]));
    }
}
