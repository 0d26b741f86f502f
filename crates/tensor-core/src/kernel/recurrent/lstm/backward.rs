//! The steps of an LSTM in reverse.

use std::ops::Range;

use super::{Init, LstmKept, Matrix, Packed, Pieces, Real};
use crate::kernel::lanes::{WIDE, side_by_side};
use crate::kernel::recurrent::{Step, gates_of, gates_of_mut, most_batch, product, rows_of, runs, shares};
use crate::kernel::simd::{self, Arch, Kernel, Level, best_for_streams};
use crate::kernel::threads::for_each_chunk;
use crate::scratch;

/// What the steps read and write. Pieces are taken by rows and by sequences, of which each thread has its own.
pub(super) struct Backward<'a, T> {
    /// Inputs, outputs and cells.
    pub(super) sizes: [usize; 3],
    pub(super) x: &'a [T],
    pub(super) input: Packed<'a, T>,
    pub(super) hidden: Packed<'a, T>,
    pub(super) projection: Option<Packed<'a, T>>,
    pub(super) kept: &'a LstmKept,
    pub(super) of_out: &'a [T],
    pub(super) state: Pieces<'a, T>,
    pub(super) cells: Pieces<'a, T>,
    /// The gradients of all projected rows, if there is a projection.
    pub(super) totals: Pieces<'a, T>,
}

/// The gradients that are sums over the steps, which begin with zeros, and those of the inputs.
pub(super) struct Sums<'a, T> {
    pub(super) of_x: Option<&'a mut [T]>,
    pub(super) of_input: Option<&'a mut [T]>,
    pub(super) of_bias: Option<&'a mut [T]>,
    pub(super) of_hidden: Option<&'a mut [T]>,
}

impl<'a, T: Real> Backward<'a, T> {
    pub(super) fn run(&self, steps: &[Step], mut sums: Sums<'_, T>) {
        let [_, outputs, width] = self.sizes;
        let steps = scratch::collected(steps.len(), steps.iter().rev().copied());
        let shares = shares(most_batch(&steps), 4 * width * outputs);
        let most = runs(&steps).map(|run| rows_of(run).len()).max().unwrap_or(0);
        let mut gates = scratch::filled(T::ZERO, most * 4 * width);
        for run in runs(&steps) {
            let rows = rows_of(run);
            let gates = &mut gates[..rows.len() * 4 * width];
            let pieces = Pieces::new(gates);
            for_each_chunk(shares.count, &|share| {
                let own = shares.sequences(share);
                let is_projected = self.projection.is_some();
                let mut open = scratch::filled(T::ZERO, if is_projected { own.len() * width } else { 0 });
                run.iter()
                    .for_each(|step| self.step(step, &own, rows.start, &pieces, &mut open));
            });
            self.add(&rows, gates, &mut sums);
        }
    }

    /// A step of the sequences `own`, whose gates begin at row `first` of all.
    fn step(&self, step: &Step, own: &Range<usize>, first: usize, gates: &Pieces<'_, T>, open: &mut [T]) {
        let [_, outputs, width] = self.sizes;
        let own = own.start.min(step.batch)..own.end.min(step.batch);
        let rows = step.first + own.start..step.first + own.end;
        let of_sequences = |width| own.start * width..own.end * width;
        let of_rows = |width| rows.start * width..rows.end * width;
        // SAFETY: no other thread has these sequences, nor their rows of the step.
        let (state, cells, gates) = unsafe {
            (
                self.state.take(of_sequences(outputs)),
                self.cells.take(of_sequences(width)),
                gates.take((rows.start - first) * 4 * width..(rows.end - first) * 4 * width),
            )
        };
        for (state, grad) in state.iter_mut().zip(&self.of_out[of_rows(outputs)]) {
            *state = *state + *grad;
        }
        let open: &[T] = match &self.projection {
            None => state,
            Some(projection) => {
                // SAFETY: as above.
                unsafe { self.totals.take(of_rows(outputs)) }.copy_from_slice(state);
                let open = &mut open[..cells.len()];
                product(state, projection, Init::Zero, open);
                open
            }
        };
        simd::dispatch(Slopes {
            width,
            open,
            kept: &self.kept.gates.elements()[of_rows(4 * width)],
            before: &self.kept.cells.elements()[of_rows(width)],
            tanh: &self.kept.tanh.elements()[of_rows(width)],
            cells,
            gates: &mut *gates,
        });
        product(gates, &self.hidden, Init::Zero, state);
    }

    /// Adds what the gradients of the gates of some rows give.
    fn add(&self, rows: &Range<usize>, gates: &[T], sums: &mut Sums<'_, T>) {
        let [inputs, outputs, width] = self.sizes;
        let of_rows = |width| rows.start * width..rows.end * width;
        let part = |all: &'a [T], width| Matrix::new(&all[of_rows(width)], [rows.len(), width], [width, 1]);
        let gates_of_rows = Matrix::new(gates, [rows.len(), 4 * width], [4 * width, 1]);
        if let Some(of_hidden) = &mut sums.of_hidden {
            let before = part(self.kept.before.elements(), outputs);
            T::gemm(gates_of_rows.transposed(), before, Init::Accumulate, of_hidden);
        }
        if let Some(of_input) = &mut sums.of_input {
            T::gemm(
                gates_of_rows.transposed(),
                part(self.x, inputs),
                Init::Accumulate,
                of_input,
            );
        }
        if let Some(of_bias) = &mut sums.of_bias {
            let one = [T::ONE];
            let ones = Matrix::new(&one, [1, rows.len()], [0, 0]);
            T::gemm(ones, gates_of_rows, Init::Accumulate, of_bias);
        }
        if let Some(of_x) = &mut sums.of_x {
            product(gates, &self.input, Init::Zero, &mut of_x[of_rows(inputs)]);
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
            let [take, keep, new, open] = gates_of(self.kept, row, width);
            let (grad, before, tanh) = (
                &self.open[one.clone()],
                &self.before[one.clone()],
                &self.tanh[one.clone()],
            );
            let [of_take, of_keep, of_new, of_open] = gates_of_mut(self.gates, row, width);
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
