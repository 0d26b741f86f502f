//! [`TransformerEncoderLayer`]: self-attention, and a map of each step.

use autograd::Tensor;

use super::parts::{Parts, attended, options};
use crate::forward::Forward;
use crate::layer_error::LayerError;
use crate::layers::multihead_attention::{AttentionCall, MultiheadAttention};
use crate::layers::{Dropout, LayerNorm, Linear, layer};
use crate::module::Module;
use crate::observe::heard;
use crate::run_layer::run_layer;

/// Self-attention, then two maps of each step with an activation between, each added to what it is given and normalised behind, or
/// normalised before with `norm_first`. After Vaswani and others, "Attention is all you need" (2017).
///
/// # Shape
/// `[steps, N, d_model]`, `[N, steps, d_model]` if the batch comes first, or `[steps, d_model]`, kept.
///
/// ```
/// use nn::{Forward, Tensor, TransformerEncoderLayer};
/// let layer = TransformerEncoderLayer::options(8, 2).dim_feedforward(16).batch_first(true).build();
/// assert_eq!(layer.forward(&Tensor::randn([4, 10, 8])).shape(), [4, 10, 8]);
/// ```
#[derive(Module)]
pub struct TransformerEncoderLayer {
    /// The attention.
    pub self_attn: MultiheadAttention,
    /// The first map of each step.
    pub linear1: Linear,
    /// Behind the activation.
    pub dropout: Dropout,
    /// The second map of each step.
    pub linear2: Linear,
    /// Of the attention.
    pub norm1: LayerNorm,
    /// Of the maps.
    pub norm2: LayerNorm,
    /// Behind the attention.
    pub dropout1: Dropout,
    /// Behind the maps.
    pub dropout2: Dropout,
    #[module(skip)]
    parts: Parts,
}

options! {
    /// A layer of 2048 in the middle, for sequences whose steps come first.
    TransformerEncoderLayer with TransformerEncoderLayerOptions {}
}

/// The masks of one call of an encoder: those of [`AttentionCall`].
#[derive(Clone, Default)]
pub struct EncoderCall<'a> {
    pub(super) mask: Option<&'a Tensor>,
    pub(super) key_padding_mask: Option<&'a Tensor>,
    pub(super) is_causal: bool,
}

impl<'a> EncoderCall<'a> {
    /// Without masks.
    pub fn new() -> Self {
        Self::default()
    }

    /// `[steps, steps]`: bool, true where a step may not attend to another, or numbers that are added.
    #[must_use]
    pub fn mask(mut self, mask: impl Into<Option<&'a Tensor>>) -> Self {
        self.mask = mask.into();
        self
    }

    /// `[N, steps]`: bool, true where a step is padding, or numbers that are added.
    #[must_use]
    pub fn key_padding_mask(mut self, mask: impl Into<Option<&'a Tensor>>) -> Self {
        self.key_padding_mask = mask.into();
        self
    }

    /// Says that the mask, which must be given, is the causal one. Default: false.
    #[must_use]
    pub fn is_causal(mut self, is_causal: bool) -> Self {
        self.is_causal = is_causal;
        self
    }
}

impl TransformerEncoderLayer {
    #[track_caller]
    fn made(_: TransformerEncoderLayerOptions, parts: Parts) -> Self {
        Self::of(parts)
    }

    // The parts with weights in PyTorch's order, in which they are drawn.
    #[track_caller]
    pub(super) fn of(parts: Parts) -> Self {
        Self {
            self_attn: parts.attention(),
            linear1: parts.linear1(),
            dropout: parts.dropout(),
            linear2: parts.linear2(),
            norm1: parts.norm(),
            norm2: parts.norm(),
            dropout1: parts.dropout(),
            dropout2: parts.dropout(),
            parts,
        }
    }

    /// The layer's result under masks.
    ///
    /// # Panics
    /// If the input or a mask does not fit.
    #[track_caller]
    pub fn forward_with(&self, x: &Tensor, call: &EncoderCall<'_>) -> Tensor {
        run_layer(self, &[x], || self.masked(x, call))
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        self.masked(x, &EncoderCall::new())
    }

    pub(super) fn masked(&self, x: &Tensor, call: &EncoderCall<'_>) -> Result<Tensor, LayerError> {
        heard(self, &[x], || {
            if self.parts.norm_first {
                let x = x + self.attended(&self.norm1.forward(x), call)?;
                return Ok(&x + self.mapped(&self.norm2.forward(&x)));
            }
            let x = self.norm1.forward(&(x + self.attended(x, call)?));
            Ok(self.norm2.forward(&(&x + self.mapped(&x))))
        })
    }

    fn attended(&self, x: &Tensor, call: &EncoderCall<'_>) -> Result<Tensor, LayerError> {
        let call = AttentionCall::new()
            .attn_mask(call.mask)
            .key_padding_mask(call.key_padding_mask)
            .is_causal(call.is_causal)
            .need_weights(false);
        attended(&self.self_attn, [x, x], &call, &self.dropout1)
    }

    fn mapped(&self, x: &Tensor) -> Tensor {
        let maps = [&self.linear1, &self.linear2];
        self.parts.mapped(x, maps, [&self.dropout, &self.dropout2])
    }
}

layer!(TransformerEncoderLayer);

#[cfg(test)]
mod tests {
    use crate::{EncoderCall, Forward, Module, Tensor, Transformer, TransformerEncoderLayer};

    #[test]
    fn a_causal_mask_hides_what_comes_later() {
        let layer = TransformerEncoderLayer::options(4, 2)
            .dim_feedforward(8)
            .batch_first(true)
            .build();
        layer.eval();
        let x = Tensor::randn([1, 5, 4]);
        let mask = Transformer::generate_square_subsequent_mask(5);
        let call = EncoderCall::new().mask(&mask).is_causal(true);
        let first = layer.forward_with(&x, &call).narrow(1, 0, 3);
        let short = layer.forward_with(
            &x.narrow(1, 0, 3),
            &EncoderCall::new().mask(&mask.narrow(0, 0, 3).narrow(1, 0, 3)),
        );
        assert!((first - short).abs().max().item() < 1e-5);
    }

    #[test]
    fn a_copy_has_equal_weights_of_its_own() {
        let layer = TransformerEncoderLayer::options(4, 2).dim_feedforward(8).build();
        let copy = layer.deep_copy();
        copy.linear1.weight.set_data(copy.linear1.weight.zeros_like());
        assert!(layer.linear1.weight.abs().sum().item() > 0.0);
        assert_eq!(
            copy.linear2.weight.to_vec::<f32>(),
            layer.linear2.weight.to_vec::<f32>()
        );
    }

    #[test]
    fn training_drops() {
        let layer = TransformerEncoderLayer::options(4, 2)
            .dim_feedforward(8)
            .dropout(0.5)
            .build();
        let x = Tensor::randn([3, 2, 4]);
        assert_ne!(
            layer.forward(&x).to_vec::<f32>(),
            layer.forward(&x).to_vec::<f32>()
        );
    }
}
