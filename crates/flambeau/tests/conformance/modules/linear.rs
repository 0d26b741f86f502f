//! Linear maps.

use flambeau::nn::{
    AdaptiveLogSoftmaxWithLoss, Bilinear, CosineSimilarity, Identity, Lazy, Linear, PairwiseDistance,
};

use super::{Row, called, layer};
use crate::options::set;

pub(super) const TABLE: &[Row] = &[
    ("Identity", |_| layer(Identity)),
    ("Linear", |m| {
        let linear = Linear::options(m.get("in_features")?, m.get("out_features")?);
        layer(set!(linear, m, bias).build())
    }),
    ("LazyLinear", |m| {
        let linear = Linear::options(0, m.get("out_features")?);
        layer(Lazy::of(set!(linear, m, bias)))
    }),
    ("AdaptiveLogSoftmaxWithLoss", |m| {
        let cutoffs: Vec<usize> = m.get("cutoffs")?;
        let softmax =
            AdaptiveLogSoftmaxWithLoss::options(m.get("in_features")?, m.get("n_classes")?, &cutoffs);
        called(set!(softmax, m, div_value, head_bias).build(), |module, given| {
            module.forward(&given[0], &given[1])
        })
    }),
    ("Bilinear", |m| {
        let sizes = (
            m.get("in1_features")?,
            m.get("in2_features")?,
            m.get("out_features")?,
        );
        let bilinear = set!(Bilinear::options(sizes.0, sizes.1, sizes.2), m, bias).build();
        called(bilinear, |module, given| module.forward(&given[0], &given[1]))
    }),
    ("CosineSimilarity", |m| {
        called(set!(CosineSimilarity::new(), m, dim, eps), |module, given| {
            module.forward(&given[0], &given[1])
        })
    }),
    ("PairwiseDistance", |m| {
        called(
            set!(PairwiseDistance::new(), m, p, eps, keepdim),
            |module, given| module.forward(&given[0], &given[1]),
        )
    }),
];
