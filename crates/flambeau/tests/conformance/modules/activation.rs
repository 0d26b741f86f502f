//! Activations as layers.

use flambeau::Scalar;
use flambeau::nn::{
    CELU, ELU, GELU, GLU, Hardshrink, Hardsigmoid, Hardswish, Hardtanh, LeakyReLU, LogSigmoid, LogSoftmax,
    Mish, PReLU, RReLU, ReLU, ReLU6, SELU, SiLU, Sigmoid, Softmax, Softmax2d, Softmin, Softplus, Softshrink,
    Softsign, Tanh, Tanhshrink, Threshold,
};

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
    ("Hardtanh", |m| layer(set!(Hardtanh::new(), m, min_val, max_val))),
    ("ReLU6", |_| layer(ReLU6)),
    ("Hardsigmoid", |_| layer(Hardsigmoid)),
    ("Hardswish", |_| layer(Hardswish)),
    ("CELU", |m| layer(set!(CELU::new(), m, alpha))),
    ("SELU", |_| layer(SELU)),
    ("Mish", |_| layer(Mish)),
    ("LogSigmoid", |_| layer(LogSigmoid)),
    ("Hardshrink", |m| layer(set!(Hardshrink::new(), m, lambd))),
    ("Softshrink", |m| layer(set!(Softshrink::new(), m, lambd))),
    ("Tanhshrink", |_| layer(Tanhshrink)),
    ("Threshold", |m| {
        layer(Threshold::new(
            m.get::<Scalar>("threshold")?,
            m.get::<Scalar>("value")?,
        ))
    }),
    ("Softplus", |m| {
        layer(set!(Softplus::new(), m, beta: Scalar, threshold: Scalar))
    }),
    ("GLU", |m| layer(set!(GLU::new(), m, dim))),
    ("PReLU", |m| {
        layer(PReLU::beginning_with(
            m.or("num_parameters", 1)?,
            m.or("init", 0.25)?,
        ))
    }),
    ("RReLU", |m| layer(set!(RReLU::new(), m, lower, upper))),
    ("Softmin", |m| layer(Softmin::new(m.get("dim")?))),
    ("Softmax2d", |_| layer(Softmax2d)),
    ("Softmax", |m| layer(Softmax::new(m.get("dim")?))),
    ("LogSoftmax", |m| layer(LogSoftmax::new(m.get("dim")?))),
];
