//! Matrix multiplication: `C = init + A B` for matrices with any strides.
//!
//! [`gemm`] is the only entrance. `matrixmultiply` and plain loops serve every platform and element type; where the
//! machine has AVX2 or AVX-512 the kernels in `tiled` take over.
//!
//! Whatever the kernel, how an element of C is summed up depends on the sizes and strides of the whole product alone,
//! so that sharing it between threads cannot change a bit.

mod matrix;
mod packed;
mod portable;
mod real;
#[cfg(test)]
mod tests;
pub(in crate::kernel) mod tiled;

pub(crate) use matrix::Matrix;
pub(in crate::kernel) use packed::Packed;
pub(in crate::kernel) use real::Real;

use crate::kernel::simd::{self, Level};

/// What the sums of a product begin with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Init<'a, T> {
    /// Zero: `C = A B`.
    Zero,
    /// What C holds: `C += A B`.
    #[cfg_attr(
        not(target_arch = "x86_64"),
        allow(dead_code, reason = "only `tiled` adds to C")
    )]
    Accumulate,
    /// A bias of length `n` in each row: `C = 1 bias + A B`.
    Row(&'a [T]),
}

/// An element type that products are made of.
pub(crate) trait Scalar: Copy + Send + Sync + std::ops::Add<Output = Self> + 'static {
    /// The value of an empty sum.
    const ZERO: Self;

    /// `C = init + A B` by kernels made for `level`; whether there are any.
    ///
    /// # Safety
    ///
    /// The machine has `level`, the sizes fit as [`gemm`] checks, and none of them is 0.
    unsafe fn tiled(
        _level: Level,
        _a: Matrix<Self>,
        _b: Matrix<Self>,
        _init: Init<Self>,
        _c: &mut [Self],
    ) -> bool {
        false
    }

    /// `C += A B` on this thread alone, for sizes that fit and are not 0.
    fn accumulate(a: Matrix<Self>, b: Matrix<Self>, c: &mut [Self]);
}

/// `C = init + A B` with A `[m, k]`, B `[k, n]` and C `[m, n]`, row by row without gaps.
///
/// Integers wrap around. Infinities and not-a-numbers go where the sums take them.
///
/// # Panics
///
/// If the sizes do not fit.
#[inline]
pub(crate) fn gemm<T: Scalar>(a: Matrix<T>, b: Matrix<T>, init: Init<T>, c: &mut [T]) {
    // SAFETY: `level` is never more than the machine has.
    unsafe { gemm_at(simd::level(), a, b, init, c) }
}

/// [`gemm`] with the instructions of `level`.
///
/// # Safety
///
/// The machine has `level`.
pub(in crate::kernel) unsafe fn gemm_at<T: Scalar>(
    level: Level,
    a: Matrix<T>,
    b: Matrix<T>,
    init: Init<T>,
    c: &mut [T],
) {
    let (m, k, n) = (a.rows(), a.cols(), b.cols());
    check(a, b, init, c);
    if m == 0 || n == 0 {
        return;
    }
    // SAFETY: the caller promises the level; the sizes were checked.
    if k != 0 && unsafe { T::tiled(level, a, b, init, c) } {
        return;
    }
    match init {
        Init::Zero => c.fill(T::ZERO),
        Init::Accumulate => {}
        Init::Row(bias) => c.chunks_exact_mut(n).for_each(|row| row.copy_from_slice(bias)),
    }
    if k != 0 {
        portable::accumulate(a, b, c);
    }
}

/// # Panics
///
/// If the sizes do not fit.
#[inline(always)]
fn check<T>(a: Matrix<T>, b: Matrix<T>, init: Init<T>, c: &[T]) {
    let (m, k, n) = (a.rows(), a.cols(), b.cols());
    assert_eq!(
        b.rows(),
        k,
        "gemm: A has {k} columns and B has {} rows; they must be equal.",
        b.rows()
    );
    assert_eq!(
        c.len(),
        m * n,
        "gemm: C has {} elements and must have {m} x {n}.",
        c.len()
    );
    if let Init::Row(bias) = init {
        assert_eq!(
            bias.len(),
            n,
            "gemm: the bias has {} elements and C has {n} columns.",
            bias.len()
        );
    }
}
