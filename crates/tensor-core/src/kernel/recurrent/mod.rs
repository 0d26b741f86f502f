//! One direction of one layer of a recurrent network, over all steps of a sequence.
//!
//! The product of the input with its weights is made for many steps at once; each step adds the product of the state and
//! goes through the gates. So time is linear in the steps, and backward reads what forward kept of each.

mod gru;
mod lstm;
mod rnn;

pub use gru::GruKept;
pub use lstm::{LstmArrays, LstmGrads, LstmKept};
pub use rnn::Nonlinearity;

use std::ops::Range;

use crate::array::Array;
use crate::dtype::Element;
use crate::kernel::gemm::tiled::THREAD_WORK;
use crate::kernel::gemm::{Init, Matrix, Packed, Real};
use crate::kernel::threads::num_threads;
use crate::scratch;

/// Rows whose gates are worked on together: with 128 cells they take a quarter of a MiB.
const ROWS: usize = 128;
/// The fewest sequences that are worth a thread of their own.
const LEAST_SHARE: usize = 8;
/// Weights of the state that each thread reads whole: as many stay in its second cache.
const MOST_SHARED: usize = 1 << 18;

/// The steps of a sequence, and the rows of each: sequences of a batch are sorted by their lengths, so that the batch of a
/// step is the first of them.
///
/// ```
/// use tensor_core::Steps;
/// // Three sequences, of three, two and two steps.
/// let steps = Steps::new([3, 3, 1], false);
/// assert_eq!((steps.rows(), steps.batch()), (7, 3));
/// ```
#[derive(Clone, Debug)]
pub struct Steps {
    batches: Box<[usize]>,
    reverse: bool,
}

impl Steps {
    /// Steps of these batches, none of which is larger than the one before, taken from the last to the first if `reverse`.
    pub fn new(batches: impl Into<Box<[usize]>>, reverse: bool) -> Self {
        let batches = batches.into();
        debug_assert!(batches.is_sorted_by(|one, next| one >= next));
        Self { batches, reverse }
    }

    /// The rows of all steps.
    pub fn rows(&self) -> usize {
        self.batches.iter().sum()
    }

    /// The sequences.
    pub fn batch(&self) -> usize {
        self.batches.first().copied().unwrap_or(0)
    }

    /// The batches of the steps.
    pub fn batches(&self) -> &[usize] {
        &self.batches
    }

    /// Whether they are taken from the last to the first.
    pub fn reverse(&self) -> bool {
        self.reverse
    }

    /// The steps in the order in which they are taken.
    fn in_order(&self) -> Vec<Step> {
        let mut first = 0;
        let place = |batch: &usize| {
            first += batch;
            Step {
                first: first - batch,
                batch: *batch,
            }
        };
        let mut steps = scratch::collected(self.batches.len(), self.batches.iter().map(place));
        if self.reverse {
            steps.reverse();
        }
        steps
    }
}

/// One step: its first row, and how many it has.
#[derive(Clone, Copy)]
struct Step {
    first: usize,
    batch: usize,
}

impl Step {
    /// Its rows of a matrix that has `width` columns.
    #[inline(always)]
    fn of<'a, T>(&self, matrix: &'a [T], width: usize) -> &'a [T] {
        &matrix[self.first * width..][..self.batch * width]
    }

    #[inline(always)]
    fn of_mut<'a, T>(&self, matrix: &'a mut [T], width: usize) -> &'a mut [T] {
        &mut matrix[self.first * width..][..self.batch * width]
    }
}

/// The steps in runs of about [`ROWS`] rows, which lie side by side.
fn runs(mut steps: &[Step]) -> impl Iterator<Item = &[Step]> {
    std::iter::from_fn(move || {
        let mut rows = 0;
        let fitting = steps.iter().take_while(|step| {
            rows += step.batch;
            rows <= ROWS
        });
        let count = fitting.count().max(1).min(steps.len());
        let (run, rest) = steps.split_at(count);
        steps = rest;
        (!run.is_empty()).then_some(run)
    })
}

/// The rows of a run, whichever way it goes.
fn rows_of(run: &[Step]) -> Range<usize> {
    let (first, last) = (run[0], run[run.len() - 1]);
    first.first.min(last.first)..(first.first + first.batch).max(last.first + last.batch)
}

/// The most sequences that a step has.
fn most_batch(steps: &[Step]) -> usize {
    steps.iter().map(|step| step.batch).max().unwrap_or(0)
}

/// How the sequences of a batch are shared by threads, each of which takes the steps of a run with its own.
struct Shares {
    batch: usize,
    count: usize,
}

/// Shares of a batch whose state is multiplied by so many `weights`. Where these are too many for each thread to read, threads
/// share each product instead.
fn shares(batch: usize, weights: usize) -> Shares {
    let is_worth = batch.saturating_mul(weights) >= THREAD_WORK && weights <= MOST_SHARED;
    let count = if is_worth {
        (batch / LEAST_SHARE).clamp(1, num_threads())
    } else {
        1
    };
    Shares { batch, count }
}

impl Shares {
    fn sequences(&self, share: usize) -> Range<usize> {
        self.batch * share / self.count..self.batch * (share + 1) / self.count
    }
}

/// What some rows of each run of steps are multiplied by.
fn packed<'a, T: Real>(b: Matrix<'a, T>, steps: &Steps) -> Packed<'a, T> {
    T::packed(b, ROWS, steps.rows().div_ceil(ROWS))
}

/// A contiguous matrix `[k, n]`, by which a product is computed in each step.
fn weights<'a, T: Real>(b: &'a Array, steps: &Steps) -> Packed<'a, T> {
    let (k, n) = (b.shape()[0], b.shape()[1]);
    let b = Matrix::new(&b.elements::<T>()[..k * n], [k, n], [n, 1]);
    T::packed(b, steps.batch(), steps.batches().len())
}

/// `c = init + a b`, where `a` is contiguous and has as many rows as `c`.
fn product<T: Real>(a: &[T], b: &Packed<'_, T>, init: Init<T>, c: &mut [T]) {
    let [k, n] = b.sizes();
    let rows = c.len() / n.max(1);
    if rows > 0 {
        T::gemm_packed(Matrix::new(&a[..rows * k], [rows, k], [k, 1]), b, init, c);
    }
}

/// The `N` gates of a row, each `width` wide, which lie one behind the other.
#[inline(always)]
fn gates_of<T, const N: usize>(rows: &[T], row: usize, width: usize) -> [&[T]; N] {
    let gates = &rows[row * N * width..][..N * width];
    std::array::from_fn(|gate| &gates[gate * width..][..width])
}

/// [`gates_of`], to be written.
#[inline(always)]
fn gates_of_mut<T, const N: usize>(rows: &mut [T], row: usize, width: usize) -> [&mut [T]; N] {
    let mut gates = &mut rows[row * N * width..][..N * width];
    std::array::from_fn(|_| gates.split_off_mut(..width).unwrap_or_default())
}

/// Contiguous, in the type that kernels compute in.
fn plain(x: &Array) -> Array {
    x.computable().contiguous()
}

/// The same with rows as columns: its products with few rows read it where it lies.
fn turned(weight: &Array) -> Array {
    let weight = weight.computable();
    weight.with_layout(weight.layout().transpose(0, 1)).contiguous()
}

/// Room for `rows` x `width` elements that are all written, or none if they are not kept.
fn room<T: Element>(kept: bool, rows: usize, width: usize) -> Array {
    Array::unfilled(T::DTYPE, &[if kept { rows } else { 0 }, width])
}
