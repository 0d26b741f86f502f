//! Updates in place, called as a user calls them.

use flambeau::{Scalar, ScatterReduce, Tensor};
use serde_json::Value;

use super::Call;
use crate::outcome::{Trouble, refused, unspellable, unsupported};
use crate::reading::{Args, Precision};

/// An update's name, and how it is called.
type Row = (&'static str, fn(&mut Tensor, &Call<'_>) -> Result<(), Trouble>);

/// Updates without arguments.
macro_rules! alone {
    ($($name:ident)*) => {&[$((stringify!($name), |x, _| {
        x.$name();
        Ok(())
    }),)*]};
}

/// Updates by a tensor or a number.
macro_rules! by_operand {
    ($($name:ident)*) => {&[$((stringify!($name), |x, c| {
        match (c.maybe::<Scalar>("scalar")?, c.operands.first()) {
            (Some(number), _) => drop(x.$name(number)),
            (None, Some(other)) => drop(x.$name(other)),
            (None, None) => return Err(unspellable("an update by nothing")),
        }
        Ok(())
    }),)*]};
}

/// Updates by one tensor.
macro_rules! by_tensor {
    ($($name:ident)*) => {&[$((stringify!($name), |x, c| {
        x.$name(&c[0]);
        Ok(())
    }),)*]};
}

const ALONE: &[Row] = alone! {
    abs_ acos_ acosh_ asin_ asinh_ atan_ atanh_ bitwise_not_ ceil_ cos_ cosh_ deg2rad_ digamma_ erf_ erfc_ erfinv_ exp_ exp2_
    expm1_ floor_ frac_ i0_ lgamma_ log_ log10_ log1p_ log2_ logical_not_ neg_ rad2deg_ reciprocal_ relu_ rsqrt_ selu_ sigmoid_
    sign_ sin_ sinc_ sinh_ sqrt_ square_ tan_ tanh_ trunc_ zero_
};

const BY_OPERAND: &[Row] = by_operand! {
    mul_ div_ bitwise_and_ bitwise_left_shift_ bitwise_or_ bitwise_right_shift_ bitwise_xor_ eq_ float_power_ floor_divide_ fmod_
    ge_ gt_ heaviside_ le_ lt_ ne_ pow_ remainder_ clamp_min_ clamp_max_
};

const BY_TENSOR: &[Row] = by_tensor! {
    atan2_ copy_ copysign_ gcd_ hypot_ igamma_ igammac_ lcm_ ldexp_ logical_and_ logical_or_ logical_xor_ nextafter_ xlogy_
};

const TABLE: &[Row] = &[
    ("add_", |x, c| scaled(x, c, 1)),
    ("sub_", |x, c| scaled(x, c, -1)),
    ("fill_", |x, c| {
        match c.maybe::<Scalar>("scalar")?.or(c.maybe::<Scalar>("value")?) {
            Some(number) => x.fill_(number),
            None => x.fill_(c[0].item_scalar()),
        };
        Ok(())
    }),
    ("fill_diagonal_", |x, c| {
        let value = number(c, "fill_value")?;
        x.fill_diagonal_(value, c.or("wrap", false)?);
        Ok(())
    }),
    ("clamp_", |x, c| {
        match (c.maybe::<Scalar>("min")?, c.maybe::<Scalar>("max")?, c.operands) {
            (Some(min), Some(max), _) => x.clamp_(min, max),
            (Some(min), None, _) => x.clamp_min_(min),
            (None, Some(max), _) => x.clamp_max_(max),
            (None, None, [min, max]) => x.clamp_(min, max),
            _ => return Err(unspellable("a clamp without bounds")),
        };
        Ok(())
    }),
    ("round_", |x, c| {
        match c.maybe::<i32>("decimals")? {
            Some(_) => return Err(unsupported("round_ has no argument decimals here")),
            None => x.round_(),
        };
        Ok(())
    }),
    ("celu_", |x, c| {
        x.celu_(c.or("alpha", 1.0)?);
        Ok(())
    }),
    ("elu_", |x, c| {
        x.elu_(c.or("alpha", 1.0)?);
        Ok(())
    }),
    ("hardtanh_", |x, c| {
        x.hardtanh_(c.or("min_val", -1.0)?, c.or("max_val", 1.0)?);
        Ok(())
    }),
    ("leaky_relu_", |x, c| {
        x.leaky_relu_(c.or("negative_slope", 0.01)?);
        Ok(())
    }),
    ("threshold_", |x, c| {
        x.threshold_(c.get("threshold")?, c.get("value")?);
        Ok(())
    }),
    ("logit_", |x, c| {
        match c.maybe::<f64>("eps")? {
            Some(_) => return Err(unsupported("logit_ has no argument eps here")),
            None => x.logit_(),
        };
        Ok(())
    }),
    ("nan_to_num_", |x, _| {
        x.nan_to_num_();
        Ok(())
    }),
    ("polygamma_", |x, c| {
        x.polygamma_(c.get::<usize>("n")? as u32);
        Ok(())
    }),
    ("mvlgamma_", |x, c| {
        x.mvlgamma_(c.get::<usize>("p")? as u32);
        Ok(())
    }),
    ("lerp_", |x, c| {
        match c.maybe::<Scalar>("weight")?.or(c.maybe::<Scalar>("scalar")?) {
            Some(weight) => x.lerp_(&c[0], weight),
            None => x.lerp_(&c[0], &c[1]),
        };
        Ok(())
    }),
    ("addcmul_", |x, c| {
        x.addcmul_(&c[0], &c[1], c.or("value", Scalar::Int(1))?);
        Ok(())
    }),
    ("addcdiv_", |x, c| {
        x.addcdiv_(&c[0], &c[1], c.or("value", Scalar::Int(1))?);
        Ok(())
    }),
    ("addmm_", |x, c| {
        let [beta, alpha] = ["beta", "alpha"].map(|key| c.or(key, Scalar::Int(1)));
        x.addmm_(&c[0], &c[1], beta?, alpha?);
        Ok(())
    }),
    ("baddbmm_", |x, c| {
        let [beta, alpha] = ["beta", "alpha"].map(|key| c.or(key, Scalar::Int(1)));
        x.baddbmm_(&c[0], &c[1], beta?, alpha?);
        Ok(())
    }),
    ("cumsum_", |x, c| {
        x.cumsum_(c.get("dim")?);
        Ok(())
    }),
    ("cumprod_", |x, c| {
        x.cumprod_(c.get("dim")?);
        Ok(())
    }),
    ("tril_", |x, c| {
        x.tril_(c.or("diagonal", 0)?);
        Ok(())
    }),
    ("triu_", |x, c| {
        x.triu_(c.or("diagonal", 0)?);
        Ok(())
    }),
    ("renorm_", |x, c| {
        x.renorm_(c.get::<f64>("p")?, c.get("dim")?, c.get::<f64>("maxnorm")?);
        Ok(())
    }),
    ("index_add_", |x, c| {
        x.index_add_(c.get("dim")?, &c[0], &c[1]);
        Ok(())
    }),
    ("index_copy_", |x, c| {
        x.index_copy_(c.get("dim")?, &c[0], &c[1]);
        Ok(())
    }),
    ("index_fill_", |x, c| {
        x.index_fill_(c.get("dim")?, &c[0], number(c, "value")?);
        Ok(())
    }),
    ("index_reduce_", |x, c| {
        let reduce: ScatterReduce = c.get::<&str>("reduce")?.parse().map_err(refused)?;
        x.index_reduce_(c.get("dim")?, &c[0], &c[1], reduce, c.or("include_self", true)?);
        Ok(())
    }),
    ("masked_fill_", |x, c| {
        match c.maybe::<Scalar>("value")?.or(c.maybe::<Scalar>("scalar")?) {
            Some(value) => x.masked_fill_(&c[0], value),
            None => x.masked_fill_(&c[0], &c[1]),
        };
        Ok(())
    }),
    ("masked_scatter_", |x, c| {
        x.masked_scatter_(&c[0], &c[1]);
        Ok(())
    }),
    ("put_", |x, c| {
        x.put_(&c[0], &c[1], c.or("accumulate", false)?);
        Ok(())
    }),
    ("scatter_", |x, c| {
        match c.maybe::<Scalar>("value")?.or(c.maybe::<Scalar>("scalar")?) {
            Some(value) => x.scatter_(c.get("dim")?, &c[0], value),
            None => x.scatter_(c.get("dim")?, &c[0], &c[1]),
        };
        Ok(())
    }),
    ("scatter_add_", |x, c| {
        x.scatter_add_(c.get("dim")?, &c[0], &c[1]);
        Ok(())
    }),
    ("scatter_reduce_", |x, c| {
        let reduce: ScatterReduce = c.get::<&str>("reduce")?.parse().map_err(refused)?;
        x.scatter_reduce_(c.get("dim")?, &c[0], &c[1], reduce, c.or("include_self", true)?);
        Ok(())
    }),
];

/// A number that is a keyword argument, or the step's own.
fn number(c: &Call<'_>, key: &str) -> Result<Scalar, Trouble> {
    match c.maybe::<Scalar>(key)? {
        Some(number) => Ok(number),
        None => c.get("scalar"),
    }
}

/// `add_` and `sub_`, perhaps times `alpha`.
fn scaled(x: &mut Tensor, c: &Call<'_>, sign: i64) -> Result<(), Trouble> {
    let alpha = c.maybe::<Scalar>("alpha")?;
    match (c.maybe::<Scalar>("scalar")?, alpha) {
        (Some(number), None) if sign > 0 => drop(x.add_(number)),
        (Some(number), None) => drop(x.sub_(number)),
        (Some(number), Some(alpha)) => drop(x.add_(number.to_f64() * alpha.to_f64() * sign as f64)),
        (None, None) if sign > 0 => drop(x.add_(&c[0])),
        (None, None) => drop(x.sub_(&c[0])),
        (None, Some(Scalar::Int(alpha))) => drop(x.add_scaled_(&c[0], alpha * sign)),
        (None, Some(alpha)) => drop(x.add_scaled_(&c[0], alpha.to_f64() * sign as f64)),
    }
    Ok(())
}

/// Calls the update `op` of `x` by `operands` with the arguments `args`.
pub(crate) fn in_place(
    op: &str,
    x: &mut Tensor,
    operands: &[Tensor],
    args: &Value,
    precision: Precision,
) -> Result<(), Trouble> {
    let tables = [ALONE, BY_OPERAND, BY_TENSOR, TABLE];
    let find = |name: &str| tables.iter().copied().flatten().find(|(own, _)| *own == name);
    let other = || find(&format!("{}_", super::alias::of(op.trim_end_matches('_'))));
    let (_, run) = find(op)
        .or_else(other)
        .ok_or_else(|| unsupported(format!("the in-place operation {op} does not exist here")))?;
    let call = Call {
        operands,
        args: Args::new(args),
        precision,
    };
    run(x, &call)?;
    call.args.finish(op)
}
