//! The corpus's operations, called as a user calls them.

mod creation;
mod elementwise;
mod loss;
mod product;
mod reduce;
mod shape;

use flambeau::Tensor;

use crate::outcome::{Trouble, unsupported};
use crate::reading::{Args, Precision};

/// What an operation returns, `None` if it is not one of a file's.
type Called = Option<Result<Vec<Tensor>, Trouble>>;

/// Calls `op` on `x` with `args`.
pub(crate) fn call(
    op: &str,
    x: &[Tensor],
    args: Args<'_>,
    precision: Precision,
) -> Result<Vec<Tensor>, Trouble> {
    creation::call(op, x, args, precision)
        .or_else(|| elementwise::call(op, x, args))
        .or_else(|| reduce::call(op, x, args, precision))
        .or_else(|| shape::call(op, x, args))
        .or_else(|| product::call(op, x, args))
        .or_else(|| loss::call(op, x, args))
        .unwrap_or_else(|| Err(unsupported(format!("the operation {op} does not exist here"))))
}

/// One result.
fn one(tensor: Tensor) -> Called {
    Some(Ok(vec![tensor]))
}
