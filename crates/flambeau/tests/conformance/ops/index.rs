//! Selections: by slices, by numbers, by tensors.

use flambeau::{Index, IndexItem, Scalar, ScatterReduce};
use serde_json::Value;

use super::{Call, Row, ok};
use crate::outcome::{Trouble, refused, unspellable};
use crate::reading::{index, item, list};

pub(super) const TABLE: &[Row] = &[
    ("narrow", |c| {
        let start = match c.operands.get(1) {
            Some(start) => start.item() as isize,
            None => c.get("start")?,
        };
        ok(c[0].narrow(c.get("dim")?, start, c.get("length")?))
    }),
    ("select", |c| ok(c[0].select(c.get("dim")?, c.get("index")?))),
    ("getitem", |c| ok(c[0].slice(&items(c)?[..]))),
    ("index", |c| ok(c[0].index(items_with_tensors(c)?))),
    ("setitem", |c| {
        let mut x = c[0].copy();
        let items = items_with_tensors(c)?;
        match (c.maybe::<Scalar>("scalar")?, basic(&items)) {
            (Some(number), Some(items)) => x.set_slice(&items[..], number),
            (None, Some(items)) => x.set_slice(&items[..], &c[1]),
            (Some(number), None) => drop(x.index_put_(items, number, false)),
            (None, None) => drop(x.index_put_(items, &c[1], false)),
        }
        ok(x)
    }),
    ("index_put", |c| {
        let items: Vec<IndexItem> = c.operands[2..].iter().map(IndexItem::from).collect();
        ok(c[0].index_put(items, &c[1], c.or("accumulate", false)?))
    }),
    ("masked_select", |c| ok(c[0].masked_select(&c[1]))),
    ("masked_scatter", |c| ok(c[0].masked_scatter(&c[1], &c[2]))),
    ("nonzero", |c| match c.or("as_tuple", false)? {
        true => ok(c[0].nonzero().unbind(1)),
        false => ok(c[0].nonzero()),
    }),
    ("argwhere", |c| ok(c[0].nonzero())),
    ("count_nonzero", |c| ok(c[0].count_nonzero(c.dims("dim")?))),
    ("take", |c| ok(c[0].take(&c[1]))),
    ("put", |c| ok(c[0].put(&c[1], &c[2], c.or("accumulate", false)?))),
    ("take_along_dim", |c| match c.maybe("dim")? {
        Some(dim) => ok(c[0].take_along_dim(&c[1], dim)),
        None => ok(c[0].reshape(-1).take_along_dim(&c[1].reshape(-1), 0)),
    }),
    ("index_copy", |c| ok(c[0].index_copy(c.get("dim")?, &c[1], &c[2]))),
    ("index_fill", |c| match c.operands.get(2) {
        Some(value) => ok(c[0].index_fill(c.get("dim")?, &c[1], value.item_scalar())),
        None => ok(c[0].index_fill(c.get("dim")?, &c[1], c.get::<Scalar>("value")?)),
    }),
    ("scatter", |c| match c.maybe::<Scalar>("value")? {
        _ if c.has("reduce") => {
            let words = [("add", ScatterReduce::Sum), ("multiply", ScatterReduce::Prod)];
            let reduce = c.choice("reduce", &words)?.unwrap_or(ScatterReduce::Sum);
            let src = match c.maybe::<Scalar>("value")? {
                Some(value) => c[1].to_dtype(c[0].dtype()).full_like(value),
                None => c[2].clone(),
            };
            ok(c[0].scatter_reduce(c.get("dim")?, &c[1], &src, reduce, true))
        }
        Some(value) => ok(c[0].scatter(c.get("dim")?, &c[1], value)),
        None => ok(c[0].scatter(c.get("dim")?, &c[1], &c[2])),
    }),
    ("scatter_reduce", |c| {
        let reduce: ScatterReduce = c.get::<&str>("reduce")?.parse().map_err(refused)?;
        let include_self = c.or("include_self", true)?;
        ok(c[0].scatter_reduce(c.get("dim")?, &c[1], &c[2], reduce, include_self))
    }),
    ("index_reduce", |c| {
        let reduce: ScatterReduce = c.get::<&str>("reduce")?.parse().map_err(refused)?;
        let include_self = c.or("include_self", true)?;
        ok(c[0].index_reduce(c.get("dim")?, &c[1], &c[2], reduce, include_self))
    }),
    ("index_select", |c| ok(c[0].index_select(c.get("dim")?, &c[1]))),
    ("index_add", |c| match c.maybe::<Scalar>("alpha")? {
        Some(alpha) => ok(c[0].index_add(c.get("dim")?, &c[1], &(&c[2] * alpha).to_dtype(c[2].dtype()))),
        None => ok(c[0].index_add(c.get("dim")?, &c[1], &c[2])),
    }),
    ("masked_fill", |c| match c.maybe::<Scalar>("value")? {
        Some(value) => ok(c[0].masked_fill(&c[1], value)),
        None => ok(c[0].masked_fill(&c[1], &c[2])),
    }),
    // -1 is PyTorch's word for none.
    ("one_hot", |c| {
        let classes: isize = c.or("num_classes", -1)?;
        ok(c[0].one_hot(usize::try_from(classes).ok()))
    }),
    ("gather", |c| ok(c[0].gather(c.get("dim")?, &c[1]))),
    ("scatter_add", |c| {
        ok(c[0].scatter_add(c.get("dim")?, &c[1], &c[2]))
    }),
];

/// The items, if no tensor is among them.
fn basic(items: &[IndexItem]) -> Option<Vec<Index>> {
    let basic = |item: &IndexItem| match item {
        IndexItem::Basic(item) => Some(*item),
        IndexItem::Array(_) => None,
    };
    items.iter().map(basic).collect()
}

/// The items of an index, among which input `k` is `{"tensor": k}`.
fn items_with_tensors(c: &Call<'_>) -> Result<Vec<IndexItem>, Trouble> {
    let items = c.raw("index").ok_or_else(|| unspellable("no index"))?;
    let item = |json: &Value| match json["tensor"].as_u64() {
        Some(input) => Ok(IndexItem::from(&c[input as usize])),
        None => Ok(IndexItem::Basic(item(json)?)),
    };
    list(items).iter().map(item).collect()
}

fn items(c: &Call<'_>) -> Result<Vec<Index>, Trouble> {
    index(c.raw("index").ok_or_else(|| unspellable("no index"))?)
}
