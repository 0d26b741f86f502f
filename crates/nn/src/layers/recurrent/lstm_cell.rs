//! [`LSTMCell`]: one step of an [`LSTM`](super::LSTM).

use autograd::{Error, LstmWeights, Steps, Tensor};
use options_derive::Options;

use super::cell::{Batch, drawn, repr};
use crate::module::Module;
use crate::parameter::Parameter;
use crate::run_layer::run_layer;

/// `c = f c + i g` and `h = o tanh(c)`: one step of an [`LSTM`](crate::LSTM), for loops of your own.
///
/// Weights and biases begin uniform in ±1/sqrt(hidden_size): PyTorch's numbers, if the generator is PyTorch's.
///
/// # Shape
/// `[N, input_size]` and state and cells `[N, hidden_size]`, or without `N`, to the new state and cells.
///
/// ```
/// use nn::{LSTMCell, Tensor};
/// let cell = LSTMCell::new(3, 8);
/// let (h, c) = cell.forward(&Tensor::randn([5, 3]));
/// let (h, _) = cell.forward_with(&Tensor::randn([5, 3]), (&h, &c));
/// assert_eq!(h.shape(), [5, 8]);
/// assert_eq!(cell.to_string(), "LSTMCell(3, 8)");
/// ```
#[derive(Module)]
#[module(extra_repr)]
pub struct LSTMCell {
    /// `[4 * hidden_size, input_size]`.
    pub weight_ih: Parameter,
    /// `[4 * hidden_size, hidden_size]`.
    pub weight_hh: Parameter,
    /// `[4 * hidden_size]`, unless the cell is without it.
    pub bias_ih: Option<Parameter>,
    /// `[4 * hidden_size]`, unless the cell is without it.
    pub bias_hh: Option<Parameter>,
}

impl LSTMCell {
    /// A cell with biases.
    #[track_caller]
    pub fn new(input_size: usize, hidden_size: usize) -> Self {
        Self::options(input_size, hidden_size).build()
    }

    /// A cell to be made otherwise.
    pub fn options(input_size: usize, hidden_size: usize) -> LSTMCellOptions {
        LSTMCellOptions::new(input_size, hidden_size)
    }

    /// The new state and cells, from zeros.
    ///
    /// # Panics
    /// If the input does not fit.
    #[track_caller]
    pub fn forward(&self, x: &Tensor) -> (Tensor, Tensor) {
        self.step(x, [None; 2])
    }

    /// The new state and cells, from given ones.
    ///
    /// # Panics
    /// If input or state and cells do not fit.
    #[track_caller]
    pub fn forward_with(&self, x: &Tensor, (state, cells): (&Tensor, &Tensor)) -> (Tensor, Tensor) {
        self.step(x, [Some(state), Some(cells)])
    }

    #[track_caller]
    fn step(&self, x: &Tensor, states: [Option<&Tensor>; 2]) -> (Tensor, Tensor) {
        run_layer(self, &[x], || {
            let batch = Batch::of(x, &self.weight_ih, self.hidden_size(), states)?;
            let steps = Steps::new([batch.x.shape()[0]], false);
            let bias = self.bias_ih.as_ref().zip(self.bias_hh.as_ref());
            let bias = bias.map(|(input, hidden)| input + hidden);
            let weights = LstmWeights {
                input: &self.weight_ih,
                hidden: &self.weight_hh,
                bias: bias.as_ref(),
                projection: None,
            };
            let [_, state, cells] = batch.x.lstm(weights, batch.states.each_ref(), &steps);
            Ok((batch.given(&state), batch.given(&cells)))
        })
    }

    /// The size of a state.
    pub fn hidden_size(&self) -> usize {
        self.weight_hh.shape()[1]
    }

    fn extra_repr(&self) -> String {
        repr(&self.weight_ih, self.hidden_size(), self.bias_ih.is_some())
    }
}

/// How an [`LSTMCell`] is made. The defaults are PyTorch's.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct LSTMCellOptions {
    /// The size of an input.
    input_size: usize,
    /// The size of a state.
    hidden_size: usize,
    /// Whether there are biases; without them none are drawn.
    #[option(default = true)]
    bias: bool,
}

impl LSTMCellOptions {
    /// Makes the cell, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    #[track_caller]
    pub fn build(self) -> LSTMCell {
        let (rows, size) = (self.hidden_size.saturating_mul(4), self.hidden_size);
        Error::raise_memory_here(|| LSTMCell {
            weight_ih: drawn(&[rows, self.input_size], size),
            weight_hh: drawn(&[rows, size], size),
            bias_ih: self.bias.then(|| drawn(&[rows], size)),
            bias_hh: self.bias.then(|| drawn(&[rows], size)),
        })
    }
}
