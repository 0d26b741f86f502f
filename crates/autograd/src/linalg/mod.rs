//! Linear algebra: PyTorch's `torch.linalg`, with the feature `linalg`.
//!
//! Every function takes matrices in the last two dimensions, and works on each of those that the leading dimensions count.
//! Values are computed by `faer` in `f64` and rounded once to the element type, so `f32` loses less than where all of
//! the work is done in it. Gradients are formulas of the same functions, so they can be differentiated again.
//!
//! ```
//! use autograd::{Tensor, linalg};
//! let a = Tensor::from([[4.0, 1.0], [1.0, 3.0]]);
//! let b = Tensor::from([1.0, 2.0]);
//! let x = linalg::solve(&a, &b);
//! assert!((a.matmul(&x) - b).abs().max().item() < 1e-6);
//! ```

mod cholesky;
mod cond;
mod det;
mod eigh;
mod elimination;
mod info;
mod lu;
mod lu_factor;
mod lu_solve;
mod matrices;
mod matrix_norm;
mod packed;
mod pinv;
mod power;
mod qr;
mod solve;
mod solve_triangular;
mod svd;
mod tensor_solve;

pub use cholesky::{cholesky, cholesky_ex, cholesky_inverse, cholesky_solve};
pub use cond::cond;
pub use det::{det, logdet, slogdet};
pub use eigh::{eigh, eigvalsh};
pub use lu::{lu, lu_unpack};
pub use lu_factor::{lu_factor, lu_factor_ex};
pub use lu_solve::lu_solve;
pub use matrix_norm::{MatrixNorm, matrix_norm};
pub use pinv::{lstsq, matrix_rank, pinv};
pub use power::{matrix_exp, matrix_power, multi_dot};
pub use qr::qr;
pub use solve::{inv, inv_ex, solve, solve_ex};
pub use solve_triangular::{Triangle, solve_triangular};
pub use svd::{svd, svdvals};
pub use tensor_solve::{tensorinv, tensorsolve};

use crate::tensor::Tensor;

/// The matrices transposed.
#[track_caller]
fn t(a: &Tensor) -> Tensor {
    a.transpose(-2, -1)
}

/// Each matrix times the number in front of it.
#[track_caller]
fn scaled(a: &Tensor, by: &Tensor) -> Tensor {
    a.mul(by.unsqueeze(-1).unsqueeze(-1))
}

/// The matrices with their columns multiplied, one number for each.
#[track_caller]
fn columns_times(a: &Tensor, by: &Tensor) -> Tensor {
    a.mul(by.unsqueeze(-2))
}

/// The lower triangle and the upper one made from it, with the diagonal once: symmetric.
#[track_caller]
fn symmetric_from_lower(a: &Tensor) -> Tensor {
    a.tril(0).add(t(&a.tril(-1)))
}
