//! One dimension resized: rows mixed of rows.

use std::ops::{AddAssign, Mul};

use crate::dtype::Element;
use crate::kernel::simd::{Arch, Kernel, Level, best_for_streams, dispatch};
use crate::kernel::threads;
use crate::scratch;
use crate::shape::Resampling;

/// Writes rows of `inner` elements, each the sum of the rows of `x` that belong to its place, times their weights.
pub(crate) fn resample<T>(resampling: &Resampling, inner: usize, x: &[T], out: &mut [T])
where
    T: Element + Mul<Output = T> + AddAssign,
{
    let weights = resampling.terms.iter().map(|(_, weight)| T::from_f64(*weight));
    let weights = scratch::collected(resampling.terms.len(), weights);
    let cost = 2 * resampling.terms.len().div_ceil(resampling.output().max(1));
    threads::fill(out, inner.max(1), cost, |start, out| {
        dispatch(Rows {
            resampling,
            weights: &weights,
            inner,
            x,
            start,
            out,
        });
    });
}

struct Rows<'a, T> {
    resampling: &'a Resampling,
    weights: &'a [T],
    inner: usize,
    x: &'a [T],
    /// Where in the result the part begins.
    start: usize,
    out: &'a mut [T],
}

impl<T: Element + Mul<Output = T> + AddAssign> Kernel for Rows<'_, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Resampling { input, starts, terms } = self.resampling;
        let (outputs, inner) = (self.resampling.output(), self.inner);
        for (row, out) in (self.start / inner..).zip(self.out.chunks_exact_mut(inner)) {
            let (plane, place) = (row / outputs, row % outputs);
            out.fill(T::default());
            let range = starts[place]..starts[place + 1];
            for ((from, _), weight) in terms[range.clone()].iter().zip(&self.weights[range]) {
                let from = &self.x[(plane * input + from) * inner..][..inner];
                out.iter_mut().zip(from).for_each(|(sum, x)| *sum += *weight * *x);
            }
        }
    }
}
