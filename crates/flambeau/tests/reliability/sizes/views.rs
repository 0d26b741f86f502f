//! Views of sizes that are given.

use flambeau::Index;
use flambeau::prelude::*;

use super::Call;
use super::hostile::Hostile;

pub(crate) const CALLS: &[Call] = &[
    ("expand", |h| {
        let (x, shape) = (h.tensor(), h.shape());
        Some(x.expand(shape))
    }),
    ("expand by signed sizes", |h| {
        let rank = 1 + h.small();
        let shape: Vec<i64> = (0..rank).map(|_| h.signed() as i64).collect();
        Some(h.view().expand(shape))
    }),
    ("reshape", |h| {
        let (x, shape) = (h.view(), h.shape());
        is_walked(&x).then(|| x.reshape(shape))
    }),
    ("reshape with -1", |h| {
        let (x, size) = (h.view(), h.signed() as i64);
        is_walked(&x).then(|| x.reshape([size, -1]))
    }),
    ("view", |h| {
        let (x, rank) = (h.view(), h.small());
        let shape = h.mixed(rank);
        Some(x.view(shape))
    }),
    ("narrow", |h| {
        let x = h.view();
        let dim = h.dim(x.rank());
        Some(x.narrow(dim, h.signed(), h.size()))
    }),
    ("slice", |h| {
        let x = h.view();
        let index: Vec<Index> = (0..x.rank()).map(|_| range(h)).collect();
        Some(x.slice(&index[..]))
    }),
    ("select", |h| {
        let x = h.view();
        let dim = h.dim(x.rank());
        Some(x.select(dim, h.signed()))
    }),
    ("get", |h| {
        let x = h.view();
        Some(x.get(h.size()))
    }),
    ("unsqueeze", |h| {
        let x = h.view();
        Some(x.unsqueeze(h.signed()))
    }),
    ("transpose", |h| {
        let x = h.view();
        Some(x.transpose(h.dim(x.rank()), h.dim(x.rank())))
    }),
    ("flatten", |h| {
        let x = h.view();
        let (start, end) = (h.dim(x.rank()), h.dim(x.rank()));
        is_walked(&x).then(|| x.flatten(start, end))
    }),
    ("unflatten", |h| {
        let x = h.view();
        let dim = h.dim(x.rank());
        Some(x.unflatten(dim, [h.signed() as i64, h.signed() as i64]))
    }),
    ("movedim", |h| {
        let x = h.view();
        Some(x.movedim(h.signed(), h.dim(x.rank())))
    }),
    ("diagonal", |h| {
        let x = h.view();
        Some(x.diagonal(h.signed(), h.dim(x.rank()), h.dim(x.rank())))
    }),
    ("split", |h| {
        let x = h.view();
        let parts = x.split(h.size(), h.dim(x.rank()));
        parts.into_iter().next()
    }),
    ("split by sizes", |h| {
        let x = h.tensor();
        let parts = x.split([h.some(), h.some()], h.dim(x.rank()));
        parts.into_iter().next()
    }),
    ("unbind", |h| {
        let x = h.view();
        x.unbind(h.dim(x.rank())).into_iter().next()
    }),
    ("chunk", |h| {
        let x = h.view();
        let parts = x.chunk(h.size(), h.dim(x.rank()));
        parts.into_iter().next()
    }),
    ("sum over a dimension of a view", |h| {
        let x = h.view();
        is_walked(&x).then(|| x.sum_dim(h.dim(x.rank()), true))
    }),
    ("print", |h| {
        let text = h.view().to_string();
        assert!(text.len() < 100_000, "{} letters", text.len());
        None
    }),
];

fn range(h: &mut Hostile) -> Index {
    let mut bound = || {
        if h.random.one_in(3) {
            h.signed()
        } else {
            h.random.below(6) as isize
        }
    };
    let (start, end, step) = (bound(), bound(), bound());
    Index::Range {
        start,
        end: (end != 5).then_some(end),
        step,
    }
}

/// Whether there are so few elements that they can be walked over: more take their time, and rightly so.
pub(crate) fn is_walked(x: &Tensor) -> bool {
    x.numel() < 100_000
}
