//! Linear algebra.

use autograd::linalg::{self, MatrixNorm};
use serde_json::Value;

use super::{Call, Called, Row, ok};
use crate::outcome::{Trouble, refused, unspellable};

pub(super) const TABLE: &[Row] = &[
    ("linalg_inv", |c| ok(linalg::inv(&c[0]))),
    ("linalg_det", |c| ok(linalg::det(&c[0]))),
    ("linalg_slogdet", |c| ok(linalg::slogdet(&c[0]))),
    ("linalg_cholesky", |c| match c.or("upper", false)? {
        true => ok(linalg::cholesky(&c[0]).transpose(-2, -1)),
        false => ok(linalg::cholesky(&c[0])),
    }),
    ("linalg_solve", |c| ok(linalg::solve(&c[0], &c[1]))),
    // Unique as the corpus has them: the diagonal is not negative.
    ("linalg_qr", |c| ok(linalg::qr(&c[0]))),
    ("linalg_eigvalsh", |c| {
        match c.choice("UPLO", &[("L", false), ("U", true)])? {
            Some(true) => ok(linalg::eigvalsh(&c[0].transpose(-2, -1))),
            _ => ok(linalg::eigvalsh(&c[0])),
        }
    }),
    ("linalg_svdvals", |c| ok(linalg::svdvals(&c[0]))),
    ("linalg_pinv", |c| ok(linalg::pinv(&c[0], c.maybe("rtol")?))),
    ("linalg_lstsq", |c| ok(linalg::lstsq(&c[0], &c[1]))),
    ("linalg_matrix_rank", |c| {
        ok(linalg::matrix_rank(&c[0], c.maybe("rtol")?))
    }),
    ("matrix_power", |c| {
        ok(linalg::matrix_power(&c[0], c.get::<i64>("n")? as i32))
    }),
    ("matrix_exp", |c| ok(linalg::matrix_exp(&c[0]))),
    ("multi_dot", |c| ok(linalg::multi_dot(c.operands))),
    ("matrix_norm", |c| {
        matrix_norm(c, order(c)?.unwrap_or(MatrixNorm::Frobenius))
    }),
    ("linalg_norm", norm),
];

/// The norm of matrices, in the last two dimensions unless others are named.
pub(super) fn matrix_norm(c: &Call<'_>, ord: MatrixNorm) -> Called {
    let dims = match c.dims("dim")?[..] {
        [] => [-2, -1],
        [rows, columns] => [rows, columns],
        _ => return Err(unspellable("a matrix of other than two dimensions")),
    };
    ok(linalg::matrix_norm(&c[0], ord, dims, c.or("keepdim", false)?))
}

/// The order; none if it was left out.
fn order(c: &Call<'_>) -> Result<Option<MatrixNorm>, Trouble> {
    match c.raw("ord") {
        Some(Value::String(name)) if name.contains("fro") || name.contains("nuc") => {
            name.parse().map(Some).map_err(refused)
        }
        _ => Ok(c.maybe::<f64>("ord")?.map(MatrixNorm::P)),
    }
}

/// PyTorch's function for both kinds, which here are two: a matrix's if its order or two dimensions say so.
fn norm(c: &Call<'_>) -> Called {
    let (dims, keepdim) = (c.dims("dim")?, c.or("keepdim", false)?);
    match (order(c)?, &dims[..], c[0].rank()) {
        (None, ..) => ok(c[0].norm_dim(2, dims, keepdim)),
        (Some(MatrixNorm::P(p)), [_], _) | (Some(MatrixNorm::P(p)), [], 0 | 1) => {
            ok(c[0].norm_dim(p, dims, keepdim))
        }
        (Some(ord), [rows, columns], _) => ok(linalg::matrix_norm(&c[0], ord, [*rows, *columns], keepdim)),
        (Some(ord), [], 2) => ok(linalg::matrix_norm(&c[0], ord, [-2, -1], keepdim)),
        _ => Err(unspellable("a norm of other than one or two dimensions")),
    }
}
