//! One direction of one layer of a recurrent network, over a whole sequence as one operation. Backward runs the steps in
//! kernels; a pass that is itself recorded goes through the same steps composed of other operations.

mod gru;
mod lstm;
mod rnn;

pub use lstm::LstmWeights;

use std::iter::empty;

use tensor_core::{Array, Steps, scratch};

use crate::tensor::Tensor;

/// The rows of all steps, `[rows, outputs]`, the last states, `[batch, outputs]`, and what else is in a line of elements
/// that an operation gives, `[batch, rest]`.
#[track_caller]
fn parts(line: &Tensor, steps: &Steps, outputs: usize, rest: usize) -> [Tensor; 3] {
    let (rows, batch) = (steps.rows(), steps.batch());
    let mut first = 0;
    [[rows, outputs], [batch, outputs], [batch, rest]].map(|[rows, width]| {
        let part = line.narrow(0, first as isize, rows * width);
        first += rows * width;
        part.reshape([rows, width])
    })
}

/// The same line, composed: `step` makes of a step's rows of `sums` and the states before it the states behind it, of which the
/// first is the step's result.
#[track_caller]
fn composed<const N: usize>(
    sums: &Tensor,
    states: [&Tensor; N],
    steps: &Steps,
    step: impl Fn(&Tensor, [&Tensor; N]) -> [Tensor; N],
) -> Tensor {
    let count = steps.batches().len();
    let (mut states, mut rows) = (states.map(Tensor::clone), scratch::collected(count, empty()));
    let mut first = 0;
    let mut order: Vec<(usize, usize)> = scratch::collected(count, empty());
    for batch in steps.batches() {
        order.push((first, *batch));
        first += batch;
    }
    if steps.reverse() {
        order.reverse();
    }
    for &(first, batch) in &order {
        let own = states.each_ref().map(|state| state.narrow(0, 0, batch));
        let new = step(&sums.narrow(0, first as isize, batch), own.each_ref());
        rows.push(new[0].clone());
        for (state, new) in states.iter_mut().zip(new) {
            let behind = state.shape()[0] - batch;
            *state = if behind == 0 {
                new
            } else {
                Tensor::cat(&[new, state.narrow(0, batch as isize, behind)], 0)
            };
        }
    }
    if steps.reverse() {
        rows.reverse();
    }
    let flat = rows.iter().chain(&states).map(|part| part.reshape([-1_i64]));
    Tensor::cat(&scratch::collected(count + N, flat), 0)
}

/// What stands for an input that is not there.
fn none(x: &Tensor) -> Tensor {
    Tensor::from(Array::zeros(0, x.dtype()))
}
