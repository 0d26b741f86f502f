//! Attention, a block of queries after the other.

use std::ops::Range;

use super::{
    Attention, KEYS, Lines, QUERIES, Sizes, blocks, exponentials, largest, matrix, scaled, shown, visible,
};
use crate::dtype::Element;
use crate::kernel::gemm::{Init, Real};
use crate::kernel::math;
use crate::kernel::simd::{self, Arch, Kernel, Level, best_for_functions};
use crate::kernel::threads::{Pieces, for_each_piece};
use crate::scratch;

/// What is read and written.
pub(super) struct Parts<'a, T> {
    pub(super) query: Lines<'a, T>,
    pub(super) key: Lines<'a, T>,
    pub(super) value: Lines<'a, T>,
    pub(super) mask: Option<Lines<'a, T>>,
    pub(super) out: &'a mut [T],
    pub(super) sums: &'a mut [T],
}

pub(super) fn run<T: Real>(sizes: &Sizes, attention: &Attention, parts: Parts<'_, T>) {
    let blocks_of_queries = sizes.queries.div_ceil(QUERIES);
    let tasks = sizes.count() * blocks_of_queries;
    let work = QUERIES.min(sizes.queries) * sizes.keys * (sizes.size + sizes.values + 16) / 8;
    let pass = Pass {
        sizes,
        attention,
        query: &parts.query,
        key: &parts.key,
        value: &parts.value,
        mask: parts.mask.as_ref(),
        out: Pieces::new(parts.out),
        sums: Pieces::new(parts.sums),
    };
    for_each_piece(tasks, 1, work, |range| {
        let most = QUERIES.min(sizes.queries);
        let mut room = Room {
            scores: scratch::filled(T::ZERO, most * KEYS.min(sizes.keys)),
            held: scratch::filled(T::ZERO, most * sizes.values),
            state: scratch::filled((T::ZERO, T::ZERO), most),
        };
        for task in range {
            let (at, block) = (task / blocks_of_queries, task % blocks_of_queries);
            let queries = block * QUERIES..((block + 1) * QUERIES).min(sizes.queries);
            pass.block(at, queries, &mut room);
        }
    });
}

struct Pass<'a, T> {
    sizes: &'a Sizes,
    attention: &'a Attention,
    query: &'a Lines<'a, T>,
    key: &'a Lines<'a, T>,
    value: &'a Lines<'a, T>,
    mask: Option<&'a Lines<'a, T>>,
    out: Pieces<'a, T>,
    sums: Pieces<'a, T>,
}

/// Where a block of queries is worked on, whatever was there before.
struct Room<T> {
    scores: Vec<T>,
    held: Vec<T>,
    state: Vec<(T, T)>,
}

impl<T: Real> Pass<'_, T> {
    /// The results of some queries of an attention.
    fn block(&self, at: usize, queries: Range<usize>, room: &mut Room<T>) {
        let (size, values, count) = (self.sizes.size, self.sizes.values, queries.len());
        let scores = &mut room.scores;
        let (held, state) = (&mut room.held[..count * values], &mut room.state[..count]);
        held.fill(T::ZERO);
        state.fill((-T::INFINITY, T::ZERO));
        for keys in blocks(self.sizes.keys, KEYS) {
            if self.attention.is_causal && keys.start >= queries.end {
                break;
            }
            let scores = &mut scores[..count * keys.len()];
            let query = self.query.rows(at, &queries, size);
            T::gemm(
                query,
                self.key.rows(at, &keys, size).transposed(),
                Init::Zero,
                scores,
            );
            simd::dispatch(Exponentials {
                at,
                queries: queries.clone(),
                keys: keys.clone(),
                is_causal: self.attention.is_causal,
                scale: <T as Element>::from_f64(self.attention.scale),
                mask: self.mask,
                scores,
                state: &mut *state,
                held: &mut *held,
            });
            let value = self.value.rows(at, &keys, values);
            T::gemm(
                matrix(scores, count, keys.len()),
                value,
                Init::Accumulate,
                &mut *held,
            );
        }
        self.write(at, queries, state, held);
    }

    /// What was summed, divided by the sums of exponentials.
    fn write(&self, at: usize, queries: Range<usize>, state: &[(T, T)], held: &[T]) {
        let values = self.sizes.values;
        let first = at * self.sizes.queries;
        // SAFETY: no other block has these queries.
        let sums = unsafe {
            self.sums
                .take(2 * (first + queries.start)..2 * (first + queries.end))
        };
        let (place, step) = self.sizes.place(at, self.sizes.queries, values);
        for (i, query) in queries.enumerate() {
            let (largest, sum) = state[i];
            let attends = largest != -T::INFINITY;
            let scale = if attends { T::ONE / sum } else { T::ZERO };
            let kept = if attends {
                [largest, scale]
            } else {
                [T::INFINITY, T::ONE]
            };
            sums[2 * i..][..2].copy_from_slice(&kept);
            let start = place + query * step;
            // SAFETY: no other block has this query.
            let out = unsafe { self.out.take(start..start + values) };
            for (out, held) in out.iter_mut().zip(&held[i * values..][..values]) {
                *out = *held * scale;
            }
        }
    }
}

/// Scores as exponentials, less the largest of their query so far; what was summed and held is scaled to it.
struct Exponentials<'a, T> {
    at: usize,
    queries: Range<usize>,
    keys: Range<usize>,
    is_causal: bool,
    scale: T,
    mask: Option<&'a Lines<'a, T>>,
    scores: &'a mut [T],
    /// Each query's largest score and sum of exponentials.
    state: &'a mut [(T, T)],
    held: &'a mut [T],
}

impl<T: Real> Kernel for Exponentials<'_, T> {
    const BEST: Level = best_for_functions(T::DTYPE);
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let (width, values) = (self.keys.len(), self.held.len() / self.state.len());
        // Two passes over the rows: what waits for the largest of one goes on with the next.
        let mut own = [T::ZERO; QUERIES];
        for ((i, query), own) in self.queries.clone().enumerate().zip(&mut own) {
            let scores = &mut self.scores[i * width..][..width];
            let mask = self.mask.map(|mask| mask.row(self.at, query, &self.keys));
            let seen = visible(self.is_causal, query, &self.keys);
            *own = largest(scaled(scores, seen, self.scale, mask));
        }
        for ((i, query), own) in self.queries.clone().enumerate().zip(own) {
            let seen = visible(self.is_causal, query, &self.keys);
            let seen = &mut self.scores[i * width..][..shown(seen, width)];
            if seen.is_empty() {
                continue;
            }
            let (before, sum) = self.state[i];
            let largest = if own < before { before } else { own };
            if largest == -T::INFINITY {
                seen.fill(T::ZERO);
                continue;
            }
            let own_sum = exponentials::<A, T>(seen, largest, T::ONE, None);
            if before == -T::INFINITY {
                // Nothing was summed or held before.
                self.state[i] = (largest, own_sum);
                continue;
            }
            let factor = math::exp::<A, T>(before - largest);
            self.state[i] = (largest, sum.fma::<A>(factor, own_sum));
            for held in &mut self.held[i * values..][..values] {
                *held = *held * factor;
            }
        }
    }
}
