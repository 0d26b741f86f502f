//! Tables of vectors.

use flambeau::nn::Embedding;

use super::{Row, layer};
use crate::options::set;

pub(super) const TABLE: &[Row] = &[("Embedding", |m| {
    let table = Embedding::options(m.get("num_embeddings")?, m.get("embedding_dim")?);
    layer(set!(table, m, padding_idx).build())
})];
