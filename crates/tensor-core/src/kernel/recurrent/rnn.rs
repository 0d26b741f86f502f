//! The plain recurrent network.

use super::{Steps, plain, product, room, turned, weights};
use crate::array::Array;
use crate::dtype::{Element as _, dispatch};
use crate::error::Error;
use crate::kernel::gemm::{Init, Real};
use crate::kernel::math;
use crate::kernel::simd::{self, Arch, Kernel, Level, best_for_functions, best_for_streams};

/// What a plain recurrent network does to its sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Nonlinearity {
    /// The hyperbolic tangent.
    #[default]
    Tanh,
    /// What is not negative, else 0.
    Relu,
}

impl Array {
    /// `h = f(sums + h hidden^T)` over all steps. Gives the states of all rows and the last states as one line of elements,
    /// and the states before the steps, `[rows, cells]`, which are empty if they are not kept.
    ///
    /// `sums` is the product of the input, `[rows, cells]`; `hidden` is `[cells, cells]`.
    ///
    /// # Panics
    /// If the arrays do not belong together.
    #[track_caller]
    pub fn rnn(
        sums: &Array,
        nonlinearity: Nonlinearity,
        hidden: &Array,
        state: &Array,
        steps: &Steps,
        kept: bool,
    ) -> (Array, Array) {
        Error::raise_memory_here(|| {
            let (dtype, width) = (sums.dtype(), hidden.shape()[1]);
            let (sums, hidden, state) = (plain(sums), turned(hidden), plain(state));
            let (rows, batch) = (steps.rows(), steps.batch());
            let (line, before) = dispatch!(sums.dtype(), T: Float => {
                let mut kept = room::<T>(kept, rows, width);
                let hidden = weights(&hidden, steps);
                let line = Array::written(&[(rows + batch) * width], |line: &mut [T]| {
                    let (out, last) = line.split_at_mut(rows * width);
                    out.copy_from_slice(&sums.elements::<T>()[..rows * width]);
                    last.copy_from_slice(&state.elements::<T>()[..batch * width]);
                    let before = kept.as_mut_slice::<T>();
                    for step in steps.in_order() {
                        let state = &mut last[..step.batch * width];
                        if !before.is_empty() {
                            step.of_mut(before, width).copy_from_slice(state);
                        }
                        let out = step.of_mut(out, width);
                        product(state, &hidden, Init::Accumulate, out);
                        simd::dispatch(Function { nonlinearity, x: &mut *out });
                        state.copy_from_slice(out);
                    }
                });
                (line, kept)
            });
            (line.to_dtype(dtype), before)
        })
    }

    /// The gradients of [`rnn`](Array::rnn), from that of its `line` of elements: of the sums and of the first state.
    ///
    /// # Panics
    /// If the arrays do not belong together.
    #[track_caller]
    pub fn rnn_backward(
        grad: &Array,
        line: &Array,
        nonlinearity: Nonlinearity,
        hidden: &Array,
        steps: &Steps,
    ) -> [Array; 2] {
        Error::raise_memory_here(|| {
            let width = hidden.shape()[1];
            let (grad, line, hidden) = (plain(grad), plain(line), plain(hidden));
            let (rows, batch) = (steps.rows(), steps.batch());
            dispatch!(line.dtype(), T: Float => {
                let (of_out, last) = grad.elements::<T>().split_at(rows * width);
                let hidden = weights(&hidden, steps);
                let mut sums = Array::unfilled(T::DTYPE, &[rows, width]);
                let mut state = Array::written(&[batch, width], |state: &mut [T]| {
                    state.copy_from_slice(&last[..batch * width]);
                });
                let (of_sums, of_state) = (sums.as_mut_slice::<T>(), state.as_mut_slice::<T>());
                for step in steps.in_order().iter().rev() {
                    let state = &mut of_state[..step.batch * width];
                    let sums = step.of_mut(of_sums, width);
                    simd::dispatch(Slope {
                        nonlinearity,
                        grad: step.of(of_out, width),
                        out: step.of(line.elements(), width),
                        state: &*state,
                        sums: &mut *sums,
                    });
                    product(sums, &hidden, Init::Zero, state);
                }
                [sums, state]
            })
        })
    }
}

struct Function<'a, T> {
    nonlinearity: Nonlinearity,
    x: &'a mut [T],
}

impl<T: Real> Kernel for Function<'_, T> {
    const BEST: Level = best_for_functions(T::DTYPE);
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        match self.nonlinearity {
            Nonlinearity::Tanh => {
                for x in self.x {
                    *x = math::tanh::<A, T>(*x);
                }
            }
            // Not-a-number stays.
            Nonlinearity::Relu => {
                for x in self.x {
                    *x = if *x < T::ZERO { T::ZERO } else { *x };
                }
            }
        }
    }
}

/// The gradient of a step's sums, from those of what came out and of the state.
struct Slope<'a, T> {
    nonlinearity: Nonlinearity,
    grad: &'a [T],
    out: &'a [T],
    state: &'a [T],
    sums: &'a mut [T],
}

impl<T: Real> Kernel for Slope<'_, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let grads = self.grad.iter().zip(self.state).zip(self.out);
        for (sum, ((grad, state), out)) in self.sums.iter_mut().zip(grads) {
            let slope = match self.nonlinearity {
                Nonlinearity::Tanh => T::ONE - *out * *out,
                Nonlinearity::Relu if *out > T::ZERO => T::ONE,
                Nonlinearity::Relu => T::ZERO,
            };
            *sum = (*grad + *state) * slope;
        }
    }
}
