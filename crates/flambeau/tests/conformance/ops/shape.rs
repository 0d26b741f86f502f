//! Views, joins, splits, selections.

use flambeau::Tensor;

use super::{Called, one};
use crate::outcome::{Trouble, unspellable};
use crate::reading::{Args, index};

pub(crate) fn call(op: &str, x: &[Tensor], args: Args<'_>) -> Called {
    let dim = args.dim("dim").unwrap_or(0);
    let shape = args.ints("shape").unwrap_or_default();
    match op {
        "cat" => return one(Tensor::cat(x, dim)),
        "stack" => return one(Tensor::stack(x, dim)),
        _ => {}
    }
    let first = x.first()?;
    one(match op {
        "reshape" => first.reshape(shape),
        "view" => first.view(shape),
        "transpose" => first.transpose(args.dim("dim0")?, args.dim("dim1")?),
        "permute" => first.permute(args.dims("dims")),
        "t" => first.t(),
        "unsqueeze" => first.unsqueeze(dim),
        "squeeze" if args.get("dim").is_none() => first.squeeze(),
        "squeeze" => first.squeeze_dim(args.dims("dim")),
        "expand" => first.expand(args.ints("size")?),
        "flatten" => first.flatten(
            args.dim("start_dim").unwrap_or(0),
            args.dim("end_dim").unwrap_or(-1),
        ),
        "split" | "chunk" => return Some(parts(op, first, args, dim)),
        "narrow" => match args.size("length") {
            Some(length) => first.narrow(dim, args.dim("start")?, length),
            None => return Some(Err(unspellable("a negative length"))),
        },
        "select" => first.select(dim, args.dim("index")?),
        "getitem" => first.slice(&index(args.get("index")?)[..]),
        "index_select" => first.index_select(dim, &x[1]),
        "gather" => first.gather(dim, &x[1]),
        "repeat" => match args.shape("repeats") {
            Ok(repeats) => first.repeat(repeats),
            Err(trouble) => return Some(Err(trouble)),
        },
        "flip" => first.flip(args.dims("dims")),
        "contiguous" => first.contiguous(),
        _ => return None,
    })
}

fn parts(op: &str, x: &Tensor, args: Args<'_>, dim: isize) -> Result<Vec<Tensor>, Trouble> {
    let negative = || unspellable("a negative size");
    if op == "chunk" {
        return Ok(x.chunk(args.size("chunks").ok_or_else(negative)?, dim));
    }
    if args
        .get("split_size_or_sections")
        .is_some_and(serde_json::Value::is_array)
    {
        return Ok(x.split(args.shape("split_size_or_sections")?, dim));
    }
    Ok(x.split(args.size("split_size_or_sections").ok_or_else(negative)?, dim))
}
