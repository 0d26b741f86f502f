//! Values held within bounds.

use super::unary::Slope;
use super::{Differentiable, Reads};
use crate::array::{Array, zip};
use crate::dtype::{DType, Element, Scalar, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::map::{Binary, Unary};
use crate::kernel::math::Float;
use crate::kernel::number::Number;
use crate::kernel::simd::Arch;

/// [`Array::clamp`]. Its bounds are plain numbers, which take part in promotion.
#[derive(Clone, Copy, Debug)]
pub struct Clamp {
    /// The lower bound, if there is one.
    pub min: Option<Scalar>,
    /// The upper bound, if there is one.
    pub max: Option<Scalar>,
}

/// The bounds in the type of the elements.
#[derive(Clone, Copy)]
struct Within<T> {
    min: Option<T>,
    max: Option<T>,
}

impl<T: Number> Unary<T, T> for Within<T> {
    #[inline(always)]
    fn apply<A: Arch>(self, x: T) -> T {
        let x = match self.min {
            Some(min) => x.maximum(min),
            None => x,
        };
        match self.max {
            Some(max) => x.minimum(max),
            None => x,
        }
    }
}

/// The bounds of a gradient; one that was left out is infinite.
#[derive(Clone, Copy)]
struct Bounds {
    min: f64,
    max: f64,
}

/// 0 at the bounds, as in PyTorch.
impl<F: Float> Binary<F, F> for Slope<Bounds> {
    #[inline(always)]
    fn apply<A: Arch>(self, grad: F, x: F) -> F {
        let (min, max) = (F::from_f64(self.0.min), F::from_f64(self.0.max));
        let above = x > min || min == -F::INFINITY;
        let below = x < max || max == F::INFINITY;
        if above && below { grad } else { F::ZERO }
    }
}

impl Array {
    /// Every element raised to `min` and lowered to `max`, of which one may be left out. Not-a-number stays; where
    /// `min` is above `max`, everything becomes `max`. Integers with floating-point bounds become `f32`.
    ///
    /// ```
    /// use tensor_core::{Array, Scalar};
    /// let x = Array::from([-2, 0, 5]).clamp(Some(Scalar::Int(-1)), Some(Scalar::Int(2)));
    /// assert_eq!(x.to_vec::<i64>(), [-1, 0, 2]);
    /// ```
    ///
    /// # Panics
    /// If both bounds are left out, or the elements are bool.
    #[track_caller]
    pub fn clamp(&self, min: Option<Scalar>, max: Option<Scalar>) -> Array {
        let dtype = clamp_dtype(self.dtype(), min, max).or_raise();
        dispatch!(dtype, T: Number => self.map_as::<T>(&Within {
            min: min.map(<T as Element>::from_scalar),
            max: max.map(<T as Element>::from_scalar),
        }, dtype))
    }
}

impl Differentiable for Clamp {
    const NAME: &'static str = "Clamp";
    const BACKWARD: &'static str = "ClampBackward";
    const READS: Reads = Reads::Argument;

    #[track_caller]
    fn value(self, x: &Array) -> Array {
        x.clamp(self.min, self.max)
    }

    #[track_caller]
    fn gradient(self, grad: &Array, x: &Array) -> Array {
        let slope = Slope(Bounds {
            min: self.min.map_or(f64::NEG_INFINITY, Scalar::to_f64),
            max: self.max.map_or(f64::INFINITY, Scalar::to_f64),
        });
        dispatch!(x.dtype(), T: Float => zip::<T, T>(&slope, x.dtype(), grad.into(), x.into()))
    }
}

/// The element type of [`Array::clamp`].
///
/// # Errors
/// If both bounds are left out, or the elements are bool.
pub fn clamp_dtype(dtype: DType, min: Option<Scalar>, max: Option<Scalar>) -> Result<DType, Error> {
    if min.is_none() && max.is_none() {
        return Err(Error::argument(
            "clamp needs a lower or an upper bound, and got neither",
        ));
    }
    let bounds = [min, max].into_iter().flatten();
    match bounds.fold(dtype, |dtype, bound| bound.promote(dtype)) {
        DType::Bool => Err(Error::dtype(
            "clamp is not for bool with bounds of bool: convert them to numbers",
        )),
        dtype => Ok(dtype),
    }
}
