//! Products of vectors and matrices.

use flambeau::Scalar;

use super::{Row, ok};

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
    ("linear", |c| ok(c[0].linear(&c[1], c.operands.get(2)))),
];
