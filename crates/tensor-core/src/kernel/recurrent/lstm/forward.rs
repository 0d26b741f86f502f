//! The steps of an LSTM.

use std::ops::Range;

use super::{Init, Packed, Pieces, Real};
use crate::kernel::lanes::{WIDE, side_by_side};
use crate::kernel::math;
use crate::kernel::recurrent::{Step, gates_of_mut, most_batch, product, rows_of, runs, shares};
use crate::kernel::simd::{self, Arch, Kernel, Level, best_for_functions};
use crate::kernel::threads::for_each_chunk;
use crate::scratch;

/// The product of the input, which the gates begin with.
pub(super) struct Product<'a, T> {
    pub(super) x: &'a [T],
    pub(super) weight: Packed<'a, T>,
    pub(super) bias: Option<&'a [T]>,
}

/// What the steps read and write. Pieces are taken by rows and by sequences, of which each thread has its own.
pub(super) struct Forward<'a, T> {
    pub(super) outputs: usize,
    pub(super) width: usize,
    /// None if the gates hold it already.
    pub(super) product: Option<Product<'a, T>>,
    pub(super) hidden: Packed<'a, T>,
    pub(super) projection: Option<Packed<'a, T>>,
    pub(super) gates: Pieces<'a, T>,
    pub(super) state: Pieces<'a, T>,
    pub(super) cells: Pieces<'a, T>,
    pub(super) out: Pieces<'a, T>,
    /// The states and the cells before the steps and the hyperbolic tangents of the cells, if they are kept.
    pub(super) kept: Option<[Pieces<'a, T>; 3]>,
}

impl<T: Real> Forward<'_, T> {
    pub(super) fn run(&self, steps: &[Step]) {
        let width = self.width;
        let shares = shares(most_batch(steps), 4 * width * self.outputs);
        for run in runs(steps) {
            if let Some(Product { x, weight, bias }) = &self.product {
                let (rows, [inputs, _]) = (rows_of(run), weight.sizes());
                // SAFETY: no step runs now.
                let gates = unsafe { self.gates.take(rows.start * 4 * width..rows.end * 4 * width) };
                let init = bias.map_or(Init::Zero, Init::Row);
                product(&x[rows.start * inputs..rows.end * inputs], weight, init, gates);
            }
            for_each_chunk(shares.count, &|share| {
                let own = shares.sequences(share);
                let room = |is_used| scratch::filled(T::ZERO, if is_used { own.len() * width } else { 0 });
                let mut rooms = [room(self.kept.is_none()), room(self.projection.is_some())];
                run.iter().for_each(|step| self.step(step, &own, &mut rooms));
            });
        }
    }

    /// A step of the sequences `own`. There is room for the hyperbolic tangents of their cells if these are not kept, and for
    /// what comes out if it is projected.
    fn step(&self, step: &Step, own: &Range<usize>, [tanh, open]: &mut [Vec<T>; 2]) {
        let (outputs, width) = (self.outputs, self.width);
        let own = own.start.min(step.batch)..own.end.min(step.batch);
        let of_sequences = |width| own.start * width..own.end * width;
        let of_rows = |width| (step.first + own.start) * width..(step.first + own.end) * width;
        // SAFETY: no other thread has these sequences, nor their rows of the step.
        let (state, cells, gates, out) = unsafe {
            (
                self.state.take(of_sequences(outputs)),
                self.cells.take(of_sequences(width)),
                self.gates.take(of_rows(4 * width)),
                self.out.take(of_rows(outputs)),
            )
        };
        let tanh = match &self.kept {
            None => &mut tanh[..cells.len()],
            Some([before, cells_before, tanh]) => {
                // SAFETY: as above.
                let (before, cells_before, tanh) = unsafe {
                    (
                        before.take(of_rows(outputs)),
                        cells_before.take(of_rows(width)),
                        tanh.take(of_rows(width)),
                    )
                };
                before.copy_from_slice(state);
                cells_before.copy_from_slice(cells);
                tanh
            }
        };
        product(state, &self.hidden, Init::Accumulate, gates);
        let made = match &self.projection {
            None => &mut *out,
            Some(_) => &mut open[..cells.len()],
        };
        simd::dispatch(Gates {
            width,
            gates,
            cells,
            tanh,
            out: &mut *made,
        });
        if let Some(projection) = &self.projection {
            product(&open[..own.len() * width], projection, Init::Zero, out);
        }
        state.copy_from_slice(out);
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
            let [take, keep, new, open] = gates_of_mut(self.gates, row, width);
            let (cells, tanh) = (&mut self.cells[one.clone()], &mut self.tanh[one.clone()]);
            side_by_side::<_, WIDE, _, _>(
                T::ZERO,
                [],
                [take, keep, new, open, cells, tanh, &mut self.out[one]],
                |[], [take, keep, new, open, cell, _, _]| {
                    let [take, keep, open] = [take, keep, open].map(math::sigmoid::<A, T>);
                    let new = math::tanh::<A, T>(new);
                    let cell = keep.fma::<A>(cell, take * new);
                    let tanh = math::tanh::<A, T>(cell);
                    [take, keep, new, open, cell, tanh, open * tanh]
                },
            );
        }
    }
}
