//! Reductions, and sums along a dimension.

use autograd::linalg::MatrixNorm;
use flambeau::Tensor;
use serde_json::Value;

use super::linalg::matrix_norm;
use super::{Call, Called, Row, ok};
use crate::outcome::Trouble;

pub(super) const TABLE: &[Row] = &[
    ("sum", |c| match c.asked()? {
        Some(dtype) if c.has("dim") => ok(c[0].sum_dim_as(c.dims("dim")?, keepdim(c)?, dtype)),
        Some(dtype) => ok(c[0].sum_as(dtype)),
        None => reduced(c, Tensor::sum, |x, dims, keep| x.sum_dim(dims, keep)),
    }),
    ("mean", |c| {
        reduced(c, Tensor::mean, |x, dims, keep| x.mean_dim(dims, keep))
    }),
    ("any", |c| {
        reduced(c, Tensor::any, |x, dims, keep| x.any_dim(dims, keep))
    }),
    ("all", |c| {
        reduced(c, Tensor::all, |x, dims, keep| x.all_dim(dims, keep))
    }),
    ("var", |c| {
        ok(c[0].var_dim(c.dims("dim")?, correction(c)?, keepdim(c)?))
    }),
    ("std", |c| {
        ok(c[0].std_dim(c.dims("dim")?, correction(c)?, keepdim(c)?))
    }),
    ("var_mean", |c| {
        ok(c[0].var_mean(c.dims("dim")?, correction(c)?, keepdim(c)?))
    }),
    ("std_mean", |c| {
        ok(c[0].std_mean(c.dims("dim")?, correction(c)?, keepdim(c)?))
    }),
    ("nansum", |c| {
        reduced(c, Tensor::nansum, |x, dims, keep| x.nansum_dim(dims, keep))
    }),
    ("nanmean", |c| {
        reduced(c, Tensor::nanmean, |x, dims, keep| x.nanmean_dim(dims, keep))
    }),
    ("vector_norm", |c| {
        ok(c[0].norm_dim(c.or("ord", 2.0)?, c.dims("dim")?, keepdim(c)?))
    }),
    ("renorm", |c| {
        ok(c[0].renorm(c.get::<f64>("p")?, c.get("dim")?, c.get::<f64>("maxnorm")?))
    }),
    ("diff", |c| ok(c[0].diff(c.or("n", 1)?, c.or("dim", -1)?))),
    ("trapezoid", |c| match c.operands.get(1) {
        Some(x) => ok(c[0].trapezoid(x, c.or("dim", -1)?)),
        None => ok(c[0].trapezoid(c.or("dx", 1.0)?, c.or("dim", -1)?)),
    }),
    ("cumulative_trapezoid", |c| match c.operands.get(1) {
        Some(x) => ok(c[0].cumulative_trapezoid(x, c.or("dim", -1)?)),
        None => ok(c[0].cumulative_trapezoid(c.or("dx", 1.0)?, c.or("dim", -1)?)),
    }),
    ("amax", |c| ok(c[0].amax(c.dims("dim")?, keepdim(c)?))),
    ("amin", |c| ok(c[0].amin(c.dims("dim")?, keepdim(c)?))),
    ("logsumexp", |c| ok(c[0].logsumexp(c.dims("dim")?, keepdim(c)?))),
    ("norm", |c| match c.raw("p").and_then(Value::as_str) {
        Some("nuc") => matrix_norm(c, MatrixNorm::Nuclear),
        // Of all elements, or along one dimension: that of a vector.
        Some("fro") => ok(c[0].norm_dim(2, c.dims("dim")?, keepdim(c)?)),
        _ => ok(c[0].norm_dim(c.or("p", 2.0)?, c.dims("dim")?, keepdim(c)?)),
    }),
    ("prod", |c| match (c.asked()?, c.maybe("dim")?) {
        (Some(dtype), Some(dim)) => ok(c[0].prod_dim_as(dim, keepdim(c)?, dtype)),
        (Some(dtype), None) => ok(c[0].prod_as(dtype)),
        (None, _) => along(c, Tensor::prod, Tensor::prod_dim),
    }),
    ("argmax", |c| along(c, Tensor::argmax, Tensor::argmax_dim)),
    ("argmin", |c| along(c, Tensor::argmin, Tensor::argmin_dim)),
    ("max", |c| match c.maybe("dim")? {
        Some(dim) => ok(c[0].max_dim(dim, keepdim(c)?)),
        None => ok(c[0].max()),
    }),
    ("min", |c| match c.maybe("dim")? {
        Some(dim) => ok(c[0].min_dim(dim, keepdim(c)?)),
        None => ok(c[0].min()),
    }),
    ("cumsum", |c| match c.asked()? {
        Some(dtype) => ok(c[0].cumsum_as(c.get("dim")?, dtype)),
        None => ok(c[0].cumsum(c.get("dim")?)),
    }),
    ("cumprod", |c| match c.asked()? {
        Some(dtype) => ok(c[0].to_dtype(dtype).cumprod(c.get("dim")?)),
        None => ok(c[0].cumprod(c.get("dim")?)),
    }),
    ("logcumsumexp", |c| ok(c[0].logcumsumexp(c.get("dim")?))),
];

fn keepdim(c: &Call<'_>) -> Result<bool, Trouble> {
    c.or("keepdim", false)
}

/// What the sum of squares is divided by less than the count: 1 unless `unbiased` is false.
fn correction(c: &Call<'_>) -> Result<f64, Trouble> {
    let default = f64::from(u8::from(c.or("unbiased", true)?));
    c.or("correction", default)
}

/// Over all elements, or over some dimensions.
fn reduced(
    c: &Call<'_>,
    whole: fn(&Tensor) -> Tensor,
    over: fn(&Tensor, Vec<isize>, bool) -> Tensor,
) -> Called {
    let keepdim = keepdim(c)?;
    let reduce = |x: &Tensor| match (c.has("dim"), keepdim) {
        (true, _) => Ok(over(x, c.dims("dim")?, keepdim)),
        // All by name: an empty list can mean none of them.
        (false, true) => Ok(over(x, (0..x.rank() as isize).collect(), keepdim)),
        (false, false) => Ok(whole(x)),
    };
    match c.asked()? {
        // PyTorch's argument of that name, as one writes it here.
        Some(dtype) => ok(reduce(&c[0].to_dtype(dtype))?.to_dtype(dtype)),
        None => ok(reduce(&c[0])?),
    }
}

/// Over all elements, or along one dimension.
fn along(c: &Call<'_>, whole: fn(&Tensor) -> Tensor, along: fn(&Tensor, isize, bool) -> Tensor) -> Called {
    match (c.maybe("dim")?, keepdim(c)?) {
        (Some(dim), keepdim) => ok(along(&c[0], dim, keepdim)),
        (None, false) => ok(whole(&c[0])),
        (None, true) => ok(whole(&c[0]).reshape(vec![1; c[0].rank()])),
    }
}
