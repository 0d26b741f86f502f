//! [`TransformerDecoderLayer`]: self-attention, attention to a memory, and a map of each step.

use autograd::{Error, Tensor};
use options_derive::Options;

use super::feed_forward::FeedForwardActivation;
use crate::forward::Forward;
use crate::layer_error::LayerError;
use crate::layers::multihead_attention::{AttentionCall, MultiheadAttention, check_heads};
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
    options: TransformerDecoderLayerOptions,
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
    /// A layer of 2048 in the middle, for sequences whose steps come first.
    ///
    /// # Panics
    /// If the heads do not divide the size.
    #[track_caller]
    pub fn new(d_model: usize, nhead: usize) -> Self {
        Self::options(d_model, nhead).build()
    }

    /// A layer to be made otherwise.
    pub fn options(d_model: usize, nhead: usize) -> TransformerDecoderLayerOptions {
        TransformerDecoderLayerOptions::new(d_model, nhead)
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
            if self.options.norm_first {
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
        let (attended, _) = self.self_attn.run([x, x, x], &call)?;
        Ok(self.dropout1.forward(&attended))
    }

    fn remembered(&self, x: &Tensor, memory: &Tensor, call: &DecoderCall<'_>) -> Result<Tensor, LayerError> {
        let call = AttentionCall::new()
            .attn_mask(call.memory_mask)
            .key_padding_mask(call.memory_key_padding_mask)
            .is_causal(call.memory_is_causal)
            .need_weights(false);
        let (attended, _) = self.multihead_attn.run([x, memory, memory], &call)?;
        Ok(self.dropout2.forward(&attended))
    }

    fn mapped(&self, x: &Tensor) -> Tensor {
        let middle = self.options.activation.of(&self.linear1.forward(x));
        self.dropout3
            .forward(&self.linear2.forward(&self.dropout.forward(&middle)))
    }
}

/// How a [`TransformerDecoderLayer`] is made. The defaults are PyTorch's.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct TransformerDecoderLayerOptions {
    /// The size of a step.
    d_model: usize,
    /// How many heads each attention has.
    nhead: usize,
    /// The size between the two maps.
    #[option(default = 2048)]
    dim_feedforward: usize,
    /// The probability of an element to be dropped in training.
    #[option(default = 0.1, limit = unit)]
    dropout: f64,
    /// What stands between the two maps.
    #[option(default = FeedForwardActivation::Relu)]
    activation: FeedForwardActivation,
    /// Added to the variance.
    #[option(default = 1e-5)]
    layer_norm_eps: f64,
    /// Whether the batch comes before the steps.
    #[option(default = false)]
    batch_first: bool,
    /// Whether norms come before attentions and maps, not behind.
    #[option(default = false)]
    norm_first: bool,
    /// Whether maps and norms have biases.
    #[option(default = true)]
    bias: bool,
}

impl TransformerDecoderLayerOptions {
    /// Makes the layer, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    ///
    /// # Panics
    /// If the heads do not divide the size.
    #[track_caller]
    pub fn build(self) -> TransformerDecoderLayer {
        check_heads(self.d_model, self.nhead);
        Error::raise_memory_here(|| self.made())
    }

    fn made(self) -> TransformerDecoderLayer {
        let (size, middle) = (self.d_model, self.dim_feedforward);
        let dropout = || Dropout::new(self.dropout);
        let norm = || {
            LayerNorm::options(size)
                .eps(self.layer_norm_eps)
                .bias(self.bias)
                .build()
        };
        let attention = || {
            MultiheadAttention::options(size, self.nhead)
                .dropout(self.dropout)
                .bias(self.bias)
                .batch_first(self.batch_first)
                .build()
        };
        TransformerDecoderLayer {
            self_attn: attention(),
            multihead_attn: attention(),
            linear1: Linear::options(size, middle).bias(self.bias).build(),
            dropout: dropout(),
            linear2: Linear::options(middle, size).bias(self.bias).build(),
            norm1: norm(),
            norm2: norm(),
            norm3: norm(),
            dropout1: dropout(),
            dropout2: dropout(),
            dropout3: dropout(),
            options: self,
        }
    }
}
