//! [`TransformerEncoder`]: encoder layers one after the other.

use autograd::Tensor;

use super::encoder_layer::{EncoderCall, TransformerEncoderLayer};
use super::stack::{self, stack};
use crate::layer_error::LayerError;
use crate::layers::layer;
use crate::observe::heard;
use crate::run_layer::run_layer;

stack! {
    /// Encoder layers one after the other, and a norm behind them if there is one.
    ///
    /// # Shape
    /// That of its layers.
    ///
    /// ```
    /// use nn::{Forward, LayerNorm, Tensor, TransformerEncoder, TransformerEncoderLayer};
    /// let layer = TransformerEncoderLayer::options(8, 2).dim_feedforward(16).build();
    /// let encoder = TransformerEncoder::new(layer, 3).with_norm(LayerNorm::new(8));
    /// assert_eq!(encoder.forward(&Tensor::randn([10, 4, 8])).shape(), [10, 4, 8]);
    /// ```
    struct TransformerEncoder of TransformerEncoderLayer;
}

impl TransformerEncoder {
    /// The result of the last layer under masks.
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
            stack::run(&self.layers, self.norm.as_deref(), x, |layer, x| {
                layer.masked(x, call)
            })
        })
    }
}

layer!(TransformerEncoder);
