//! The products that serve every platform: `matrixmultiply` for floating point, plain loops for integers.

#[cfg(target_arch = "x86_64")]
use super::Init;
#[cfg(target_arch = "x86_64")]
use super::tiled;
use super::{Matrix, Scalar};
#[cfg(target_arch = "x86_64")]
use crate::kernel::simd::Level;
use crate::kernel::threads;

/// Fewer multiply-adds than this are not worth waking a thread for.
const THREAD_WORK: usize = 1 << 20;
/// A thread claims at least so many rows at a time: each claim packs B again.
const ROWS: usize = 32;

/// `C += A B` for sizes that fit and are not 0, in groups of rows.
pub(super) fn accumulate<T: Scalar>(a: Matrix<T>, b: Matrix<T>, c: &mut [T]) {
    let (m, k, n) = (a.rows(), a.cols(), b.cols());
    let rows = if (m * n).saturating_mul(k) < THREAD_WORK {
        m
    } else {
        m.div_ceil(2 * threads::num_threads()).max(ROWS)
    };
    threads::split_mut(c, rows * n, |start, c| {
        let first = start / n;
        T::accumulate(a.row_range(first..first + c.len() / n), b, c);
    });
}

macro_rules! float {
    ($scalar:ty, $tiled:ident, $function:ident) => {
        impl Scalar for $scalar {
            const ZERO: Self = 0.0;

            #[cfg(target_arch = "x86_64")]
            #[inline]
            unsafe fn tiled(
                level: Level,
                a: Matrix<Self>,
                b: Matrix<Self>,
                init: Init<Self>,
                c: &mut [Self],
            ) -> bool {
                // SAFETY: the caller promises the same.
                unsafe { tiled::$tiled(level, a, b, init, c) }
            }

            fn accumulate(a: Matrix<Self>, b: Matrix<Self>, c: &mut [Self]) {
                let (m, k, n) = (a.rows(), a.cols(), b.cols());
                assert!(b.rows() == k && c.len() == m * n);
                let [row_a, col_a] = a.strides().map(|stride| stride as isize);
                let [row_b, col_b] = b.strides().map(|stride| stride as isize);
                let (a, b, c) = (a.as_ptr(), b.as_ptr(), c.as_mut_ptr());
                // SAFETY: `Matrix::new` checked that all elements of A and B are inside their slices, C holds m x n
                // elements, and no shared slice overlaps an exclusive one.
                unsafe {
                    let c_row = n as isize;
                    matrixmultiply::$function(
                        m, k, n, 1.0, a, row_a, col_a, b, row_b, col_b, 1.0, c, c_row, 1,
                    );
                }
            }
        }
    };
}

float!(f32, product_f32, sgemm);
float!(f64, product_f64, dgemm);

impl Scalar for i64 {
    const ZERO: Self = 0;

    fn accumulate(a: Matrix<Self>, b: Matrix<Self>, c: &mut [Self]) {
        for (i, row) in c.chunks_exact_mut(b.cols()).enumerate() {
            for p in 0..a.cols() {
                let factor = a.at(i, p);
                for (j, sum) in row.iter_mut().enumerate() {
                    *sum = sum.wrapping_add(factor.wrapping_mul(b.at(p, j)));
                }
            }
        }
    }
}
