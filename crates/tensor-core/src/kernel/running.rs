//! Running sums along a dimension.

use crate::dtype::Element;

/// Elements that are summed one after the other, in a type that keeps what rounding would lose.
pub(crate) trait Running: Element {
    type Sum: Copy + Default;
    fn add(sum: Self::Sum, x: Self) -> Self::Sum;
    fn result(sum: Self::Sum) -> Self;
}

impl Running for f32 {
    type Sum = f64;
    fn add(sum: f64, x: f32) -> f64 {
        sum + f64::from(x)
    }
    fn result(sum: f64) -> f32 {
        sum as f32
    }
}

impl Running for f64 {
    type Sum = f64;
    fn add(sum: f64, x: f64) -> f64 {
        sum + x
    }
    fn result(sum: f64) -> f64 {
        sum
    }
}

impl Running for i64 {
    type Sum = i64;
    fn add(sum: i64, x: i64) -> i64 {
        sum.wrapping_add(x)
    }
    fn result(sum: i64) -> i64 {
        sum
    }
}

/// Writes the running sums over the second dimension of contiguous `[.., size, inner]` to `out`.
pub(crate) fn sums<T: Running>(x: &[T], [size, inner]: [usize; 2], out: &mut [T]) {
    if out.is_empty() {
        return;
    }
    let mut sums = vec![T::Sum::default(); inner];
    let rows = x.chunks_exact(inner).zip(out.chunks_exact_mut(inner));
    for (number, (x, out)) in rows.enumerate() {
        if number % size == 0 {
            sums.fill(T::Sum::default());
        }
        for ((sum, x), out) in sums.iter_mut().zip(x).zip(out) {
            *sum = T::add(*sum, *x);
            *out = T::result(*sum);
        }
    }
}
