//! Arithmetic, comparison, activations.

use flambeau::{Scalar, Tensor};

use super::{Called, one};
use crate::outcome::unspellable;
use crate::reading::Args;

pub(crate) fn call(op: &str, x: &[Tensor], args: Args<'_>) -> Called {
    one(match op {
        "add" | "sub" if args.get("alpha").is_some() => scaled(op, x, args)?,
        "add" => &x[0] + &x[1],
        "sub" => &x[0] - &x[1],
        "mul" => &x[0] * &x[1],
        "div" => &x[0] / &x[1],
        "pow" => x[0].pow(&x[1]),
        "maximum" => x[0].maximum(&x[1]),
        "minimum" => x[0].minimum(&x[1]),
        "where" => x[0].where_(&x[1], &x[2]),
        "where_scalar" => x[0].where_(&x[1], args.scalar("scalar")?),
        "eq" => x[0].eq(&x[1]),
        "ne" => x[0].ne(&x[1]),
        "lt" => x[0].lt(&x[1]),
        "le" => x[0].le(&x[1]),
        "gt" => x[0].gt(&x[1]),
        "ge" => x[0].ge(&x[1]),
        _ => return with_number(op, x, args).or_else(|| function(op, x, args)),
    })
}

fn scaled(op: &str, x: &[Tensor], args: Args<'_>) -> Option<Tensor> {
    let alpha = args.scalar("alpha")?;
    Some(match (op, alpha) {
        ("add", alpha) => x[0].add_scaled(&x[1], alpha),
        (_, Scalar::Int(alpha)) => x[0].add_scaled(&x[1], -alpha),
        (_, alpha) => x[0].add_scaled(&x[1], -alpha.to_f64()),
    })
}

fn clamped(x: &Tensor, args: Args<'_>) -> Called {
    one(match (args.scalar("min"), args.scalar("max")) {
        (Some(min), Some(max)) => x.clamp(min, max),
        (Some(min), None) => x.clamp_min(min),
        (None, Some(max)) => x.clamp_max(max),
        (None, None) => return Some(Err(unspellable("a clamp without bounds"))),
    })
}

fn with_number(op: &str, x: &[Tensor], args: Args<'_>) -> Called {
    let number = args.scalar("scalar")?;
    let x = &x[0];
    one(match op {
        "add_scalar" => x + number,
        "sub_scalar" => x - number,
        "mul_scalar" => x * number,
        "div_scalar" => x / number,
        "pow_scalar" => x.pow(number),
        // On its left an operator takes the language's own two widest numbers.
        _ => match number {
            Scalar::Int(number) => left(op, number, x)?,
            number => left(op, number.to_f64(), x)?,
        },
    })
}

fn left<N>(op: &str, number: N, x: &Tensor) -> Option<Tensor>
where
    N: for<'a> std::ops::Add<&'a Tensor, Output = Tensor>
        + for<'a> std::ops::Sub<&'a Tensor, Output = Tensor>
        + for<'a> std::ops::Mul<&'a Tensor, Output = Tensor>
        + for<'a> std::ops::Div<&'a Tensor, Output = Tensor>
        + Into<Scalar>,
{
    Some(match op {
        "scalar_add" => number + x,
        "scalar_sub" => number - x,
        "scalar_mul" => number * x,
        "scalar_div" => number / x,
        "scalar_pow" => x.rpow(number),
        _ => return None,
    })
}

fn function(op: &str, x: &[Tensor], args: Args<'_>) -> Called {
    let x = x.first()?;
    let number = |key: &str, default: f64| args.float(key).unwrap_or(default);
    one(match op {
        "neg" => -x,
        "exp" => x.exp(),
        "log" => x.log(),
        "sqrt" => x.sqrt(),
        "abs" => x.abs(),
        "sin" => x.sin(),
        "cos" => x.cos(),
        "tanh" => x.tanh(),
        "sigmoid" => x.sigmoid(),
        "relu" => x.relu(),
        "square" => x.square(),
        "reciprocal" => x.reciprocal(),
        "rsqrt" => x.rsqrt(),
        "erf" => x.erf(),
        "leaky_relu" => x.leaky_relu(number("negative_slope", 0.01)),
        "gelu" if args.str("approximate") == Some("tanh") => x.gelu_tanh(),
        "gelu" => x.gelu(),
        "softplus" => x.softplus_with(number("beta", 1.0), number("threshold", 20.0)),
        "elu" => x.elu(number("alpha", 1.0)),
        "silu" => x.silu(),
        "clamp" => return clamped(x, args),
        _ => return None,
    })
}
