//! [`Transformer`]: an encoder and a decoder.

use autograd::{Array, Tensor, default_dtype};

use super::decoder::TransformerDecoder;
use super::decoder_layer::{DecoderCall, TransformerDecoderLayer};
use super::encoder::TransformerEncoder;
use super::encoder_layer::{EncoderCall, TransformerEncoderLayer};
use super::parts::{Parts, options};
use crate::init;
use crate::layer_error::LayerError;
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

options! {
    /// Six layers each, of 2048 in the middle, for sequences whose steps come first.
    Transformer with TransformerOptions {
        /// How many layers the encoder has.
        #[option(default = 6)]
        num_encoder_layers: usize,
        /// How many layers the decoder has.
        #[option(default = 6)]
        num_decoder_layers: usize,
    }
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
    #[track_caller]
    fn made(options: TransformerOptions, parts: Parts) -> Self {
        let encoder_layer = TransformerEncoderLayer::of(parts);
        let decoder_layer = TransformerDecoderLayer::of(parts);
        let model = Self {
            encoder: TransformerEncoder::new(encoder_layer, options.num_encoder_layers)
                .with_norm(parts.norm()),
            decoder: TransformerDecoder::new(decoder_layer, options.num_decoder_layers)
                .with_norm(parts.norm()),
        };
        for parameter in model.parameters().iter().filter(|parameter| parameter.rank() > 1) {
            init::xavier_uniform_(parameter, 1.0);
        }
        model
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
