//! [`GRU`]: gated recurrent units.

use autograd::Tensor;

use super::macros::network;
use super::network::Kind;

network! {
    /// `h = (1 - z) n + z h` for each step of a sequence, with `r` and `z` (sigmoids) and `n = tanh(W_in x + b_in + r (W_hn h + b_hn))`
    /// of input and state. After Cho and others, "Learning phrase representations" (2014).
    ///
    /// Weights and biases begin uniform in ±1/sqrt(hidden_size): PyTorch's numbers, if the generator is PyTorch's. Their names are
    /// `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, with the number of the layer, and `_reverse` behind those of the
    /// reverse direction; in each the rows of `r`, `z` and `n` lie below each other.
    ///
    /// # Shape
    /// `[steps, N, input_size]`, `[N, steps, input_size]` if the batch comes first, or `[steps, input_size]`, to the same with
    /// `directions * hidden_size`; states `[num_layers * directions, N, hidden_size]`, without `N` where the input is.
    ///
    /// ```
    /// use nn::{GRU, Tensor};
    /// let rnn = GRU::options(3, 8).num_layers(2).batch_first(true).build();
    /// let (y, h) = rnn.forward(&Tensor::randn([5, 10, 3]));
    /// assert_eq!((y.shape(), h.shape()), (&[5, 10, 8][..], &[2, 5, 8][..]));
    /// let (y, _) = rnn.forward_with(&Tensor::randn([5, 1, 3]), &h);
    /// assert_eq!(y.shape(), [5, 1, 8]);
    /// assert_eq!(rnn.to_string(), "GRU(3, 8, num_layers=2, batch_first=True)");
    /// ```
    struct GRU(&Tensor) -> Tensor;

    struct GRUOptions {}
}

impl GRUOptions {
    fn own(&self) -> (Kind, usize) {
        (Kind::Gru, 0)
    }
}
