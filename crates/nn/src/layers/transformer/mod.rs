//! Transformers: layers of attention and of maps of each step, stacks of them, and positions.

mod decoder;
mod decoder_layer;
mod encoder;
mod encoder_layer;
mod feed_forward;
mod model;
mod parts;
mod positions;
mod stack;

pub use decoder::TransformerDecoder;
pub use decoder_layer::{DecoderCall, TransformerDecoderLayer, TransformerDecoderLayerOptions};
pub use encoder::TransformerEncoder;
pub use encoder_layer::{EncoderCall, TransformerEncoderLayer, TransformerEncoderLayerOptions};
pub use feed_forward::FeedForwardActivation;
pub use model::{Transformer, TransformerCall, TransformerOptions};
pub use positions::{PositionalEncoding, PositionalEncodingOptions, sinusoidal_positions};
