//! The corpus's operations, called as a user calls them.
//!
//! Each file has a table: an operation's name in the corpus, and the call, which reads the operands `c[0]`, `c[1]` …
//! and the arguments `c.get("dim")`. An operation is added by one line.

mod activation;
mod alias;
mod arithmetic;
mod attention;
mod comparison;
mod creation;
mod function;
mod in_place;
mod index;
mod linalg;
mod loss;
mod module;
mod norm;
mod order;
mod product;
mod reduction;
mod shape;
mod special;
mod window;

pub(crate) use in_place::in_place;

use std::ops::{Deref, Index};

use flambeau::{DType, Tensor};
use serde_json::Value;

use crate::outcome::{Trouble, unsupported};
use crate::reading::{Args, Precision};

const TABLES: &[&[Row]] = &[
    activation::TABLE,
    arithmetic::TABLE,
    attention::TABLE,
    comparison::TABLE,
    creation::TABLE,
    function::TABLE,
    index::TABLE,
    linalg::TABLE,
    loss::TABLE,
    module::TABLE,
    norm::TABLE,
    order::TABLE,
    product::TABLE,
    reduction::TABLE,
    shape::TABLE,
    special::TABLE,
    window::TABLE,
];

/// An operation's name, and how it is called.
type Row = (&'static str, fn(&Call<'_>) -> Called);

type Called = Result<Vec<Tensor>, Trouble>;

/// A call's operands and arguments.
struct Call<'a> {
    operands: &'a [Tensor],
    args: Args<'a>,
    precision: Precision,
}

/// The operands.
impl Index<usize> for Call<'_> {
    type Output = Tensor;

    fn index(&self, at: usize) -> &Tensor {
        match self.operands.get(at) {
            Some(operand) => operand,
            None => panic!("the case has no operand {at}"),
        }
    }
}

/// The arguments.
impl<'a> Deref for Call<'a> {
    type Target = Args<'a>;

    fn deref(&self) -> &Args<'a> {
        &self.args
    }
}

impl Call<'_> {
    /// The element type that is asked for, in the precision of the run.
    fn asked(&self) -> Result<Option<DType>, Trouble> {
        Ok(self.dtype("dtype")?.map(|dtype| self.precision.of(dtype)))
    }

    /// The operand, converted first if another element type is asked for.
    fn converted(&self) -> Result<Tensor, Trouble> {
        Ok(match self.asked()? {
            Some(dtype) => self[0].to_dtype(dtype),
            None => self[0].clone(),
        })
    }
}

/// What an operation gives: one tensor, two or many.
trait Outputs {
    fn into_vec(self) -> Vec<Tensor>;
}

impl Outputs for Tensor {
    fn into_vec(self) -> Vec<Tensor> {
        vec![self]
    }
}

impl Outputs for (Tensor, Tensor) {
    fn into_vec(self) -> Vec<Tensor> {
        vec![self.0, self.1]
    }
}

impl Outputs for Vec<Tensor> {
    fn into_vec(self) -> Vec<Tensor> {
        self
    }
}

fn ok(outputs: impl Outputs) -> Called {
    Ok(outputs.into_vec())
}

/// The row of an operation: under its name, or under the one that it has here.
fn row(op: &str) -> Option<&'static Row> {
    let find = |name: &str| TABLES.iter().copied().flatten().find(|(own, _)| *own == name);
    find(op).or_else(|| find(alias::of(op)))
}

/// Calls `op` on `operands` with the arguments `args`.
pub(crate) fn call(op: &str, operands: &[Tensor], args: &Value, precision: Precision) -> Called {
    let (_, run) = row(op).ok_or_else(|| unsupported(format!("the operation {op} does not exist here")))?;
    let call = Call {
        operands,
        args: Args::new(args),
        precision,
    };
    let outputs = run(&call)?;
    call.args.finish(op)?;
    Ok(outputs)
}
