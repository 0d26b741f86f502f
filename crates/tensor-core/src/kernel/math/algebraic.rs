//! `sqrt`, `rsqrt` and `reciprocal`: one or two instructions of the processor.

use super::Float;

/// The square root, rounded correctly.
#[inline(always)]
pub(crate) fn sqrt<F: Float>(x: F) -> F {
    x.sqrt()
}

/// `1 / sqrt(x)`, within 1.5 ulp.
#[inline(always)]
pub(crate) fn rsqrt<F: Float>(x: F) -> F {
    F::ONE / x.sqrt()
}

/// `1 / x`, rounded correctly.
#[inline(always)]
pub(crate) fn reciprocal<F: Float>(x: F) -> F {
    F::ONE / x
}

#[cfg(test)]
mod tests {
    use super::super::testing::accuracy;
    use super::{reciprocal, rsqrt, sqrt};

    fn exact_rsqrt(x: f64) -> f64 {
        x.sqrt().recip()
    }

    accuracy!(sqrt_accuracy, sqrt::<f32>, f64::sqrt, 0.5);
    accuracy!(rsqrt_accuracy, rsqrt::<f32>, exact_rsqrt, 1.5);
    accuracy!(reciprocal_accuracy, reciprocal::<f32>, f64::recip, 0.5);
}
