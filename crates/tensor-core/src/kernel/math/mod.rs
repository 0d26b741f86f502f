//! Elementary functions that a compiler can turn into vector code.
//!
//! Each function is plain scalar arithmetic without branches, tables or library calls, generic over the float type
//! and the instruction set, and `#[inline(always)]`; so a loop that calls it inside a [`Kernel`](super::simd::Kernel)
//! becomes vector code, and an element gets the same bits in the body of the loop as in its tail. The exceptions are
//! `sin`, `cos` and `pow` of `f64`, which are the standard library's.
//!
//! The documentation of each function states its greatest error in units in the last place (ulp) over all `f32`; the
//! tests beside it measure that bound against `f64`. Results below the normal range are rounded to the subnormal
//! they should be, and the special values are those of C.
//!
//! Polynomials without a named source were fitted with the Remez exchange algorithm to the expression that their
//! comment names, in 220-bit arithmetic, and then rounded to the float type; the comment gives the greatest relative
//! error that the fit makes in the function.

mod algebraic;
mod double;
mod erf;
mod exp;
mod float;
mod gelu;
mod ln;
mod polynomial;
mod pow;
#[cfg(test)]
mod reference;
mod sigmoid;
mod tanh;
#[cfg(test)]
mod testing;
mod trig;

pub(crate) use algebraic::{reciprocal, rsqrt, sqrt};
pub(crate) use erf::erf;
pub(crate) use exp::{exp, exp_m1};
pub(crate) use float::Float;
pub(crate) use gelu::{gelu, gelu_tanh, normal_cdf, normal_pdf};
pub(crate) use ln::{ln, ln_1p};
pub(crate) use pow::pow;
pub(crate) use sigmoid::{sigmoid, silu, softplus};
pub(crate) use tanh::tanh;
pub(crate) use trig::{cos, sin};
