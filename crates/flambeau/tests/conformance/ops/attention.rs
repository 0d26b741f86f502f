//! Attention, and tables of vectors.

use flambeau::{AttentionOptions, BagOptions};

use super::{Call, Called, Row, ok};
use crate::options::set;
use crate::outcome::Trouble;

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
        ok(c[0].embedding(&c[1], padding_idx(c)?, by_freq))
    }),
    ("embedding_bag", embedding_bag),
];

fn embedding_bag(c: &Call<'_>) -> Called {
    let mut options = set!(BagOptions::new(), c, mode, include_last_offset);
    if let Some(row) = padding_idx(c)? {
        options = options.padding_idx(row);
    }
    if c.or("offsets", false)? {
        options = options.offsets(&c[2]);
    }
    if c.or("weights", false)? {
        options = options.per_sample_weights(&c[c.operands.len() - 1]);
    }
    ok(c[0].embedding_bag(&c[1], &options))
}

/// The row that does not learn; of the functions, which take no number from the end, as a number from the start.
fn padding_idx(c: &Call<'_>) -> Result<Option<usize>, Trouble> {
    let rows = c[1].size(0) as i64;
    Ok(match c.maybe::<i64>("padding_idx")? {
        Some(row @ ..0) if row >= -rows => Some((row + rows) as usize),
        _ => c.maybe("padding_idx")?,
    })
}
