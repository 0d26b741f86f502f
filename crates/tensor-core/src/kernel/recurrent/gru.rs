//! Gated recurrent units.

use super::{Step, Steps, gates_of, gates_of_mut, plain, product, room, turned, weights};
use crate::array::Array;
use crate::dtype::{Element as _, dispatch};
use crate::error::Error;
use crate::kernel::gemm::{Init, Packed, Real};
use crate::kernel::lanes::{WIDE, side_by_side};
use crate::kernel::math;
use crate::kernel::simd::{self, Arch, Kernel, Level, best_for_functions, best_for_streams};
use crate::scratch;

/// What [`Array::gru_backward`] reads of [`Array::gru`], each with the rows of all steps.
pub struct GruKept {
    /// `r`, `z` and `n` behind their functions, `[rows, 3 * cells]`.
    pub gates: Array,
    /// The state's part of `n` before `r` scales it, `[rows, cells]`.
    pub new: Array,
    /// The states before the steps, `[rows, cells]`.
    pub before: Array,
}

impl Array {
    /// `h = (1 - z) n + z h` over all steps, with `r` and `z` (sigmoids) and `n = tanh(gates_n + r (h hidden_n^T + bias_n))`. Gives
    /// the states of all rows and the last states as one line of elements, and what backward reads, which is empty if
    /// it is not kept.
    ///
    /// `gates` is the product of the input, `[rows, 3 * cells]`; `hidden` is `[3 * cells, cells]`, `bias` `[3 * cells]`.
    ///
    /// # Panics
    /// If the arrays do not belong together.
    #[track_caller]
    pub fn gru(
        gates: Array,
        hidden: &Array,
        bias: &Array,
        state: &Array,
        steps: &Steps,
        kept: bool,
    ) -> (Array, GruKept) {
        Error::raise_memory_here(|| {
            let (dtype, width) = (gates.dtype(), hidden.shape()[1]);
            let (mut gates, hidden, bias, state) = (plain(&gates), turned(hidden), plain(bias), plain(state));
            let (rows, batch) = (steps.rows(), steps.batch());
            let (line, kept) = dispatch!(gates.dtype(), T: Float => {
                let mut kept = GruKept {
                    gates: Array::zeros(0, gates.dtype()),
                    new: room::<T>(kept, rows, width),
                    before: room::<T>(kept, rows, width),
                };
                let line = Array::written(&[(rows + batch) * width], |line: &mut [T]| {
                    let (out, last) = line.split_at_mut(rows * width);
                    last.copy_from_slice(&state.elements::<T>()[..batch * width]);
                    Forward {
                        width,
                        hidden: &weights(&hidden, steps),
                        bias: &bias.elements()[..3 * width],
                        gates: gates.as_mut_slice(),
                        state: last,
                        out,
                        new: kept.new.as_mut_slice(),
                        before: kept.before.as_mut_slice(),
                    }
                    .run(&steps.in_order());
                });
                kept.gates = gates;
                (line, kept)
            });
            (line.to_dtype(dtype), kept)
        })
    }

    /// The gradients of [`gru`](Array::gru), from that of its line of elements: of `gates`, of the state's products (which differ
    /// in the part of `n`), and of the first state.
    ///
    /// # Panics
    /// If the arrays do not belong together.
    #[track_caller]
    pub fn gru_backward(grad: &Array, kept: &GruKept, hidden: &Array, steps: &Steps) -> [Array; 3] {
        Error::raise_memory_here(|| {
            let width = hidden.shape()[1];
            let (grad, hidden) = (plain(grad), plain(hidden));
            let (rows, batch) = (steps.rows(), steps.batch());
            dispatch!(kept.gates.dtype(), T: Float => {
                let (of_out, last) = grad.elements::<T>().split_at(rows * width);
                let mut of_gates = Array::unfilled(T::DTYPE, &[rows, 3 * width]);
                let mut of_products = Array::unfilled(T::DTYPE, &[rows, 3 * width]);
                let mut state = Array::written(&[batch, width], |state: &mut [T]| {
                    state.copy_from_slice(&last[..batch * width]);
                });
                Backward {
                    width,
                    hidden: &weights(&hidden, steps),
                    kept,
                    of_out,
                    gates: of_gates.as_mut_slice(),
                    products: of_products.as_mut_slice(),
                    state: state.as_mut_slice(),
                }
                .run(&steps.in_order());
                [of_gates, of_products, state]
            })
        })
    }
}

struct Forward<'a, T> {
    width: usize,
    hidden: &'a Packed<'a, T>,
    bias: &'a [T],
    gates: &'a mut [T],
    state: &'a mut [T],
    out: &'a mut [T],
    new: &'a mut [T],
    before: &'a mut [T],
}

impl<T: Real> Forward<'_, T> {
    fn run(self, steps: &[Step]) {
        let width = self.width;
        let most = steps.iter().map(|step| step.batch).max().unwrap_or(0);
        let mut products = scratch::filled(T::ZERO, most * 3 * width);
        for step in steps {
            let state = &mut self.state[..step.batch * width];
            let products = &mut products[..step.batch * 3 * width];
            product(state, self.hidden, Init::Row(self.bias), products);
            if !self.before.is_empty() {
                step.of_mut(self.before, width).copy_from_slice(state);
                let new = step.of_mut(self.new, width).chunks_exact_mut(width.max(1));
                for (new, products) in new.zip(products.chunks_exact((3 * width).max(1))) {
                    new.copy_from_slice(&products[2 * width..]);
                }
            }
            simd::dispatch(Gates {
                width,
                gates: step.of_mut(self.gates, 3 * width),
                products,
                state,
            });
            step.of_mut(self.out, width).copy_from_slice(state);
        }
    }
}

/// The gates of a step: from sums to their functions, to the new state.
struct Gates<'a, T> {
    width: usize,
    gates: &'a mut [T],
    products: &'a [T],
    state: &'a mut [T],
}

impl<T: Real> Kernel for Gates<'_, T> {
    const BEST: Level = best_for_functions(T::DTYPE);
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let width = self.width;
        for row in 0..self.state.len() / width.max(1) {
            let [reset, keep, new] = gates_of_mut(self.gates, row, width);
            side_by_side::<_, WIDE, _, _>(
                T::ZERO,
                gates_of::<T, 3>(self.products, row, width),
                [reset, keep, new, &mut self.state[row * width..][..width]],
                |[of_reset, of_keep, of_new], [reset, keep, new, state]| {
                    let [reset, keep] = [reset + of_reset, keep + of_keep].map(math::sigmoid::<A, T>);
                    let new = math::tanh::<A, T>(reset.fma::<A>(of_new, new));
                    [reset, keep, new, keep.fma::<A>(state - new, new)]
                },
            );
        }
    }
}

struct Backward<'a, T> {
    width: usize,
    hidden: &'a Packed<'a, T>,
    kept: &'a GruKept,
    of_out: &'a [T],
    gates: &'a mut [T],
    products: &'a mut [T],
    state: &'a mut [T],
}

impl<T: Real> Backward<'_, T> {
    fn run(self, steps: &[Step]) {
        let (width, kept) = (self.width, self.kept);
        for step in steps.iter().rev() {
            let state = &mut self.state[..step.batch * width];
            let products = step.of_mut(self.products, 3 * width);
            simd::dispatch(Slopes {
                width,
                grad: step.of(self.of_out, width),
                kept: step.of(kept.gates.elements(), 3 * width),
                new: step.of(kept.new.elements(), width),
                before: step.of(kept.before.elements(), width),
                gates: step.of_mut(self.gates, 3 * width),
                products,
                state,
            });
            product(products, self.hidden, Init::Accumulate, state);
        }
    }
}

/// The gradients of a step's gates, and of the state before it as far as it is kept.
struct Slopes<'a, T> {
    width: usize,
    grad: &'a [T],
    kept: &'a [T],
    new: &'a [T],
    before: &'a [T],
    gates: &'a mut [T],
    products: &'a mut [T],
    state: &'a mut [T],
}

impl<T: Real> Kernel for Slopes<'_, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let width = self.width;
        for row in 0..self.state.len() / width.max(1) {
            let one = row * width..(row + 1) * width;
            let (grad, product) = (&self.grad[one.clone()], &self.new[one.clone()]);
            let (before, state) = (&self.before[one.clone()], &mut self.state[one]);
            let [reset, keep, new] = gates_of(self.kept, row, width);
            let [of_reset, of_keep, of_new] = gates_of_mut(self.gates, row, width);
            let [product_reset, product_keep, of_product] = gates_of_mut(self.products, row, width);
            side_by_side::<_, WIDE, _, _>(
                T::ZERO,
                [grad, before, product, reset, keep, new],
                [
                    of_reset,
                    of_keep,
                    of_new,
                    product_reset,
                    product_keep,
                    of_product,
                    state,
                ],
                |[grad, before, product, reset, keep, new], [.., state]| {
                    let total = state + grad;
                    let of_new = total * (T::ONE - keep) * (T::ONE - new * new);
                    let of_reset = of_new * product * reset * (T::ONE - reset);
                    let of_keep = total * (before - new) * keep * (T::ONE - keep);
                    [
                        of_reset,
                        of_keep,
                        of_new,
                        of_reset,
                        of_keep,
                        of_new * reset,
                        total * keep,
                    ]
                },
            );
        }
    }
}
