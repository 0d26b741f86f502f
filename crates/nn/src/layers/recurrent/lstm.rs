//! [`LSTM`]: long short-term memory.

use autograd::Tensor;

use super::macros::network;
use super::network::Kind;

network! {
    /// `c = f c + i g` and `h = o tanh(c)` for each step of a sequence, with the gates `i`, `f`, `o` (sigmoids) and `g` (a hyperbolic
    /// tangent) of input and state. After Hochreiter and Schmidhuber, "Long short-term memory" (1997).
    ///
    /// Weights and biases begin uniform in ±1/sqrt(hidden_size): PyTorch's numbers, if the generator is PyTorch's. Their names are
    /// `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, `weight_hr_l0` (of a projection), with the number of the layer, and `_reverse`
    /// behind those of the reverse direction; in each the rows of `i`, `f`, `g` and `o` lie below each other.
    ///
    /// # Shape
    /// `[steps, N, input_size]`, `[N, steps, input_size]` if the batch comes first, or `[steps, input_size]`, to the same with
    /// `directions * hidden_size`; states and cells `[num_layers * directions, N, hidden_size]`, without `N`
    /// where the input is. A projection replaces the `hidden_size` of output and state.
    ///
    /// ```
    /// use nn::{LSTM, Tensor};
    /// let lstm = LSTM::options(3, 8).num_layers(2).batch_first(true).build();
    /// let (y, (h, c)) = lstm.forward(&Tensor::randn([5, 10, 3]));
    /// assert_eq!((y.shape(), h.shape()), (&[5, 10, 8][..], &[2, 5, 8][..]));
    /// let (y, _) = lstm.forward_with(&Tensor::randn([5, 1, 3]), (&h, &c));
    /// assert_eq!(y.shape(), [5, 1, 8]);
    /// assert_eq!(lstm.to_string(), "LSTM(3, 8, num_layers=2, batch_first=True)");
    /// ```
    struct LSTM((&Tensor, &Tensor)) -> (Tensor, Tensor);

    struct LSTMOptions {
        /// The size of the projection that makes the state of the open cells; 0: none.
        #[option(default = 0)]
        proj_size: usize,
    }
}

impl LSTMOptions {
    fn own(&self) -> (Kind, usize) {
        (Kind::Lstm, self.proj_size)
    }
}
