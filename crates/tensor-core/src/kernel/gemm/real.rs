//! [`Real`]: the numbers whose products are worked on further.

use super::{Init, Matrix, Packed, gemm};
use crate::kernel::softmax::Row;

/// An element type that kernels multiply matrices of between other loops.
pub(in crate::kernel) trait Real: Row {
    /// [`gemm`].
    fn gemm(a: Matrix<Self>, b: Matrix<Self>, init: Init<Self>, c: &mut [Self]);
    /// The right side of `count` products with up to `rows` rows.
    fn packed(b: Matrix<'_, Self>, rows: usize, count: usize) -> Packed<'_, Self>;
    /// [`gemm`] with such a right side.
    fn gemm_packed(a: Matrix<Self>, b: &Packed<'_, Self>, init: Init<Self>, c: &mut [Self]);
}

macro_rules! real {
    ($($scalar:ty),*) => {$(
        impl Real for $scalar {
            fn gemm(a: Matrix<Self>, b: Matrix<Self>, init: Init<Self>, c: &mut [Self]) {
                gemm(a, b, init, c);
            }

            fn packed(b: Matrix<'_, Self>, rows: usize, count: usize) -> Packed<'_, Self> {
                Packed::new(b, rows, count)
            }

            fn gemm_packed(a: Matrix<Self>, b: &Packed<'_, Self>, init: Init<Self>, c: &mut [Self]) {
                b.product(a, init, c);
            }
        }
    )*};
}
real!(f32, f64);
