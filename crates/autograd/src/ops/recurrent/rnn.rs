//! The plain recurrent network.

use tensor_core::{Array, Nonlinearity, Steps};

use super::{composed, none, parts};
use crate::composed::gradients;
use crate::mode::is_grad_enabled;
use crate::record::{Save, is_recorded, record};
use crate::tensor::Tensor;

impl Tensor {
    /// One direction of one layer of a plain recurrent network over a whole sequence: the state becomes
    /// `h = f(x input^T + bias + h hidden^T)`. After Elman, "Finding structure in time" (1990).
    ///
    /// # Shape
    /// `[rows, inputs]`, the rows of all steps; weights `[cells, inputs]` and `[cells, cells]`, a bias `[cells]`, which is both of
    /// PyTorch's added up; a state `[batch, cells]`. Gives the states of all rows, `[rows, cells]`, and the last state.
    ///
    /// Gradient: by the steps in reverse, linear in their number; of the weights by one product over all steps.
    ///
    /// # Panics
    /// If the shapes do not fit.
    #[track_caller]
    pub fn rnn(
        &self,
        nonlinearity: Nonlinearity,
        [input, hidden]: [&Tensor; 2],
        bias: Option<&Tensor>,
        state: &Tensor,
        steps: &Steps,
    ) -> [Tensor; 2] {
        let (width, has_bias) = (hidden.shape()[1], bias.is_some());
        let none = none(self);
        let inputs = [self, input, bias.unwrap_or(&none), hidden, state];
        let (line, before) = {
            let sums = self
                .value()
                .linear(&input.value(), bias.map(Tensor::value).as_deref());
            let (hidden, state) = (hidden.value(), state.value());
            Array::rnn(&sums, nonlinearity, &hidden, &state, steps, is_recorded(&inputs))
        };
        let save = [
            Save::Input(0),
            Save::Input(1),
            Save::Input(2),
            Save::Input(3),
            Save::Input(4),
            Save::Value(&before),
            Save::Result,
        ];
        let own_steps = steps.clone();
        let line = record("Rnn", line, inputs, save, move |cx| {
            let [x, input, bias, hidden, state, before, line] = cx.saved();
            if is_grad_enabled() {
                return gradients([x, input, bias, hidden, state], &cx.grad, |inputs| {
                    by_steps(inputs, has_bias, nonlinearity, &own_steps)
                });
            }
            let (line, weight) = (line.value(), hidden.value());
            let grads = Array::rnn_backward(&cx.grad.value(), &line, nonlinearity, &weight, &own_steps);
            let [sums, of_state] = grads.map(Tensor::from);
            let wide = |x: &Tensor| x.to_dtype(sums.dtype());
            [
                cx.to(0, |_| sums.matmul(wide(input))),
                cx.to(1, |_| sums.matmul_tn(&wide(x))),
                cx.to(2, |_| sums.sum_dim(0, false)),
                cx.to(3, |_| sums.matmul_tn(before)),
                Some(of_state),
            ]
        });
        let [y, state, _] = parts(&line, steps, width, 0);
        [y, state]
    }
}

/// The line of elements of all steps, composed.
#[track_caller]
fn by_steps(
    [x, input, bias, hidden, state]: [&Tensor; 5],
    has_bias: bool,
    nonlinearity: Nonlinearity,
    steps: &Steps,
) -> Tensor {
    let sums = x.linear(input, has_bias.then_some(bias));
    composed(&sums, [state], steps, |sums, [state]| {
        let sums = sums.add(state.linear(hidden, None));
        [match nonlinearity {
            Nonlinearity::Tanh => sums.tanh(),
            Nonlinearity::Relu => sums.relu(),
        }]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{check, check_second};

    fn run(x: &[Tensor], nonlinearity: Nonlinearity, steps: &Steps) -> Tensor {
        let [y, state] = x[0].rnn(nonlinearity, [&x[1], &x[2]], x.get(4), &x[3], steps);
        y.mul(y.exp()).sum() + state.square().sum()
    }

    const SHAPES: [&[usize]; 5] = [&[6, 3], &[2, 3], &[2, 2], &[3, 2], &[2]];

    #[test]
    fn gradients_over_steps_of_all_kinds() {
        for reverse in [false, true] {
            for batches in [&[3, 3][..], &[3, 2, 1]] {
                for nonlinearity in [Nonlinearity::Tanh, Nonlinearity::Relu] {
                    check(&SHAPES, |x| run(x, nonlinearity, &Steps::new(batches, reverse)));
                    check(&SHAPES[..4], |x| {
                        run(x, nonlinearity, &Steps::new(batches, reverse))
                    });
                }
            }
        }
    }

    #[test]
    fn second_derivatives() {
        check_second(&SHAPES, |x| {
            run(x, Nonlinearity::Tanh, &Steps::new([3, 2, 1], false))
        });
    }
}
