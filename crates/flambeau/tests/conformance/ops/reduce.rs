//! Reductions.

use flambeau::Tensor;

use super::{Called, one};
use crate::reading::{Args, Precision};

pub(crate) fn call(op: &str, x: &[Tensor], args: Args<'_>, precision: Precision) -> Called {
    let x = x.first()?;
    let dims = args.dims("dim");
    let keepdim = args.bool("keepdim");
    let dim = args.dim("dim");
    let correction = args.float("correction").unwrap_or(1.0);
    let whole = args.get("dim").is_none() && !keepdim;
    one(match op {
        "sum" => {
            let x = match args.dtype() {
                Ok(Some(dtype)) => x.to_dtype(precision.of(dtype)),
                Ok(None) => x.clone(),
                Err(trouble) => return Some(Err(trouble)),
            };
            if whole { x.sum() } else { x.sum_dim(&dims, keepdim) }
        }
        "mean" if whole => x.mean(),
        "mean" => x.mean_dim(&dims, keepdim),
        "var" => x.var_dim(&dims, correction, keepdim),
        "std" => x.std_dim(&dims, correction, keepdim),
        "max" | "min" => return Some(Ok(extreme(op, x, dim, keepdim))),
        "amax" => x.amax(&dims, keepdim),
        "amin" => x.amin(&dims, keepdim),
        "argmax" => dim.map_or_else(
            || everywhere(x.argmax(), x, keepdim),
            |dim| x.argmax_dim(dim, keepdim),
        ),
        "argmin" => dim.map_or_else(
            || everywhere(x.argmin(), x, keepdim),
            |dim| x.argmin_dim(dim, keepdim),
        ),
        "prod" => dim.map_or_else(|| x.prod(), |dim| x.prod_dim(dim, keepdim)),
        "logsumexp" => x.logsumexp(&dims, keepdim),
        "cumsum" => x.cumsum(dim?),
        "norm" => x.norm_dim(args.float("p").unwrap_or(2.0), &dims, keepdim),
        "softmax" => x.softmax(dim?),
        "log_softmax" => x.log_softmax(dim?),
        _ => return None,
    })
}

/// A position among all elements, which keeps the dimensions if asked for.
fn everywhere(position: Tensor, x: &Tensor, keepdim: bool) -> Tensor {
    if keepdim {
        position.reshape(vec![1_i64; x.rank()])
    } else {
        position
    }
}

fn extreme(op: &str, x: &Tensor, dim: Option<isize>, keepdim: bool) -> Vec<Tensor> {
    let Some(dim) = dim else {
        return vec![if op == "max" { x.max() } else { x.min() }];
    };
    let (values, indices) = if op == "max" {
        x.max_dim(dim, keepdim)
    } else {
        x.min_dim(dim, keepdim)
    };
    vec![values, indices]
}
