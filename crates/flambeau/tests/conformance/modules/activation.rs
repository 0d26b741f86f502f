//! Activations as layers.

use flambeau::nn::{ELU, GELU, LeakyReLU, LogSoftmax, ReLU, SiLU, Sigmoid, Softmax, Softsign, Tanh};

use super::{Row, layer};
use crate::options::set;

pub(super) const TABLE: &[Row] = &[
    ("ReLU", |_| layer(ReLU)),
    ("Tanh", |_| layer(Tanh)),
    ("Sigmoid", |_| layer(Sigmoid)),
    ("SiLU", |_| layer(SiLU)),
    ("GELU", |m| {
        let tanh = m.choice("approximate", &[("none", false), ("tanh", true)])?;
        layer(if tanh == Some(true) {
            GELU::tanh()
        } else {
            GELU::new()
        })
    }),
    ("ELU", |m| layer(set!(ELU::new(), m, alpha))),
    ("LeakyReLU", |m| layer(set!(LeakyReLU::new(), m, negative_slope))),
    ("Softsign", |_| layer(Softsign)),
    ("Softmax", |m| layer(Softmax::new(m.get("dim")?))),
    ("LogSoftmax", |m| layer(LogSoftmax::new(m.get("dim")?))),
];
