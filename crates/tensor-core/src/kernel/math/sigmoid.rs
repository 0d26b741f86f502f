//! `sigmoid` and its relatives `silu` and `softplus`.

use super::super::simd::Arch;
use super::Float;
use super::exp::{UNDERFLOW, clamp, exp, exp_split};
use super::ln::ln_1p_bounded;

/// `1 / (1 + exp(-x))`, within 2.5 ulp.
#[inline(always)]
pub(crate) fn sigmoid<A: Arch, F: Float>(x: F) -> F {
    // From -|x|, which cannot overflow, so the left tail is right down to the subnormals.
    let e = exp::<A, F>(-x.abs());
    (if x < F::ZERO { e } else { F::ONE }) / (F::ONE + e)
}

/// `x * sigmoid(x)`, within 3.5 ulp; nan at minus infinity, as in PyTorch.
#[inline(always)]
pub(crate) fn silu<A: Arch, F: Float>(x: F) -> F {
    let (mantissa, scale) = exp_split::<A, F>(clamp(-x.abs(), UNDERFLOW.of(), F::ZERO), -F::ZERO);
    scaled_by_sigmoid(x, mantissa, scale)
}

/// `x * sigmoid(v)`, where `exp(-|v|)` is the product of `mantissa` and `scale` and `v` has the sign of `x`.
#[inline(always)]
pub(super) fn scaled_by_sigmoid<F: Float>(x: F, mantissa: F, scale: F) -> F {
    let negative = x < F::ZERO;
    let denominator = F::ONE + mantissa * scale;
    // Where exp(v) underflows x * exp(v) may not yet, so its small factor comes last. Where both do, no x gives
    // anything but zero, and the bound keeps a large one from saying otherwise.
    let end = UNDERFLOW.of::<F>();
    let bounded = if x < end { end } else { x };
    let numerator = bounded * if negative { mantissa } else { F::ONE };
    let result = numerator / denominator * if negative { scale } else { F::ONE };
    if x == -F::INFINITY { F::NAN } else { result }
}

/// `ln(1 + exp(beta * x)) / beta`, and `x` itself where `beta * x > threshold`, as `F.softplus` has it; within 2 ulp
/// for a power of two as `beta`, and as much more as the rounding of `beta * x` gives otherwise.
#[inline(always)]
pub(crate) fn softplus<A: Arch, F: Float>(x: F, beta: F, threshold: F) -> F {
    let scaled = x * beta;
    let positive_part = if scaled < F::ZERO { F::ZERO } else { scaled };
    let smooth = (positive_part + ln_1p_bounded::<A, F>(exp::<A, F>(-scaled.abs()))) * (F::ONE / beta);
    if scaled > threshold { x } else { smooth }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accuracy, check_f64};
    use super::{sigmoid, silu, softplus};

    fn exact_sigmoid(x: f64) -> f64 {
        if x < 0.0 {
            x.exp() / (1.0 + x.exp())
        } else {
            1.0 / (1.0 + (-x).exp())
        }
    }

    fn exact_silu(x: f64) -> f64 {
        x / (1.0 + (-x).exp())
    }

    fn exact_softplus(x: f64) -> f64 {
        if x > 20.0 { x } else { x.exp().ln_1p() }
    }

    fn exact_sharp_softplus(x: f64) -> f64 {
        exact_softplus(4.0 * x) / 4.0
    }

    accuracy!(sigmoid_accuracy, sigmoid::<A, f32>, exact_sigmoid, 2.5);
    accuracy!(silu_accuracy, silu::<A, f32>, exact_silu, 3.5);
    accuracy!(
        softplus_accuracy,
        |x| softplus::<A, f32>(x, 1.0, 20.0),
        exact_softplus,
        3.0
    );
    accuracy!(
        sharp_softplus_accuracy,
        |x| softplus::<A, f32>(x, 4.0, 20.0),
        exact_sharp_softplus,
        3.0
    );
    check_f64!(sigmoid_in_f64, sigmoid, exact_sigmoid, 4.0);
}
