//! The Gaussian error linear unit.

use super::unary;
use crate::array::Array;
use crate::dtype::DType;
use crate::kernel::math;
use crate::kernel::simd::{Arch, Kernel, dispatch};
use crate::kernel::threads::{LINE, Pieces, for_each_piece};

unary! {
    /// `x Φ(x)`, where Φ is the distribution function of the standard normal distribution.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([0.0, 100.0]).gelu().to_vec::<f32>(), [0.0, 100.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    Gelu = gelu: Float;
    fn value(x), cost 11 { math::gelu::<A, T>(x) }
    fn slope(grad, x), cost 14 {
        grad * slope::<A, T>(x)
    }
}

/// `Φ(x) + x φ(x)`, where φ is the density.
#[inline(always)]
fn slope<A: Arch, T: math::Float>(x: T) -> T {
    math::normal_cdf::<A, T>(x) + x * math::normal_pdf::<A, T>(x)
}

impl Gelu {
    /// The function and its slope of every element, in one pass: most of what takes time is the same for both. None but
    /// for contiguous elements of `f32`.
    #[track_caller]
    pub fn with_slope(self, x: &Array) -> Option<[Array; 2]> {
        /// What an element costs, in additions.
        const COST: usize = 16;
        if x.dtype() != DType::F32 {
            return None;
        }
        let x_elements = x.as_slice::<f32>()?;
        let mut slope = Array::unfilled(DType::F32, x.shape());
        let value = Array::written(x.shape(), |value: &mut [f32]| {
            let (value, slope) = (Pieces::new(value), Pieces::new(slope.as_mut_slice::<f32>()));
            for_each_piece(x_elements.len(), LINE, COST, |range| {
                // SAFETY: the ranges are disjoint.
                let (value, slope) = unsafe { (value.take(range.clone()), slope.take(range.clone())) };
                dispatch(WithSlope {
                    x: &x_elements[range],
                    value,
                    slope,
                });
            });
        });
        Some([value, slope])
    }
}

struct WithSlope<'a> {
    x: &'a [f32],
    value: &'a mut [f32],
    slope: &'a mut [f32],
}

impl Kernel for WithSlope<'_> {
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        for ((value, slope), x) in self.value.iter_mut().zip(self.slope).zip(self.x) {
            let x = *x;
            // The compiler finds what these have in common.
            *value = math::gelu::<A, f32>(x);
            *slope = self::slope::<A, f32>(x);
        }
    }
}
