//! Updates in place of hostile sizes and numbers.

use flambeau::ScatterReduce;
use flambeau::prelude::*;

use super::Call;
use super::hostile::Hostile;

pub(crate) const CALLS: &[Call] = &[
    ("arithmetic in place", |h| {
        let other = h.view();
        changed(h, |x, h| {
            x.add_(&other)
                .mul_(h.number())
                .addcmul_(&other, &other, h.number())
        })
    }),
    ("products in place", |h| {
        let (a, b) = (h.of_rank(2), h.of_rank(2));
        changed(h, |x, h| x.addmm_(&a, &b, h.number(), h.number()))
    }),
    ("bounds in place", |h| {
        changed(h, |x, h| {
            x.clamp_(h.number(), h.number())
                .threshold_(h.number(), 1.0)
                .celu_(h.number())
        })
    }),
    ("special functions in place", |h| {
        changed(h, |x, h| {
            x.polygamma_(h.size() as u32).mvlgamma_(h.small() as u32)
        })
    }),
    ("mvlgamma_", |h| changed(h, |x, h| x.mvlgamma_(h.size() as u32))),
    ("sums in place", |h| {
        changed(h, |x, h| {
            let dim = h.dim(x.rank());
            x.cumsum_(dim).cumprod_(dim).renorm_(h.number(), dim, h.number())
        })
    }),
    ("triangles in place", |h| {
        changed(h, |x, h| x.tril_(h.signed() as i64).triu_(h.signed() as i64))
    }),
    ("fill_diagonal_", |h| {
        changed(h, |x, h| x.fill_diagonal_(h.number(), h.random.one_in(2)))
    }),
    ("index_reduce_", |h| {
        let (count, source) = (h.small(), h.tensor());
        let index = h.integers(count);
        changed(h, |x, h| {
            let how = *h
                .random
                .pick(&[ScatterReduce::Prod, ScatterReduce::Mean, ScatterReduce::Amax]);
            x.index_reduce_(h.dim(x.rank()), &index, &source, how, h.random.one_in(2))
        })
    }),
    ("places in place", |h| {
        let (count, source) = (h.small(), h.tensor());
        let index = h.integers(count);
        changed(h, |x, h| {
            let dim = h.dim(x.rank());
            x.index_add_(dim, &index, &source)
                .index_fill_(dim, &index, h.number())
        })
    }),
    ("masks in place", |h| {
        let mask = h.view().gt(0.5);
        changed(h, |x, h| x.masked_fill_(&mask, h.number()))
    }),
    ("closures in place", |h| {
        let other = h.view();
        changed(h, |x, _| x.apply_(|x| x + 1.0).map_(&other, |x, y| x * y))
    }),
    ("draws in place", |h| {
        changed(h, |x, h| {
            x.uniform_(h.number(), h.number()).normal_(h.number(), h.number())
        })
    }),
    ("other draws in place", |h| {
        changed(h, |x, h| {
            let law = h.small();
            match law {
                0 => x.cauchy_(h.number(), h.number()),
                1 => x.exponential_(h.number()),
                2 => x.geometric_(h.number()),
                3 => x.log_normal_(h.number(), h.number()),
                _ => x.bernoulli_(h.number()),
            }
        })
    }),
];

/// A tensor, or a view that few enough elements are seen through, after an update.
fn changed(
    h: &mut Hostile,
    update: impl for<'a> FnOnce(&'a mut Tensor, &mut Hostile) -> &'a mut Tensor,
) -> Option<Tensor> {
    let mut x = h.view();
    if x.numel() > 100_000 {
        return None;
    }
    update(&mut x, h);
    Some(x)
}
