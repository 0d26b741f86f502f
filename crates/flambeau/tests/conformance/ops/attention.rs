//! Attention, and tables of vectors.

use flambeau::{AttentionOptions, BagOptions};

use super::{Call, Called, Row, ok};
use crate::options::set;

pub(super) const TABLE: &[Row] = &[
    ("sdpa", |c| {
        let mut options = AttentionOptions::new();
        if let Some(mask) = c.operands.get(3) {
            options = options.mask(mask);
        }
        let options = set!(options, c, is_causal, scale, enable_gqa);
        ok(c[0].scaled_dot_product_attention(&c[1], &c[2], &options))
    }),
    ("embedding", |c| {
        let by_freq = c.or("scale_grad_by_freq", false)?;
        ok(c[0].embedding(&c[1], c.maybe("padding_idx")?, by_freq))
    }),
    ("embedding_bag", embedding_bag),
];

fn embedding_bag(c: &Call<'_>) -> Called {
    let mut options = set!(BagOptions::new(), c, mode, include_last_offset, padding_idx);
    if c.or("offsets", false)? {
        options = options.offsets(&c[2]);
    }
    if c.or("weights", false)? {
        options = options.per_sample_weights(&c[c.operands.len() - 1]);
    }
    ok(c[0].embedding_bag(&c[1], &options))
}
