//! What layers and the whole model are made of, and the options that say so.

use autograd::Tensor;

use super::feed_forward::FeedForwardActivation;
use crate::forward::Forward;
use crate::layer_error::LayerError;
use crate::layers::multihead_attention::{AttentionCall, MultiheadAttention};
use crate::layers::{Dropout, LayerNorm, Linear};

/// The options of all layers of a model, which make their parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts {
    pub(super) d_model: usize,
    pub(super) nhead: usize,
    pub(super) dim_feedforward: usize,
    pub(super) dropout: f64,
    pub(super) activation: FeedForwardActivation,
    pub(super) layer_norm_eps: f64,
    pub(super) batch_first: bool,
    pub(super) norm_first: bool,
    pub(super) bias: bool,
}

impl Parts {
    #[track_caller]
    pub(super) fn attention(&self) -> MultiheadAttention {
        MultiheadAttention::options(self.d_model, self.nhead)
            .dropout(self.dropout)
            .bias(self.bias)
            .batch_first(self.batch_first)
            .build()
    }

    #[track_caller]
    pub(super) fn linear1(&self) -> Linear {
        Linear::options(self.d_model, self.dim_feedforward)
            .bias(self.bias)
            .build()
    }

    #[track_caller]
    pub(super) fn linear2(&self) -> Linear {
        Linear::options(self.dim_feedforward, self.d_model)
            .bias(self.bias)
            .build()
    }

    #[track_caller]
    pub(super) fn norm(&self) -> LayerNorm {
        LayerNorm::options(self.d_model)
            .eps(self.layer_norm_eps)
            .bias(self.bias)
            .build()
    }

    #[track_caller]
    pub(super) fn dropout(&self) -> Dropout {
        Dropout::new(self.dropout)
    }

    /// The two maps of each step.
    pub(super) fn mapped(
        &self,
        x: &Tensor,
        [linear1, linear2]: [&Linear; 2],
        dropouts: [&Dropout; 2],
    ) -> Tensor {
        let middle = self.activation.of(&linear1.forward(x));
        dropouts[1].forward(&linear2.forward(&dropouts[0].forward(&middle)))
    }
}

/// What attention gives of a memory for queries.
pub(super) fn attended(
    attention: &MultiheadAttention,
    [query, memory]: [&Tensor; 2],
    call: &AttentionCall<'_>,
    dropout: &Dropout,
) -> Result<Tensor, LayerError> {
    let (attended, _) = attention.run([query, memory, memory], call)?;
    Ok(dropout.forward(&attended))
}

/// Writes the constructors of a layer or the model, and its options: those of all, and its own. It says by
/// `made(options, &Parts) -> Self` what it makes of them.
macro_rules! options {
    (
        $(#[$on_new:meta])*
        $made:ident with $options:ident { $($(#[$on_option:meta])* $option:ident: $type:ty,)* }
    ) => {
        impl $made {
            $(#[$on_new])*
            ///
            /// # Panics
            /// If the heads do not divide the size.
            #[track_caller]
            pub fn new(d_model: usize, nhead: usize) -> Self {
                Self::options(d_model, nhead).build()
            }

            /// One to be made otherwise.
            pub fn options(d_model: usize, nhead: usize) -> $options {
                $options::new(d_model, nhead)
            }
        }

        #[doc = concat!("How a [`", stringify!($made), "`] is made. The defaults are PyTorch's.")]
        #[derive(Clone, Copy, Debug, ::options_derive::Options)]
        #[must_use = "nothing is made until `build` is called"]
        pub struct $options {
            /// The size of a step.
            d_model: usize,
            /// How many heads each attention has.
            nhead: usize,
            $($(#[$on_option])* $option: $type,)*
            /// The size between the two maps.
            #[option(default = 2048)]
            dim_feedforward: usize,
            /// The probability of an element to be dropped in training.
            #[option(default = 0.1, limit = unit)]
            dropout: f64,
            /// What stands between the two maps.
            #[option(default = $crate::layers::FeedForwardActivation::Relu)]
            activation: $crate::layers::FeedForwardActivation,
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

        impl $options {
            /// Makes it, in the [default element type](autograd::with_dtype) and from the
            /// [default generator](autograd::with_generator).
            ///
            /// # Panics
            /// If the heads do not divide the size.
            #[track_caller]
            pub fn build(self) -> $made {
                $crate::layers::multihead_attention::check_heads(self.d_model, self.nhead);
                let parts = $crate::layers::transformer::parts::Parts {
                    d_model: self.d_model,
                    nhead: self.nhead,
                    dim_feedforward: self.dim_feedforward,
                    dropout: self.dropout,
                    activation: self.activation,
                    layer_norm_eps: self.layer_norm_eps,
                    batch_first: self.batch_first,
                    norm_first: self.norm_first,
                    bias: self.bias,
                };
                ::autograd::Error::raise_memory_here(|| $made::made(self, parts))
            }
        }
    };
}
pub(super) use options;
