//! What a resizing is told.

use tensor_core::{Error, ResampleMode, Shape};

/// How [`interpolate`](crate::Tensor::interpolate) makes new elements.
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
    pub(super) fn of_dimension(self, align_corners: bool) -> (ResampleMode, Option<usize>) {
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

/// What [`interpolate`](crate::Tensor::interpolate) is to do: exactly one of size and factor is given. The defaults are PyTorch's.
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
    /// Whether the middles of the outermost elements fall on each other, and not their edges; for modes that mix elements. Not
    /// given, it is false.
    pub align_corners: Option<bool>,
    /// Whether steps are as long as the sizes say, also where a factor is given. Default: false.
    pub recompute_scale_factor: bool,
    /// Whether a new element is made of all that it covers where an image shrinks, not of its neighbours alone; for the modes
    /// bilinear and bicubic. Default: false.
    pub antialias: bool,
}

/// One number for all dimensions or channels, or one for each.
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

impl<T> OneOrEach<T> for Vec<T> {
    fn numbers(self) -> Vec<T> {
        self
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
            align_corners: None,
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
        self.align_corners = Some(align_corners);
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
    /// assert_eq!(x.interpolate(&shrink).to_vec::<f32>(), [0.0, 8.0]);
    /// let smooth = x.interpolate(&shrink.antialias(true)).select(3, 0).item();
    /// assert!((smooth - 18.0 / 7.0).abs() < 1e-6);
    /// ```
    pub fn antialias(mut self, antialias: bool) -> Self {
        self.antialias = antialias;
        self
    }

    fn corners(&self) -> bool {
        self.align_corners.unwrap_or(false)
    }

    /// How each dimension is resized.
    pub(super) fn of_dimension(&self) -> ResampleMode {
        match (self.antialias, self.mode, self.corners()) {
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
    pub(super) fn sizes_for(&self, input: &[usize]) -> Result<Vec<(usize, Option<f64>)>, Error> {
        let ((_, rank), name) = (self.mode.of_dimension(self.corners()), self.mode.name());
        let dims = input.len().saturating_sub(2);
        if !(1..=3).contains(&dims) || rank.is_some_and(|rank| rank != dims) {
            return Err(Error::shape(format!(
                "interpolate: mode={name} does not resize a tensor of shape {input:?}"
            )));
        }
        if self.align_corners.is_some() && rank.is_none() {
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
            (_, []) if self.recompute_scale_factor => Err(Error::argument(
                "interpolate: recompute_scale_factor is for a scale_factor, and there are sizes",
            )),
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
