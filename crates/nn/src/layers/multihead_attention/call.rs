//! [`AttentionCall`]: the masks of one call, and whether it gives the weights.

use autograd::Tensor;

/// How one call of a [`MultiheadAttention`](crate::MultiheadAttention) attends. The defaults are PyTorch's.
#[derive(Clone)]
pub struct AttentionCall<'a> {
    pub(super) attn_mask: Option<&'a Tensor>,
    pub(super) key_padding_mask: Option<&'a Tensor>,
    pub(super) need_weights: bool,
    pub(super) average_attn_weights: bool,
    pub(super) is_causal: bool,
}

impl Default for AttentionCall<'_> {
    fn default() -> Self {
        Self {
            attn_mask: None,
            key_padding_mask: None,
            need_weights: true,
            average_attn_weights: true,
            is_causal: false,
        }
    }
}

impl<'a> AttentionCall<'a> {
    /// Without masks; with the weights, averaged over the heads.
    pub fn new() -> Self {
        Self::default()
    }

    /// `[L, S]` or `[N * num_heads, L, S]`: bool, true where a query may not attend to a key, or numbers that are added.
    #[must_use]
    pub fn attn_mask(mut self, mask: impl Into<Option<&'a Tensor>>) -> Self {
        self.attn_mask = mask.into();
        self
    }

    /// `[N, S]`: bool, true where a key is padding, or numbers that are added.
    #[must_use]
    pub fn key_padding_mask(mut self, mask: impl Into<Option<&'a Tensor>>) -> Self {
        self.key_padding_mask = mask.into();
        self
    }

    /// Whether the weights are given as well; without them long sequences take little memory. Default: true.
    #[must_use]
    pub fn need_weights(mut self, need: bool) -> Self {
        self.need_weights = need;
        self
    }

    /// Whether weights are averaged over the heads. Default: true.
    #[must_use]
    pub fn average_attn_weights(mut self, average: bool) -> Self {
        self.average_attn_weights = average;
        self
    }

    /// Says that the mask, which must be given, is the causal one, so that it need not be read. Default: false.
    #[must_use]
    pub fn is_causal(mut self, is_causal: bool) -> Self {
        self.is_causal = is_causal;
        self
    }
}
