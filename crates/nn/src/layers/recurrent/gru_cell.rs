//! [`GRUCell`]: one step of a [`GRU`](super::GRU).

use autograd::{Error, Steps, Tensor};
use options_derive::Options;

use super::cell::{Batch, drawn, repr};
use crate::module::Module;
use crate::parameter::Parameter;
use crate::run_layer::run_layer;

/// `h = (1 - z) n + z h`, with `r`, `z` and `n = tanh(W_in x + b_in + r (W_hn h + b_hn))`: one step of a [`GRU`](crate::GRU), for loops of your own.
///
/// Weights and biases begin uniform in ±1/sqrt(hidden_size): PyTorch's numbers, if the generator is PyTorch's.
///
/// # Shape
/// `[N, input_size]` and state `[N, hidden_size]`, or without `N`, to the new state.
///
/// ```
/// use nn::{GRUCell, Tensor};
/// let cell = GRUCell::new(3, 8);
/// let h = cell.forward(&Tensor::randn([5, 3]));
/// assert_eq!(cell.forward_with(&Tensor::randn([5, 3]), &h).shape(), [5, 8]);
/// assert_eq!(cell.to_string(), "GRUCell(3, 8)");
/// ```
#[derive(Module)]
#[module(extra_repr)]
pub struct GRUCell {
    /// `[3 * hidden_size, input_size]`.
    pub weight_ih: Parameter,
    /// `[3 * hidden_size, hidden_size]`.
    pub weight_hh: Parameter,
    /// `[3 * hidden_size]`, unless the cell is without it.
    pub bias_ih: Option<Parameter>,
    /// `[3 * hidden_size]`, unless the cell is without it.
    pub bias_hh: Option<Parameter>,
}

impl GRUCell {
    /// A cell with biases.
    #[track_caller]
    pub fn new(input_size: usize, hidden_size: usize) -> Self {
        Self::options(input_size, hidden_size).build()
    }

    /// A cell to be made otherwise.
    pub fn options(input_size: usize, hidden_size: usize) -> GRUCellOptions {
        GRUCellOptions::new(input_size, hidden_size)
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
            let biases = self.bias_ih.as_deref().zip(self.bias_hh.as_deref());
            let weights = [&*self.weight_ih, &*self.weight_hh];
            let [_, state] = batch
                .x
                .gru(weights, biases.map(<[_; 2]>::from), &batch.states[0], &steps);
            Ok(batch.given(&state))
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

/// How a [`GRUCell`] is made. The defaults are PyTorch's.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct GRUCellOptions {
    /// The size of an input.
    input_size: usize,
    /// The size of a state.
    hidden_size: usize,
    /// Whether there are biases; without them none are drawn.
    #[option(default = true)]
    bias: bool,
}

impl GRUCellOptions {
    /// Makes the cell, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    #[track_caller]
    pub fn build(self) -> GRUCell {
        let (rows, size) = (self.hidden_size.saturating_mul(3), self.hidden_size);
        Error::raise_memory_here(|| GRUCell {
            weight_ih: drawn(&[rows, self.input_size], size),
            weight_hh: drawn(&[rows, size], size),
            bias_ih: self.bias.then(|| drawn(&[rows], size)),
            bias_hh: self.bias.then(|| drawn(&[rows], size)),
        })
    }
}
