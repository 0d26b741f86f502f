//! Orthonormal columns as a product of Householder's reflections.

use autograd::{Tensor, linalg};

/// The first columns of the product of reflections `1 - tau v v^T`, the first one leftmost, whose vectors are the columns below the
/// diagonal of `x`, with a 1 on it, and `tau = 2 / |v|^2`: LAPACK's `orgqr`. They are `1 - v s^-1 v^T`, where `s` is the upper triangle of
/// `v^T v` with half of its diagonal: after Joffrain and others, "Accumulating Householder transformations, revisited" (2006).
#[track_caller]
pub(super) fn product(x: &Tensor) -> Tensor {
    let (rows, columns) = (x.size(-2), x.size(-1));
    let one = Tensor::options().dtype(x.dtype()).eye(rows, columns);
    let vectors = x.tril(-1) + &one;
    let products = vectors.transpose(-2, -1).matmul(&vectors);
    let inverse = products.triu(0) - products.diagonal(0, -2, -1).diag_embed(0, -2, -1) / 2;
    let head = vectors.narrow(-2, 0, columns).transpose(-2, -1);
    let inner = linalg::solve_triangular(&inverse, &head, linalg::Triangle::Upper);
    one - vectors.matmul(inner)
}

/// The reflections that turn orthonormal columns, or those that the QR decomposition makes of others, into the columns of the identity but
/// for signs, which stand on the diagonal; the vectors stand below it: LAPACK's `geqrf`.
#[track_caller]
pub(super) fn of(matrices: &Tensor) -> Tensor {
    let (rows, columns) = (matrices.size(-2), matrices.size(-1));
    let mut elements = matrices.to_vec::<f64>();
    for matrix in elements.chunks_mut((rows * columns).max(1)) {
        for at in 0..columns {
            reflect(matrix, columns, at);
        }
    }
    Tensor::from_vec(elements, matrices.shape()).to_dtype(matrices.dtype())
}

/// Replaces column `at` of what is from row `at` on by its reflection's sign and vector, and reflects the columns behind it.
fn reflect(matrix: &mut [f64], columns: usize, at: usize) {
    let rows = matrix.len() / columns;
    let dot = |matrix: &[f64], a: usize, b: usize| -> f64 {
        (at + 1..rows)
            .map(|row| matrix[row * columns + a] * matrix[row * columns + b])
            .sum()
    };
    let first = matrix[at * columns + at];
    let sign = if first < 0.0 { 1.0 } else { -1.0 };
    let below = dot(matrix, at, at);
    // Away from what is subtracted, so that no digits are lost.
    let length = first - sign * (first * first + below).sqrt();
    if length != 0.0 {
        (at + 1..rows).for_each(|row| matrix[row * columns + at] /= length);
    }
    let tau = 2.0 / (1.0 + dot(matrix, at, at));
    for column in at + 1..columns {
        let along = tau * (matrix[at * columns + column] + dot(matrix, at, column));
        matrix[at * columns + column] -= along;
        for row in at + 1..rows {
            matrix[row * columns + column] -= along * matrix[row * columns + at];
        }
    }
    matrix[at * columns + at] = sign;
}
