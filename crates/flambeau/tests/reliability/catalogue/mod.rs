//! Operations by name, each as a function of a matrix of floating-point numbers.

mod basic;
mod draws;
mod layers;
mod matrices;
mod order;
mod places;

use flambeau::manual_seed;
use flambeau::prelude::*;

pub(crate) use self::basic::{ELEMENTWISE, PRODUCTS};

pub(crate) type Operation = (&'static str, fn(&Tensor) -> Tensor);

/// Those that take a matrix however long or wide it is.
pub(crate) fn of_any_size() -> impl Iterator<Item = Operation> {
    [
        ELEMENTWISE,
        basic::REDUCTIONS,
        basic::MOVES,
        PRODUCTS,
        basic::LOSSES,
        order::OPERATIONS,
        places::OPERATIONS,
        draws::OPERATIONS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// Those that compute more than a product with a few vectors, so that their matrix has to be small.
pub(crate) fn of_small_matrices() -> impl Iterator<Item = Operation> {
    [layers::OPERATIONS, matrices::OPERATIONS]
        .into_iter()
        .flatten()
        .copied()
}

/// The result of an operation, and backward from its sum if it has a gradient. What is drawn is the same each time.
pub(crate) fn there_and_back(operation: fn(&Tensor) -> Tensor, x: &Tensor) -> Tensor {
    manual_seed(5);
    let y = operation(x);
    if y.requires_grad() {
        y.sum().backward();
    }
    y
}

/// Zeros of int64: the first place, or class.
fn zeros(count: usize) -> Tensor {
    Tensor::options().dtype(DType::I64).zeros([count])
}

/// Ones of the element type of `x`.
fn ones<const R: usize>(x: &Tensor, shape: [usize; R]) -> Tensor {
    Tensor::options().dtype(x.dtype()).ones(shape)
}
