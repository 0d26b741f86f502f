//! Attention of queries to keys, block by block: scores never lie in memory for more than a block of queries and keys.
//!
//! The forward pass keeps for each query the largest score so far and the sum of exponentials, and rescales what it has
//! summed where a larger score comes. The backward pass computes each block's scores again. After Dao and others,
//! "FlashAttention" (2022).

mod backward;
mod forward;

use std::ops::Range;

use crate::array::Array;
use crate::dtype::{Element, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::functions::float_dtype;
use crate::kernel::gemm::{Matrix, Real};
use crate::kernel::lanes::{WIDE, joined};
use crate::kernel::math;
use crate::kernel::simd::Arch;
use crate::layout::Layout;
use crate::scratch;
use crate::shape::Shape;

/// Queries that are worked on together.
const QUERIES: usize = 64;
/// Keys that are worked on together.
const KEYS: usize = 128;

/// What is attended to how.
#[derive(Clone, Debug)]
pub struct Attention {
    /// What is added to the scores: of a floating-point type, broadcast to `[batch.., queries, keys]`; minus infinity where
    /// there is no attention.
    pub mask: Option<Array>,
    /// Whether query `i` attends to keys up to `i` only.
    pub is_causal: bool,
    /// What the scores are multiplied by.
    pub scale: f64,
}

impl Array {
    /// `softmax(query key^T * scale + mask) value`, and for each query its largest score and one over the sum of exponentials less
    /// that, `[batch.., queries, 2]`. A query that attends to nothing gives 0.
    ///
    /// ```
    /// use tensor_core::{Array, Attention};
    /// let (query, key) = (Array::from([[0.0]]), Array::from([[1.0], [2.0]]));
    /// let attention = Attention { mask: None, is_causal: false, scale: 1.0 };
    /// let (result, _) = query.attention(&key, &Array::from([[4.0], [6.0]]), &attention);
    /// assert_eq!(result.to_vec::<f32>(), [5.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes are not `[batch.., queries, size]`, `[batch.., keys, size]` and `[batch.., keys, values]` of one batch, or
    /// the elements are not floating point.
    #[track_caller]
    pub fn attention(&self, key: &Array, value: &Array, attention: &Attention) -> (Array, Array) {
        let dtype = float_dtype("attention", self.dtype()).or_raise();
        let sizes = Sizes::of(self, key, value);

        Error::raise_memory_here(|| {
            let [query, key, value] = [self, key, value].map(|x| lines(&x.computable()));
            let mask = attention
                .mask
                .as_ref()
                .map(|mask| sizes.mask(&mask.to_dtype(query.dtype())));
            let mut sums = Array::unfilled(query.dtype(), &sizes.leading(&[sizes.queries, 2]));
            let (shape, order) = sizes.result(sizes.queries, sizes.values);
            let result = dispatch!(query.dtype(), T: Float => Array::written(&shape, |out: &mut [T]| {
                forward::run(&sizes, attention, forward::Parts {
                    query: Lines::of(&query, &sizes.batch),
                    key: Lines::of(&key, &sizes.batch),
                    value: Lines::of(&value, &sizes.batch),
                    mask: mask.as_ref().map(|mask| Lines::over(mask, &sizes)),
                    out,
                    sums: sums.as_mut_slice(),
                });
            }));
            (turned(result, &order).to_dtype(dtype), sums)
        })
    }

    /// The gradients of [`attention`](Array::attention) for query, key and value, from `grad`, that of its `result`, and its `sums`.
    ///
    /// # Panics
    /// If the arrays do not belong together.
    #[track_caller]
    pub fn attention_backward(
        grad: &Array,
        [query, key, value]: [&Array; 3],
        result: &Array,
        sums: &Array,
        attention: &Attention,
    ) -> [Array; 3] {
        let sizes = Sizes::of(query, key, value);

        Error::raise_memory_here(|| {
            let [grad, query, key, value, result] =
                [grad, query, key, value, result].map(|x| lines(&x.computable()));
            let mask = attention
                .mask
                .as_ref()
                .map(|mask| sizes.mask(&mask.to_dtype(query.dtype())));
            let rows = [
                (sizes.queries, sizes.size),
                (sizes.keys, sizes.size),
                (sizes.keys, sizes.values),
            ];
            let mut grads = rows.map(|(rows, width)| {
                let (shape, order) = sizes.result(rows, width);
                (Array::unfilled(query.dtype(), &shape), order)
            });
            dispatch!(query.dtype(), T: Float => {
                let [of_query, of_key, of_value] = grads.each_mut().map(|(grad, _)| grad.as_mut_slice::<T>());
                backward::run(&sizes, attention, backward::Parts {
                    grad: Lines::of(&grad, &sizes.batch),
                    query: Lines::of(&query, &sizes.batch),
                    key: Lines::of(&key, &sizes.batch),
                    value: Lines::of(&value, &sizes.batch),
                    result: Lines::of(&result, &sizes.batch),
                    mask: mask.as_ref().map(|mask| Lines::over(mask, &sizes)),
                    sums: sums.elements(),
                    of_query,
                    of_key,
                    of_value,
                });
            });
            grads.map(|(grad, order)| turned(grad, &order))
        })
    }
}

/// The same elements with dimensions in another order.
fn turned(x: Array, order: &[usize]) -> Array {
    x.with_layout(x.layout().permute(order))
}

/// The same with rows that lie without gaps.
fn lines(x: &Array) -> Array {
    let last = x.rank().saturating_sub(1);
    if x.layout().strides().get(last).is_none_or(|stride| *stride == 1) || x.shape()[last] == 1 {
        x.clone()
    } else {
        x.contiguous()
    }
}

/// The sizes of an attention.
struct Sizes {
    batch: Shape,
    queries: usize,
    keys: usize,
    size: usize,
    values: usize,
}

impl Sizes {
    #[track_caller]
    fn of(query: &Array, key: &Array, value: &Array) -> Self {
        let [
            (batch, queries, size),
            (key_batch, keys, key_size),
            (value_batch, rows, values),
        ] = [query, key, value].map(|x| match x.shape() {
            [batch @ .., rows, size] => (batch, *rows, *size),
            shape => panic!("attention: an array of shape {shape:?} has no rows"),
        });
        let fits = batch == key_batch && batch == value_batch && size == key_size && keys == rows;
        assert!(
            fits,
            "attention: {:?}, {:?} and {:?} are no query, key and value",
            query.shape(),
            key.shape(),
            value.shape()
        );
        Self {
            batch: batch.into(),
            queries,
            keys,
            size,
            values,
        }
    }

    /// A mask with rows as long as those of the scores.
    fn mask(&self, mask: &Array) -> Array {
        match mask.shape().split_last() {
            Some((1, leading)) if self.keys > 1 => {
                let shape: Shape = leading.iter().chain(&[self.keys]).copied().collect();
                mask.expand(&shape[..]).contiguous()
            }
            _ => lines(mask),
        }
    }

    /// How many attentions there are.
    fn count(&self) -> usize {
        self.batch.iter().product()
    }

    /// The batch and more dimensions.
    fn leading(&self, rest: &[usize]) -> Shape {
        self.batch.iter().chain(rest).copied().collect()
    }

    /// How `[batch.., rows, width]` lies in memory, and the order that makes that of it: heads, the second dimension of four, lie
    /// inside the rows, because that is how they are joined.
    fn result(&self, rows: usize, width: usize) -> (Shape, Vec<usize>) {
        match *self.batch {
            [batch, heads] => (Shape::from(&[batch, rows, heads, width][..]), vec![0, 2, 1, 3]),
            _ => {
                let shape = self.leading(&[rows, width]);
                let order = (0..shape.len()).collect();
                (shape, order)
            }
        }
    }

    /// Where the rows of an attention begin in a [`result`](Self::result), and how far they are apart.
    fn place(&self, at: usize, rows: usize, width: usize) -> (usize, usize) {
        match *self.batch {
            [_, heads] => ((at / heads * rows * heads + at % heads) * width, heads * width),
            _ => (at * rows * width, width),
        }
    }
}

/// The rows of each attention, wherever they lie.
struct Lines<'a, T> {
    data: &'a [T],
    /// Where the rows of each attention begin.
    first: Vec<usize>,
    /// The step from one row to the next.
    row: usize,
}

impl<'a, T: Element> Lines<'a, T> {
    /// Of `[batch.., rows, width]`.
    fn of(x: &'a Array, batch: &[usize]) -> Self {
        let strides = x.layout().strides();
        let (leading, row) = strides.split_at(strides.len() - 2);
        Self {
            data: x.elements(),
            first: places(batch, leading),
            row: row[0],
        }
    }

    /// Of what broadcasts to all scores; its rows are as long.
    fn over(x: &'a Array, sizes: &Sizes) -> Self {
        let shape = sizes.leading(&[sizes.queries, sizes.keys]);
        match x.layout().strides_over(&shape) {
            Some(strides) => {
                let (leading, row) = strides.split_at(strides.len() - 2);
                Self {
                    data: x.elements(),
                    first: places(&sizes.batch, leading),
                    row: row[0],
                }
            }
            None => panic!("attention: a mask of shape {:?} is not for {shape:?}", x.shape()),
        }
    }

    /// Some rows of an attention.
    fn rows(&self, at: usize, rows: &Range<usize>, width: usize) -> Matrix<'a, T> {
        let start = self.first[at] + rows.start * self.row;
        let data = self.data.get(start..).unwrap_or_default();
        Matrix::new(data, [rows.len(), width], [self.row, 1])
    }

    /// Some elements of a row.
    #[inline(always)]
    fn row(&self, at: usize, row: usize, range: &Range<usize>) -> &'a [T] {
        &self.data[self.first[at] + row * self.row..][range.clone()]
    }
}

/// The places of all elements of `shape` at these strides.
fn places(shape: &[usize], strides: &[usize]) -> Vec<usize> {
    let layout = Layout::new(shape, strides, 0);
    let count = layout.numel();
    scratch::collected(count, (0..count).map(|at| layout.place(at)))
}

/// The parts of `0..whole` that are worked on together.
fn blocks(whole: usize, size: usize) -> impl Iterator<Item = Range<usize>> {
    (0..whole)
        .step_by(size)
        .map(move |start| start..(start + size).min(whole))
}

/// How many of the keys from `first` on a query sees.
#[inline(always)]
fn visible(is_causal: bool, query: usize, keys: &Range<usize>) -> usize {
    if is_causal {
        (query + 1).saturating_sub(keys.start).min(keys.len())
    } else {
        keys.len()
    }
}

/// The scores of a row of `len` up to the last vector that has some of the first `seen`.
#[inline(always)]
fn shown(seen: usize, len: usize) -> usize {
    seen.next_multiple_of(WIDE).min(len)
}

/// Scales the scores of a row, of which the first `seen` are seen. Gives the row up to the last vector that has some of these:
/// what is hidden there is minus infinity, so that nothing is left over for a loop over single numbers; what is behind is 0.
#[inline(always)]
fn scaled<'a, T: Real>(scores: &'a mut [T], seen: usize, scale: T, mask: Option<&[T]>) -> &'a mut [T] {
    let (row, rest) = scores.split_at_mut(shown(seen, scores.len()));
    for score in row.iter_mut() {
        *score = *score * scale;
    }
    if let Some(mask) = mask {
        for (score, mask) in row.iter_mut().zip(mask) {
            *score = *score + *mask;
        }
    }
    hide(row, seen, -T::INFINITY);
    rest.fill(T::ZERO);
    row
}

/// Writes `hidden` behind the first `seen` of a row that ends with the vector of the last of these.
///
/// Each place of that vector is asked: a loop over those that are hidden would end elsewhere in each row, which no processor
/// foresees, and then forgets what it has begun of the next rows.
#[inline(always)]
fn hide<T: Real>(row: &mut [T], seen: usize, hidden: T) {
    let (wide, rest) = row.as_chunks_mut::<WIDE>();
    let end = wide.len() * WIDE;
    if let Some(last) = wide.last_mut() {
        let seen = seen.saturating_sub(end - WIDE) as u32;
        for (i, x) in (0u32..).zip(last) {
            *x = if i < seen { *x } else { hidden };
        }
    }
    for (i, x) in rest.iter_mut().enumerate() {
        *x = if end + i < seen { *x } else { hidden };
    }
}

/// The largest of a row, but for what is no number, of which only a row knows that has nothing else above minus infinity.
#[inline(always)]
fn largest<T: Real>(row: &[T]) -> T {
    let larger = |a: T, b: T| if a > b { a } else { b };
    let (wide, rest) = row.as_chunks::<WIDE>();
    let mut lanes = [-T::INFINITY; WIDE];
    for wide in wide {
        for i in 0..WIDE {
            lanes[i] = larger(lanes[i], wide[i]);
        }
    }
    let largest = rest.iter().copied().fold(joined(lanes, larger), larger);
    if largest == -T::INFINITY {
        return T::largest(row);
    }
    largest
}

/// `exp(x - largest) * factor` of a row, and the sum of its products with `others`, or its own if there are none.
#[inline(always)]
fn exponentials<A: Arch, T: Real>(row: &mut [T], largest: T, factor: T, others: Option<&[T]>) -> T {
    let (wide, rest) = row.as_chunks_mut::<WIDE>();
    let (wide_others, rest_others) = others.unwrap_or_default().as_chunks::<WIDE>();
    let mut lanes = [T::ZERO; WIDE];
    for (at, wide) in wide.iter_mut().enumerate() {
        let others = if others.is_some() {
            wide_others[at]
        } else {
            [T::ONE; WIDE]
        };
        for i in 0..WIDE {
            wide[i] = math::exp::<A, T>(wide[i] - largest) * factor;
            lanes[i] = wide[i].fma::<A>(others[i], lanes[i]);
        }
    }
    let mut sum = joined(lanes, |a, b| a + b);
    for (at, x) in rest.iter_mut().enumerate() {
        *x = math::exp::<A, T>(*x - largest) * factor;
        sum = x.fma::<A>(rest_others.get(at).copied().unwrap_or(T::ONE), sum);
    }
    sum
}

/// A contiguous matrix.
fn matrix<T: Real>(data: &[T], rows: usize, cols: usize) -> Matrix<'_, T> {
    Matrix::new(data, [rows, cols], [cols, 1])
}
