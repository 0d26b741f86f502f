//! Long short-term memory.

use super::{Step, Steps, plain, product, room, turned, weights};
use crate::array::Array;
use crate::dtype::{Element as _, dispatch};
use crate::error::Error;
use crate::kernel::gemm::{Init, Packed, Real};
use crate::kernel::lanes::{WIDE, side_by_side};
use crate::kernel::math;
use crate::kernel::simd::{self, Arch, Kernel, Level, best_for_functions, best_for_streams};
use crate::scratch;

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
    /// Of the gates before their functions, `[rows, 4 * cells]`.
    pub gates: Array,
    /// Of the first state, `[batch, outputs]`.
    pub state: Array,
    /// Of the first cells, `[batch, cells]`.
    pub cells: Array,
    /// Of the projection, `[outputs, cells]`, if there is one.
    pub projection: Option<Array>,
}

impl Array {
    /// `c = f c + i g`, `h = o tanh(c)` over all steps, with the gates `i`, `f`, `o` (a sigmoid) and `g` (a hyperbolic tangent)
    /// of `gates + h hidden^T`; a projection `[outputs, cells]` makes the state of `h`. Gives the states of all rows, the
    /// last states and the last cells as one line of elements, and what backward reads, which is empty if it is not
    /// kept.
    ///
    /// `gates` is the product of the input, `[rows, 4 * cells]`; `hidden` is `[4 * cells, outputs]`.
    ///
    /// # Panics
    /// If the arrays do not belong together.
    #[track_caller]
    pub fn lstm(
        gates: Array,
        hidden: &Array,
        projection: Option<&Array>,
        state: &Array,
        cells: &Array,
        steps: &Steps,
        kept: bool,
    ) -> (Array, LstmKept) {
        Error::raise_memory_here(|| {
            let dtype = gates.dtype();
            let (outputs, width) = (hidden.shape()[1], hidden.shape()[0] / 4);
            let (mut gates, hidden, projection) = (plain(&gates), turned(hidden), projection.map(turned));
            let (state, cells) = (plain(state), plain(cells));
            let (rows, batch) = (steps.rows(), steps.batch());
            let len = rows * outputs + batch * (outputs + width);
            let (line, kept) = dispatch!(gates.dtype(), T: Float => {
                let mut kept = LstmKept {
                    gates: Array::zeros(0, gates.dtype()),
                    before: room::<T>(kept, rows, outputs),
                    cells: room::<T>(kept, rows, width),
                    tanh: room::<T>(kept, rows, width),
                };
                let line = Array::written(&[len], |line: &mut [T]| {
                    let (out, last) = line.split_at_mut(rows * outputs);
                    let (last_state, last_cells) = last.split_at_mut(batch * outputs);
                    last_state.copy_from_slice(&state.elements::<T>()[..batch * outputs]);
                    last_cells.copy_from_slice(&cells.elements::<T>()[..batch * width]);
                    Forward {
                        outputs,
                        width,
                        hidden: &weights(&hidden, steps),
                        projection: projection.as_ref().map(|weight| weights(weight, steps)),
                        gates: gates.as_mut_slice(),
                        state: last_state,
                        cells: last_cells,
                        out,
                        before: kept.before.as_mut_slice(),
                        cells_before: kept.cells.as_mut_slice(),
                        tanh: kept.tanh.as_mut_slice(),
                    }
                    .run(&steps.in_order());
                });
                kept.gates = gates;
                (line, kept)
            });
            (line.to_dtype(dtype), kept)
        })
    }

    /// The gradients of [`lstm`](Array::lstm), from that of its line of elements.
    ///
    /// # Panics
    /// If the arrays do not belong together.
    #[track_caller]
    pub fn lstm_backward(
        grad: &Array,
        kept: &LstmKept,
        hidden: &Array,
        projection: Option<&Array>,
        steps: &Steps,
    ) -> LstmGrads {
        Error::raise_memory_here(|| {
            let (outputs, width) = (hidden.shape()[1], hidden.shape()[0] / 4);
            let (grad, hidden, projection) = (plain(grad), plain(hidden), projection.map(plain));
            let (rows, batch) = (steps.rows(), steps.batch());
            dispatch!(kept.gates.dtype(), T: Float => {
                let (of_out, last) = grad.elements::<T>().split_at(rows * outputs);
                let (of_state, of_cells) = last[..batch * (outputs + width)].split_at(batch * outputs);
                let mut grads = LstmGrads {
                    gates: Array::unfilled(T::DTYPE, &[rows, 4 * width]),
                    state: Array::written(&[batch, outputs], |state: &mut [T]| state.copy_from_slice(of_state)),
                    cells: Array::written(&[batch, width], |cells: &mut [T]| cells.copy_from_slice(of_cells)),
                    projection: None,
                };
                let mut totals = room::<T>(projection.is_some(), rows, outputs);
                Backward {
                    outputs,
                    width,
                    hidden: &weights(&hidden, steps),
                    projection: projection.as_ref().map(|weight| weights(weight, steps)),
                    kept,
                    of_out,
                    gates: grads.gates.as_mut_slice(),
                    state: grads.state.as_mut_slice(),
                    cells: grads.cells.as_mut_slice(),
                    totals: totals.as_mut_slice(),
                }
                .run(&steps.in_order());
                grads.projection = projection.map(|_| totals.matmul_tn(&unprojected(kept, width)));
                grads
            })
        })
    }
}

/// `o tanh(c)` of all rows.
fn unprojected(kept: &LstmKept, width: usize) -> Array {
    let open = kept.gates.narrow(1, 3 * width as isize, width);
    crate::functions::Mul::of(&open, &kept.tanh)
}

struct Forward<'a, T> {
    outputs: usize,
    width: usize,
    hidden: &'a Packed<'a, T>,
    projection: Option<Packed<'a, T>>,
    gates: &'a mut [T],
    state: &'a mut [T],
    cells: &'a mut [T],
    out: &'a mut [T],
    before: &'a mut [T],
    cells_before: &'a mut [T],
    tanh: &'a mut [T],
}

impl<T: Real> Forward<'_, T> {
    fn run(self, steps: &[Step]) {
        let (outputs, width) = (self.outputs, self.width);
        // A step's own, where nothing is kept and where there is a projection.
        let most = steps.iter().map(|step| step.batch).max().unwrap_or(0);
        let mut tanh = scratch::filled(T::ZERO, if self.tanh.is_empty() { most * width } else { 0 });
        let is_projected = self.projection.is_some();
        let mut open = scratch::filled(T::ZERO, if is_projected { most * width } else { 0 });
        for step in steps {
            let state = &mut self.state[..step.batch * outputs];
            let cells = &mut self.cells[..step.batch * width];
            if !self.before.is_empty() {
                step.of_mut(self.before, outputs).copy_from_slice(state);
                step.of_mut(self.cells_before, width).copy_from_slice(cells);
            }
            let gates = step.of_mut(self.gates, 4 * width);
            product(state, self.hidden, Init::Accumulate, gates);
            let tanh = match tanh.is_empty() {
                true => step.of_mut(self.tanh, width),
                false => &mut tanh[..step.batch * width],
            };
            let out = step.of_mut(self.out, outputs);
            match &self.projection {
                None => simd::dispatch(Gates {
                    width,
                    gates,
                    cells,
                    tanh,
                    out,
                }),
                Some(projection) => {
                    let open = &mut open[..step.batch * width];
                    simd::dispatch(Gates {
                        width,
                        gates,
                        cells,
                        tanh,
                        out: open,
                    });
                    product(open, projection, Init::Zero, out);
                }
            }
            state.copy_from_slice(out);
        }
    }
}

/// The gates of a step: from sums to their functions, to the cells, to what comes out.
struct Gates<'a, T> {
    width: usize,
    gates: &'a mut [T],
    cells: &'a mut [T],
    tanh: &'a mut [T],
    out: &'a mut [T],
}

impl<T: Real> Kernel for Gates<'_, T> {
    const BEST: Level = best_for_functions(T::DTYPE);
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let width = self.width;
        for row in 0..self.cells.len() / width.max(1) {
            let one = row * width..(row + 1) * width;
            let (left, right) = self.gates[row * 4 * width..][..4 * width].split_at_mut(2 * width);
            let ((take, keep), (new, open)) = (left.split_at_mut(width), right.split_at_mut(width));
            let (cells, tanh) = (&mut self.cells[one.clone()], &mut self.tanh[one.clone()]);
            let written = [take, keep, new, open, cells, tanh, &mut self.out[one]];
            side_by_side::<_, WIDE, _, _>(T::ZERO, [], written, |[], [take, keep, new, open, cell, _, _]| {
                let [take, keep, open] = [take, keep, open].map(math::sigmoid::<A, T>);
                let new = math::tanh::<A, T>(new);
                let cell = keep.fma::<A>(cell, take * new);
                let tanh = math::tanh::<A, T>(cell);
                [take, keep, new, open, cell, tanh, open * tanh]
            });
        }
    }
}

struct Backward<'a, T> {
    outputs: usize,
    width: usize,
    hidden: &'a Packed<'a, T>,
    projection: Option<Packed<'a, T>>,
    kept: &'a LstmKept,
    of_out: &'a [T],
    gates: &'a mut [T],
    state: &'a mut [T],
    cells: &'a mut [T],
    /// The gradients of all projected rows, if there is a projection.
    totals: &'a mut [T],
}

impl<T: Real> Backward<'_, T> {
    fn run(self, steps: &[Step]) {
        let (outputs, width) = (self.outputs, self.width);
        let (kept, most) = (self.kept, steps.iter().map(|step| step.batch).max().unwrap_or(0));
        let is_projected = self.projection.is_some();
        let mut open = scratch::filled(T::ZERO, if is_projected { most * width } else { 0 });
        for step in steps.iter().rev() {
            let state = &mut self.state[..step.batch * outputs];
            for (state, grad) in state.iter_mut().zip(step.of(self.of_out, outputs)) {
                *state = *state + *grad;
            }
            let open: &[T] = match &self.projection {
                None => state,
                Some(projection) => {
                    step.of_mut(self.totals, outputs).copy_from_slice(state);
                    let open = &mut open[..step.batch * width];
                    product(state, projection, Init::Zero, open);
                    open
                }
            };
            let gates = step.of_mut(self.gates, 4 * width);
            simd::dispatch(Slopes {
                width,
                open,
                kept: step.of(kept.gates.elements(), 4 * width),
                before: step.of(kept.cells.elements(), width),
                tanh: step.of(kept.tanh.elements(), width),
                cells: &mut self.cells[..step.batch * width],
                gates,
            });
            product(gates, self.hidden, Init::Zero, state);
        }
    }
}

/// The gradients of a step's gates and of the cells before it, from those of what came out and of the cells.
struct Slopes<'a, T> {
    width: usize,
    open: &'a [T],
    kept: &'a [T],
    before: &'a [T],
    tanh: &'a [T],
    cells: &'a mut [T],
    gates: &'a mut [T],
}

impl<T: Real> Kernel for Slopes<'_, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let width = self.width;
        for row in 0..self.cells.len() / width.max(1) {
            let one = row * width..(row + 1) * width;
            let (left, right) = self.kept[row * 4 * width..][..4 * width].split_at(2 * width);
            let ((take, keep), (new, open)) = (left.split_at(width), right.split_at(width));
            let (grad, before, tanh) = (
                &self.open[one.clone()],
                &self.before[one.clone()],
                &self.tanh[one.clone()],
            );
            let (left, right) = self.gates[row * 4 * width..][..4 * width].split_at_mut(2 * width);
            let ((of_take, of_keep), (of_new, of_open)) =
                (left.split_at_mut(width), right.split_at_mut(width));
            side_by_side::<_, WIDE, _, _>(
                T::ZERO,
                [grad, before, tanh, take, keep, new, open],
                [of_take, of_keep, of_new, of_open, &mut self.cells[one]],
                |[grad, before, tanh, take, keep, new, open], [.., cell]| {
                    let through = grad * open;
                    let cell = cell + through * (T::ONE - tanh * tanh);
                    [
                        cell * new * take * (T::ONE - take),
                        cell * before * keep * (T::ONE - keep),
                        cell * take * (T::ONE - new * new),
                        grad * tanh * open * (T::ONE - open),
                        cell * keep,
                    ]
                },
            );
        }
    }
}
