//! `gelu` in both forms, and the normal distribution that it and its derivative are made of.

use super::super::simd::Arch;
use super::Float;
use super::double::{pair_from_f64, two_product, two_sum};
use super::erf::{erf_near_zero, scaled_erfc};
use super::exp::{clamp, exp_split};
use super::polynomial::Constant;
use super::sigmoid::scaled_by_sigmoid;

/// `x * normal_cdf(-x)` and the density are zero from here on.
const NORMAL_UNDERFLOW: Constant = Constant {
    single: 15.0,
    double: 38.8,
};

/// `gelu_tanh(-x)` is zero from here on.
const GELU_TANH_UNDERFLOW: Constant = Constant {
    single: 11.25,
    double: 21.5,
};

/// `x * normal_cdf(x)`, within 5 ulp; nan at minus infinity, as in PyTorch.
#[inline(always)]
pub(crate) fn gelu<A: Arch, F: Float>(x: F) -> F {
    let (bounded, tail, scale) = normal_tail::<A, F>(x);
    let result = if x < F::ZERO {
        bounded * tail * scale
    } else {
        x * (F::ONE - tail * scale)
    };
    if x == -F::INFINITY { F::NAN } else { result }
}

/// The standard normal distribution function, `erfc(-x / sqrt(2)) / 2`, within 4.5 ulp.
#[inline(always)]
pub(crate) fn normal_cdf<A: Arch, F: Float>(x: F) -> F {
    let (_, tail, scale) = normal_tail::<A, F>(x);
    if x < F::ZERO {
        tail * scale
    } else {
        F::ONE - tail * scale
    }
}

/// The standard normal density, `exp(-x^2 / 2) / sqrt(2 pi)`, within 2.5 ulp.
#[inline(always)]
pub(crate) fn normal_pdf<A: Arch, F: Float>(x: F) -> F {
    let (_, mantissa, scale) = gaussian::<A, F>(x);
    mantissa * F::from_f64(FRAC_1_SQRT_2_PI) * scale
}

const FRAC_1_SQRT_2_PI: f64 = std::f64::consts::FRAC_2_SQRT_PI * std::f64::consts::FRAC_1_SQRT_2 / 2.0;

/// `x` within bounds beyond which the tail is zero, and the distribution function at `-|x|` as two factors.
#[inline(always)]
fn normal_tail<A: Arch, F: Float>(x: F) -> (F, F, F) {
    let (bounded, mantissa, scale) = gaussian::<A, F>(x);
    let t = bounded.abs() * F::FRAC_1_SQRT_2;
    let far = F::HALF * scaled_erfc::<A, F>(t) * mantissa;
    // For accuracy where most arguments are.
    let near = F::HALF - F::HALF * erf_near_zero::<A, F>(t);
    if t < F::from_f64(0.35) {
        (bounded, near, F::ONE)
    } else {
        (bounded, far, scale)
    }
}

/// `x` within bounds beyond which `exp(-x^2 / 2)` is zero, and that as two factors.
#[inline(always)]
fn gaussian<A: Arch, F: Float>(x: F) -> (F, F, F) {
    let end = NORMAL_UNDERFLOW.of::<F>();
    let bounded = clamp(x, -end, end);
    let (high, low) = two_product::<A, F>(bounded, bounded);
    let (mantissa, scale) = exp_split::<A, F>(-F::HALF * high, -F::HALF * low);
    (bounded, mantissa, scale)
}

/// `x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))`, within 3.5 ulp; nan at minus infinity, as in PyTorch.
#[inline(always)]
pub(crate) fn gelu_tanh<A: Arch, F: Float>(x: F) -> F {
    // (1 + tanh(u)) / 2 = sigmoid(2 u), which has no cancellation in the left tail; 2 u = x (a + b x^2).
    const SLOPE: f64 = std::f64::consts::FRAC_2_SQRT_PI * std::f64::consts::SQRT_2;
    let (linear, linear_low) = pair_from_f64::<F>(SLOPE);
    let (cubic, cubic_low) = pair_from_f64::<F>(SLOPE * 0.044_715);
    let t = clamp(x.abs(), F::ZERO, GELU_TANH_UNDERFLOW.of());
    // In pairs, as a rounding error in 2 u is a relative error of its exponential.
    let (square, square_low) = two_product::<A, F>(t, t);
    let (product, product_low) = two_product::<A, F>(square, cubic);
    let (sum, sum_low) = two_sum(linear, product);
    let low = sum_low + (product_low + (linear_low + (square * cubic_low + square_low * cubic)));
    let (high, high_low) = two_product::<A, F>(t, sum);
    let (mantissa, scale) = exp_split::<A, F>(-high, -(high_low + t * low));
    scaled_by_sigmoid(x, mantissa, scale)
}

#[cfg(test)]
mod tests {
    use super::super::reference;
    use super::super::testing::{accuracy, check_f64};
    use super::{gelu, gelu_tanh, normal_cdf, normal_pdf};
    use std::f64::consts::PI;

    fn exact_gelu_tanh(x: f64) -> f64 {
        x / (1.0 + (-2.0 * (2.0 / PI).sqrt() * (x + 0.044715 * x * x * x)).exp())
    }

    accuracy!(cdf_accuracy, normal_cdf::<A, f32>, reference::normal_cdf, 4.5);
    accuracy!(pdf_accuracy, normal_pdf::<A, f32>, reference::normal_pdf, 2.5);
    accuracy!(gelu_accuracy, gelu::<A, f32>, reference::gelu, 5.0);
    accuracy!(gelu_tanh_accuracy, gelu_tanh::<A, f32>, exact_gelu_tanh, 3.5);
    check_f64!(cdf_in_f64, normal_cdf, reference::normal_cdf, 8.0);
    check_f64!(pdf_in_f64, normal_pdf, reference::normal_pdf, 4.0);
    check_f64!(gelu_in_f64, gelu, reference::gelu, 8.0);
}
