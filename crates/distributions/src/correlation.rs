//! Correlations of any numbers: [`Transform::CorrCholesky`](crate::Transform).

use std::f64::consts::LN_2;

use autograd::{Ellipsis, Error, Tensor};

/// How many rows the matrix has with `count` numbers below its diagonal.
#[track_caller]
fn rows(count: usize) -> usize {
    let rows = ((0.25 + 2.0 * count as f64).sqrt() + 0.5).round() as usize;
    if rows.checked_mul(rows - 1).is_none_or(|twice| twice / 2 != count) {
        Error::shape(format!(
            "CorrCholesky: a vector has {count} numbers, and must have as many as a square matrix below its diagonal"
        ))
        .raise();
    }
    rows
}

/// The shape of the matrices for vectors of some shape.
#[track_caller]
pub(crate) fn forward_shape(shape: &[usize]) -> Vec<usize> {
    match shape {
        [batch @ .., count] => {
            let rows = rows(*count);
            [batch, &[rows, rows]].concat()
        }
        [] => Error::shape("CorrCholesky: a vector is taken, and not a number").raise(),
    }
}

/// The rows, each moved by one place to the right, behind a 1.
#[track_caller]
fn moved(matrix: &Tensor) -> Tensor {
    let n = matrix.size(-1);
    let first = matrix.narrow(-1, 0, 1).ones_like();
    Tensor::cat(&[&first, &matrix.narrow(-1, 0, n - 1)], -1)
}

/// The numbers on a diagonal and below it, row by row.
#[track_caller]
fn below(matrix: &Tensor, diagonal: i64) -> Tensor {
    let n = matrix.size(-1);
    let places = Tensor::tril_indices(n, n, diagonal);
    matrix.index((Ellipsis, places.get(0), places.get(1)))
}

/// Each row is a stick of length 1, of whose squares the numbers' hyperbolic tangents say how much is broken off the rest.
#[track_caller]
pub(crate) fn forward(x: &Tensor) -> Tensor {
    let shape = forward_shape(x.shape());
    let (n, options) = (shape[shape.len() - 1], Tensor::options().dtype(x.dtype()));
    let eps = x.dtype().finfo().map_or(0.0, |limits| limits.eps);
    let places = Tensor::tril_indices(n, n, -1);
    let places = (Ellipsis, places.get(0), places.get(1));
    let parts = options
        .zeros(shape)
        .index_put(places, x.tanh().clamp(eps - 1.0, 1.0 - eps), false);
    let rest = (1.0 - parts.square()).sqrt().cumprod(-1);
    (parts + options.eye(n, n)) * moved(&rest)
}

/// What is left of each row's square of 1 after each number.
#[track_caller]
fn left(y: &Tensor) -> Tensor {
    1.0 - y.square().cumsum(-1)
}

#[track_caller]
pub(crate) fn inverse(y: &Tensor) -> Tensor {
    (below(y, -1) / below(&moved(&left(y)), -1).sqrt()).atanh()
}

/// The Jacobian's is that of the numbers below the diagonal.
#[track_caller]
pub(crate) fn log_abs_det_jacobian(x: &Tensor, y: &Tensor) -> Tensor {
    let broken = below(&left(y), -2).log().sum_dim(-1, false);
    let bent = (x + (x * -2.0).softplus() - LN_2).sum_dim(-1, false);
    broken * 0.5 - bent * 2.0
}
