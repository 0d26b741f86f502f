//! Triangular matrices in the last two dimensions.

use autograd::{DType, Error, Tensor};

/// The lower triangle `l` with `l l' = a`, by A.-L. Cholesky's method.
///
/// # Errors
/// If there is none: the matrix is not positive definite.
#[track_caller]
pub(crate) fn cholesky(a: &Tensor) -> Result<Tensor, Error> {
    let (factor, found) = Error::raise_memory_here(|| column_by_column(a));
    match found.all().item() != 0.0 {
        true => Ok(factor),
        false => Err(Error::argument("the covariance matrix is not positive definite")),
    }
}

/// Which matrices, of which the lower triangles are read, are positive definite.
#[track_caller]
pub(crate) fn is_positive_definite(a: &Tensor) -> Tensor {
    Error::raise_memory_here(|| column_by_column(&a.detach())).1
}

/// The triangles, and which of them have no pivot that is not positive.
fn column_by_column(a: &Tensor) -> (Tensor, Tensor) {
    let size = a.size(-1);
    let batch = &a.shape()[..a.rank() - 2];
    let mut found = Tensor::options().dtype(DType::Bool).full(batch, true);
    if size == 0 {
        return (a.clone(), found);
    }
    let mut columns: Vec<Tensor> = Vec::with_capacity(size);
    for j in 0..size as isize {
        let rest = columns.iter().fold(a.select(-1, j), |rest, column| {
            rest - column * column.select(-1, j).unsqueeze(-1)
        });
        let pivot = rest.select(-1, j);
        found = found.logical_and(&pivot.detach().gt(0));
        let below = Tensor::arange(0, size as i64, 1).ge(j as i64);
        columns.push(below.where_(rest / pivot.sqrt().unsqueeze(-1), 0.0));
    }
    (Tensor::stack(&columns, -1), found)
}

/// The logarithm of the root of the determinant of `l l'`, where `l` is a triangle.
#[track_caller]
pub(crate) fn half_log_det(l: &Tensor) -> Tensor {
    l.diagonal(0, -2, -1).log().sum_dim(-1, false)
}

/// The `x` with `l x = b`, where `l` is a lower triangle and `b` has the shape `[.., n, k]`.
#[track_caller]
pub(crate) fn solve_lower(l: &Tensor, b: &Tensor) -> Tensor {
    Error::raise_memory_here(|| row_by_row(l, b))
}

fn row_by_row(l: &Tensor, b: &Tensor) -> Tensor {
    if l.size(-1) == 0 {
        return b.clone();
    }
    let mut rows: Vec<Tensor> = Vec::with_capacity(l.size(-1));
    for i in 0..l.size(-1) as isize {
        let row = l.select(-2, i);
        let rest = rows.iter().enumerate().fold(b.select(-2, i), |rest, (j, x)| {
            rest - row.select(-1, j as isize).unsqueeze(-1) * x
        });
        rows.push(rest / row.select(-1, i).unsqueeze(-1));
    }
    Tensor::stack(&rows, -2)
}
