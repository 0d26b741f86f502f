//! Softmax, its logarithm, and their gradients, row by row.
//!
//! A row is short for a classifier, so the elementwise parts run over several rows at once, where vectors are full;
//! only what depends on the row is done for each. A long row is done by itself.

use crate::dtype::Element;
use crate::kernel::fold::fold_inline;
use crate::kernel::math::{self, Float};
use crate::kernel::monoid::{Max, Monoid, Sum};
use crate::kernel::simd::{Arch, Kernel, Level, best_for_functions, dispatch};
use crate::kernel::threads::fill;

/// Elements that are worked on together: what the first cache holds of two operands.
const TILE: usize = 2048;
/// The length from which on a row alone fills vectors.
const LONG: usize = 128;
/// What an element costs, in additions.
const COST: usize = 7;

/// Numbers that rows are made of.
pub(crate) trait Row: Element + Float + Send + Sync {
    /// The largest of a row.
    fn largest(row: &[Self]) -> Self;
    /// The sum of a row.
    fn sum(row: &[Self]) -> Self;
}

impl<T: Element + Float> Row for T
where
    Sum: Monoid<T>,
    Max: Monoid<T>,
{
    #[inline(always)]
    fn largest(row: &[T]) -> T {
        fold_inline(Max, row)
    }
    #[inline(always)]
    fn sum(row: &[T]) -> T {
        fold_inline(Sum, row)
    }
}

/// What is computed of rows of `len` elements, which fill all three slices.
pub(crate) trait RowFunction: Copy + Sync {
    /// Writes the function of `a` and, for gradients, `b` to `out`; `#[inline(always)]` in every implementation.
    fn apply<A: Arch, T: Row>(self, a: &[T], b: &[T], len: usize, out: &mut [T]);
}

/// Writes `function` of contiguous rows of `len` elements to `out`.
pub(crate) fn by_rows<T: Row>(function: impl RowFunction, a: &[T], b: &[T], len: usize, out: &mut [T]) {
    fill(out, len, COST, |start, out| {
        let (a, b) = (&a[start..][..out.len()], &b[start..][..out.len()]);
        dispatch(ByRows {
            function,
            a,
            b,
            len,
            out,
        });
    });
}

struct ByRows<'a, R, T> {
    function: R,
    a: &'a [T],
    b: &'a [T],
    len: usize,
    out: &'a mut [T],
}

impl<R: RowFunction, T: Row> Kernel for ByRows<'_, R, T> {
    const BEST: Level = best_for_functions(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Self {
            function,
            a,
            b,
            len,
            out,
        } = self;
        let tile = (TILE / len).max(1) * len;
        for ((a, b), out) in a.chunks(tile).zip(b.chunks(tile)).zip(out.chunks_mut(tile)) {
            function.apply::<A, T>(a, b, len, out);
        }
    }
}

/// `x` less the largest of its row, so that no exponential overflows.
#[inline(always)]
fn shifted<T: Row>(x: &[T], len: usize, out: &mut [T]) {
    for (x, out) in x.chunks_exact(len).zip(out.chunks_exact_mut(len)) {
        let largest = T::largest(x);
        for (out, x) in out.iter_mut().zip(x) {
            *out = *x - largest;
        }
    }
}

/// `exp(x) / sum(exp(x))`.
#[derive(Clone, Copy)]
pub(crate) struct Softmax;
impl RowFunction for Softmax {
    #[inline(always)]
    fn apply<A: Arch, T: Row>(self, x: &[T], _: &[T], len: usize, out: &mut [T]) {
        if len >= LONG {
            for (x, out) in x.chunks_exact(len).zip(out.chunks_exact_mut(len)) {
                let largest = T::largest(x);
                for (out, x) in out.iter_mut().zip(x) {
                    *out = math::exp::<A, T>(*x - largest);
                }
            }
        } else {
            shifted(x, len, out);
            for out in out.iter_mut() {
                *out = math::exp::<A, T>(*out);
            }
        }
        for row in out.chunks_exact_mut(len) {
            // One division instead of `len`, which would take as long as the exponentials. The sum is 1 at least.
            let factor = T::ONE / T::sum(row);
            for out in row {
                *out = *out * factor;
            }
        }
    }
}

/// `x - ln(sum(exp(x)))`.
#[derive(Clone, Copy)]
pub(crate) struct LogSoftmax;
impl RowFunction for LogSoftmax {
    #[inline(always)]
    fn apply<A: Arch, T: Row>(self, x: &[T], _: &[T], len: usize, out: &mut [T]) {
        let mut exponentials = [T::ZERO; TILE];
        shifted(x, len, out);
        if len <= TILE {
            let exponentials = &mut exponentials[..out.len()];
            for (e, x) in exponentials.iter_mut().zip(out.iter()) {
                *e = math::exp::<A, T>(*x);
            }
            for (e, out) in exponentials.chunks_exact(len).zip(out.chunks_exact_mut(len)) {
                lower(out, math::ln::<A, T>(T::sum(e)));
            }
            return;
        }
        // One long row: its exponentials do not fit.
        let mut sum = T::ZERO;
        for x in out.chunks(TILE) {
            let exponentials = &mut exponentials[..x.len()];
            for (e, x) in exponentials.iter_mut().zip(x) {
                *e = math::exp::<A, T>(*x);
            }
            sum = sum + T::sum(exponentials);
        }
        lower(out, math::ln::<A, T>(sum));
    }
}

#[inline(always)]
fn lower<T: Row>(row: &mut [T], by: T) {
    for x in row {
        *x = *x - by;
    }
}

/// From the gradient `a` of the result `b`: `b (a - sum(a b))`.
#[derive(Clone, Copy)]
pub(crate) struct SoftmaxBackward;
impl RowFunction for SoftmaxBackward {
    #[inline(always)]
    fn apply<A: Arch, T: Row>(self, a: &[T], b: &[T], len: usize, out: &mut [T]) {
        for i in 0..out.len() {
            out[i] = a[i] * b[i];
        }
        for (b, out) in b.chunks_exact(len).zip(out.chunks_exact_mut(len)) {
            let sum = T::sum(out);
            for (out, b) in out.iter_mut().zip(b) {
                *out = *out - *b * sum;
            }
        }
    }
}

/// From the gradient `a` of the result `b`: `a - exp(b) sum(a)`.
#[derive(Clone, Copy)]
pub(crate) struct LogSoftmaxBackward;
impl RowFunction for LogSoftmaxBackward {
    #[inline(always)]
    fn apply<A: Arch, T: Row>(self, a: &[T], b: &[T], len: usize, out: &mut [T]) {
        for (out, b) in out.iter_mut().zip(b) {
            *out = math::exp::<A, T>(*b);
        }
        for (a, out) in a.chunks_exact(len).zip(out.chunks_exact_mut(len)) {
            let sum = T::sum(a);
            for (out, a) in out.iter_mut().zip(a) {
                *out = *a - *out * sum;
            }
        }
    }
}
