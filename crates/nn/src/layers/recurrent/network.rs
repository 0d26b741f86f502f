//! What all recurrent networks are: weights of layers and directions, and how a sequence goes through them.

use autograd::{Array, Error, LstmWeights, Nonlinearity, OrRaise, Steps, Tensor, scratch};

use super::sequence::Sequence;
use crate::forward::Forward;
use crate::init;
use crate::layer_error::LayerError;
use crate::layers::affine::python;
use crate::layers::dropout::Dropout;
use crate::layers::other_dtype;
use crate::module::{Module, Visitor};
use crate::parameter::Parameter;

/// What a step computes.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Rnn(Nonlinearity),
    Lstm,
    Gru,
}

impl Kind {
    /// How many rows of weights a cell has.
    pub(super) fn gates(self) -> usize {
        match self {
            Kind::Rnn(_) => 1,
            Kind::Gru => 3,
            Kind::Lstm => 4,
        }
    }
}

/// What a network is made of, as PyTorch's options name it.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) kind: Kind,
    pub(super) input_size: usize,
    pub(super) hidden_size: usize,
    pub(super) num_layers: usize,
    pub(super) bias: bool,
    pub(super) batch_first: bool,
    pub(super) dropout: f64,
    pub(super) bidirectional: bool,
    pub(super) proj_size: usize,
}

impl Plan {
    fn directions(&self) -> usize {
        1 + usize::from(self.bidirectional)
    }

    /// The size of a state.
    fn outputs(&self) -> usize {
        if self.proj_size > 0 {
            self.proj_size
        } else {
            self.hidden_size
        }
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        let problem = if self.hidden_size == 0 {
            "hidden_size is 0, and must be at least 1".to_owned()
        } else if self.num_layers == 0 {
            "num_layers is 0, and must be at least 1".to_owned()
        } else if self.proj_size >= self.hidden_size {
            format!(
                "proj_size is {}, and must be less than hidden_size, {}",
                self.proj_size, self.hidden_size
            )
        } else {
            return Ok(());
        };
        Err(Error::argument(format!("{name}: {problem}")))
    }
}

/// The weights of one direction of one layer.
struct Direction {
    weight_ih: Parameter,
    weight_hh: Parameter,
    biases: Option<[Parameter; 2]>,
    weight_hr: Option<Parameter>,
}

impl Direction {
    /// Uniform in ±1/sqrt(hidden_size), drawn in PyTorch's order.
    fn new(plan: &Plan, inputs: usize) -> Self {
        let rows = plan.kind.gates().saturating_mul(plan.hidden_size);
        let bound = 1.0 / (plan.hidden_size as f64).sqrt();
        let drawn = |shape: &[usize]| {
            let parameter = Parameter::new(Tensor::zeros(shape));
            init::uniform_(&parameter, -bound, bound);
            parameter
        };
        Self {
            weight_ih: drawn(&[rows, inputs]),
            weight_hh: drawn(&[rows, plan.outputs()]),
            biases: plan.bias.then(|| [drawn(&[rows]), drawn(&[rows])]),
            weight_hr: (plan.proj_size > 0).then(|| drawn(&[plan.proj_size, plan.hidden_size])),
        }
    }

    /// What stands in the place of this direction in the copy of a module that is being made.
    fn copied(&self) -> Self {
        Self {
            weight_ih: self.weight_ih.copied(),
            weight_hh: self.weight_hh.copied(),
            biases: self
                .biases
                .as_ref()
                .map(|biases| biases.each_ref().map(Parameter::copied)),
            weight_hr: self.weight_hr.as_ref().map(Parameter::copied),
        }
    }

    /// PyTorch's names, without the number of the layer.
    fn named(&self) -> impl Iterator<Item = (&'static str, &Parameter)> {
        let biases = self.biases.as_ref();
        let biases = biases.map(|[input, hidden]| [("bias_ih", input), ("bias_hh", hidden)]);
        [("weight_ih", &self.weight_ih), ("weight_hh", &self.weight_hh)]
            .into_iter()
            .chain(biases.into_iter().flatten())
            .chain(self.weight_hr.iter().map(|weight| ("weight_hr", weight)))
    }

    /// The rows of all steps, and the last states.
    fn run(&self, kind: Kind, x: &Tensor, states: [&Tensor; 2], steps: &Steps) -> [Tensor; 3] {
        let (input, hidden): (&Tensor, &Tensor) = (&self.weight_ih, &self.weight_hh);
        let both = || self.biases.as_ref().map(|[input, hidden]| input + hidden);
        match kind {
            Kind::Lstm => {
                let bias = both();
                let weights = LstmWeights {
                    input,
                    hidden,
                    bias: bias.as_ref(),
                    projection: self.weight_hr.as_deref(),
                };
                x.lstm(weights, states, steps)
            }
            Kind::Gru => {
                let biases = self
                    .biases
                    .as_ref()
                    .map(|biases| biases.each_ref().map(|bias| &**bias));
                let [y, state] = x.gru([input, hidden], biases, states[0], steps);
                [y, state.clone(), state]
            }
            Kind::Rnn(nonlinearity) => {
                let [y, state] = x.rnn(nonlinearity, [input, hidden], both().as_ref(), states[0], steps);
                [y, state.clone(), state]
            }
        }
    }
}

/// The layers of a network.
pub(super) struct Network {
    pub(super) plan: Plan,
    /// Layer by layer, of each the forward direction first.
    directions: Vec<Direction>,
    dropout: Dropout,
}

impl Network {
    #[track_caller]
    pub(super) fn new(name: &str, plan: Plan) -> Self {
        plan.check(name).or_raise();
        let inputs = |layer| match layer {
            0 => plan.input_size,
            _ => plan.directions().saturating_mul(plan.outputs()),
        };
        let count = plan.num_layers.saturating_mul(plan.directions());
        let each = (0..count).map(|at| Direction::new(&plan, inputs(at / plan.directions())));
        let directions = Error::raise_memory_here(|| scratch::collected(count, each));
        Self {
            plan,
            directions,
            dropout: Dropout::new(plan.dropout),
        }
    }

    /// What stands in the place of this network in the copy of a module that is being made.
    pub(super) fn copied(&self) -> Result<Self, LayerError> {
        Ok(Self {
            plan: self.plan,
            directions: self.directions.iter().map(Direction::copied).collect(),
            dropout: self.dropout.copy_module()?,
        })
    }

    /// Each parameter with its name, such as `weight_ih_l0` or `bias_hh_l1_reverse`.
    pub(super) fn visit(&self, visitor: &mut dyn Visitor) {
        for (at, direction) in self.directions.iter().enumerate() {
            let layer = at / self.plan.directions();
            let suffix = if at % self.plan.directions() == 1 {
                "_reverse"
            } else {
                ""
            };
            for (name, parameter) in direction.named() {
                visitor.parameter(&format!("{name}_l{layer}{suffix}"), parameter);
            }
        }
        // Its switch is this module's.
        self.dropout.visit(visitor);
    }

    pub(super) fn extra_repr(&self) -> String {
        let plan = &self.plan;
        let mut text = format!("{}, {}", plan.input_size, plan.hidden_size);
        let mut add = |differs: bool, option: String| {
            if differs {
                text.push_str(", ");
                text.push_str(&option);
            }
        };
        add(plan.proj_size > 0, format!("proj_size={}", plan.proj_size));
        add(plan.num_layers > 1, format!("num_layers={}", plan.num_layers));
        add(!plan.bias, "bias=False".to_owned());
        add(plan.batch_first, "batch_first=True".to_owned());
        add(plan.dropout > 0.0, format!("dropout={}", python(plan.dropout)));
        add(plan.bidirectional, "bidirectional=True".to_owned());
        text
    }

    /// The sizes of the states of a batch: of `h`, and of the cells.
    fn state_shapes(&self, batch: usize) -> [[usize; 3]; 2] {
        let all = self.directions.len();
        [
            [all, batch, self.plan.outputs()],
            [all, batch, self.plan.hidden_size],
        ]
    }

    /// The rows of a sequence, through all layers: those of the last, and the last states, `[layers * directions, batch, ..]`.
    pub(super) fn run(
        &self,
        sequence: &Sequence,
        states: [Option<&Tensor>; 2],
    ) -> Result<(Tensor, [Tensor; 2]), LayerError> {
        let (x, batch) = (&sequence.rows, sequence.batch());
        if x.dtype() != self.directions[0].weight_ih.dtype() {
            return Err(other_dtype(x, &self.directions[0].weight_ih));
        }
        let shapes = self.state_shapes(batch);
        let states = states.map(|state| state.map(|state| sequence.sorted_state(state)));
        for (state, shape) in states.iter().zip(&shapes) {
            check_state(state.as_ref(), shape)?;
        }
        let [first, cells] = [0, 1].map(|at| match &states[at] {
            Some(state) => state.clone(),
            None => Tensor::from(Array::zeros(shapes[at], x.dtype())),
        });
        let (mut rows, mut last) = (x.clone(), [Vec::new(), Vec::new()]);
        for (layer, directions) in self.directions.chunks(self.plan.directions()).enumerate() {
            let mut made = Vec::new();
            for (at, direction) in directions.iter().enumerate() {
                let place = (layer * directions.len() + at) as isize;
                let steps = Steps::new(sequence.batches.clone(), at == 1);
                let (state, cells) = (first.select(0, place), cells.select(0, place));
                let [y, state, cells] = direction.run(self.plan.kind, &rows, [&state, &cells], &steps);
                made.push(y);
                last[0].push(state);
                last[1].push(cells);
            }
            rows = match &made[..] {
                [one] => one.clone(),
                both => Tensor::cat(both, 1),
            };
            if layer + 1 < self.plan.num_layers {
                rows = self.dropout.forward(&rows);
            }
        }
        let last = last.map(|states| sequence.given_order(&Tensor::stack(&states, 0)));
        Ok((rows, last))
    }
}

/// Refuses states of another shape.
fn check_state(state: Option<&Tensor>, shape: &[usize; 3]) -> Result<(), LayerError> {
    match state {
        Some(state) if state.shape() != shape => Err(LayerError::from(Error::shape(format!(
            "a state has shape {:?}, and must have {shape:?}",
            state.shape()
        )))),
        _ => Ok(()),
    }
}
