//! Long short-term memory.

use tensor_core::{Array, LstmArrays, LstmKept, Steps};

use super::{composed, none, parts};
use crate::composed::gradients;
use crate::mode::is_grad_enabled;
use crate::record::{Context, Save, is_recorded, record};
use crate::tensor::Tensor;

/// The weights of one direction of one layer of an LSTM. The gates lie below each other: input, forget, cell, output.
#[derive(Clone, Copy)]
pub struct LstmWeights<'a> {
    /// Of the input, `[4 * cells, inputs]`.
    pub input: &'a Tensor,
    /// Of the state, `[4 * cells, outputs]`.
    pub hidden: &'a Tensor,
    /// Both biases added up, `[4 * cells]`.
    pub bias: Option<&'a Tensor>,
    /// What makes the state of the open cells, `[outputs, cells]`.
    pub projection: Option<&'a Tensor>,
}

impl Tensor {
    /// One direction of one layer of an LSTM over a whole sequence: with the gates `i`, `f`, `o` (sigmoids) and `g` (a hyperbolic
    /// tangent) of `x input^T + h hidden^T + bias`, the cells become `c = f c + i g` and the state `h = o tanh(c)`, or
    /// the projection of that. After Hochreiter and Schmidhuber, "Long short-term memory" (1997).
    ///
    /// # Shape
    /// `[rows, inputs]`, the rows of all steps; a state `[batch, outputs]` and cells `[batch, cells]`. Gives the states of all
    /// rows, `[rows, outputs]`, the last state and the last cells.
    ///
    /// Gradient: by the steps in reverse, linear in their number; of the weights by one product over all steps.
    ///
    /// # Panics
    /// If the shapes do not fit.
    #[track_caller]
    pub fn lstm(&self, weights: LstmWeights<'_>, [state, cells]: [&Tensor; 2], steps: &Steps) -> [Tensor; 3] {
        let LstmWeights {
            input,
            hidden,
            bias,
            projection,
        } = weights;
        let none = none(self);
        let inputs = [
            self,
            input,
            bias.unwrap_or(&none),
            hidden,
            projection.unwrap_or(&none),
            state,
            cells,
        ];
        let (line, kept) = {
            let (x, input, hidden) = (self.value(), input.value(), hidden.value());
            let (bias, projection) = (bias.map(Tensor::value), projection.map(Tensor::value));
            let arrays = LstmArrays {
                x: &x,
                input: &input,
                bias: bias.as_deref(),
                hidden: &hidden,
                projection: projection.as_deref(),
            };
            let (state, cells) = (state.value(), cells.value());
            Array::lstm(&arrays, [&*state, &*cells], steps, is_recorded(&inputs))
        };
        let (outputs, width) = (hidden.shape()[1], cells.shape()[1]);
        let save = [
            Save::Input(0),
            Save::Input(1),
            Save::Input(2),
            Save::Input(3),
            Save::Input(4),
            Save::Input(5),
            Save::Input(6),
            Save::Value(&kept.gates),
            Save::Value(&kept.before),
            Save::Value(&kept.cells),
            Save::Value(&kept.tanh),
        ];
        let backward = Backward {
            has_bias: bias.is_some(),
            has_projection: projection.is_some(),
            steps: steps.clone(),
        };
        let line = record("Lstm", line, inputs, save, move |cx| backward.gradients(&cx));
        parts(&line, steps, outputs, width)
    }
}

/// What the formula of the gradients knows.
struct Backward {
    has_bias: bool,
    has_projection: bool,
    steps: Steps,
}

impl Backward {
    #[track_caller]
    fn gradients(&self, cx: &Context<'_, 11>) -> [Option<Tensor>; 7] {
        let [
            x,
            input,
            bias,
            hidden,
            projection,
            state,
            cells,
            gates,
            before,
            old_cells,
            tanh,
        ] = cx.saved();
        if is_grad_enabled() {
            let inputs = [x, input, bias, hidden, projection, state, cells];
            return gradients(inputs, &cx.grad, |inputs| self.by_steps(inputs));
        }
        let kept = LstmKept {
            gates: gates.to_array(),
            before: before.to_array(),
            cells: old_cells.to_array(),
            tanh: tanh.to_array(),
        };
        let (x, input, hidden) = (x.value(), input.value(), hidden.value());
        let projection = self.has_projection.then(|| projection.value());
        let arrays = LstmArrays {
            x: &x,
            input: &input,
            bias: None,
            hidden: &hidden,
            projection: projection.as_deref(),
        };
        let wanted = std::array::from_fn(|at| cx.needs_input_grad(at));
        let grads = Array::lstm_backward(&cx.grad.value(), &arrays, &kept, wanted, &self.steps);
        let [x, input, bias, hidden] = grads.arrays.map(|grad| grad.map(Tensor::from));
        [
            x,
            input,
            bias,
            hidden,
            grads.projection.map(Tensor::from),
            Some(Tensor::from(grads.state)),
            Some(Tensor::from(grads.cells)),
        ]
    }

    /// The line of elements of all steps, composed.
    #[track_caller]
    fn by_steps(&self, [x, input, bias, hidden, projection, state, cells]: [&Tensor; 7]) -> Tensor {
        let sums = x.linear(input, self.has_bias.then_some(bias));
        let width = cells.shape()[1];
        composed(&sums, [state, cells], &self.steps, |sums, [state, cells]| {
            let sums = sums.add(state.linear(hidden, None));
            let [take, keep, new, open] =
                [0, 1, 2, 3].map(|gate| sums.narrow(1, (gate * width) as isize, width));
            let cells = keep.sigmoid().mul(cells).add(take.sigmoid().mul(new.tanh()));
            let out = open.sigmoid().mul(cells.tanh());
            let state = if self.has_projection {
                out.linear(projection, None)
            } else {
                out
            };
            [state, cells]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{check, check_second};

    fn run(x: &[Tensor], steps: &Steps) -> Tensor {
        let weights = LstmWeights {
            input: &x[1],
            hidden: &x[2],
            bias: Some(&x[3]),
            projection: x.get(6),
        };
        let [y, state, cells] = x[0].lstm(weights, [&x[4], &x[5]], steps);
        y.sum() + state.square().sum() + cells.mul(cells.exp()).sum()
    }

    const SHAPES: [&[usize]; 6] = [&[6, 3], &[8, 3], &[8, 2], &[8], &[3, 2], &[3, 2]];

    #[test]
    fn gradients_over_steps_of_all_kinds() {
        for reverse in [false, true] {
            for batches in [&[3, 3][..], &[3, 2, 1]] {
                check(&SHAPES, |x| run(x, &Steps::new(batches, reverse)));
            }
        }
    }

    #[test]
    fn gradients_with_a_projection() {
        let shapes: [&[usize]; 7] = [&[6, 3], &[8, 3], &[8, 1], &[8], &[3, 1], &[3, 2], &[1, 2]];
        check(&shapes, |x| run(x, &Steps::new([3, 2, 1], false)));
        check_second(&shapes, |x| run(x, &Steps::new([3, 3], true)));
    }

    #[test]
    fn second_derivatives() {
        check_second(&SHAPES, |x| run(x, &Steps::new([3, 2, 1], true)));
    }
}
