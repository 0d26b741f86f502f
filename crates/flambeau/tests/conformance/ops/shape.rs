//! Views, joins, splits.

use flambeau::Tensor;

use super::{Row, ok};

pub(super) const TABLE: &[Row] = &[
    ("cat", |c| ok(Tensor::cat(c.operands, c.or("dim", 0)?))),
    ("stack", |c| ok(Tensor::stack(c.operands, c.or("dim", 0)?))),
    ("reshape", |c| ok(c[0].reshape(c.get::<Vec<i64>>("shape")?))),
    ("view", |c| ok(c[0].view(c.get::<Vec<i64>>("shape")?))),
    (
        "transpose",
        |c| ok(c[0].transpose(c.get("dim0")?, c.get("dim1")?)),
    ),
    ("permute", |c| ok(c[0].permute(c.get::<Vec<isize>>("dims")?))),
    ("t", |c| ok(c[0].t())),
    ("unsqueeze", |c| ok(c[0].unsqueeze(c.get("dim")?))),
    ("squeeze", |c| match c.maybe::<Vec<isize>>("dim")? {
        Some(dims) => ok(c[0].squeeze_dim(dims)),
        None => ok(c[0].squeeze()),
    }),
    ("expand", |c| ok(c[0].expand(c.get::<Vec<i64>>("size")?))),
    ("flatten", |c| {
        ok(c[0].flatten(c.or("start_dim", 0)?, c.or("end_dim", -1)?))
    }),
    ("split", |c| {
        let dim = c.or("dim", 0)?;
        ok(if c.has_list("split_size_or_sections") {
            c[0].split(c.get::<Vec<usize>>("split_size_or_sections")?, dim)
        } else {
            c[0].split(c.get::<usize>("split_size_or_sections")?, dim)
        })
    }),
    ("chunk", |c| ok(c[0].chunk(c.get("chunks")?, c.or("dim", 0)?))),
    ("repeat", |c| ok(c[0].repeat(c.get::<Vec<usize>>("repeats")?))),
    ("flip", |c| ok(c[0].flip(c.get::<Vec<isize>>("dims")?))),
    ("contiguous", |c| ok(c[0].contiguous())),
    // PyTorch's other names for what is there.
    ("swapaxes", |c| {
        ok(c[0].transpose(c.get("axis0")?, c.get("axis1")?))
    }),
    ("broadcast_to", |c| ok(c[0].expand(c.get::<Vec<i64>>("size")?))),
    ("movedim", |c| {
        let [source, destination] = ["source", "destination"].map(|key| c.dims(key));
        ok(c[0].movedim(source?, destination?))
    }),
    ("unflatten", |c| {
        ok(c[0].unflatten(c.get("dim")?, c.get::<Vec<i64>>("sizes")?))
    }),
    ("roll", |c| ok(c[0].roll(c.dims("shifts")?, c.dims("dims")?))),
    ("unbind", |c| ok(c[0].unbind(c.or("dim", 0)?))),
    ("tril", |c| ok(c[0].tril(c.or("diagonal", 0)?))),
    ("triu", |c| ok(c[0].triu(c.or("diagonal", 0)?))),
    ("diag", |c| ok(c[0].diag(c.or("diagonal", 0)?))),
    ("diagonal", |c| {
        ok(c[0].diagonal(c.or("offset", 0)?, c.or("dim1", 0)?, c.or("dim2", 1)?))
    }),
    ("diag_embed", |c| {
        ok(c[0].diag_embed(c.or("offset", 0)?, c.or("dim1", -2)?, c.or("dim2", -1)?))
    }),
    ("trace", |c| ok(c[0].trace())),
];
