//! [`RNNCell`]: one step of an [`RNN`](super::RNN).

use autograd::{Error, Nonlinearity, Steps, Tensor};
use options_derive::Options;

use super::cell::{Batch, drawn, repr};
use crate::module::Module;
use crate::parameter::Parameter;
use crate::run_layer::run_layer;

/// `tanh(W_ih x + b_ih + W_hh h + b_hh)`, or with `relu` in place of `tanh`: one step of an [`RNN`](crate::RNN), for loops of your own.
///
/// Weights and biases begin uniform in ±1/sqrt(hidden_size): PyTorch's numbers, if the generator is PyTorch's.
///
/// # Shape
/// `[N, input_size]` and state `[N, hidden_size]`, or without `N`, to the new state.
///
/// ```
/// use nn::{RNNCell, Tensor};
/// let cell = RNNCell::new(3, 8);
/// let h = cell.forward(&Tensor::randn([5, 3]));
/// assert_eq!(cell.forward_with(&Tensor::randn([5, 3]), &h).shape(), [5, 8]);
/// assert_eq!(cell.to_string(), "RNNCell(3, 8)");
/// ```
#[derive(Module)]
#[module(extra_repr)]
pub struct RNNCell {
    /// `[hidden_size, input_size]`.
    pub weight_ih: Parameter,
    /// `[hidden_size, hidden_size]`.
    pub weight_hh: Parameter,
    /// `[hidden_size]`, unless the cell is without it.
    pub bias_ih: Option<Parameter>,
    /// `[hidden_size]`, unless the cell is without it.
    pub bias_hh: Option<Parameter>,
    #[module(skip)]
    nonlinearity: Nonlinearity,
}

impl RNNCell {
    /// A cell with biases.
    #[track_caller]
    pub fn new(input_size: usize, hidden_size: usize) -> Self {
        Self::options(input_size, hidden_size).build()
    }

    /// A cell to be made otherwise.
    pub fn options(input_size: usize, hidden_size: usize) -> RNNCellOptions {
        RNNCellOptions::new(input_size, hidden_size)
    }

    /// The new state, from zeros.
    ///
    /// # Panics
    /// If the input does not fit.
    #[track_caller]
    pub fn forward(&self, x: &Tensor) -> Tensor {
        self.step(x, [None; 2])
    }

    /// The new state, from given ones.
    ///
    /// # Panics
    /// If input or state do not fit.
    #[track_caller]
    pub fn forward_with(&self, x: &Tensor, state: &Tensor) -> Tensor {
        self.step(x, [Some(state), None])
    }

    #[track_caller]
    fn step(&self, x: &Tensor, states: [Option<&Tensor>; 2]) -> Tensor {
        run_layer(self, &[x], || {
            let batch = Batch::of(x, &self.weight_ih, self.hidden_size(), states)?;
            let steps = Steps::new([batch.x.shape()[0]], false);
            let bias = self.bias_ih.as_ref().zip(self.bias_hh.as_ref());
            let bias = bias.map(|(input, hidden)| input + hidden);
            let weights = [&*self.weight_ih, &*self.weight_hh];
            let [_, state] = batch.x.rnn(
                self.nonlinearity,
                weights,
                bias.as_ref(),
                &batch.states[0],
                &steps,
            );
            Ok(batch.given(&state))
        })
    }

    /// The size of a state.
    pub fn hidden_size(&self) -> usize {
        self.weight_hh.shape()[1]
    }

    fn extra_repr(&self) -> String {
        let text = repr(&self.weight_ih, self.hidden_size(), self.bias_ih.is_some());
        match self.nonlinearity {
            Nonlinearity::Tanh => text,
            Nonlinearity::Relu => text + ", nonlinearity=relu",
        }
    }
}

/// How an [`RNNCell`] is made. The defaults are PyTorch's.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct RNNCellOptions {
    /// The size of an input.
    input_size: usize,
    /// The size of a state.
    hidden_size: usize,
    /// Whether there are biases; without them none are drawn.
    #[option(default = true)]
    bias: bool,
    /// What is done to the sums.
    #[option(default = Nonlinearity::Tanh)]
    nonlinearity: Nonlinearity,
}

impl RNNCellOptions {
    /// Makes the cell, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    #[track_caller]
    pub fn build(self) -> RNNCell {
        let (rows, size) = (self.hidden_size, self.hidden_size);
        Error::raise_memory_here(|| RNNCell {
            weight_ih: drawn(&[rows, self.input_size], size),
            weight_hh: drawn(&[rows, size], size),
            bias_ih: self.bias.then(|| drawn(&[rows], size)),
            bias_hh: self.bias.then(|| drawn(&[rows], size)),
            nonlinearity: self.nonlinearity,
        })
    }
}
