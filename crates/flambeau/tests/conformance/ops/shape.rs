//! Views, joins, splits.

use flambeau::{GridIndexing, Index, Tensor};

use super::{Call, Called, Row, ok};
use crate::outcome::unspellable;

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
    ("rot90", |c| {
        let [from, to] = c.or::<Vec<isize>>("dims", vec![0, 1])?[..] else {
            return Err(unspellable("a turn that is not from one dimension to another"));
        };
        ok(c[0].rot90(c.or("k", 1)?, [from, to]))
    }),
    ("tile", |c| ok(c[0].tile(c.get::<Vec<usize>>("dims")?))),
    ("repeat_interleave", |c| {
        let dim = c.maybe::<isize>("dim")?;
        c.maybe::<usize>("output_size")?;
        match c.operands.get(1) {
            Some(repeats) => ok(c[0].repeat_interleave(repeats, dim)),
            None => ok(c[0].repeat_interleave(c.get::<usize>("repeats")?, dim)),
        }
    }),
    ("tensor_split", |c| {
        let dim = c.or("dim", 0)?;
        let keys = ["at", "indices_or_sections", "indices", "sections"];
        let key = keys.into_iter().find(|key| c.has(key)).unwrap_or("at");
        ok(match c.has_list(key) {
            true => c[0].tensor_split(c.get::<Vec<isize>>(key)?, dim),
            false => c[0].tensor_split(c.get::<usize>(key)?, dim),
        })
    }),
    ("unfold", |c| {
        ok(c[0].unfold(c.get("dimension")?, c.get("size")?, c.get("step")?))
    }),
    ("meshgrid", |c| {
        let words = [("ij", GridIndexing::Ij), ("xy", GridIndexing::Xy)];
        let indexing = c.choice("indexing", &words)?.unwrap_or_default();
        ok(Tensor::meshgrid(c.operands, indexing))
    }),
    ("cartesian_prod", |c| ok(Tensor::cartesian_prod(c.operands))),
    ("combinations", |c| {
        ok(c[0].combinations(c.or("r", 2)?, c.or("with_replacement", false)?))
    }),
    ("vander", |c| {
        let n = c.or("N", c[0].numel())?;
        ok(c[0].vander(n, c.or("increasing", false)?))
    }),
    ("hstack", |c| ok(Tensor::hstack(c.operands))),
    ("vstack", |c| ok(Tensor::vstack(c.operands))),
    ("dstack", |c| ok(Tensor::dstack(c.operands))),
    ("column_stack", |c| ok(Tensor::column_stack(c.operands))),
    ("block_diag", |c| ok(Tensor::block_diag(c.operands))),
    ("broadcast_tensors", |c| ok(Tensor::broadcast_tensors(c.operands))),
    ("select_scatter", |c| {
        ok(c[0].select_scatter(&c[1], c.get("dim")?, c.get("index")?))
    }),
    ("slice_scatter", |c| {
        let range = Index::Range {
            start: c.or("start", 0)?,
            end: c.maybe("end")?,
            step: c.or("step", 1)?,
        };
        ok(c[0].slice_scatter(&c[1], c.or("dim", 0)?, range))
    }),
    ("diagonal_scatter", |c| {
        let dims = (c.or("dim1", 0)?, c.or("dim2", 1)?);
        ok(c[0].diagonal_scatter(&c[1], c.or("offset", 0)?, dims.0, dims.1))
    }),
    // What is written by another operation here.
    ("view_as", |c| ok(c[0].reshape(c[1].shape()))),
    ("reshape_as", |c| ok(c[0].reshape(c[1].shape()))),
    ("type_as", |c| ok(c[0].to_dtype(c[1].dtype()))),
    ("T", |c| {
        let dims: Vec<isize> = (0..c[0].rank() as isize).rev().collect();
        ok(c[0].permute(dims))
    }),
    ("mT", |c| ok(c[0].transpose(-2, -1))),
    ("fliplr", |c| ok(c[0].flip(1))),
    ("flipud", |c| ok(c[0].flip(0))),
    ("diagflat", |c| ok(c[0].reshape(-1).diag(c.or("offset", 0)?))),
    ("sum_to_size", |c| ok(c[0].sum_to(&c.get::<Vec<usize>>("size")?))),
    ("atleast_1d", |c| at_least(c, 1)),
    ("atleast_2d", |c| at_least(c, 2)),
    ("atleast_3d", |c| at_least(c, 3)),
    ("hsplit", |c| cut(c, if c[0].rank() == 1 { 0 } else { 1 })),
    ("vsplit", |c| cut(c, 0)),
    ("dsplit", |c| cut(c, 2)),
    // PyTorch's other names for what is there.
    ("swapdims", |c| ok(c[0].transpose(c.get("dim0")?, c.get("dim1")?))),
    ("ravel", |c| ok(c[0].reshape(-1))),
    ("expand_as", |c| ok(c[0].expand(c[1].shape()))),
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

/// Each operand with so many dimensions at least, as PyTorch puts them in front, and of three one behind.
fn at_least(c: &Call<'_>, rank: usize) -> Called {
    let grown = c.operands.iter().map(|x| match (x.rank(), rank) {
        (0, _) => x.reshape(vec![1; rank]),
        (1, 2 | 3) if rank == 2 => x.unsqueeze(0),
        (1, 3) => x.unsqueeze(0).unsqueeze(2),
        (2, 3) => x.unsqueeze(2),
        _ => x.clone(),
    });
    ok(grown.collect::<Vec<_>>())
}

/// Cut along a dimension into so many parts, or at places.
fn cut(c: &Call<'_>, dim: isize) -> Called {
    ok(match c.has_list("indices_or_sections") {
        true => c[0].tensor_split(c.get::<Vec<isize>>("indices_or_sections")?, dim),
        false => {
            let count: usize = c.get("indices_or_sections")?;
            c[0].split(c[0].size(dim) / count.max(1), dim)
        }
    })
}
