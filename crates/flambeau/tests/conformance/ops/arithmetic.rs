//! Arithmetic: of two tensors, and of a tensor and a number.

use flambeau::{RoundingMode, Scalar, Tensor};

use super::{Call, Called, Row, ok};
use crate::outcome::unspellable;

pub(super) const TABLE: &[Row] = &[
    ("add", |c| match c.maybe::<Scalar>("alpha")? {
        Some(alpha) => ok(c[0].add_scaled(&c[1], alpha)),
        None => ok(&c[0] + &c[1]),
    }),
    ("sub", |c| match c.maybe::<Scalar>("alpha")? {
        Some(Scalar::Int(alpha)) => ok(c[0].add_scaled(&c[1], -alpha)),
        Some(alpha) => ok(c[0].add_scaled(&c[1], -alpha.to_f64())),
        None => ok(&c[0] - &c[1]),
    }),
    ("mul", |c| ok(&c[0] * &c[1])),
    ("div", |c| ok(&c[0] / &c[1])),
    ("pow", |c| ok(c[0].pow(&c[1]))),
    ("maximum", |c| ok(c[0].maximum(&c[1]))),
    ("minimum", |c| ok(c[0].minimum(&c[1]))),
    ("logaddexp", |c| ok(c[0].logaddexp(&c[1]))),
    ("lerp", |c| match c.maybe::<Scalar>("weight")? {
        Some(weight) => ok(c[0].lerp(&c[1], weight)),
        None => ok(c[0].lerp(&c[1], &c[2])),
    }),
    ("addcmul", |c| {
        ok(c[0].addcmul(&c[1], &c[2], c.or("value", Scalar::Int(1))?))
    }),
    ("addcdiv", |c| {
        ok(c[0].addcdiv(&c[1], &c[2], c.or("value", Scalar::Int(1))?))
    }),
    ("fmax", |c| ok(c[0].fmax(&c[1]))),
    ("fmin", |c| ok(c[0].fmin(&c[1]))),
    ("atan2", |c| ok(c[0].atan2(&c[1]))),
    ("copysign", |c| ok(c[0].copysign(&c[1]))),
    ("xlogy", |c| ok(c[0].xlogy(&c[1]))),
    ("float_power", |c| match c.maybe::<Scalar>("exponent")? {
        Some(exponent) => ok(c[0].float_power(exponent)),
        None => ok(c[0].float_power(&c[1])),
    }),
    ("fmod", |c| ok(c[0].fmod(&c[1]))),
    ("remainder", |c| ok(&c[0] % &c[1])),
    ("floor_divide", |c| ok(c[0].floor_divide(&c[1]))),
    ("fmod_scalar", |c| ok(c[0].fmod(c.get::<Scalar>("scalar")?))),
    ("remainder_scalar", |c| ok(&c[0] % c.get::<Scalar>("scalar")?)),
    ("floor_divide_scalar", |c| {
        ok(c[0].floor_divide(c.get::<Scalar>("scalar")?))
    }),
    ("div_mode", |c| {
        let modes = [("trunc", RoundingMode::Trunc), ("floor", RoundingMode::Floor)];
        match c.choice("rounding_mode", &modes)? {
            Some(mode) => ok(c[0].div_rounding(&c[1], mode)),
            None => ok(&c[0] / &c[1]),
        }
    }),
    ("clamp_min", |c| match c.maybe::<Scalar>("min")? {
        Some(min) => ok(c[0].clamp_min(min)),
        None => ok(c[0].clamp_min(&c[1])),
    }),
    ("clamp_max", |c| match c.maybe::<Scalar>("max")? {
        Some(max) => ok(c[0].clamp_max(max)),
        None => ok(c[0].clamp_max(&c[1])),
    }),
    ("clamp_tensor", |c| ok(c[0].clamp(&c[1], &c[2]))),
    ("hypot", |c| ok(c[0].hypot(&c[1]))),
    ("add_scalar", |c| ok(&c[0] + c.get::<Scalar>("scalar")?)),
    ("sub_scalar", |c| ok(&c[0] - c.get::<Scalar>("scalar")?)),
    ("mul_scalar", |c| ok(&c[0] * c.get::<Scalar>("scalar")?)),
    ("div_scalar", |c| ok(&c[0] / c.get::<Scalar>("scalar")?)),
    ("pow_scalar", |c| ok(c[0].pow(c.get::<Scalar>("scalar")?))),
    ("scalar_add", |c| match c.get("scalar")? {
        Scalar::Bool(n) => ok(Tensor::from(n) + &c[0]),
        _ => on_the_left(c, |n, x| n + x, |n, x| n + x),
    }),
    ("scalar_sub", |c| on_the_left(c, |n, x| n - x, |n, x| n - x)),
    ("scalar_mul", |c| match c.get("scalar")? {
        Scalar::Bool(n) => ok(Tensor::from(n) * &c[0]),
        _ => on_the_left(c, |n, x| n * x, |n, x| n * x),
    }),
    ("scalar_div", |c| on_the_left(c, |n, x| n / x, |n, x| n / x)),
    ("scalar_pow", |c| ok(c[0].rpow(c.get::<Scalar>("scalar")?))),
    ("clamp", |c| {
        match (c.maybe::<Scalar>("min")?, c.maybe::<Scalar>("max")?) {
            (Some(min), Some(max)) => ok(c[0].clamp(min, max)),
            (Some(min), None) => ok(c[0].clamp_min(min)),
            (None, Some(max)) => ok(c[0].clamp_max(max)),
            (None, None) => Err(unspellable("a clamp without bounds")),
        }
    }),
];

/// On its left an operator takes the language's own two widest numbers.
fn on_the_left(c: &Call<'_>, int: fn(i64, &Tensor) -> Tensor, float: fn(f64, &Tensor) -> Tensor) -> Called {
    match c.get("scalar")? {
        Scalar::Int(n) => ok(int(n, &c[0])),
        n => ok(float(n.to_f64(), &c[0])),
    }
}
