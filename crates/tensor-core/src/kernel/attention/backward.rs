//! The gradients of attention, whose scores are computed again.

use std::ops::Range;

use super::{
    Attention, KEYS, Lines, QUERIES, Sizes, blocks, exponentials, hide, matrix, scaled, shown, visible,
};
use crate::dtype::Element;
use crate::kernel::gemm::{Init, Real};
use crate::kernel::simd::{self, Arch, Kernel, Level, best_for_functions};
use crate::kernel::threads::{Pieces, for_each_piece};
use crate::scratch;

/// What is read and written.
pub(super) struct Parts<'a, T> {
    pub(super) grad: Lines<'a, T>,
    pub(super) query: Lines<'a, T>,
    pub(super) key: Lines<'a, T>,
    pub(super) value: Lines<'a, T>,
    pub(super) result: Lines<'a, T>,
    pub(super) mask: Option<Lines<'a, T>>,
    pub(super) sums: &'a [T],
    pub(super) of_query: &'a mut [T],
    pub(super) of_key: &'a mut [T],
    pub(super) of_value: &'a mut [T],
}

pub(super) fn run<T: Real>(sizes: &Sizes, attention: &Attention, parts: Parts<'_, T>) {
    let work = sizes.queries * sizes.keys * (3 * sizes.size + 2 * sizes.values + 16) / 8;
    let pass = Pass {
        sizes,
        attention,
        grad: &parts.grad,
        query: &parts.query,
        key: &parts.key,
        value: &parts.value,
        result: &parts.result,
        mask: parts.mask.as_ref(),
        sums: parts.sums,
    };
    let [of_query, of_key, of_value] = [parts.of_query, parts.of_key, parts.of_value].map(Pieces::new);
    let (queries, keys) = (sizes.queries, sizes.keys);
    for_each_piece(sizes.count(), 1, work, |range| {
        let room = |rows, width| scratch::filled(T::ZERO, rows * width);
        let most = [QUERIES.min(queries), KEYS.min(keys)];
        let mut room = Room {
            grads: [
                room(queries, sizes.size),
                room(keys, sizes.size),
                room(keys, sizes.values),
            ],
            weights: room(most[0], most[1]),
            slopes: room(most[0], most[1]),
        };
        for at in range {
            pass.gradients(at, &mut room);
            let [dq, dk, dv] = &room.grads;
            for (to, rows, width, from) in [
                (&of_query, queries, sizes.size, dq),
                (&of_key, keys, sizes.size, dk),
                (&of_value, keys, sizes.values, dv),
            ] {
                let (place, step) = sizes.place(at, rows, width);
                for (row, from) in from.chunks_exact(width.max(1)).enumerate() {
                    let start = place + row * step;
                    // SAFETY: each attention has rows of its own.
                    unsafe { to.take(start..start + width) }.copy_from_slice(from);
                }
            }
        }
    });
}

struct Pass<'a, T> {
    sizes: &'a Sizes,
    attention: &'a Attention,
    grad: &'a Lines<'a, T>,
    query: &'a Lines<'a, T>,
    key: &'a Lines<'a, T>,
    value: &'a Lines<'a, T>,
    result: &'a Lines<'a, T>,
    mask: Option<&'a Lines<'a, T>>,
    sums: &'a [T],
}

/// Where an attention is worked on, whatever was there before.
struct Room<T> {
    /// Those for query, key and value.
    grads: [Vec<T>; 3],
    weights: Vec<T>,
    slopes: Vec<T>,
}

impl<T: Real> Pass<'_, T> {
    /// Those for query, key and value of one attention.
    fn gradients(&self, at: usize, room: &mut Room<T>) {
        let (queries, keys) = (self.sizes.queries, self.sizes.keys);
        let Room {
            grads,
            weights,
            slopes,
        } = room;
        grads.iter_mut().for_each(|grad| grad.fill(T::ZERO));
        for queries in blocks(queries, QUERIES) {
            // With all keys at hand the shares come from the weights themselves, without loss where one has all the weight.
            let shares = (keys > KEYS).then(|| {
                let shares = queries.clone().map(|query| self.share(at, query));
                scratch::collected(queries.len(), shares)
            });
            for keys in blocks(keys, KEYS) {
                if self.attention.is_causal && keys.start >= queries.end {
                    break;
                }
                let len = queries.len() * keys.len();
                let room = (&mut weights[..len], &mut slopes[..len]);
                self.block(at, &queries, &keys, shares.as_deref(), room, grads);
            }
        }
    }

    /// The sum of a query's gradient times its result.
    fn share(&self, at: usize, query: usize) -> T {
        let all = 0..self.sizes.values;
        let (grad, result) = (self.grad.row(at, query, &all), self.result.row(at, query, &all));
        grad.iter()
            .zip(result)
            .fold(T::ZERO, |sum, (grad, result)| sum + *grad * *result)
    }

    /// Adds what a block of queries and keys gives.
    fn block(
        &self,
        at: usize,
        queries: &Range<usize>,
        keys: &Range<usize>,
        shares: Option<&[T]>,
        (weights, slopes): (&mut [T], &mut [T]),
        [of_query, of_key, of_value]: &mut [Vec<T>; 3],
    ) {
        let (size, values) = (self.sizes.size, self.sizes.values);
        let (rows, cols) = (queries.len(), keys.len());
        let (query, key) = (self.query.rows(at, queries, size), self.key.rows(at, keys, size));
        let (grad, value) = (
            self.grad.rows(at, queries, values),
            self.value.rows(at, keys, values),
        );
        T::gemm(query, key.transposed(), Init::Zero, weights);
        T::gemm(grad, value.transposed(), Init::Zero, slopes);
        simd::dispatch(Slopes {
            at,
            queries: queries.clone(),
            keys: keys.clone(),
            is_causal: self.attention.is_causal,
            scale: <T as Element>::from_f64(self.attention.scale),
            mask: self.mask,
            sums: &self.sums[2 * (at * self.sizes.queries + queries.start)..][..2 * rows],
            shares,
            weights,
            slopes,
        });
        let weights = matrix(weights, rows, cols).transposed();
        let of_value = &mut of_value[keys.start * values..keys.end * values];
        T::gemm(weights, grad, Init::Accumulate, of_value);
        let slopes = matrix(slopes, rows, cols);
        let of_query = &mut of_query[queries.start * size..queries.end * size];
        T::gemm(slopes, key, Init::Accumulate, of_query);
        let of_key = &mut of_key[keys.start * size..keys.end * size];
        T::gemm(slopes.transposed(), query, Init::Accumulate, of_key);
    }
}

/// Scores as weights, and the gradients of the weights as those of the products.
struct Slopes<'a, T> {
    at: usize,
    queries: Range<usize>,
    keys: Range<usize>,
    is_causal: bool,
    scale: T,
    mask: Option<&'a Lines<'a, T>>,
    sums: &'a [T],
    shares: Option<&'a [T]>,
    weights: &'a mut [T],
    slopes: &'a mut [T],
}

impl<T: Real> Kernel for Slopes<'_, T> {
    const BEST: Level = best_for_functions(T::DTYPE);
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let width = self.keys.len();
        // Passes over the rows: what waits for the sum of one goes on with the next.
        let mut shares = [T::ZERO; QUERIES];
        for ((i, query), share) in self.queries.clone().enumerate().zip(&mut shares) {
            let (largest, factor) = (self.sums[2 * i], self.sums[2 * i + 1]);
            let weights = &mut self.weights[i * width..][..width];
            let slopes = &mut self.slopes[i * width..][..width];
            let mask = self.mask.map(|mask| mask.row(self.at, query, &self.keys));
            let seen = visible(self.is_causal, query, &self.keys);
            let shown = scaled(weights, seen, self.scale, mask);
            let (slopes, behind) = slopes.split_at_mut(shown.len());
            hide(slopes, seen, T::ZERO);
            behind.fill(T::ZERO);
            *share = exponentials::<A, T>(shown, largest, factor, Some(slopes));
        }
        for ((i, query), share) in self.queries.clone().enumerate().zip(shares) {
            let share = self.shares.map_or(share, |shares| shares[i]);
            let seen = visible(self.is_causal, query, &self.keys);
            let row = i * width..i * width + shown(seen, width);
            let slopes = &mut self.slopes[row.clone()];
            for (weight, slope) in self.weights[row].iter().zip(&mut *slopes) {
                *slope = *weight * (*slope - share) * self.scale;
            }
            // No weight times no number is no zero.
            hide(slopes, seen, T::ZERO);
        }
    }
}
