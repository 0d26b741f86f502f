//! Creation.

use flambeau::{Scalar, Tensor, TensorOptions};
use serde_json::Value;

use super::{Call, Called, Row, ok};
use crate::outcome::{Trouble, unspellable, unsupported};
use crate::reading::scalar;

pub(super) const TABLE: &[Row] = &[
    ("arange", arange),
    ("linspace", |c| {
        let [start, end] = ["start", "end"].map(|key| c.get::<f64>(key));
        ok(options(c)?.linspace(start?, end?, c.get("steps")?))
    }),
    ("zeros", |c| ok(options(c)?.zeros(shape(c)?))),
    ("ones", |c| ok(options(c)?.ones(shape(c)?))),
    ("full", |c| {
        ok(options(c)?.full(shape(c)?, c.get::<Scalar>("fill_value")?))
    }),
    ("eye", |c| {
        let n = c.get("n")?;
        ok(options(c)?.eye(n, c.or("m", n)?))
    }),
    ("tensor", |c| {
        let data = c
            .raw("data")
            .ok_or_else(|| unspellable("a tensor without data"))?;
        ok(literal(data, &options(c)?)?)
    }),
    ("rand_like", |c| ok(c[0].rand_like())),
    ("zeros_like", |c| ok(like(c)?.zeros(c[0].shape()))),
    ("ones_like", |c| ok(like(c)?.ones(c[0].shape()))),
    ("full_like", |c| {
        ok(like(c)?.full(c[0].shape(), c.get::<Scalar>("fill_value")?))
    }),
    ("to", |c| {
        let dtype = c.dtype("dtype")?.ok_or_else(|| unspellable("no element type"))?;
        ok(c[0].to_dtype(c.precision.of(dtype)))
    }),
];

fn options(c: &Call<'_>) -> Result<TensorOptions, Trouble> {
    Ok(match c.dtype("dtype")? {
        Some(dtype) => Tensor::options().dtype(c.precision.of(dtype)),
        None => Tensor::options(),
    })
}

/// Of the operand's element type, unless another is asked for.
fn like(c: &Call<'_>) -> Result<TensorOptions, Trouble> {
    let dtype = c.dtype("dtype")?.map(|dtype| c.precision.of(dtype));
    Ok(Tensor::options().dtype(dtype.unwrap_or(c[0].dtype())))
}

fn shape(c: &Call<'_>) -> Result<Vec<usize>, Trouble> {
    c.get("size")
}

fn arange(c: &Call<'_>) -> Called {
    let number = |key: &str, default| c.or(key, Scalar::Int(default));
    ok(options(c)?.arange(number("start", 0)?, c.get::<Scalar>("end")?, number("step", 1)?))
}

/// A nested literal: what its numbers are decides the element type, as in Python.
fn literal(data: &Value, options: &TensorOptions) -> Result<Tensor, Trouble> {
    let mut leaves = Vec::new();
    collect(data, &mut leaves);
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

fn collect(data: &Value, into: &mut Vec<Scalar>) {
    match data {
        Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
        one => into.extend(scalar(one)),
    }
}

/// Nested vectors of the depth of `data`.
fn nested<T>(data: &Value, options: &TensorOptions, f: fn(Scalar) -> T) -> Result<Tensor, Trouble>
where
    T: flambeau::convert::Nested + Copy,
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
