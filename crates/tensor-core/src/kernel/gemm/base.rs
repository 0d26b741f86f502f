//! The products that serve every platform: `matrixmultiply` for floating point, plain loops for integers.

use super::{Matrix, Scalar};

macro_rules! by_matrixmultiply {
    ($($scalar:ty: $function:ident),*) => {$(
        impl Scalar for $scalar {
            const ZERO: Self = 0.0;

            fn accumulate(a: Matrix<Self>, b: Matrix<Self>, c: &mut [Self]) {
                let (m, k, n) = (a.rows(), a.cols(), b.cols());
                assert!(b.rows() == k && c.len() == m * n);
                let [row_a, col_a] = a.strides().map(|stride| stride as isize);
                let [row_b, col_b] = b.strides().map(|stride| stride as isize);
                let (a, b, c) = (a.as_ptr(), b.as_ptr(), c.as_mut_ptr());
                // SAFETY: `Matrix::new` checked that all elements of A and B are inside their slices, C holds m x n
                // elements, and no shared slice overlaps an exclusive one.
                unsafe {
                    matrixmultiply::$function(m, k, n, 1.0, a, row_a, col_a, b, row_b, col_b, 1.0, c, n as isize, 1);
                }
            }
        }
    )*};
}

by_matrixmultiply!(f32: sgemm, f64: dgemm);

impl Scalar for i64 {
    const ZERO: Self = 0;

    fn accumulate(a: Matrix<Self>, b: Matrix<Self>, c: &mut [Self]) {
        let n = b.cols();
        for (i, row) in c.chunks_exact_mut(n).enumerate() {
            for p in 0..a.cols() {
                let factor = a.at(i, p);
                for (j, sum) in row.iter_mut().enumerate() {
                    *sum = sum.wrapping_add(factor.wrapping_mul(b.at(p, j)));
                }
            }
        }
    }
}
