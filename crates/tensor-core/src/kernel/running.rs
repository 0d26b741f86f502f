//! What accumulates along a dimension.

use crate::dtype::Element;
use crate::kernel::number::Number;
use crate::scratch;

/// Elements that are accumulated one after the other, in a type that keeps what rounding would lose.
pub(crate) trait Running: Element {
    type Sum: Copy;
    fn start_of_sum() -> Self::Sum;
    fn start_of_product() -> Self::Sum;
    fn add(sum: Self::Sum, x: Self) -> Self::Sum;
    fn mul(product: Self::Sum, x: Self) -> Self::Sum;
    fn result(sum: Self::Sum) -> Self;
}

macro_rules! running_float {
    ($($float:ty),*) => {$(
        impl Running for $float {
            type Sum = f64;
            fn start_of_sum() -> f64 {
                0.0
            }
            fn start_of_product() -> f64 {
                1.0
            }
            #[inline(always)]
            fn add(sum: f64, x: $float) -> f64 {
                sum + f64::from(x)
            }
            #[inline(always)]
            fn mul(product: f64, x: $float) -> f64 {
                product * f64::from(x)
            }
            #[inline(always)]
            fn result(sum: f64) -> $float {
                sum as $float
            }
        }
    )*};
}
running_float!(f32, f64);

impl Running for i64 {
    type Sum = i64;
    fn start_of_sum() -> i64 {
        0
    }
    fn start_of_product() -> i64 {
        1
    }
    fn add(sum: i64, x: i64) -> i64 {
        sum.wrapping_add(x)
    }
    fn mul(product: i64, x: i64) -> i64 {
        product.wrapping_mul(x)
    }
    fn result(sum: i64) -> i64 {
        sum
    }
}

/// The last two dimensions of a contiguous array seen as `[.., size, inner]`, of which the first accumulates.
#[derive(Clone, Copy)]
pub(crate) struct Lines {
    pub(crate) size: usize,
    pub(crate) inner: usize,
}

impl Lines {
    /// Whether row number `row` of `inner` elements is the first of its line.
    fn is_first(self, row: usize) -> bool {
        row.is_multiple_of(self.size)
    }
}

/// Writes what `x` accumulates to along the lines, beginning with `start`.
pub(crate) fn fold<T: Copy, S: Copy>(
    x: &[T],
    lines: Lines,
    out: &mut [T],
    start: S,
    add: impl Fn(S, T) -> S,
    result: impl Fn(S) -> T,
) {
    if out.is_empty() {
        return;
    }
    let mut sums = scratch::filled(start, lines.inner);
    let rows = x.chunks_exact(lines.inner).zip(out.chunks_exact_mut(lines.inner));
    for (number, (x, out)) in rows.enumerate() {
        if lines.is_first(number) {
            sums.fill(start);
        }
        for ((sum, x), out) in sums.iter_mut().zip(x).zip(out) {
            *sum = add(*sum, *x);
            *out = result(*sum);
        }
    }
}

/// `ln(exp(a) + exp(b))`.
pub(crate) fn log_add_exp(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if small == large && !large.is_finite() {
        return large;
    }
    large + (small - large).exp().ln_1p()
}

/// Writes where the first of the elements up to each is along the lines, in the order of `beats`; the last of equals.
pub(crate) fn extremes<T: Element>(x: &[T], lines: Lines, out: &mut [i64], beats: impl Fn(T, T) -> bool) {
    let Lines { size, inner } = lines;
    if out.is_empty() {
        return;
    }
    let mut best = scratch::filled((T::default(), 0), inner);
    for (number, (x, out)) in x.chunks_exact(inner).zip(out.chunks_exact_mut(inner)).enumerate() {
        if lines.is_first(number) {
            best.clear();
            best.extend(x.iter().map(|x| (*x, 0)));
        }
        let at = (number % size) as i64;
        for ((best, x), out) in best.iter_mut().zip(x).zip(out) {
            if !beats(best.0, *x) {
                *best = (*x, at);
            }
            *out = best.1;
        }
    }
}

/// `y[i] = x[i] + factor[i] * y[i - 1]` along the lines.
pub(crate) fn recurrence<T: Number>(x: &[T], factor: &[T], lines: Lines, out: &mut [T]) {
    let inner = lines.inner;
    if out.is_empty() {
        return;
    }
    let mut before = scratch::filled(T::default(), inner);
    let rows = x.chunks_exact(inner).zip(factor.chunks_exact(inner));
    for (number, ((x, factor), out)) in rows.zip(out.chunks_exact_mut(inner)).enumerate() {
        if lines.is_first(number) {
            before.fill(T::default());
        }
        for (((before, x), factor), out) in before.iter_mut().zip(x).zip(factor).zip(out) {
            *before = x.add(factor.mul(*before));
            *out = *before;
        }
    }
}
