//! The corpus's operations, called as a user calls them.
//!
//! Each file has a table: an operation's name in the corpus, and the call, which reads the operands `c[0]`, `c[1]` …
//! and the arguments `c.get("dim")`. An operation is added by one line.

mod activation;
mod arithmetic;
mod attention;
mod comparison;
mod creation;
mod function;
mod index;
mod linalg;
mod loss;
mod norm;
mod order;
mod product;
mod reduction;
mod shape;
mod window;

use std::ops::{Deref, Index};

use flambeau::Tensor;
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
    norm::TABLE,
    order::TABLE,
    product::TABLE,
    reduction::TABLE,
    shape::TABLE,
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

/// Calls `op` on `operands` with the arguments `args`.
pub(crate) fn call(op: &str, operands: &[Tensor], args: &Value, precision: Precision) -> Called {
    let row = TABLES.iter().copied().flatten().find(|(name, _)| *name == op);
    let (_, run) = row.ok_or_else(|| unsupported(format!("the operation {op} does not exist here")))?;
    let call = Call {
        operands,
        args: Args::new(args),
        precision,
    };
    let outputs = run(&call)?;
    call.args.finish(op)?;
    Ok(outputs)
}
