//! [`LSTMCell`]: one step of an [`LSTM`](super::LSTM).

use autograd::{LstmWeights, Steps, Tensor};

use super::cell::{Batch, repr};
use super::macros::cell;

cell! {
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
    struct LSTMCell((&Tensor, &Tensor)) -> (Tensor, Tensor), 4 rows;

    struct LSTMCellOptions {}
}

impl LSTMCell {
    #[track_caller]
    fn stepped(&self, batch: &Batch, steps: &Steps) -> [Tensor; 2] {
        let bias = self.bias_ih.as_ref().zip(self.bias_hh.as_ref());
        let bias = bias.map(|(input, hidden)| input + hidden);
        let weights = LstmWeights {
            input: &self.weight_ih,
            hidden: &self.weight_hh,
            bias: bias.as_ref(),
            projection: None,
        };
        let [_, state, cells] = batch.x.lstm(weights, batch.states.each_ref(), steps);
        [state, cells]
    }

    fn extra_repr(&self) -> String {
        repr(&self.weight_ih, self.hidden_size(), self.bias_ih.is_some())
    }
}
