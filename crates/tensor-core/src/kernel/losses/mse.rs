//! The mean squared error.

use std::iter::repeat_n;

use smallvec::SmallVec;

use crate::array::{Array, zip};
use crate::dtype::{Element, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::fold::fold_inline;
use crate::kernel::map::Binary;
use crate::kernel::math::Float;
use crate::kernel::monoid::{Monoid, Sum};
use crate::kernel::number::Number;
use crate::kernel::reduce::whole;
use crate::kernel::simd::{self, Arch, Kernel};
use crate::kernel::threads::fill;
use crate::scratch;
use crate::shape::same;

impl Array {
    /// The mean of `(a - b)^2` over all elements, as a 0-d array; not-a-number if there are none.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let (a, b) = (Array::from([1.0, 2.0]), Array::from([1.0, 5.0]));
    /// assert_eq!(a.mean_squared_error(&b).to_vec::<f32>(), [4.5]);
    /// ```
    ///
    /// # Panics
    /// If shapes or element types differ, or are not floating point.
    #[track_caller]
    pub fn mean_squared_error(&self, other: &Array) -> Array {
        agreeing("mean_squared_error", self, other).or_raise();
        let (a, b) = (self.contiguous(), other.contiguous());
        let (dtype, count) = (self.dtype(), self.numel());
        dispatch!(dtype, T: Float => Array::computed([&a, &b], dtype, &[], |[a, b], mean| {
            let (a, b) = (&a.elements::<T>()[..count], &b.elements::<T>()[..count]);
            mean[0] = squared_distance(a, b) / count as T;
        }))
    }

    /// The gradient of [`mean_squared_error`](Array::mean_squared_error) for `a`: `grad * 2 (a - b) / n`. That for `b`
    /// is its opposite.
    ///
    /// # Panics
    /// If shapes or element types of `a` and `b` differ, or `grad` has several elements.
    #[track_caller]
    pub fn mean_squared_error_backward(grad: &Array, a: &Array, b: &Array) -> Array {
        agreeing("mean_squared_error_backward", a, b).or_raise();
        let grad = grad.item().or_raise();
        let count = a.numel();
        dispatch!(a.dtype(), T: Float => {
            let factor = 2.0 / count as T * T::from_scalar(grad);
            zip::<T, T>(&ScaledDifference { factor }, a.dtype(), a.into(), b.into())
        })
    }
}

/// Refuses arrays whose elements do not belong together.
fn agreeing(operation: &str, a: &Array, b: &Array) -> Result<(), Error> {
    if same(a.shape(), b.shape()) && a.dtype() == b.dtype() && a.dtype().is_float() {
        return Ok(());
    }
    Err(Error::shape(format!(
        "{operation} takes two arrays of one shape and one floating-point type, not {} {:?} and {} {:?}",
        a.dtype(),
        a.shape(),
        b.dtype(),
        b.shape()
    )))
}

/// Elements that are summed before their sum is joined with others.
const BLOCK: usize = 1024;
/// Accumulators of a block: enough for four of the widest vectors.
const LANES: usize = 32;

/// The sum of `(a - b)^2` over two slices of one length, in one pass and, as other sums, in the same order everywhere.
fn squared_distance<T: Element + Number>(a: &[T], b: &[T]) -> T
where
    Sum: Monoid<T>,
{
    if a.len() <= BLOCK {
        let mut sum = [T::default()];
        let sums = &mut sum;
        simd::dispatch(SquaredDistances { a, b, sums });
        return sum[0];
    }
    let blocks = a.len().div_ceil(BLOCK);
    let mut sums: SmallVec<[T; 16]> = scratch::collected_small(blocks, repeat_n(T::default(), blocks));
    fill(&mut sums, 1, BLOCK, |first, sums| {
        simd::dispatch(SquaredDistances {
            a: &a[first * BLOCK..],
            b: &b[first * BLOCK..],
            sums,
        });
    });
    whole(&Sum, &sums)
}

/// The sum of every block.
struct SquaredDistances<'a, T> {
    a: &'a [T],
    b: &'a [T],
    sums: &'a mut [T],
}

impl<T: Element + Number> Kernel for SquaredDistances<'_, T>
where
    Sum: Monoid<T>,
{
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let blocks = self.a.chunks(BLOCK).zip(self.b.chunks(BLOCK));
        for (sum, (a, b)) in self.sums.iter_mut().zip(blocks) {
            let ((wide_a, a), (wide_b, b)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
            let mut lanes = [T::default(); LANES];
            for (a, b) in wide_a.iter().zip(wide_b) {
                for i in 0..LANES {
                    lanes[i] = lanes[i].add(square(a[i].sub(b[i])));
                }
            }
            for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
                *lane = lane.add(square(a.sub(*b)));
            }
            *sum = fold_inline(Sum, &lanes);
        }
    }
}

#[inline(always)]
fn square<T: Number>(x: T) -> T {
    x.mul(x)
}

/// `factor (a - b)`: the slope of a squared difference.
#[derive(Clone, Copy)]
struct ScaledDifference<F> {
    factor: F,
}

impl<F: Float> Binary<F, F> for ScaledDifference<F> {
    #[inline(always)]
    fn apply<A: Arch>(self, a: F, b: F) -> F {
        self.factor * (a - b)
    }
}
