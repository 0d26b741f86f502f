//! [`RNNCell`]: one step of an [`RNN`](super::RNN).

use autograd::{Nonlinearity, Steps, Tensor};

use super::cell::{Batch, repr};
use super::macros::cell;

cell! {
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
    struct RNNCell(&Tensor) -> Tensor, 1 rows;

    struct RNNCellOptions {
        /// What is done to the sums.
        #[option(default = Nonlinearity::Tanh)]
        nonlinearity: Nonlinearity,
    }
}

impl RNNCell {
    #[track_caller]
    fn stepped(&self, batch: &Batch, steps: &Steps) -> [Tensor; 2] {
        let bias = self.bias_ih.as_ref().zip(self.bias_hh.as_ref());
        let bias = bias.map(|(input, hidden)| input + hidden);
        let weights = [&*self.weight_ih, &*self.weight_hh];
        let state = &batch.states[0];
        let [_, state] = batch
            .x
            .rnn(self.nonlinearity, weights, bias.as_ref(), state, steps);
        [state.clone(), state]
    }

    fn extra_repr(&self) -> String {
        let text = repr(&self.weight_ih, self.hidden_size(), self.bias_ih.is_some());
        match self.nonlinearity {
            Nonlinearity::Tanh => text,
            Nonlinearity::Relu => text + ", nonlinearity=relu",
        }
    }
}
