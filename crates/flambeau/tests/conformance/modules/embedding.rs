//! Tables of vectors.

use flambeau::nn::{BagMode, Embedding, EmbeddingBag};
use serde_json::Value;

use super::{Row, layer};
use crate::options::set;
use crate::reading::Read;

pub(super) const TABLE: &[Row] = &[
    ("Embedding", |m| {
        let table = Embedding::options(m.get("num_embeddings")?, m.get("embedding_dim")?);
        layer(set!(table, m, padding_idx, max_norm: f64, norm_type, scale_grad_by_freq).build())
    }),
    ("EmbeddingBag", |m| {
        let table = EmbeddingBag::options(m.get("num_embeddings")?, m.get("embedding_dim")?);
        let table = set!(table, m, mode, include_last_offset, padding_idx, max_norm: f64, norm_type);
        layer(table.build())
    }),
];

impl<'a> Read<'a> for BagMode {
    const KIND: &'static str = "a mode of bags";

    fn read(json: &'a Value) -> Option<Self> {
        match json.as_str()? {
            "sum" => Some(BagMode::Sum),
            "mean" => Some(BagMode::Mean),
            "max" => Some(BagMode::Max),
            _ => None,
        }
    }
}
