//! The built-in layers, one file each.
//!
//! A layer of one tensor has a method `run`, which refuses what does not fit; [`layer!`](layer) makes its `Forward` of
//! it, by which a refusal is raised, and what is computed is recorded, at the line of the program that calls the layer.

mod adaptive_log_softmax;
mod adaptive_pool;
mod affine;
mod alpha_dropout;
mod avg_pool;
mod batch_norm;
mod bilinear;
mod celu;
mod containers;
mod conv;
mod conv_transpose;
mod convolution;
mod distance;
mod dropout;
mod elu;
mod embedding;
mod embedding_bag;
mod feature_dropout;
mod flatten;
mod fractional_max_pool;
mod gelu;
mod glu;
mod group_norm;
mod hardsigmoid;
mod hardswish;
mod hardtanh;
mod identity;
mod instance_norm;
mod lambda;
mod layer_norm;
mod lazy;
mod leaky_relu;
mod linear;
mod local_response_norm;
mod log_sigmoid;
mod log_softmax;
mod lp_pool;
mod max_pool;
mod max_unpool;
mod mish;
mod multihead_attention;
mod padding;
mod pixel_shuffle;
mod pooling;
mod prelu;
mod recurrent;
mod relu;
mod rms_norm;
mod rrelu;
mod running;
mod selu;
mod sequential;
mod shrink;
mod sigmoid;
mod silu;
mod softmax;
mod softmax2d;
mod softmin;
mod softplus;
mod softsign;
mod standard_scaler;
mod tanh;
mod threshold;
mod transformer;
mod unflatten;
mod unfold;
mod upsample;

pub use adaptive_log_softmax::{AdaptiveLogSoftmaxWithLoss, AdaptiveLogSoftmaxWithLossOptions};
pub use adaptive_pool::{
    AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d, AdaptiveMaxPool1d, AdaptiveMaxPool2d,
    AdaptiveMaxPool3d,
};
pub use alpha_dropout::{AlphaDropout, FeatureAlphaDropout};
pub use avg_pool::{AvgPool1d, AvgPool2d, AvgPool3d};
pub use batch_norm::{
    BatchNorm1d, BatchNorm1dOptions, BatchNorm2d, BatchNorm2dOptions, BatchNorm3d, BatchNorm3dOptions,
};
pub use bilinear::{Bilinear, BilinearOptions};
pub use celu::CELU;
pub use containers::{Dict, List, ModuleDict, ModuleList, ParameterDict, ParameterList};
pub use conv::{Conv1d, Conv1dOptions, Conv2d, Conv2dOptions, Conv3d, Conv3dOptions};
pub use conv_transpose::{
    ConvTranspose1d, ConvTranspose1dOptions, ConvTranspose2d, ConvTranspose2dOptions, ConvTranspose3d,
    ConvTranspose3dOptions,
};
pub use distance::{CosineSimilarity, PairwiseDistance};
pub use dropout::Dropout;
pub use elu::ELU;
pub use embedding::{Embedding, EmbeddingOptions};
pub use embedding_bag::{EmbeddingBag, EmbeddingBagOptions};
pub use feature_dropout::{Dropout1d, Dropout2d, Dropout3d};
pub use flatten::Flatten;
pub use fractional_max_pool::{FractionalMaxPool2d, FractionalMaxPool3d};
pub use gelu::GELU;
pub use glu::GLU;
pub use group_norm::{GroupNorm, GroupNormOptions};
pub use hardsigmoid::Hardsigmoid;
pub use hardswish::Hardswish;
pub use hardtanh::{Hardtanh, ReLU6};
pub use identity::Identity;
pub use instance_norm::{
    InstanceNorm1d, InstanceNorm1dOptions, InstanceNorm2d, InstanceNorm2dOptions, InstanceNorm3d,
    InstanceNorm3dOptions,
};
pub use lambda::Lambda;
pub use layer_norm::{LayerNorm, LayerNormOptions};
pub use lazy::{
    Lazily, Lazy, LazyBatchNorm1d, LazyBatchNorm2d, LazyBatchNorm3d, LazyConv1d, LazyConv2d, LazyConv3d,
    LazyConvTranspose1d, LazyConvTranspose2d, LazyConvTranspose3d, LazyInstanceNorm1d, LazyInstanceNorm2d,
    LazyInstanceNorm3d, LazyLinear,
};
pub use leaky_relu::LeakyReLU;
pub use linear::{Linear, LinearOptions};
pub use local_response_norm::LocalResponseNorm;
pub use log_sigmoid::LogSigmoid;
pub use log_softmax::LogSoftmax;
pub use lp_pool::{LPPool1d, LPPool2d, LPPool3d};
pub use max_pool::{MaxPool1d, MaxPool2d, MaxPool3d};
pub use max_unpool::{MaxUnpool1d, MaxUnpool2d, MaxUnpool3d};
pub use mish::Mish;
pub use multihead_attention::{AttentionCall, MultiheadAttention, MultiheadAttentionOptions, OutProjection};
pub use padding::{
    CircularPad1d, CircularPad2d, CircularPad3d, ConstantPad1d, ConstantPad2d, ConstantPad3d,
    ReflectionPad1d, ReflectionPad2d, ReflectionPad3d, ReplicationPad1d, ReplicationPad2d, ReplicationPad3d,
    Sides, ZeroPad1d, ZeroPad2d, ZeroPad3d,
};
pub use pixel_shuffle::{ChannelShuffle, PixelShuffle, PixelUnshuffle};
pub use prelu::PReLU;
pub use recurrent::{
    GRU, GRUCell, GRUCellOptions, GRUOptions, LSTM, LSTMCell, LSTMCellOptions, LSTMOptions, RNN, RNNCell,
    RNNCellOptions, RNNOptions,
};
pub use relu::ReLU;
pub use rms_norm::{RMSNorm, RMSNormOptions};
pub use rrelu::RReLU;
pub use selu::SELU;
pub use sequential::{Layer, Layers, Place, Sequential};
pub use shrink::{Hardshrink, Softshrink, Tanhshrink};
pub use sigmoid::Sigmoid;
pub use silu::SiLU;
pub use softmax::Softmax;
pub use softmax2d::Softmax2d;
pub use softmin::Softmin;
pub use softplus::Softplus;
pub use softsign::Softsign;
pub use standard_scaler::StandardScaler;
pub use tanh::Tanh;
pub use threshold::Threshold;
pub use transformer::{
    DecoderCall, EncoderCall, FeedForwardActivation, PositionalEncoding, PositionalEncodingOptions,
    Transformer, TransformerCall, TransformerDecoder, TransformerDecoderLayer,
    TransformerDecoderLayerOptions, TransformerEncoder, TransformerEncoderLayer,
    TransformerEncoderLayerOptions, TransformerOptions, sinusoidal_positions,
};
pub use unflatten::Unflatten;
pub use unfold::{Fold, Unfold};
pub use upsample::{Upsample, UpsamplingBilinear2d, UpsamplingNearest2d};

use autograd::{Error, Tensor};

use crate::layer_error::LayerError;

/// Implements `Forward` for a layer that has a method `run(&self, &Tensor) -> Result<Tensor, LayerError>`, which refuses what
/// does not fit.
macro_rules! layer {
    ([$($generics:tt)*] $layer:ty) => {
        $crate::layers::layer! { @ [$($generics)*] $layer }
    };
    ($layer:ty $(, $($more:tt)*)?) => {
        $crate::layers::layer! { @ [] $layer $(, $($more)*)? }
    };
    (@ [$($generics:tt)*] $layer:ty $(, $($more:tt)*)?) => {
        impl<$($generics)*> $crate::forward::Forward for $layer {
            $($crate::layers::layer_in_chain! { $($more)* })?

            #[track_caller]
            #[inline]
            fn forward(&self, x: &::autograd::Tensor) -> ::autograd::Tensor {
                $crate::run_layer::run_layer(self, &[x], || self.run(x))
            }

            #[inline]
            fn try_forward(
                &self,
                x: &::autograd::Tensor,
                line: &'static ::std::panic::Location<'static>,
            ) -> Result<::autograd::Tensor, $crate::layer_error::LayerError> {
                let run = || $crate::observe::heard(self, &[x], || self.run(x));
                match ::autograd::with_location(line, run) {
                    Ok(y) => Ok(y),
                    Err(error) => Err(error.of(&self)),
                }
            }
        }
    };
}

/// What a layer is to its neighbours in a chain: an `activation` that the layer before may take into its own operation,
/// or one that can take it, by a method that is given it too.
macro_rules! layer_in_chain {
    (activation: $activation:ident) => {
        #[inline]
        fn activation(&self) -> Option<::autograd::Activation> {
            Some(::autograd::Activation::$activation)
        }
    };
    (activated: $run:ident) => {
        #[inline]
        fn try_forward_activated(
            &self,
            x: &::autograd::Tensor,
            line: &'static ::std::panic::Location<'static>,
            activation: ::autograd::Activation,
        ) -> Option<Result<::autograd::Tensor, $crate::layer_error::LayerError>> {
            Some(
                match ::autograd::with_location(line, || self.$run(x, activation)) {
                    Ok(y) => Ok(y),
                    Err(error) => Err(error.of(&self)),
                },
            )
        }
    };
}
use {layer, layer_in_chain};

/// Refuses an input that is not floating point.
#[inline]
fn float_only(x: &Tensor) -> Result<(), LayerError> {
    if x.dtype().is_float() {
        return Ok(());
    }
    Err(not_floating(x))
}

#[cold]
fn not_floating(x: &Tensor) -> LayerError {
    LayerError::from(Error::dtype(format!(
        "input is {}, and must be floating point",
        x.dtype()
    )))
}

/// The refusal of an input whose element type is not that of the layer's `weight`.
#[cold]
fn other_dtype(x: &Tensor, weight: &Tensor) -> LayerError {
    LayerError::from(Error::dtype(format!(
        "input is {}, and the weight is {}: convert one of them",
        x.dtype(),
        weight.dtype()
    )))
}
