//! Selections: by slices, by numbers, by tensors.

use flambeau::{DType, Scalar};

use super::{Call, Row, ok};
use crate::outcome::{Trouble, unspellable, unsupported};
use crate::reading::index;

pub(super) const TABLE: &[Row] = &[
    ("narrow", |c| {
        ok(c[0].narrow(c.get("dim")?, c.get("start")?, c.get("length")?))
    }),
    ("select", |c| ok(c[0].select(c.get("dim")?, c.get("index")?))),
    ("getitem", |c| ok(c[0].slice(&items(c)?[..]))),
    ("index", |c| ok(c[0].slice(&items(c)?[..]))),
    ("setitem", |c| {
        let mut x = c[0].copy();
        match c.maybe::<Scalar>("scalar")? {
            Some(number) => x.set_slice(&items(c)?[..], number),
            None => x.set_slice(&items(c)?[..], &c[1]),
        }
        ok(x)
    }),
    ("index_select", |c| ok(c[0].index_select(c.get("dim")?, &c[1]))),
    ("index_add", |c| match c[0].dtype() {
        DType::Bool => Err(unsupported("index_add of bools does not exist here")),
        _ => ok(c[0].index_add(c.get("dim")?, &c[1], &c[2])),
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

fn items(c: &Call<'_>) -> Result<Vec<flambeau::Index>, Trouble> {
    index(c.raw("index").ok_or_else(|| unspellable("no index"))?)
}
