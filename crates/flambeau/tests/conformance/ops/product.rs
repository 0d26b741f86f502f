//! Products of vectors and matrices.

use flambeau::{Scalar, Tensor};

use super::{Row, ok};
use crate::outcome::unspellable;

pub(super) const TABLE: &[Row] = &[
    ("dot", |c| ok(c[0].dot(&c[1]))),
    ("mv", |c| ok(c[0].mv(&c[1]))),
    ("mm", |c| ok(c[0].mm(&c[1]))),
    ("inner", |c| ok(c[0].inner(&c[1]))),
    ("outer", |c| ok(c[0].outer(&c[1]))),
    ("matmul", |c| ok(c[0].matmul(&c[1]))),
    ("addmm", |c| {
        let [beta, alpha] = ["beta", "alpha"].map(|key| c.or(key, Scalar::Int(1)));
        ok(c[0].addmm(&c[1], &c[2], beta?, alpha?))
    }),
    ("bmm", |c| ok(c[0].bmm(&c[1]))),
    ("baddbmm", |c| {
        let [beta, alpha] = ["beta", "alpha"].map(|key| c.or(key, Scalar::Int(1)));
        ok(c[0].baddbmm(&c[1], &c[2], beta?, alpha?))
    }),
    ("kron", |c| ok(c[0].kron(&c[1]))),
    ("tensordot", |c| {
        ok(if c.has_list("dims") {
            let lists = c.get::<Vec<Vec<isize>>>("dims")?;
            let [left, right] =
                <[Vec<isize>; 2]>::try_from(lists).map_err(|_| unspellable("dims that are not two lists"))?;
            c[0].tensordot(&c[1], [left, right])
        } else {
            c[0].tensordot(&c[1], c.or("dims", 2_usize)?)
        })
    }),
    ("einsum", |c| {
        ok(Tensor::einsum(c.get::<&str>("equation")?, c.operands))
    }),
    ("cross", |c| ok(c[0].cross(&c[1], c.or("dim", -1)?))),
    ("cdist", |c| ok(c[0].cdist(&c[1], c.or("p", 2.0)?))),
    ("pairwise_distance", |c| {
        let (p, eps) = (c.or("p", 2.0)?, c.or("eps", 1e-6)?);
        ok(c[0].pairwise_distance(&c[1], p, eps, c.or("keepdim", false)?))
    }),
    ("cosine_similarity", |c| {
        ok(c[0].cosine_similarity(&c[1], c.or("dim", 1)?, c.or("eps", 1e-8)?))
    }),
    ("linear", |c| ok(c[0].linear(&c[1], c.operands.get(2)))),
];
