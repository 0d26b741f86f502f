//! Creation.

use flambeau::{DType, Scalar, Tensor, TensorOptions};
use serde_json::Value;

use super::{Called, one};
use crate::outcome::{Trouble, unspellable, unsupported};
use crate::reading::{Args, Precision, scalar};

pub(crate) fn call(op: &str, x: &[Tensor], args: Args<'_>, precision: Precision) -> Called {
    let options = || -> Result<TensorOptions, Trouble> {
        Ok(match args.dtype()? {
            Some(dtype) => Tensor::options().dtype(precision.of(dtype)),
            None => Tensor::options(),
        })
    };
    let like =
        || -> Result<DType, Trouble> { Ok(args.dtype()?.map_or(x[0].dtype(), |dtype| precision.of(dtype))) };
    let number = |key: &str, default: i64| args.scalar(key).unwrap_or(Scalar::Int(default));
    let result = || -> Result<Option<Tensor>, Trouble> {
        Ok(Some(match op {
            "arange" => options()?.arange(number("start", 0), number("end", 0), number("step", 1)),
            "linspace" => {
                let steps = args
                    .size("steps")
                    .ok_or_else(|| unspellable("a negative count"))?;
                options()?.linspace(number("start", 0).to_f64(), number("end", 0).to_f64(), steps)
            }
            "zeros" => options()?.zeros(args.shape("size")?),
            "ones" => options()?.ones(args.shape("size")?),
            "full" => options()?.full(args.shape("size")?, number("fill_value", 0)),
            "eye" => {
                let negative = || unspellable("a negative size");
                let n = args.size("n").ok_or_else(negative)?;
                options()?.eye(n, args.size("m").unwrap_or(n))
            }
            "tensor" => literal(args.get("data").unwrap_or(&Value::Null), &options()?)?,
            "zeros_like" => x[0].zeros_like().to_dtype(like()?),
            "ones_like" => x[0].ones_like().to_dtype(like()?),
            "full_like" => Tensor::options()
                .dtype(like()?)
                .full(x[0].shape(), number("fill_value", 0)),
            "to" => x[0].to_dtype(like()?),
            _ => return Ok(None),
        }))
    };
    match result() {
        Ok(Some(tensor)) => one(tensor),
        Ok(None) => None,
        Err(trouble) => Some(Err(trouble)),
    }
}

/// A nested literal: what its numbers are decides the element type, as in Python.
fn literal(data: &Value, options: &TensorOptions) -> Result<Tensor, Trouble> {
    let mut leaves = Vec::new();
    numbers(data, &mut leaves);
    let has = |is: fn(&Scalar) -> bool| leaves.iter().any(is);
    if has(|x| matches!(x, Scalar::Float(_))) || leaves.is_empty() {
        return nested(data, options, Scalar::to_f64);
    }
    if has(|x| matches!(x, Scalar::Int(_))) {
        return nested(data, options, |x| match x {
            Scalar::Int(x) => x,
            other => other.to_f64() as i64,
        });
    }
    nested(data, options, |x| x == Scalar::Bool(true))
}

fn numbers(data: &Value, into: &mut Vec<Scalar>) {
    match data {
        Value::Array(items) => items.iter().for_each(|item| numbers(item, into)),
        one => into.extend(scalar(one)),
    }
}

/// Nested vectors of the depth of `data`.
fn nested<T>(data: &Value, options: &TensorOptions, f: fn(Scalar) -> T) -> Result<Tensor, Trouble>
where
    T: flambeau::Nested + Copy,
{
    fn leaf<T>(data: &Value, f: fn(Scalar) -> T) -> Option<T> {
        scalar(data).map(f)
    }
    fn row<U>(data: &Value, part: impl Fn(&Value) -> Option<U>) -> Option<Vec<U>> {
        data.as_array()?.iter().map(part).collect()
    }
    let depth = std::iter::successors(Some(data), |data| data.get(0))
        .filter(|data| data.is_array())
        .count();
    let mixed = || unspellable("a literal that mixes depths");
    Ok(match depth {
        0 => options.tensor(leaf(data, f).ok_or_else(mixed)?),
        1 => options.tensor(row(data, |x| leaf(x, f)).ok_or_else(mixed)?),
        2 => options.tensor(row(data, |x| row(x, |x| leaf(x, f))).ok_or_else(mixed)?),
        3 => options.tensor(row(data, |x| row(x, |x| row(x, |x| leaf(x, f)))).ok_or_else(mixed)?),
        deeper => {
            return Err(unsupported(format!(
                "this runner writes literals of depth 3, not {deeper}"
            )));
        }
    })
}
