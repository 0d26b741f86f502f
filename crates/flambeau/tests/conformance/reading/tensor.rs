//! Tensors, views and indices.

use flambeau::{DType, Index, Tensor};
use serde_json::Value;

use super::{Args, all, integer, list, number, numbers, sizes};
use crate::outcome::{Trouble, failed, unsupported};

pub(crate) fn dtype(name: &str) -> Result<DType, Trouble> {
    let named = DType::ALL.iter().find(|dtype| dtype.name() == name);
    named
        .copied()
        .ok_or_else(|| unsupported(format!("the element type {name} does not exist here")))
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
    let shape = sizes(&json["shape"])?;
    let data = &json["data"];
    let tensor = if declared == DType::Bool {
        Tensor::from_vec(all(data, Value::as_bool)?, &shape)
    } else if declared.is_float() {
        // A float32 is written as its shortest decimal: rounding the decimal gives it back.
        Tensor::from_vec(numbers(data)?, &shape).to_dtype(declared)
    } else {
        Tensor::from_vec(all(data, integer)?, &shape).to_dtype(declared)
    };
    let tensor = tensor.to_dtype(precision.of(declared));
    Ok(tensor.requires_grad_(json["requires_grad"] == true))
}

/// The operands of a call, each with the leaf that it is a view of.
pub(crate) fn operands(
    jsons: &[Value],
    fixtures: &Value,
    precision: Precision,
) -> Result<Vec<(Tensor, Tensor)>, Trouble> {
    let operand = |json| {
        let leaf = base(json, fixtures, precision)?;
        let operand = viewed(&leaf, json)?;
        Ok((leaf, operand))
    };
    jsons.iter().map(operand).collect()
}

/// The operand that a tensor's view steps make of its base.
pub(crate) fn viewed(base: &Tensor, json: &Value) -> Result<Tensor, Trouble> {
    let mut tensor = base.clone();
    for step in list(&json["view"]) {
        let args = Args::new(step);
        tensor = match step["op"].as_str().unwrap_or_default() {
            "transpose" => tensor.transpose(args.get("dim0")?, args.get("dim1")?),
            "permute" => tensor.permute(args.dims("dims")?),
            "narrow" => tensor.narrow(args.get("dim")?, args.get("start")?, args.get("length")?),
            "slice" => along(&tensor, args.get("dim")?, range(&args)?),
            "select" => tensor.select(args.get("dim")?, args.get("index")?),
            "expand" => tensor.expand(args.get::<Vec<i64>>("shape")?),
            "unsqueeze" => tensor.unsqueeze(args.get("dim")?),
            other => {
                return Err(failed(format!(
                    "the corpus has a view step {other} that this runner does not know"
                )));
            }
        };
    }
    Ok(tensor)
}

fn range(args: &Args<'_>) -> Result<Index, Trouble> {
    Ok(Index::Range {
        start: args.or("start", 0)?,
        end: args.maybe("stop")?,
        step: args.or("step", 1)?,
    })
}

fn along(tensor: &Tensor, dim: isize, item: Index) -> Tensor {
    let dim = dim.rem_euclid(tensor.rank() as isize) as usize;
    let mut items = vec![Index::from(..); dim];
    items.push(item);
    tensor.slice(&items[..])
}

/// An index of `getitem`: slices, integers, `null` for a new axis, `"..."`.
pub(crate) fn index(items: &Value) -> Result<Vec<Index>, Trouble> {
    list(items).iter().map(item).collect()
}

/// One item of an index without tensors.
pub(crate) fn item(json: &Value) -> Result<Index, Trouble> {
    Ok(match json {
        Value::Null => Index::NewAxis,
        Value::String(_) => Index::Ellipsis,
        Value::Number(_) => {
            Index::At(integer(json).ok_or_else(|| failed("an index that is no integer"))? as isize)
        }
        slice => {
            let bound = |i: usize| integer(&slice["slice"][i]).map(|bound| bound as isize);
            Index::Range {
                start: bound(0).unwrap_or(0),
                end: bound(1),
                step: bound(2).unwrap_or(1),
            }
        }
    })
}

/// The dtype that the corpus declares for a tensor.
pub(crate) fn declared(json: &Value) -> Result<DType, Trouble> {
    dtype(json["dtype"].as_str().unwrap_or_default())
}

/// The elements of a tensor that is not of floats, bools as 0 and 1.
pub(crate) fn whole_numbers(json: &Value) -> Result<Vec<i64>, Trouble> {
    all(json, |value| {
        integer(value).or_else(|| number(value).filter(|_| value.is_boolean()).map(|x| x as i64))
    })
}
