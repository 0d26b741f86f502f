//! [`RNN`]: the plain recurrent network.

use std::fmt;

use autograd::{Nonlinearity, Tensor};
use options_derive::Options;

use super::network::{Kind, Network, Plan};
use super::sequence::Sequence;
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::packed::PackedSequence;
use crate::run_layer::run_layer;
use crate::tree::write_tree;

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
pub struct RNN {
    network: Network,
}

impl RNN {
    /// One layer in one direction, with biases, for sequences whose steps come first.
    ///
    /// # Panics
    /// If `hidden_size` is 0.
    #[track_caller]
    pub fn new(input_size: usize, hidden_size: usize) -> Self {
        Self::options(input_size, hidden_size).build()
    }

    /// A network to be made otherwise.
    pub fn options(input_size: usize, hidden_size: usize) -> RNNOptions {
        RNNOptions::new(input_size, hidden_size)
    }

    /// The states of the last layer at all steps, and the last states of all layers; it begins with zeros.
    ///
    /// # Panics
    /// If the input does not fit.
    #[track_caller]
    pub fn forward(&self, x: &Tensor) -> (Tensor, Tensor) {
        self.run(x, None)
    }

    /// [`forward`](Self::forward) from given states.
    ///
    /// # Panics
    /// If input or states do not fit.
    #[track_caller]
    pub fn forward_with(&self, x: &Tensor, state: &Tensor) -> (Tensor, Tensor) {
        self.run(x, Some(state))
    }

    /// [`forward`](Self::forward) of sequences of different lengths, from given states or zeros.
    ///
    /// # Panics
    /// If input or states do not fit.
    #[track_caller]
    pub fn forward_packed(&self, x: &PackedSequence, state: Option<&Tensor>) -> (PackedSequence, Tensor) {
        run_layer(self, &[&x.data], || {
            let sequence = Sequence::packed(x, self.network.plan.input_size)?;
            let (rows, [state, _]) = self.network.run(&sequence, [state, None])?;
            Ok((x.with_data(rows), state))
        })
    }

    #[track_caller]
    fn run(&self, x: &Tensor, state: Option<&Tensor>) -> (Tensor, Tensor) {
        run_layer(self, &[x], || {
            let plan = &self.network.plan;
            let sequence = Sequence::of(x, plan.input_size, plan.batch_first)?;
            let (rows, [state, _]) = self.network.run(&sequence, [state, None])?;
            Ok((sequence.given_form(&rows), state))
        })
    }
}

impl Module for RNN {
    fn visit(&self, visitor: &mut dyn Visitor) {
        self.network.visit(visitor);
    }

    fn type_name(&self) -> String {
        "RNN".to_owned()
    }

    fn extra_repr(&self) -> Option<String> {
        Some(self.network.extra_repr())
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        let network = self.network.copied()?;
        Ok(Self { network })
    }
}

impl fmt::Display for RNN {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}

/// How an [`RNN`] is made. The defaults are PyTorch's.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct RNNOptions {
    /// The size of a step's input.
    input_size: usize,
    /// The size of a state.
    hidden_size: usize,
    /// How many layers there are, each on the states of the one before.
    #[option(default = 1)]
    num_layers: usize,
    /// What is done to the sums.
    #[option(default = Nonlinearity::Tanh)]
    nonlinearity: Nonlinearity,
    /// Whether there are biases; without them none are drawn.
    #[option(default = true)]
    bias: bool,
    /// Whether the batch comes before the steps, in input and output.
    #[option(default = false)]
    batch_first: bool,
    /// The probability of an element between two layers to be dropped in training.
    #[option(default = 0.0, limit = unit)]
    dropout: f64,
    /// Whether each layer has a second direction, from the last step to the first.
    #[option(default = false)]
    bidirectional: bool,
}

impl RNNOptions {
    /// Makes the network, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    ///
    /// # Panics
    /// If `hidden_size` or `num_layers` is 0.
    #[track_caller]
    pub fn build(self) -> RNN {
        let plan = Plan {
            kind: Kind::Rnn(self.nonlinearity),
            input_size: self.input_size,
            hidden_size: self.hidden_size,
            num_layers: self.num_layers,
            bias: self.bias,
            batch_first: self.batch_first,
            dropout: self.dropout,
            bidirectional: self.bidirectional,
            proj_size: 0,
        };
        RNN {
            network: Network::new("RNN", plan),
        }
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
