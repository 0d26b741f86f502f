//! [`Transformer`]: an encoder and a decoder.

use autograd::{Array, Tensor, default_dtype};
use options_derive::Options;

use super::decoder::TransformerDecoder;
use super::decoder_layer::{DecoderCall, TransformerDecoderLayer};
use super::encoder::TransformerEncoder;
use super::encoder_layer::{EncoderCall, TransformerEncoderLayer};
use super::feed_forward::FeedForwardActivation;
use crate::init;
use crate::layer_error::LayerError;
use crate::layers::LayerNorm;
use crate::module::Module;
use crate::run_layer::run_layer;

/// An encoder of a source, and a decoder that makes of its result and a target its own, each with a norm behind. After Vaswani
/// and others, "Attention is all you need" (2017).
///
/// All matrices begin by [`xavier_uniform_`](crate::init::xavier_uniform_): PyTorch's numbers, if the generator is PyTorch's.
///
/// # Shape
/// Source `[others, N, d_model]` and target `[steps, N, d_model]`, with `N` first if the batch comes first, or without `N`; the
/// target's is kept.
///
/// ```
/// use nn::{Tensor, Transformer};
/// let model = Transformer::options(8, 2).num_encoder_layers(1).num_decoder_layers(1).dim_feedforward(16).build();
/// assert_eq!(model.forward(&Tensor::randn([10, 4, 8]), &Tensor::randn([5, 4, 8])).shape(), [5, 4, 8]);
/// ```
#[derive(Module)]
pub struct Transformer {
    /// The encoder.
    pub encoder: TransformerEncoder,
    /// The decoder.
    pub decoder: TransformerDecoder,
}

/// The masks of one call of a [`Transformer`].
#[derive(Clone, Default)]
pub struct TransformerCall<'a> {
    src: EncoderCall<'a>,
    tgt: DecoderCall<'a>,
}

impl<'a> TransformerCall<'a> {
    /// Without masks.
    pub fn new() -> Self {
        Self::default()
    }

    /// The masks of the source.
    #[must_use]
    pub fn src(mut self, call: EncoderCall<'a>) -> Self {
        self.src = call;
        self
    }

    /// The masks of the target and of the memory that the encoder makes.
    #[must_use]
    pub fn tgt(mut self, call: DecoderCall<'a>) -> Self {
        self.tgt = call;
        self
    }
}

impl Transformer {
    /// Six layers each, of 2048 in the middle, for sequences whose steps come first.
    ///
    /// # Panics
    /// If the heads do not divide the size.
    #[track_caller]
    pub fn new(d_model: usize, nhead: usize) -> Self {
        Self::options(d_model, nhead).build()
    }

    /// A model to be made otherwise.
    pub fn options(d_model: usize, nhead: usize) -> TransformerOptions {
        TransformerOptions::new(d_model, nhead)
    }

    /// The decoder's result for a target, without masks.
    ///
    /// # Panics
    /// If source and target do not fit.
    #[track_caller]
    pub fn forward(&self, src: &Tensor, tgt: &Tensor) -> Tensor {
        self.forward_with(src, tgt, &TransformerCall::new())
    }

    /// The decoder's result for a target, under masks.
    ///
    /// # Panics
    /// If source, target and masks do not fit.
    #[track_caller]
    pub fn forward_with(&self, src: &Tensor, tgt: &Tensor, call: &TransformerCall<'_>) -> Tensor {
        run_layer(self, &[src, tgt], || {
            let within = |part: &'static str| move |error: LayerError| error.within(part);
            let memory = self.encoder.masked(src, &call.src).map_err(within("encoder"))?;
            self.decoder
                .masked(tgt, &memory, &call.tgt)
                .map_err(within("decoder"))
        })
    }

    /// The causal mask: 0 where a step may attend to another, minus infinity where that comes later.
    ///
    /// ```
    /// use nn::Transformer;
    /// let mask = Transformer::generate_square_subsequent_mask(2);
    /// assert_eq!(mask.to_vec::<f32>(), [0.0, f32::NEG_INFINITY, 0.0, 0.0]);
    /// ```
    pub fn generate_square_subsequent_mask(size: usize) -> Tensor {
        let all = Tensor::from(Array::full([size, size], f64::NEG_INFINITY, default_dtype()));
        all.triu(1)
    }
}

/// How a [`Transformer`] is made. The defaults are PyTorch's.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct TransformerOptions {
    /// The size of a step.
    d_model: usize,
    /// How many heads each attention has.
    nhead: usize,
    /// How many layers the encoder has.
    #[option(default = 6)]
    num_encoder_layers: usize,
    /// How many layers the decoder has.
    #[option(default = 6)]
    num_decoder_layers: usize,
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

impl TransformerOptions {
    /// Makes the model, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    ///
    /// # Panics
    /// If the heads do not divide the size.
    #[track_caller]
    pub fn build(self) -> Transformer {
        let norm = || {
            LayerNorm::options(self.d_model)
                .eps(self.layer_norm_eps)
                .bias(self.bias)
                .build()
        };
        let encoder_layer = TransformerEncoderLayer::options(self.d_model, self.nhead)
            .dim_feedforward(self.dim_feedforward)
            .dropout(self.dropout)
            .activation(self.activation)
            .layer_norm_eps(self.layer_norm_eps)
            .batch_first(self.batch_first)
            .norm_first(self.norm_first)
            .bias(self.bias)
            .build();
        let decoder_layer = TransformerDecoderLayer::options(self.d_model, self.nhead)
            .dim_feedforward(self.dim_feedforward)
            .dropout(self.dropout)
            .activation(self.activation)
            .layer_norm_eps(self.layer_norm_eps)
            .batch_first(self.batch_first)
            .norm_first(self.norm_first)
            .bias(self.bias)
            .build();
        let model = Transformer {
            encoder: TransformerEncoder::new(encoder_layer, self.num_encoder_layers).with_norm(norm()),
            decoder: TransformerDecoder::new(decoder_layer, self.num_decoder_layers).with_norm(norm()),
        };
        for parameter in model.parameters().iter().filter(|parameter| parameter.rank() > 1) {
            init::xavier_uniform_(parameter, 1.0);
        }
        model
    }
}
