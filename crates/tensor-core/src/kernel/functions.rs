//! Functions of one floating-point number, for the loops of [`map`](super::map).

use crate::kernel::map::{Binary, Unary};
use crate::kernel::math::{self, Float};
use crate::kernel::ops::Number;
use crate::kernel::simd::Arch;

/// Declares a type for each function of one number, and says what it costs in additions (benches/README.md has the
/// nanoseconds; an addition takes .08).
macro_rules! functions {
    ($($name:ident($x:ident): $cost:literal, $body:expr;)*) => {$(
        #[derive(Clone, Copy)]
        pub(crate) struct $name;
        impl<F: Float> Unary<F, F> for $name {
            const COST: usize = $cost;
            #[inline(always)]
            fn apply<A: Arch>(self, $x: F) -> F {
                $body
            }
        }
    )*};
}

functions! {
    Exp(x): 3, math::exp::<A, F>(x);
    ExpM1(x): 4, math::exp_m1::<A, F>(x);
    Log(x): 5, math::ln::<A, F>(x);
    Log1p(x): 6, math::ln_1p::<A, F>(x);
    Sqrt(x): 2, math::sqrt(x);
    Rsqrt(x): 3, math::rsqrt(x);
    Reciprocal(x): 2, math::reciprocal(x);
    Sin(x): 13, math::sin::<A, F>(x);
    Cos(x): 13, math::cos::<A, F>(x);
    Tanh(x): 3, math::tanh::<A, F>(x);
    Sigmoid(x): 4, math::sigmoid::<A, F>(x);
    Silu(x): 4, math::silu::<A, F>(x);
    Erf(x): 8, math::erf::<A, F>(x);
    Gelu(x): 11, math::gelu::<A, F>(x);
    GeluTanh(x): 4, math::gelu_tanh::<A, F>(x);
    NormalCdf(x): 10, math::normal_cdf::<A, F>(x);
    NormalPdf(x): 4, math::normal_pdf::<A, F>(x);
    Cube(x): 1, x * x * x;
    ReciprocalSquare(x): 2, F::ONE / (x * x);
}

/// `a` to the power `b` of floating-point numbers.
#[derive(Clone, Copy)]
pub(crate) struct Pow;
impl<F: Float> Binary<F, F> for Pow {
    const COST: usize = 32;
    #[inline(always)]
    fn apply<A: Arch>(self, a: F, b: F) -> F {
        math::pow::<A, F>(a, b)
    }
}

/// A smooth `relu`.
#[derive(Clone, Copy)]
pub(crate) struct Softplus<F> {
    pub(crate) beta: F,
    pub(crate) threshold: F,
}
impl<F: Float> Unary<F, F> for Softplus<F> {
    const COST: usize = 9;
    #[inline(always)]
    fn apply<A: Arch>(self, x: F) -> F {
        math::softplus::<A, F>(x, self.beta, self.threshold)
    }
}

/// `x` where positive, else `alpha (exp(x) - 1)`.
#[derive(Clone, Copy)]
pub(crate) struct Elu<F> {
    pub(crate) alpha: F,
}
impl<F: Float> Unary<F, F> for Elu<F> {
    const COST: usize = 4;
    #[inline(always)]
    fn apply<A: Arch>(self, x: F) -> F {
        let negative = self.alpha * math::exp_m1::<A, F>(x);
        if x > F::ZERO { x } else { negative }
    }
}

/// `x` where positive, else `slope x`.
#[derive(Clone, Copy)]
pub(crate) struct LeakyRelu<F> {
    pub(crate) slope: F,
}
impl<F: Float> Unary<F, F> for LeakyRelu<F> {
    #[inline(always)]
    fn apply<A: Arch>(self, x: F) -> F {
        if x > F::ZERO { x } else { self.slope * x }
    }
}

/// `x` within bounds; not-a-number stays, and the upper bound wins over the lower.
#[derive(Clone, Copy)]
pub(crate) struct Clamp<T> {
    pub(crate) min: Option<T>,
    pub(crate) max: Option<T>,
}
impl<T: Number> Unary<T, T> for Clamp<T> {
    #[inline(always)]
    fn apply<A: Arch>(self, x: T) -> T {
        let x = match self.min {
            Some(min) => x.maximum(min),
            None => x,
        };
        match self.max {
            Some(max) => x.minimum(max),
            None => x,
        }
    }
}

/// -1, 0 or 1; 0 for not-a-number, as in PyTorch.
#[derive(Clone, Copy)]
pub(crate) struct Sign;
impl<T: Number> Unary<T, T> for Sign {
    #[inline(always)]
    fn apply<A: Arch>(self, x: T) -> T {
        let zero = T::default();
        T::from_bool(x > zero).sub(T::from_bool(x < zero))
    }
}
