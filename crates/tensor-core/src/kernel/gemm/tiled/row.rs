//! A product that is one row, `c = init + x B`: what inference of one sample does.

use crate::kernel::vector::Vector;

/// A row times a matrix. Steps are counted in elements.
#[derive(Clone, Copy)]
pub(in crate::kernel) struct Row<T> {
    /// How many elements `x` and how many rows B has.
    pub(in crate::kernel) k: usize,
    /// How many columns B and elements `c` has.
    pub(in crate::kernel) n: usize,
    /// The elements of `x`, `x_step` apart.
    pub(in crate::kernel) x: *const T,
    pub(in crate::kernel) x_step: usize,
    /// The elements of B and the step from one row (for [`row`]) or column (for [`dots`]) to the next.
    pub(in crate::kernel) b: *const T,
    pub(in crate::kernel) b_step: usize,
    /// What the sums begin with; null for zero.
    pub(in crate::kernel) start: *const T,
    pub(in crate::kernel) c: *mut T,
}

/// `c = init + x B` for B row by row: sums as wide as the registers allow take in one row of B after another.
///
/// # Safety
///
/// The machine has the instructions of `V`. All elements that `row` names can be read, those of `c` written, and
/// nobody else uses `c`.
#[inline(always)]
pub(in crate::kernel) unsafe fn row<V: Vector>(row: &Row<V::Scalar>) {
    let mut column = 0;
    // SAFETY: the caller's promise; the columns of a strip are below `n`.
    unsafe {
        while row.n - column >= 8 * V::LANES {
            strip::<V, 8>(row, column);
            column += 8 * V::LANES;
        }
        while row.n - column >= 2 * V::LANES {
            strip::<V, 2>(row, column);
            column += 2 * V::LANES;
        }
        while column < row.n {
            strip::<V, 1>(row, column);
            column += V::LANES;
        }
    }
}

/// `W` vectors of columns from `column` on, of which the last may lie partly behind the last column.
///
/// # Safety
///
/// As [`row`].
#[inline(always)]
unsafe fn strip<V: Vector, const W: usize>(row: &Row<V::Scalar>, column: usize) {
    // SAFETY: the caller's promise; lanes behind the last column are masked.
    unsafe {
        let mask = V::mask(row.n - column - (W - 1) * V::LANES);
        let load = |from: *const V::Scalar, vector: usize| {
            let from = from.wrapping_add(vector * V::LANES);
            if vector + 1 < W {
                V::load(from)
            } else {
                V::load_masked(from, mask)
            }
        };
        let mut sums = [V::zero(); W];
        if !row.start.is_null() {
            for (vector, sum) in sums.iter_mut().enumerate() {
                *sum = load(row.start.add(column), vector);
            }
        }
        for p in 0..row.k {
            let factor = V::splat(row.x.add(p * row.x_step));
            let from = row.b.add(p * row.b_step + column);
            for (vector, sum) in sums.iter_mut().enumerate() {
                *sum = factor.multiply_add(load(from, vector), *sum);
            }
        }
        for (vector, sum) in sums.into_iter().enumerate() {
            let to = row.c.add(column).wrapping_add(vector * V::LANES);
            if vector + 1 < W {
                sum.store(to);
            } else {
                sum.store_masked(to, mask);
            }
        }
    }
}

/// How many columns [`dots`] goes through at once.
const AT_ONCE: usize = 4;

/// `c = init + x B` for B column by column and `x_step` 1: dot products, a few columns at once.
///
/// # Safety
///
/// As [`row`].
#[inline(always)]
pub(in crate::kernel) unsafe fn dots<V: Vector>(row: &Row<V::Scalar>) {
    let whole = row.n - row.n % AT_ONCE;
    // SAFETY: the caller's promise; the columns are below `n`.
    unsafe {
        for column in (0..whole).step_by(AT_ONCE) {
            some_dots::<V, AT_ONCE>(row, column);
        }
        for column in whole..row.n {
            some_dots::<V, 1>(row, column);
        }
    }
}

/// The dot products of `J` columns. Each is two sums of vectors, so that its bits do not depend on `J`.
///
/// # Safety
///
/// As [`row`].
#[inline(always)]
unsafe fn some_dots<V: Vector, const J: usize>(row: &Row<V::Scalar>, column: usize) {
    // SAFETY: the caller's promise; lanes behind the last row are masked.
    unsafe {
        let b = row.b.add(column * row.b_step);
        let (mut even, mut odd) = ([V::zero(); J], [V::zero(); J]);
        let mut p = 0;
        while p + 2 * V::LANES <= row.k {
            let (x, x_odd) = (V::load(row.x.add(p)), V::load(row.x.add(p + V::LANES)));
            for j in 0..J {
                let from = b.add(j * row.b_step + p);
                even[j] = x.multiply_add(V::load(from), even[j]);
                odd[j] = x_odd.multiply_add(V::load(from.add(V::LANES)), odd[j]);
            }
            p += 2 * V::LANES;
        }
        while p < row.k {
            let mask = V::mask(row.k - p);
            let x = V::load_masked(row.x.add(p), mask);
            for (j, sum) in even.iter_mut().enumerate() {
                *sum = x.multiply_add(V::load_masked(b.add(j * row.b_step + p), mask), *sum);
            }
            p += V::LANES;
        }
        for j in 0..J {
            let sum = even[j].add(odd[j]).sum();
            let start = row.start;
            *row.c.add(column + j) = if start.is_null() {
                sum
            } else {
                *start.add(column + j) + sum
            };
        }
    }
}
