//! The products of matrices: what their shapes are best computed by.

use super::blocked::Tiled;
use super::row::Row;
use super::set::Set;
use super::{CHUNK_WORK, THREAD_WORK};
use crate::kernel::gemm::{Init, Matrix};
use crate::kernel::simd::Level;
use crate::kernel::threads;
use crate::kernel::vector::Lane;

macro_rules! product_at {
    ($name:ident, $scalar:ty) => {
        /// `C = init + A B` by the kernels of `level`; whether it has any.
        ///
        /// # Safety
        ///
        /// The machine has `level`, the sizes fit as [`gemm`](crate::kernel::gemm::gemm) checks, and none of them is 0.
        #[inline]
        pub(in crate::kernel::gemm) unsafe fn $name(
            level: Level,
            a: Matrix<$scalar>,
            b: Matrix<$scalar>,
            init: Init<$scalar>,
            c: &mut [$scalar],
        ) -> bool {
            match level {
                // SAFETY: the caller's promise.
                Level::Avx512 => unsafe { product::<<$scalar as Lane>::Avx512>(a, b, init, c) },
                // SAFETY: the caller's promise.
                Level::Avx2 => unsafe { product::<<$scalar as Lane>::Avx2>(a, b, init, c) },
                Level::Portable => return false,
            }
            true
        }
    };
}
product_at!(product_f32, f32);
product_at!(product_f64, f64);

/// `C = init + A B` by the kernels of `S`.
///
/// # Safety
///
/// The machine has the instructions of `S`, the sizes fit as [`gemm`](crate::kernel::gemm::gemm) checks, and none of them is 0.
#[inline(always)]
unsafe fn product<S: Set>(
    a: Matrix<S::Scalar>,
    b: Matrix<S::Scalar>,
    init: Init<S::Scalar>,
    c: &mut [S::Scalar],
) {
    // SAFETY: the caller's promise, which holds for the transposed product too.
    unsafe {
        if a.rows() == 1 {
            row::<S>(a, b, init, c);
        } else if b.cols() == 1 {
            // A column is the same numbers as a row: C' = B' A'.
            let init = match init {
                Init::Row(bias) => {
                    c.fill(bias[0]);
                    Init::Accumulate
                }
                init => init,
            };
            row::<S>(b.transposed(), a.transposed(), init, c);
        } else {
            Tiled::<S>::new(a, b, init, c).run();
        }
    }
}

/// A product of one row, `x B`.
///
/// # Safety
///
/// As [`product`].
unsafe fn row<S: Set>(
    x: Matrix<S::Scalar>,
    b: Matrix<S::Scalar>,
    init: Init<S::Scalar>,
    c: &mut [S::Scalar],
) {
    let (k, n) = (x.cols(), b.cols());
    let ([_, x_step], [b_row, b_col]) = (x.strides(), b.strides());
    let by_rows = b_col == 1 || n == 1 && b_row != 1;
    let by_columns = b_row == 1 && x_step == 1;
    if !by_rows && !by_columns {
        // SAFETY: the caller's promise.
        return unsafe { Tiled::<S>::new(x, b, init, c).run() };
    }
    let chunk = if k * n < THREAD_WORK {
        n
    } else {
        // At least one strip of columns, however long they are.
        (CHUNK_WORK / k).max(1).next_multiple_of(8 * S::LANES)
    };
    threads::split_mut(c, chunk, |first, c| {
        // One pointer to C, from which the sums may begin: another borrow would end it.
        let (len, c) = (c.len(), c.as_mut_ptr());
        let start = match init {
            Init::Zero => std::ptr::null(),
            Init::Accumulate => c.cast_const(),
            Init::Row(bias) => bias[first..].as_ptr(),
        };
        // SAFETY: the columns from `first` on are columns of B; the caller promises the instructions of `S`.
        unsafe {
            let b = b.as_ptr().add(first * b_col);
            let b_step = if by_rows { b_row } else { b_col };
            let row = Row {
                k,
                n: len,
                x: x.as_ptr(),
                x_step,
                b,
                b_step,
                start,
                c,
            };
            if by_rows { S::row(&row) } else { S::dots(&row) }
        }
    });
}
