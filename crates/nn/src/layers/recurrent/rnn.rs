//! [`RNN`]: the plain recurrent network.

use autograd::{Nonlinearity, Tensor};

use super::macros::network;
use super::network::Kind;

network! {
    /// `h = tanh(W_ih x + b_ih + W_hh h + b_hh)` for each step of a sequence, or with `relu` in place of `tanh`. After Elman, "Finding
    /// structure in time" (1990).
    ///
    /// Weights and biases begin uniform in ±1/sqrt(hidden_size): PyTorch's numbers, if the generator is PyTorch's. Their names are
    /// `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, with the number of the layer, and `_reverse` behind those of the
    /// reverse direction.
    ///
    /// # Shape
    /// `[steps, N, input_size]`, `[N, steps, input_size]` if the batch comes first, or `[steps, input_size]`, to the same with
    /// `directions * hidden_size`; states `[num_layers * directions, N, hidden_size]`, without `N` where the input is.
    ///
    /// ```
    /// use nn::{RNN, Tensor};
    /// let rnn = RNN::options(3, 8).num_layers(2).batch_first(true).build();
    /// let (y, h) = rnn.forward(&Tensor::randn([5, 10, 3]));
    /// assert_eq!((y.shape(), h.shape()), (&[5, 10, 8][..], &[2, 5, 8][..]));
    /// let (y, _) = rnn.forward_with(&Tensor::randn([5, 1, 3]), &h);
    /// assert_eq!(y.shape(), [5, 1, 8]);
    /// assert_eq!(rnn.to_string(), "RNN(3, 8, num_layers=2, batch_first=True)");
    /// ```
    struct RNN(&Tensor) -> Tensor;

    struct RNNOptions {
        /// What is done to the sums.
        #[option(default = Nonlinearity::Tanh)]
        nonlinearity: Nonlinearity,
    }
}

impl RNNOptions {
    fn own(&self) -> (Kind, usize) {
        (Kind::Rnn(self.nonlinearity), 0)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Module, RNN, Tensor};

    #[test]
    fn names_are_those_of_pytorch() {
        let rnn = RNN::options(2, 3).bidirectional(true).bias(false).build();
        let names: Vec<String> = rnn.named_parameters().into_iter().map(|(name, _)| name).collect();
        assert_eq!(
            names,
            [
                "weight_ih_l0",
                "weight_hh_l0",
                "weight_ih_l0_reverse",
                "weight_hh_l0_reverse"
            ]
        );
    }

    #[test]
    fn evaluation_drops_nothing() {
        let rnn = RNN::options(2, 3).num_layers(2).dropout(0.5).build();
        rnn.eval();
        let x = Tensor::randn([4, 1, 2]);
        assert_eq!(
            rnn.forward(&x).0.to_vec::<f32>(),
            rnn.forward(&x).0.to_vec::<f32>()
        );
    }

    #[test]
    #[should_panic(expected = "a state has shape [1, 3, 2], and must have [1, 2, 2]")]
    fn a_state_of_another_batch_is_refused() {
        RNN::new(3, 2).forward_with(&Tensor::zeros([3, 2, 3]), &Tensor::zeros([1, 3, 2]));
    }

    #[test]
    #[should_panic(expected = "RNN: num_layers is 0, and must be at least 1")]
    fn no_layers_are_refused() {
        RNN::options(3, 2).num_layers(0).build();
    }
}
