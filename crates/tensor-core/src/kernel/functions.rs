//! Functions of one floating-point number, for the loops of [`map`](super::map).

use crate::kernel::map::{Binary, Unary};
use crate::kernel::math::{self, Float};
use crate::kernel::ops::Number;
use crate::kernel::simd::Arch;

/// Declares a type for each function of one number.
macro_rules! functions {
    ($($name:ident($x:ident) $body:expr;)*) => {$(
        #[derive(Clone, Copy)]
        pub(crate) struct $name;
        impl<F: Float> Unary<F, F> for $name {
            #[inline(always)]
            fn apply<A: Arch>(self, $x: F) -> F {
                $body
            }
        }
    )*};
}

functions! {
    Exp(x) math::exp::<A, F>(x);
    ExpM1(x) math::exp_m1::<A, F>(x);
    Log(x) math::ln::<A, F>(x);
    Log1p(x) math::ln_1p::<A, F>(x);
    Sqrt(x) math::sqrt(x);
    Rsqrt(x) math::rsqrt(x);
    Reciprocal(x) math::reciprocal(x);
    Sin(x) math::sin::<A, F>(x);
    Cos(x) math::cos::<A, F>(x);
    Tanh(x) math::tanh::<A, F>(x);
    Sigmoid(x) math::sigmoid::<A, F>(x);
    Silu(x) math::silu::<A, F>(x);
    Erf(x) math::erf::<A, F>(x);
    Gelu(x) math::gelu::<A, F>(x);
    GeluTanh(x) math::gelu_tanh::<A, F>(x);
    NormalCdf(x) math::normal_cdf::<A, F>(x);
    NormalPdf(x) math::normal_pdf::<A, F>(x);
    Cube(x) x * x * x;
    ReciprocalSquare(x) F::ONE / (x * x);
}

/// `a` to the power `b` of floating-point numbers.
#[derive(Clone, Copy)]
pub(crate) struct Pow;
impl<F: Float> Binary<F, F> for Pow {
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
