//! A smooth rectifier that dips below 0.

use super::unary;
use crate::kernel::math::{self, Float};
use crate::kernel::simd::Arch;

unary! {
    /// `x tanh(ln(1 + e^x))`.
    ///
    /// # Panics
    /// If the elements are not floating point.
    Mish = mish: Float;
    fn value(x), cost 5 { x * tanh_of_softplus::<A, T>(x).1 }
    fn slope(grad, x), cost 6 {
        let (exp, tanh) = tanh_of_softplus::<A, T>(x);
        let sigmoid = exp / (T::ONE + exp);
        grad * (tanh + x * sigmoid * (T::ONE - tanh * tanh))
    }
}

/// `e^x` and `tanh(ln(1 + e^x))`, which is a ratio of polynomials in it. From 20 on the latter is 1.
#[inline(always)]
fn tanh_of_softplus<A: Arch, F: Float>(x: F) -> (F, F) {
    let far = F::from_f64(20.0);
    let exp = math::exp::<A, F>(if x > far { far } else { x });
    let ratio = exp * (exp + F::TWO);
    (exp, ratio / (ratio + F::TWO))
}
