//! [`PositionalEncoding`]: places in a sequence as waves.

use autograd::{Tensor, default_dtype, scratch};
use options_derive::Options;

use crate::buffer::Buffer;
use crate::forward::Forward;
use crate::layer_error::LayerError;
use crate::layers::{Dropout, layer};
use crate::module::Module;

/// For each place `p` of a sequence `sin(p / 10000^(2 i / size))` and `cos` of the same beside each other, `[length, size]`. After
/// Vaswani and others, "Attention is all you need" (2017).
///
/// ```
/// use nn::sinusoidal_positions;
/// let waves = sinusoidal_positions(3, 4);
/// assert_eq!(waves.shape(), [3, 4]);
/// assert_eq!(waves.select(0, 0).to_vec::<f32>(), [0.0, 1.0, 0.0, 1.0]);
/// ```
#[track_caller]
pub fn sinusoidal_positions(length: usize, size: usize) -> Tensor {
    let count = length.saturating_mul(size);
    let wave = |at: usize| {
        let (place, i) = (at / size, at % size);
        let exponent = (i - i % 2) as f64 / size as f64;
        let angle = place as f64 / 10000_f64.powf(exponent);
        if i % 2 == 0 { angle.sin() } else { angle.cos() }
    };
    let waves: Vec<f64> = scratch::collected(count, (0..count).map(wave));
    Tensor::from(waves)
        .reshape([length, size])
        .to_dtype(default_dtype())
}

/// Adds [`sinusoidal_positions`] to the steps of a sequence, and drops some of the sum in training.
///
/// # Shape
/// `[steps, N, d_model]`, or `[N, steps, d_model]` if the batch comes first, kept.
///
/// ```
/// use nn::{Forward, Module, PositionalEncoding, Tensor};
/// let positions = PositionalEncoding::options(4).batch_first(true).build();
/// positions.eval();
/// let y = positions.forward(&Tensor::zeros([2, 3, 4]));
/// assert_eq!(y.select(1, 0).to_vec::<f32>(), [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]);
/// ```
#[derive(Module)]
pub struct PositionalEncoding {
    /// `[max_len, d_model]`.
    pub pe: Buffer,
    /// Of the sum.
    pub dropout: Dropout,
    batch_first: bool,
}

impl PositionalEncoding {
    /// A layer for up to 5000 steps, which come first.
    pub fn new(d_model: usize) -> Self {
        Self::options(d_model).build()
    }

    /// A layer to be made otherwise.
    pub fn options(d_model: usize) -> PositionalEncodingOptions {
        PositionalEncodingOptions::new(d_model)
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        let [most, size] = [0, 1].map(|dim| self.pe.size(dim));
        if x.rank() != 3 || x.size(-1) != size {
            return Err(LayerError::size(x, -1, size));
        }
        let steps = x.size(if self.batch_first { 1 } else { 0 });
        if steps > most {
            return Err(LayerError::from(autograd::Error::shape(format!(
                "input has shape {:?}, and at most {most} steps",
                x.shape()
            ))));
        }
        let waves = self.pe.narrow(0, 0, steps);
        let waves = if self.batch_first {
            waves
        } else {
            waves.unsqueeze(1)
        };
        Ok(self.dropout.forward(&(x + waves)))
    }
}

layer!(PositionalEncoding);

/// How a [`PositionalEncoding`] is made.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct PositionalEncodingOptions {
    /// The size of a step.
    d_model: usize,
    /// The probability of an element to be dropped in training.
    #[option(default = 0.1, limit = unit)]
    dropout: f64,
    /// The most steps of a sequence.
    #[option(default = 5000)]
    max_len: usize,
    /// Whether the batch comes before the steps.
    #[option(default = false)]
    batch_first: bool,
}

impl PositionalEncodingOptions {
    /// Makes the layer, in the [default element type](autograd::with_dtype).
    #[track_caller]
    pub fn build(self) -> PositionalEncoding {
        PositionalEncoding {
            pe: Buffer::new(sinusoidal_positions(self.max_len, self.d_model)),
            dropout: Dropout::new(self.dropout),
            batch_first: self.batch_first,
        }
    }
}
