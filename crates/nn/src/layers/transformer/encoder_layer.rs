//! [`TransformerEncoderLayer`]: self-attention, and a map of each step.

use autograd::{Error, Tensor};
use options_derive::Options;

use super::feed_forward::FeedForwardActivation;
use crate::forward::Forward;
use crate::layer_error::LayerError;
use crate::layers::multihead_attention::{AttentionCall, MultiheadAttention, check_heads};
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
    options: TransformerEncoderLayerOptions,
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
    /// A layer of 2048 in the middle, for sequences whose steps come first.
    ///
    /// # Panics
    /// If the heads do not divide the size.
    #[track_caller]
    pub fn new(d_model: usize, nhead: usize) -> Self {
        Self::options(d_model, nhead).build()
    }

    /// A layer to be made otherwise.
    pub fn options(d_model: usize, nhead: usize) -> TransformerEncoderLayerOptions {
        TransformerEncoderLayerOptions::new(d_model, nhead)
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
            if self.options.norm_first {
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
        let (attended, _) = self.self_attn.run([x, x, x], &call)?;
        Ok(self.dropout1.forward(&attended))
    }

    fn mapped(&self, x: &Tensor) -> Tensor {
        let middle = self.options.activation.of(&self.linear1.forward(x));
        self.dropout2
            .forward(&self.linear2.forward(&self.dropout.forward(&middle)))
    }
}

layer!(TransformerEncoderLayer);

/// How a [`TransformerEncoderLayer`] is made. The defaults are PyTorch's.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct TransformerEncoderLayerOptions {
    /// The size of a step.
    d_model: usize,
    /// How many heads the attention has.
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
    /// Whether norms come before attention and maps, not behind.
    #[option(default = false)]
    norm_first: bool,
    /// Whether maps and norms have biases.
    #[option(default = true)]
    bias: bool,
}

impl TransformerEncoderLayerOptions {
    /// Makes the layer, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    ///
    /// # Panics
    /// If the heads do not divide the size.
    #[track_caller]
    pub fn build(self) -> TransformerEncoderLayer {
        check_heads(self.d_model, self.nhead);
        Error::raise_memory_here(|| self.made())
    }

    fn made(self) -> TransformerEncoderLayer {
        let (size, middle) = (self.d_model, self.dim_feedforward);
        let dropout = || Dropout::new(self.dropout);
        let norm = || {
            LayerNorm::options(size)
                .eps(self.layer_norm_eps)
                .bias(self.bias)
                .build()
        };
        TransformerEncoderLayer {
            self_attn: MultiheadAttention::options(size, self.nhead)
                .dropout(self.dropout)
                .bias(self.bias)
                .batch_first(self.batch_first)
                .build(),
            linear1: Linear::options(size, middle).bias(self.bias).build(),
            dropout: dropout(),
            linear2: Linear::options(middle, size).bias(self.bias).build(),
            norm1: norm(),
            norm2: norm(),
            dropout1: dropout(),
            dropout2: dropout(),
            options: self,
        }
    }
}

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
