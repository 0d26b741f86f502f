//! Long short-term memory.
//!
//! Both passes go through some steps at a time, a [run](super::runs): the input's product before they are taken, and all that
//! is made of their gradients after, so that their gates are read while they are in the second cache.

mod backward;
mod forward;

use super::{Steps, packed, plain, room, turned, weights};
use crate::array::{Array, matmul_dtype};
use crate::dtype::{Element as _, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::gemm::{Init, Matrix, Packed, Real};
use crate::kernel::threads::Pieces;
use crate::shape::linear_shape;

/// What [`Array::lstm`] multiplies. The gates `i`, `f`, `g`, `o` lie below each other in the weights.
#[derive(Clone, Copy)]
pub struct LstmArrays<'a> {
    /// The inputs of all steps, `[rows, inputs]`.
    pub x: &'a Array,
    /// The weights of the inputs, `[4 * cells, inputs]`.
    pub input: &'a Array,
    /// What is added, `[4 * cells]`.
    pub bias: Option<&'a Array>,
    /// The weights of the state, `[4 * cells, outputs]`.
    pub hidden: &'a Array,
    /// What makes the state of the open cells, `[outputs, cells]`.
    pub projection: Option<&'a Array>,
}

impl LstmArrays<'_> {
    /// How many outputs and cells there are.
    fn sizes(&self) -> [usize; 2] {
        [self.hidden.shape()[1], self.hidden.shape()[0] / 4]
    }
}

/// What [`Array::lstm_backward`] reads of [`Array::lstm`], each with the rows of all steps.
pub struct LstmKept {
    /// The gates `i`, `f`, `g`, `o` behind their functions, `[rows, 4 * cells]`.
    pub gates: Array,
    /// The states before the steps, `[rows, outputs]`.
    pub before: Array,
    /// The cells before the steps, `[rows, cells]`.
    pub cells: Array,
    /// The hyperbolic tangents of the cells, `[rows, cells]`.
    pub tanh: Array,
}

/// The gradients that [`Array::lstm_backward`] gives.
pub struct LstmGrads {
    /// Of the inputs, the weights of the inputs, the bias and the weights of the state, as far as they are wanted.
    pub arrays: [Option<Array>; 4],
    /// Of the first state, `[batch, outputs]`.
    pub state: Array,
    /// Of the first cells, `[batch, cells]`.
    pub cells: Array,
    /// Of the projection, `[outputs, cells]`, if there is one.
    pub projection: Option<Array>,
}

impl Array {
    /// `c = f c + i g`, `h = o tanh(c)` over all steps, with the gates `i`, `f`, `o` (a sigmoid) and `g` (a hyperbolic tangent)
    /// of `x input^T + bias + h hidden^T`; a projection makes the state of `h`. Gives the states of all rows, the last states
    /// and the last cells as one line of elements, and what backward reads, which is empty if it is not kept.
    ///
    /// # Panics
    /// If the arrays do not belong together.
    #[track_caller]
    pub fn lstm(
        arrays: &LstmArrays<'_>,
        [state, cells]: [&Array; 2],
        steps: &Steps,
        kept: bool,
    ) -> (Array, LstmKept) {
        let LstmArrays { x, input, bias, .. } = *arrays;
        linear_shape(x.shape(), input.shape(), bias.map(Array::shape)).or_raise();
        let dtype = matmul_dtype(x.dtype(), input.dtype()).or_raise();
        Error::raise_memory_here(|| {
            let [outputs, width] = arrays.sizes();
            // Stored types round the input's product, as if it were an operation of its own.
            let given = dtype.is_stored().then(|| plain(&x.linear(input, bias)));
            let (x, input, bias) = (plain(x), plain(input), bias.map(plain));
            let (hidden, projection) = (turned(arrays.hidden), arrays.projection.map(turned));
            let (state, cells) = (plain(state), plain(cells));
            let (rows, batch) = (steps.rows(), steps.batch());
            let len = rows * outputs + batch * (outputs + width);
            let (line, kept) = dispatch!(x.dtype(), T: Float => {
                let product = given.is_none().then(|| forward::Product {
                    x: x.elements::<T>(),
                    weight: packed(transposed(&input), steps),
                    bias: bias.as_ref().map(|bias| &bias.elements::<T>()[..4 * width]),
                });
                let gates = given.unwrap_or_else(|| Array::unfilled(T::DTYPE, &[x.shape()[0], 4 * width]));
                let mut result = LstmKept {
                    gates,
                    before: room::<T>(kept, rows, outputs),
                    cells: room::<T>(kept, rows, width),
                    tanh: room::<T>(kept, rows, width),
                };
                let line = Array::written(&[len], |line: &mut [T]| {
                    let (out, last) = line.split_at_mut(rows * outputs);
                    let (last_state, last_cells) = last.split_at_mut(batch * outputs);
                    last_state.copy_from_slice(&state.elements::<T>()[..batch * outputs]);
                    last_cells.copy_from_slice(&cells.elements::<T>()[..batch * width]);
                    let places = [&mut result.before, &mut result.cells, &mut result.tanh];
                    forward::Forward {
                        outputs,
                        width,
                        product,
                        hidden: weights(&hidden, steps),
                        projection: projection.as_ref().map(|weight| weights(weight, steps)),
                        gates: Pieces::new(result.gates.as_mut_slice()),
                        state: Pieces::new(last_state),
                        cells: Pieces::new(last_cells),
                        out: Pieces::new(out),
                        kept: kept.then(|| places.map(|place| Pieces::new(place.as_mut_slice()))),
                    }
                    .run(&steps.in_order());
                });
                (line, result)
            });
            (line.to_dtype(dtype), kept)
        })
    }

    /// The gradients of [`lstm`](Array::lstm), from that of its line of elements. `wanted` says for which of inputs, their
    /// weights, bias and the weights of the state.
    ///
    /// # Panics
    /// If the arrays do not belong together.
    #[track_caller]
    pub fn lstm_backward(
        grad: &Array,
        arrays: &LstmArrays<'_>,
        kept: &LstmKept,
        wanted: [bool; 4],
        steps: &Steps,
    ) -> LstmGrads {
        Error::raise_memory_here(|| {
            let [outputs, width] = arrays.sizes();
            let [grad, x, input, hidden] = [grad, arrays.x, arrays.input, arrays.hidden].map(plain);
            let projection = arrays.projection.map(plain);
            let (rows, batch, inputs) = (steps.rows(), steps.batch(), x.shape()[1]);
            let dtype = kept.gates.dtype();
            let shapes: [&[usize]; 4] = [x.shape(), input.shape(), &[4 * width], hidden.shape()];
            let mut of_arrays: [_; 4] =
                std::array::from_fn(|at| wanted[at].then(|| Array::zeros(shapes[at], dtype)));
            dispatch!(dtype, T: Float => {
                let (of_out, last) = grad.elements::<T>().split_at(rows * outputs);
                let (of_state, of_cells) = last[..batch * (outputs + width)].split_at(batch * outputs);
                let copy = |from: &[T], width| Array::written(&[batch, width], |to: &mut [T]| to.copy_from_slice(from));
                let (mut state, mut cells) = (copy(of_state, outputs), copy(of_cells, width));
                let mut totals = room::<T>(projection.is_some(), rows, outputs);
                let [of_x, of_input, of_bias, of_hidden] =
                    of_arrays.each_mut().map(|array| array.as_mut().map(Array::as_mut_slice::<T>));
                backward::Backward {
                    sizes: [inputs, outputs, width],
                    x: x.elements(),
                    input: packed(Matrix::new(input.elements::<T>(), [4 * width, inputs], [inputs, 1]), steps),
                    hidden: weights(&hidden, steps),
                    projection: projection.as_ref().map(|weight| weights(weight, steps)),
                    kept,
                    of_out,
                    state: Pieces::new(state.as_mut_slice()),
                    cells: Pieces::new(cells.as_mut_slice()),
                    totals: Pieces::new(totals.as_mut_slice()),
                }
                .run(&steps.in_order(), backward::Sums { of_x, of_input, of_bias, of_hidden });
                let projection = projection.map(|_| totals.matmul_tn(&unprojected(kept, width)));
                LstmGrads { arrays: of_arrays, state, cells, projection }
            })
        })
    }
}

/// Weights `[n, k]` as the matrix `[k, n]`.
fn transposed<T: Real>(weight: &Array) -> Matrix<'_, T> {
    let (n, k) = (weight.shape()[0], weight.shape()[1]);
    Matrix::new(weight.elements(), [k, n], [1, k])
}

/// `o tanh(c)` of all rows.
fn unprojected(kept: &LstmKept, width: usize) -> Array {
    let open = kept.gates.narrow(1, 3 * width as isize, width);
    crate::functions::Mul::of(&open, &kept.tanh)
}
