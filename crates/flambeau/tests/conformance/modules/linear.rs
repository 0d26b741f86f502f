//! Linear maps.

use flambeau::nn::{Bilinear, CosineSimilarity, Identity, Linear, PairwiseDistance};

use super::{Row, called, layer};
use crate::options::set;

pub(super) const TABLE: &[Row] = &[
    ("Identity", |_| layer(Identity)),
    ("Linear", |m| {
        let linear = Linear::options(m.get("in_features")?, m.get("out_features")?);
        layer(set!(linear, m, bias).build())
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
