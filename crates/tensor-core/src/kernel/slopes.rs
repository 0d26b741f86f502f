//! Gradients of functions of one number, for the loops of [`map`](super::map): `g` times the slope, in one pass.
//!
//! The slope is read from the argument `x` or, where that is cheaper, from the result `r`.

use crate::kernel::map::{Binary, Unary};
use crate::kernel::math::{self, Float};
use crate::kernel::simd::Arch;

/// Declares a type for each gradient.
macro_rules! slopes {
    ($($(#[$doc:meta])* $name:ident($g:ident, $x:ident) $slope:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub(crate) struct $name;
        impl<F: Float> Binary<F, F> for $name {
            #[inline(always)]
            fn apply<A: Arch>(self, $g: F, $x: F) -> F {
                $slope
            }
        }
    )*};
}

slopes! {
    /// Of `x^2`, and, for two numbers, twice the product.
    Square(g, x) g * (x + x);
    /// Of `|x|`: 0 at 0 and for not-a-number, as in PyTorch.
    Abs(g, x) if x > F::ZERO { g } else if x < F::ZERO { -g } else { g * F::ZERO };
    Sqrt(g, r) g / (r + r);
    Tanh(g, r) g * (F::ONE - r * r);
    Sigmoid(g, r) g * ((F::ONE - r) * r);
    Silu(g, x) {
        let s = math::sigmoid::<A, F>(x);
        g * (s * (F::ONE + x * (F::ONE - s)))
    };
    Gelu(g, x) g * (math::normal_cdf::<A, F>(x) + x * math::normal_pdf::<A, F>(x));
    GeluTanh(g, x) {
        // x s(v), where s is the sigmoid and v = x (a + b x^2).
        let (a, b) = (F::from_f64(GELU_TANH_LINEAR), F::from_f64(GELU_TANH_CUBIC));
        let square = x * x;
        let s = math::sigmoid::<A, F>(x * (a + b * square));
        let inner = a + (b + b + b) * square;
        g * (s * (F::ONE + x * (F::ONE - s) * inner))
    };
}

const GELU_TANH_LINEAR: f64 = std::f64::consts::FRAC_2_SQRT_PI * std::f64::consts::SQRT_2;
const GELU_TANH_CUBIC: f64 = GELU_TANH_LINEAR * 0.044_715;

/// Declares a type for each gradient of a function with parameters.
macro_rules! slopes_with {
    ($($(#[$doc:meta])* $name:ident { $($parameter:ident),* }($g:ident, $x:ident) $slope:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub(crate) struct $name<F> {
            $(pub(crate) $parameter: F,)*
        }
        impl<F: Float> Binary<F, F> for $name<F> {
            #[inline(always)]
            fn apply<A: Arch>(self, $g: F, $x: F) -> F {
                let Self { $($parameter),* } = self;
                $slope
            }
        }
    )*};
}

slopes_with! {
    /// The slope at 0 is `slope`, as in PyTorch.
    LeakyRelu { slope }(g, x) if x > F::ZERO { g } else { g * slope };
    Elu { alpha }(g, x) {
        let negative = g * (alpha * math::exp::<A, F>(x));
        // So written that not-a-number counts as positive, as in PyTorch.
        if x <= F::ZERO { negative } else { g }
    };
    Softplus { beta, threshold }(g, x) {
        let scaled = x * beta;
        let smooth = g * math::sigmoid::<A, F>(scaled);
        if scaled > threshold { g } else { smooth }
    };
    /// 0 at the bounds, as in PyTorch. A bound that was left out is infinite.
    Clamp { min, max }(g, x) {
        let above = x > min || min == -F::INFINITY;
        let below = x < max || max == F::INFINITY;
        if above && below { g } else { F::ZERO }
    };
}

/// `factor (a - b)`: the slope of a squared difference.
#[derive(Clone, Copy)]
pub(crate) struct ScaledDifference<F> {
    pub(crate) factor: F,
}
impl<F: Float> Binary<F, F> for ScaledDifference<F> {
    #[inline(always)]
    fn apply<A: Arch>(self, a: F, b: F) -> F {
        self.factor * (a - b)
    }
}

/// `factor e^x`: the slope of a cross entropy, where the logarithm of a probability is `x` and of another class.
#[derive(Clone, Copy)]
pub(crate) struct ScaledExp<F> {
    pub(crate) factor: F,
}
impl<F: Float> Unary<F, F> for ScaledExp<F> {
    #[inline(always)]
    fn apply<A: Arch>(self, x: F) -> F {
        self.factor * math::exp::<A, F>(x)
    }
}
