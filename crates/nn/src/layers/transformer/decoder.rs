//! [`TransformerDecoder`]: decoder layers one after the other.

use autograd::Tensor;

use super::decoder_layer::{DecoderCall, TransformerDecoderLayer};
use super::stack::{self, stack};
use crate::layer_error::LayerError;
use crate::observe::heard;
use crate::run_layer::run_layer;

stack! {
    /// Decoder layers one after the other, all with one memory, and a norm behind them if there is one.
    ///
    /// # Shape
    /// That of its layers.
    ///
    /// ```
    /// use nn::{Tensor, TransformerDecoder, TransformerDecoderLayer};
    /// let layer = TransformerDecoderLayer::options(8, 2).dim_feedforward(16).build();
    /// let decoder = TransformerDecoder::new(layer, 3);
    /// assert_eq!(decoder.forward(&Tensor::randn([5, 4, 8]), &Tensor::randn([10, 4, 8])).shape(), [5, 4, 8]);
    /// ```
    struct TransformerDecoder of TransformerDecoderLayer;
}

impl TransformerDecoder {
    /// The result of the last layer, without masks.
    ///
    /// # Panics
    /// If target and memory do not fit.
    #[track_caller]
    pub fn forward(&self, tgt: &Tensor, memory: &Tensor) -> Tensor {
        self.forward_with(tgt, memory, &DecoderCall::new())
    }

    /// The result of the last layer under masks.
    ///
    /// # Panics
    /// If target, memory and masks do not fit.
    #[track_caller]
    pub fn forward_with(&self, tgt: &Tensor, memory: &Tensor, call: &DecoderCall<'_>) -> Tensor {
        run_layer(self, &[tgt, memory], || self.masked(tgt, memory, call))
    }

    pub(super) fn masked(
        &self,
        tgt: &Tensor,
        memory: &Tensor,
        call: &DecoderCall<'_>,
    ) -> Result<Tensor, LayerError> {
        heard(self, &[tgt, memory], || {
            stack::run(&self.layers, self.norm.as_deref(), tgt, |layer, x| {
                layer.masked(x, memory, call)
            })
        })
    }
}
