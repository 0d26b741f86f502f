//! `tanh`.

use super::super::simd::Arch;
use super::Float;
use super::exp::exp_m1_bounded;

/// The hyperbolic tangent, within 3 ulp.
#[inline(always)]
pub(crate) fn tanh<A: Arch, F: Float>(x: F) -> F {
    // From 20 on the result is one for every type; a nan passes the comparison.
    let doubled = x.abs() * F::TWO;
    let bounded = if doubled > F::from_f64(40.0) {
        F::from_f64(40.0)
    } else {
        doubled
    };
    let e = exp_m1_bounded::<A, F>(bounded);
    (e / (e + F::TWO)).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accuracy, check_f64};
    use super::tanh;

    accuracy!(tanh_accuracy, tanh::<A, f32>, f64::tanh, 3.0);
    check_f64!(tanh_in_f64, tanh, f64::tanh, 4.0);
}
