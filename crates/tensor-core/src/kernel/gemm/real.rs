//! [`Real`]: the numbers whose products are worked on further.

use super::{Init, Matrix, gemm};
use crate::kernel::softmax::Row;

/// An element type that kernels multiply matrices of between other loops.
pub(crate) trait Real: Row {
    /// [`gemm`].
    fn gemm(a: Matrix<Self>, b: Matrix<Self>, init: Init<Self>, c: &mut [Self]);
}

impl Real for f32 {
    fn gemm(a: Matrix<f32>, b: Matrix<f32>, init: Init<f32>, c: &mut [f32]) {
        gemm(a, b, init, c);
    }
}

impl Real for f64 {
    fn gemm(a: Matrix<f64>, b: Matrix<f64>, init: Init<f64>, c: &mut [f64]) {
        gemm(a, b, init, c);
    }
}
