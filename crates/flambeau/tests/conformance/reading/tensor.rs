//! The corpus's way of writing tensors, views and indices.

use flambeau::{DType, Index, Tensor};
use serde_json::Value;

use super::{Args, indices, list, number};
use crate::outcome::{Trouble, failed, unsupported};

pub(crate) fn dtype(name: &str) -> Result<DType, Trouble> {
    match name {
        "float32" => Ok(DType::F32),
        "float64" => Ok(DType::F64),
        "int64" => Ok(DType::I64),
        "bool" => Ok(DType::Bool),
        other => Err(unsupported(format!(
            "the element type {other} does not exist here"
        ))),
    }
}

/// In which precision a case is run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Precision {
    /// As declared.
    Declared,
    /// Every float32 widened to float64.
    Double,
}

impl Precision {
    /// The type that stands for `dtype`.
    pub(crate) fn of(self, dtype: DType) -> DType {
        if self == Precision::Double && dtype == DType::F32 {
            DType::F64
        } else {
            dtype
        }
    }

    /// How a report names the run.
    pub(crate) fn tag(self) -> &'static str {
        if self == Precision::Double {
            " in double precision"
        } else {
            ""
        }
    }
}

/// A tensor of the corpus, without its view: the base and the leaf.
pub(crate) fn base(json: &Value, fixtures: &Value, precision: Precision) -> Result<Tensor, Trouble> {
    if let Some(name) = json["fixture"].as_str() {
        return base(&fixtures[name], fixtures, precision);
    }
    let declared = dtype(json["dtype"].as_str().unwrap_or_default())?;
    let shape: Vec<usize> = indices(&json["shape"]);
    let data = list(&json["data"]);
    let tensor = match declared {
        DType::I64 => Tensor::from_vec(
            data.iter().filter_map(Value::as_i64).collect::<Vec<i64>>(),
            &shape,
        ),
        DType::Bool => Tensor::from_vec(
            data.iter().filter_map(Value::as_bool).collect::<Vec<bool>>(),
            &shape,
        ),
        DType::F64 => Tensor::from_vec(data.iter().filter_map(number).collect::<Vec<f64>>(), &shape),
        _ => {
            // A float32 is written as its shortest decimal: rounding the decimal gives it back.
            let exact: Vec<f32> = data.iter().filter_map(number).map(|x| x as f32).collect();
            Tensor::from_vec(exact, &shape).to_dtype(precision.of(declared))
        }
    };
    Ok(tensor.requires_grad_(json["requires_grad"].as_bool().unwrap_or(false)))
}

/// The operand that a tensor's view steps make of its base.
pub(crate) fn viewed(base: &Tensor, json: &Value) -> Result<Tensor, Trouble> {
    let mut tensor = base.clone();
    for step in list(&json["view"]) {
        let args = Args(step);
        let dim = args.dim("dim").unwrap_or(0);
        tensor = match step["op"].as_str().unwrap_or_default() {
            "transpose" => tensor.transpose(args.dim("dim0").unwrap_or(0), args.dim("dim1").unwrap_or(0)),
            "permute" => tensor.permute(&args.dims("dims")[..]),
            "narrow" => tensor.narrow(
                dim,
                args.dim("start").unwrap_or(0),
                args.size("length").unwrap_or(0),
            ),
            "slice" => along(&tensor, dim, range(&args)),
            "select" => tensor.select(dim, args.dim("index").unwrap_or(0)),
            "expand" => tensor.expand(args.ints("shape").unwrap_or_default()),
            "unsqueeze" => tensor.unsqueeze(dim),
            other => {
                return Err(failed(format!(
                    "the corpus has a view step {other} that this runner does not know"
                )));
            }
        };
    }
    Ok(tensor)
}

fn range(args: &Args<'_>) -> Index {
    Index::Range {
        start: args.dim("start").unwrap_or(0),
        end: args.dim("stop"),
        step: args.dim("step").unwrap_or(1),
    }
}

fn along(tensor: &Tensor, dim: isize, item: Index) -> Tensor {
    let dim = dim.rem_euclid(tensor.rank() as isize) as usize;
    let mut items = vec![Index::from(..); dim];
    items.push(item);
    tensor.slice(&items[..])
}

/// An index of `getitem`: slices, integers, `null` for a new axis, `"..."`.
pub(crate) fn index(items: &Value) -> Vec<Index> {
    list(items)
        .iter()
        .map(|item| match item {
            Value::Null => Index::NewAxis,
            Value::String(_) => Index::Ellipsis,
            Value::Number(n) => Index::At(n.as_i64().unwrap_or_default() as isize),
            slice => {
                let bound = |i: usize| slice["slice"][i].as_i64().map(|bound| bound as isize);
                Index::Range {
                    start: bound(0).unwrap_or(0),
                    end: bound(1),
                    step: bound(2).unwrap_or(1),
                }
            }
        })
        .collect()
}
