//! Functions of one and of two numbers, one file each: for which elements a function is, what it computes, its slope, what
//! it costs. From this row, `unary` or `binary`, come the function's loops and the operation of arrays.

mod abs;
mod add;
mod binary;
mod clamp;
mod compare;
mod cos;
mod div;
mod elu;
mod erf;
mod exp;
mod expm1;
mod gelu;
mod gelu_tanh;
mod hypot;
mod leaky_relu;
mod log;
mod log1p;
mod logical_not;
mod maximum;
mod minimum;
mod mul;
mod neg;
mod pow;
mod reciprocal;
mod relu;
mod rsqrt;
mod rule;
mod sigmoid;
mod sign;
mod silu;
mod sin;
mod softplus;
mod softsign;
mod sqrt;
mod square;
mod sub;
mod tanh;
mod unary;

pub use abs::Abs;
pub use add::Add;
pub use clamp::{Clamp, clamp_dtype};
pub use compare::{Eq, Ge, Gt, Le, Lt, Ne};
pub use div::Div;
pub use elu::Elu;
pub use gelu::Gelu;
pub use gelu_tanh::GeluTanh;
pub use hypot::Hypot;
pub use leaky_relu::LeakyRelu;
pub use maximum::Maximum;
pub use minimum::Minimum;
pub use mul::Mul;
pub use pow::Pow;
pub use relu::Relu;
pub use rule::float_dtype;
pub use sigmoid::Sigmoid;
pub use silu::Silu;
pub use softplus::Softplus;
pub use softsign::Softsign;
pub use sqrt::Sqrt;
pub use square::Square;
pub use sub::Sub;
pub use tanh::Tanh;
pub use unary::{Differentiable, Reads};

use binary::binary;
use reciprocal::Reciprocal;
use rsqrt::Rsqrt;
use unary::unary;

/// What the types in which a function is computed can do.
pub(crate) mod class {
    pub(crate) use crate::kernel::math::Float;
    pub(crate) use crate::kernel::number::{Arithmetic as Any, Number};
}
