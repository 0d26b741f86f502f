//! [`TransformerDecoderLayer`]: self-attention, attention to a memory, and a map of each step.

use autograd::Tensor;

use super::parts::{Parts, attended, options};
use crate::forward::Forward;
use crate::layer_error::LayerError;
use crate::layers::multihead_attention::{AttentionCall, MultiheadAttention};
use crate::layers::{Dropout, LayerNorm, Linear};
use crate::module::Module;
use crate::observe::heard;
use crate::run_layer::run_layer;

/// Self-attention of a target, then attention of it to a memory, then two maps of each step with an activation between, each
/// added to what it is given and normalised behind, or normalised before with `norm_first`. After Vaswani and others, "Attention
/// is all you need" (2017).
///
/// # Shape
/// Target `[steps, N, d_model]` and memory `[others, N, d_model]`, with `N` first if the batch comes first, or without `N`; the
/// target's is kept.
///
/// ```
/// use nn::{Tensor, TransformerDecoderLayer};
/// let layer = TransformerDecoderLayer::options(8, 2).dim_feedforward(16).build();
/// assert_eq!(layer.forward(&Tensor::randn([5, 4, 8]), &Tensor::randn([10, 4, 8])).shape(), [5, 4, 8]);
/// ```
#[derive(Module)]
pub struct TransformerDecoderLayer {
    /// The attention of the target to itself.
    pub self_attn: MultiheadAttention,
    /// The attention to the memory.
    pub multihead_attn: MultiheadAttention,
    /// The first map of each step.
    pub linear1: Linear,
    /// Behind the activation.
    pub dropout: Dropout,
    /// The second map of each step.
    pub linear2: Linear,
    /// Of the self-attention.
    pub norm1: LayerNorm,
    /// Of the attention to the memory.
    pub norm2: LayerNorm,
    /// Of the maps.
    pub norm3: LayerNorm,
    /// Behind the self-attention.
    pub dropout1: Dropout,
    /// Behind the attention to the memory.
    pub dropout2: Dropout,
    /// Behind the maps.
    pub dropout3: Dropout,
    #[module(skip)]
    parts: Parts,
}

options! {
    /// A layer of 2048 in the middle, for sequences whose steps come first.
    TransformerDecoderLayer with TransformerDecoderLayerOptions {}
}

/// The masks of one call of a decoder: those of [`AttentionCall`], for the target and for the memory.
#[derive(Clone, Default)]
pub struct DecoderCall<'a> {
    pub(super) tgt_mask: Option<&'a Tensor>,
    pub(super) memory_mask: Option<&'a Tensor>,
    pub(super) tgt_key_padding_mask: Option<&'a Tensor>,
    pub(super) memory_key_padding_mask: Option<&'a Tensor>,
    pub(super) tgt_is_causal: bool,
    pub(super) memory_is_causal: bool,
}

impl<'a> DecoderCall<'a> {
    /// Without masks.
    pub fn new() -> Self {
        Self::default()
    }

    /// `[steps, steps]`: what a step of the target may not attend to.
    #[must_use]
    pub fn tgt_mask(mut self, mask: impl Into<Option<&'a Tensor>>) -> Self {
        self.tgt_mask = mask.into();
        self
    }

    /// `[steps, others]`: what of the memory a step of the target may not attend to.
    #[must_use]
    pub fn memory_mask(mut self, mask: impl Into<Option<&'a Tensor>>) -> Self {
        self.memory_mask = mask.into();
        self
    }

    /// `[N, steps]`: what of the target is padding.
    #[must_use]
    pub fn tgt_key_padding_mask(mut self, mask: impl Into<Option<&'a Tensor>>) -> Self {
        self.tgt_key_padding_mask = mask.into();
        self
    }

    /// `[N, others]`: what of the memory is padding.
    #[must_use]
    pub fn memory_key_padding_mask(mut self, mask: impl Into<Option<&'a Tensor>>) -> Self {
        self.memory_key_padding_mask = mask.into();
        self
    }

    /// Says that the mask of the target, which must be given, is the causal one. Default: false.
    #[must_use]
    pub fn tgt_is_causal(mut self, is_causal: bool) -> Self {
        self.tgt_is_causal = is_causal;
        self
    }

    /// Says that the mask of the memory, which must be given, is the causal one. Default: false.
    #[must_use]
    pub fn memory_is_causal(mut self, is_causal: bool) -> Self {
        self.memory_is_causal = is_causal;
        self
    }
}

impl TransformerDecoderLayer {
    #[track_caller]
    fn made(_: TransformerDecoderLayerOptions, parts: Parts) -> Self {
        Self::of(parts)
    }

    // The parts with weights in PyTorch's order, in which they are drawn.
    #[track_caller]
    pub(super) fn of(parts: Parts) -> Self {
        Self {
            self_attn: parts.attention(),
            multihead_attn: parts.attention(),
            linear1: parts.linear1(),
            dropout: parts.dropout(),
            linear2: parts.linear2(),
            norm1: parts.norm(),
            norm2: parts.norm(),
            norm3: parts.norm(),
            dropout1: parts.dropout(),
            dropout2: parts.dropout(),
            dropout3: parts.dropout(),
            parts,
        }
    }

    /// The layer's result for a target, without masks.
    ///
    /// # Panics
    /// If target and memory do not fit.
    #[track_caller]
    pub fn forward(&self, tgt: &Tensor, memory: &Tensor) -> Tensor {
        self.forward_with(tgt, memory, &DecoderCall::new())
    }

    /// The layer's result for a target, under masks.
    ///
    /// # Panics
    /// If target, memory and masks do not fit.
    #[track_caller]
    pub fn forward_with(&self, tgt: &Tensor, memory: &Tensor, call: &DecoderCall<'_>) -> Tensor {
        run_layer(self, &[tgt, memory], || self.masked(tgt, memory, call))
    }

    pub(super) fn masked(
        &self,
        x: &Tensor,
        memory: &Tensor,
        call: &DecoderCall<'_>,
    ) -> Result<Tensor, LayerError> {
        heard(self, &[x, memory], || {
            if self.parts.norm_first {
                let x = x + self.attended(&self.norm1.forward(x), call)?;
                let x = &x + self.remembered(&self.norm2.forward(&x), memory, call)?;
                return Ok(&x + self.mapped(&self.norm3.forward(&x)));
            }
            let x = self.norm1.forward(&(x + self.attended(x, call)?));
            let x = self.norm2.forward(&(&x + self.remembered(&x, memory, call)?));
            Ok(self.norm3.forward(&(&x + self.mapped(&x))))
        })
    }

    fn attended(&self, x: &Tensor, call: &DecoderCall<'_>) -> Result<Tensor, LayerError> {
        let call = AttentionCall::new()
            .attn_mask(call.tgt_mask)
            .key_padding_mask(call.tgt_key_padding_mask)
            .is_causal(call.tgt_is_causal)
            .need_weights(false);
        attended(&self.self_attn, [x, x], &call, &self.dropout1)
    }

    fn remembered(&self, x: &Tensor, memory: &Tensor, call: &DecoderCall<'_>) -> Result<Tensor, LayerError> {
        let call = AttentionCall::new()
            .attn_mask(call.memory_mask)
            .key_padding_mask(call.memory_key_padding_mask)
            .is_causal(call.memory_is_causal)
            .need_weights(false);
        attended(&self.multihead_attn, [x, memory], &call, &self.dropout2)
    }

    fn mapped(&self, x: &Tensor) -> Tensor {
        let maps = [&self.linear1, &self.linear2];
        self.parts.mapped(x, maps, [&self.dropout, &self.dropout3])
    }
}
