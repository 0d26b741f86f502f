//! Attention and transformers.

use flambeau::nn::{
    AttentionCall, DecoderCall, EncoderCall, FeedForwardActivation, LayerNorm, MultiheadAttention,
    Transformer, TransformerCall, TransformerDecoder, TransformerDecoderLayer, TransformerEncoder,
    TransformerEncoderLayer,
};
use serde_json::Value;

use super::{Given, Row, called};
use crate::options::set;
use crate::outcome::Trouble;
use crate::reading::{Args, Read};

/// Sets the options that all layers of a transformer have.
macro_rules! of_layers {
    ($options:expr, $args:expr) => {
        set!(
            $options,
            $args,
            dim_feedforward,
            dropout,
            activation,
            layer_norm_eps,
            batch_first,
            norm_first,
            bias
        )
    };
}

pub(super) const TABLE: &[Row] = &[
    ("MultiheadAttention", |m| {
        let attention = MultiheadAttention::options(m.get("embed_dim")?, m.get("num_heads")?);
        let attention = set!(
            attention,
            m,
            dropout,
            bias,
            add_bias_kv,
            add_zero_attn,
            kdim: usize,
            vdim: usize,
            batch_first
        );
        called(
            attention.build(),
            |attention: &MultiheadAttention, x: &Given<'_>| {
                let call = AttentionCall::new()
                    .attn_mask(x.named("attn_mask"))
                    .key_padding_mask(x.named("key_padding_mask"));
                let call = set!(call, x.args, need_weights, average_attn_weights, is_causal);
                let (y, weights) = attention.forward_with(&x[0], &x[1], &x[2], &call);
                Ok(vec![Some(y), weights])
            },
        )
    }),
    ("TransformerEncoderLayer", |m| {
        called(
            encoder_layer(m)?,
            |layer: &TransformerEncoderLayer, x: &Given<'_>| {
                let call = EncoderCall::new()
                    .mask(x.named("src_mask"))
                    .key_padding_mask(x.named("src_key_padding_mask"));
                let call = set!(call, x.args, is_causal);
                Ok(vec![Some(layer.forward_with(&x[0], &call))])
            },
        )
    }),
    ("TransformerEncoder", |m| {
        let layer: &Value = m.get("encoder_layer")?;
        let args = Args::new(&layer["args"]);
        let mut encoder = TransformerEncoder::new(encoder_layer(&args)?, m.get("num_layers")?);
        if let Some(norm) = m.maybe::<&Value>("norm")? {
            let size: usize = Args::new(&norm["args"]).get("normalized_shape")?;
            encoder = encoder.with_norm(LayerNorm::new(size));
        }
        called(encoder, |encoder: &TransformerEncoder, x: &Given<'_>| {
            let call = EncoderCall::new()
                .mask(x.named("mask"))
                .key_padding_mask(x.named("src_key_padding_mask"));
            let call = set!(call, x.args, is_causal);
            Ok(vec![Some(encoder.forward_with(&x[0], &call))])
        })
    }),
    ("TransformerDecoderLayer", |m| {
        called(
            decoder_layer(m)?,
            |layer: &TransformerDecoderLayer, x: &Given<'_>| {
                Ok(vec![Some(layer.forward_with(&x[0], &x[1], &decoder_call(x)?))])
            },
        )
    }),
    ("Transformer", |m| {
        let model = Transformer::options(m.get("d_model")?, m.get("nhead")?);
        let model = set!(of_layers!(model, m), m, num_encoder_layers, num_decoder_layers);
        called(model.build(), |model: &Transformer, x: &Given<'_>| {
            let src = EncoderCall::new()
                .mask(x.named("src_mask"))
                .key_padding_mask(x.named("src_key_padding_mask"))
                .is_causal(x.args.or("src_is_causal", false)?);
            let call = TransformerCall::new().src(src).tgt(decoder_call(x)?);
            Ok(vec![Some(model.forward_with(&x[0], &x[1], &call))])
        })
    }),
    ("TransformerDecoder", |m| {
        let layer: &Value = m.get("decoder_layer")?;
        let args = Args::new(&layer["args"]);
        let mut decoder = TransformerDecoder::new(decoder_layer(&args)?, m.get("num_layers")?);
        if let Some(norm) = m.maybe::<&Value>("norm")? {
            let size: usize = Args::new(&norm["args"]).get("normalized_shape")?;
            decoder = decoder.with_norm(LayerNorm::new(size));
        }
        called(decoder, |decoder: &TransformerDecoder, x: &Given<'_>| {
            Ok(vec![Some(decoder.forward_with(&x[0], &x[1], &decoder_call(x)?))])
        })
    }),
];

fn decoder_call<'a>(x: &'a Given<'_>) -> Result<DecoderCall<'a>, Trouble> {
    let call = DecoderCall::new()
        .tgt_mask(x.named("tgt_mask"))
        .memory_mask(x.named("memory_mask"))
        .tgt_key_padding_mask(x.named("tgt_key_padding_mask"))
        .memory_key_padding_mask(x.named("memory_key_padding_mask"));
    Ok(set!(call, x.args, tgt_is_causal, memory_is_causal))
}

fn decoder_layer(m: &Args<'_>) -> Result<TransformerDecoderLayer, Trouble> {
    let layer = TransformerDecoderLayer::options(m.get("d_model")?, m.get("nhead")?);
    Ok(of_layers!(layer, m).build())
}

fn encoder_layer(m: &Args<'_>) -> Result<TransformerEncoderLayer, Trouble> {
    let layer = TransformerEncoderLayer::options(m.get("d_model")?, m.get("nhead")?);
    Ok(of_layers!(layer, m).build())
}

impl<'a> Read<'a> for FeedForwardActivation {
    const KIND: &'static str = "an activation";

    fn read(json: &'a Value) -> Option<Self> {
        match json.as_str()? {
            "relu" => Some(FeedForwardActivation::Relu),
            "gelu" => Some(FeedForwardActivation::Gelu),
            _ => None,
        }
    }
}
