//! Gated recurrent units.

use tensor_core::{Array, GruKept, Steps};

use super::{composed, none, parts};
use crate::composed::gradients;
use crate::mode::is_grad_enabled;
use crate::record::{Context, Save, is_recorded, record};
use crate::tensor::Tensor;

impl Tensor {
    /// One direction of one layer of gated recurrent units over a whole sequence: with the gates `r` and `z`, sigmoids of
    /// `x input^T + bias + h hidden^T + hidden_bias`, and `n = tanh(x input_n^T + bias_n + r (h hidden_n^T + hidden_bias_n))`,
    /// the state becomes `h = (1 - z) n + z h`. After Cho and others, "Learning phrase representations" (2014).
    ///
    /// # Shape
    /// `[rows, inputs]`, the rows of all steps; weights `[3 * cells, inputs]` and `[3 * cells, cells]`, in which `r`, `z` and `n` lie
    /// below each other, biases `[3 * cells]`, both or none; a state `[batch, cells]`. Gives the states of all rows, `[rows,
    /// cells]`, and the last state.
    ///
    /// Gradient: by the steps in reverse, linear in their number; of the weights by one product over all steps.
    ///
    /// # Panics
    /// If the shapes do not fit.
    #[track_caller]
    pub fn gru(
        &self,
        [input, hidden]: [&Tensor; 2],
        biases: Option<[&Tensor; 2]>,
        state: &Tensor,
        steps: &Steps,
    ) -> [Tensor; 2] {
        let width = hidden.shape()[1];
        let none = none(self);
        let [bias, hidden_bias] = biases.unwrap_or([&none; 2]);
        let inputs = [self, input, bias, hidden, hidden_bias, state];
        let (line, kept) = {
            let own = biases.map(|[bias, _]| bias.value());
            let gates = self.value().linear(&input.value(), own.as_deref());
            let of_hidden = match biases {
                Some([_, bias]) => bias.to_array(),
                None => Array::zeros(3 * width, self.dtype()),
            };
            let (hidden, state) = (hidden.value(), state.value());
            Array::gru(gates, &hidden, &of_hidden, &state, steps, is_recorded(&inputs))
        };
        let save = [
            Save::Input(0),
            Save::Input(1),
            Save::Input(2),
            Save::Input(3),
            Save::Input(4),
            Save::Input(5),
            Save::Value(&kept.gates),
            Save::Value(&kept.new),
            Save::Value(&kept.before),
        ];
        let backward = Backward {
            has_bias: biases.is_some(),
            steps: steps.clone(),
        };
        let line = record("Gru", line, inputs, save, move |cx| backward.gradients(&cx));
        let [y, state, _] = parts(&line, steps, width, 0);
        [y, state]
    }
}

/// What the formula of the gradients knows.
struct Backward {
    has_bias: bool,
    steps: Steps,
}

impl Backward {
    #[track_caller]
    fn gradients(&self, cx: &Context<'_, 9>) -> [Option<Tensor>; 6] {
        let [x, input, bias, hidden, hidden_bias, state, gates, new, before] = cx.saved();
        if is_grad_enabled() {
            let inputs = [x, input, bias, hidden, hidden_bias, state];
            return gradients(inputs, &cx.grad, |inputs| self.by_steps(inputs));
        }
        let kept = GruKept {
            gates: gates.to_array(),
            new: new.to_array(),
            before: before.to_array(),
        };
        let grads = Array::gru_backward(&cx.grad.value(), &kept, &hidden.value(), &self.steps);
        let [of_gates, of_products, of_state] = grads.map(Tensor::from);
        let wide = |x: &Tensor| x.to_dtype(of_gates.dtype());
        [
            cx.to(0, |_| of_gates.matmul(wide(input))),
            cx.to(1, |_| of_gates.matmul_tn(&wide(x))),
            cx.to(2, |_| of_gates.sum_dim(0, false)),
            cx.to(3, |_| of_products.matmul_tn(before)),
            cx.to(4, |_| of_products.sum_dim(0, false)),
            Some(of_state),
        ]
    }

    /// The line of elements of all steps, composed.
    #[track_caller]
    fn by_steps(&self, [x, input, bias, hidden, hidden_bias, state]: [&Tensor; 6]) -> Tensor {
        let sums = x.linear(input, self.has_bias.then_some(bias));
        let width = state.shape()[1];
        composed(&sums, [state], &self.steps, |sums, [state]| {
            let products = state.linear(hidden, self.has_bias.then_some(hidden_bias));
            let gate = |x: &Tensor, gate: usize| x.narrow(1, (gate * width) as isize, width);
            let [reset, keep] = [0, 1].map(|at| gate(sums, at).add(gate(&products, at)).sigmoid());
            let new = gate(sums, 2).add(reset.mul(gate(&products, 2))).tanh();
            [new.add(keep.mul(state.sub(&new)))]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{check, check_second};

    fn run(x: &[Tensor], steps: &Steps) -> Tensor {
        let biases = x.get(4).map(|bias| [bias, &x[5]]);
        let [y, state] = x[0].gru([&x[1], &x[2]], biases, &x[3], steps);
        y.mul(y.exp()).sum() + state.square().sum()
    }

    const SHAPES: [&[usize]; 6] = [&[6, 3], &[6, 3], &[6, 2], &[3, 2], &[6], &[6]];

    #[test]
    fn gradients_over_steps_of_all_kinds() {
        for reverse in [false, true] {
            for batches in [&[3, 3][..], &[3, 2, 1]] {
                check(&SHAPES, |x| run(x, &Steps::new(batches, reverse)));
                check(&SHAPES[..4], |x| run(x, &Steps::new(batches, reverse)));
            }
        }
    }

    #[test]
    fn second_derivatives() {
        check_second(&SHAPES, |x| run(x, &Steps::new([3, 2, 1], false)));
    }
}
