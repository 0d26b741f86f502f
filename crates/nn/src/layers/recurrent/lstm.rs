//! [`LSTM`]: long short-term memory.

use std::fmt;

use autograd::Tensor;
use options_derive::Options;

use super::network::{Kind, Network, Plan};
use super::sequence::Sequence;
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::packed::PackedSequence;
use crate::run_layer::run_layer;
use crate::tree::write_tree;

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
pub struct LSTM {
    network: Network,
}

impl LSTM {
    /// One layer in one direction, with biases, for sequences whose steps come first.
    ///
    /// # Panics
    /// If `hidden_size` is 0.
    #[track_caller]
    pub fn new(input_size: usize, hidden_size: usize) -> Self {
        Self::options(input_size, hidden_size).build()
    }

    /// A network to be made otherwise.
    pub fn options(input_size: usize, hidden_size: usize) -> LSTMOptions {
        LSTMOptions::new(input_size, hidden_size)
    }

    /// The states of the last layer at all steps, and the last states and cells of all layers; it begins with zeros.
    ///
    /// # Panics
    /// If the input does not fit.
    #[track_caller]
    pub fn forward(&self, x: &Tensor) -> (Tensor, (Tensor, Tensor)) {
        self.run(x, None)
    }

    /// [`forward`](Self::forward) from given states and cells.
    ///
    /// # Panics
    /// If input or states do not fit.
    #[track_caller]
    pub fn forward_with(&self, x: &Tensor, state: (&Tensor, &Tensor)) -> (Tensor, (Tensor, Tensor)) {
        self.run(x, Some(state))
    }

    /// [`forward`](Self::forward) of sequences of different lengths, from given states and cells or zeros.
    ///
    /// # Panics
    /// If input or states do not fit.
    #[track_caller]
    pub fn forward_packed(
        &self,
        x: &PackedSequence,
        state: Option<(&Tensor, &Tensor)>,
    ) -> (PackedSequence, (Tensor, Tensor)) {
        run_layer(self, &[&x.data], || {
            let sequence = Sequence::packed(x, self.network.plan.input_size)?;
            let (rows, [state, cells]) = self.network.run(&sequence, <[_; 2]>::from(state.unzip()))?;
            Ok((x.with_data(rows), (state, cells)))
        })
    }

    #[track_caller]
    fn run(&self, x: &Tensor, state: Option<(&Tensor, &Tensor)>) -> (Tensor, (Tensor, Tensor)) {
        run_layer(self, &[x], || {
            let plan = &self.network.plan;
            let sequence = Sequence::of(x, plan.input_size, plan.batch_first)?;
            let (rows, [state, cells]) = self.network.run(&sequence, <[_; 2]>::from(state.unzip()))?;
            Ok((sequence.given_form(&rows), (state, cells)))
        })
    }
}

impl Module for LSTM {
    fn visit(&self, visitor: &mut dyn Visitor) {
        self.network.visit(visitor);
    }

    fn type_name(&self) -> String {
        "LSTM".to_owned()
    }

    fn extra_repr(&self) -> Option<String> {
        Some(self.network.extra_repr())
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        let network = self.network.copied()?;
        Ok(Self { network })
    }
}

impl fmt::Display for LSTM {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}

/// How an [`LSTM`] is made. The defaults are PyTorch's.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct LSTMOptions {
    /// The size of a step's input.
    input_size: usize,
    /// The size of a state.
    hidden_size: usize,
    /// How many layers there are, each on the states of the one before.
    #[option(default = 1)]
    num_layers: usize,
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
    /// The size of the projection that makes the state of the open cells; 0: none.
    #[option(default = 0)]
    proj_size: usize,
}

impl LSTMOptions {
    /// Makes the network, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    ///
    /// # Panics
    /// If `hidden_size` or `num_layers` is 0, or the projection is not smaller than the state.
    #[track_caller]
    pub fn build(self) -> LSTM {
        let plan = Plan {
            kind: Kind::Lstm,
            input_size: self.input_size,
            hidden_size: self.hidden_size,
            num_layers: self.num_layers,
            bias: self.bias,
            batch_first: self.batch_first,
            dropout: self.dropout,
            bidirectional: self.bidirectional,
            proj_size: self.proj_size,
        };
        LSTM {
            network: Network::new("LSTM", plan),
        }
    }
}
