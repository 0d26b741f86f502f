//! [`GRUCell`]: one step of a [`GRU`](super::GRU).

use autograd::{Steps, Tensor};

use super::cell::{Batch, repr};
use super::macros::cell;

cell! {
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
    struct GRUCell(&Tensor) -> Tensor, 3 rows;

    struct GRUCellOptions {}
}

impl GRUCell {
    #[track_caller]
    fn stepped(&self, batch: &Batch, steps: &Steps) -> [Tensor; 2] {
        let biases = self.bias_ih.as_deref().zip(self.bias_hh.as_deref());
        let biases = biases.map(<[_; 2]>::from);
        let weights = [&*self.weight_ih, &*self.weight_hh];
        let [_, state] = batch.x.gru(weights, biases, &batch.states[0], steps);
        [state.clone(), state]
    }

    fn extra_repr(&self) -> String {
        repr(&self.weight_ih, self.hidden_size(), self.bias_ih.is_some())
    }
}
