//! Each group of channels of each sample by itself.

use super::{NormLayout, number, products, reciprocal_deviation, squares};
use crate::array::Array;
use crate::dtype::{Element, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::functions::float_dtype;
use crate::kernel::simd::{self, Arch, Kernel, Level, best_for_streams};
use crate::kernel::softmax::Row;
use crate::kernel::threads::{Pieces, for_each_piece};
use crate::scratch;

/// What an element costs, in additions.
const COST: usize = 4;
/// Rows that go through each pass together: what waits for the sum of one goes on with the next.
const AT_ONCE: usize = 8;
/// So many elements of as many rows stay in the first cache.
const SHORT: usize = 1024;
/// Elements whose sums for weight and bias are made together: fixed, so that they do not depend on the threads.
const SUMMED: usize = 1 << 15;

impl Array {
    /// `(x - mean) / sqrt(variance + eps) * weight + bias` over each group of each sample, and of each its mean and the
    /// reciprocal of its deviation, `[samples * groups, 2]`. Not `centred`, the mean is taken for 0.
    ///
    /// ```
    /// use tensor_core::{Array, NormLayout};
    /// let layout = NormLayout { samples: 1, groups: 1, channels: 2, places: 1 };
    /// let (y, figures) = Array::from([[1.0, 5.0]]).group_norm(layout, None, None, 0.0, true);
    /// assert_eq!((y.to_vec::<f32>(), figures.to_vec::<f32>()), (vec![-1.0, 1.0], vec![3.0, 0.5]));
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, or are not as many as the layout says.
    #[track_caller]
    pub fn group_norm(
        &self,
        layout: NormLayout,
        weight: Option<&Array>,
        bias: Option<&Array>,
        eps: f64,
        centred: bool,
    ) -> (Array, Array) {
        let dtype = float_dtype("group_norm", self.dtype()).or_raise();
        assert_eq!(
            self.numel(),
            layout.numel(),
            "group_norm: {layout:?} of another array"
        );
        let (x, weight, bias) = (self.contiguous(), weight.map(plain), bias.map(plain));
        let mut figures = Array::unfilled(dtype.computing(), &[layout.samples * layout.groups, 2]);
        let y = dispatch!(dtype, T: Float => Array::computed([&x], dtype, self.shape(), |[x], out: &mut [T]| {
            let rows = Groups {
                layout,
                weight: weight.as_ref().map(Array::elements::<T>),
                centred,
            };
            let bias = bias.as_ref().map(Array::elements::<T>);
            rows.forward(&x.elements::<T>()[..out.len()], bias, T::from_f64(eps), out, figures.as_mut_slice());
        }));
        (y, figures)
    }

    /// The gradients of [`group_norm`](Array::group_norm) for `x`, weight and bias, from `grad`, that of its result, and its
    /// `figures`; those of weight and bias are `[groups * channels]`, and say nothing without a weight.
    ///
    /// # Panics
    /// If the arrays do not belong together.
    #[track_caller]
    pub fn group_norm_backward(
        grad: &Array,
        x: &Array,
        figures: &Array,
        layout: NormLayout,
        weight: Option<&Array>,
        centred: bool,
    ) -> [Array; 3] {
        Error::raise_memory_here(|| {
            let dtype = x.dtype();
            let features = layout.groups * layout.channels;
            let (grad, x, weight) = (grad.contiguous(), x.contiguous(), weight.map(plain));
            let mut sums = Array::zeros([2, features], dtype.computing());
            let input = dispatch!(dtype, T: Float => {
                Array::computed([&grad, &x], dtype, x.shape(), |[grad, x], out: &mut [T]| {
                    let rows = Groups {
                        layout,
                        weight: weight.as_ref().map(Array::elements::<T>),
                        centred,
                    };
                    let (grad, x) = (&grad.elements::<T>()[..out.len()], &x.elements::<T>()[..out.len()]);
                    rows.backward(grad, x, figures.elements(), out, sums.as_mut_slice());
                })
            });
            let part = |at| sums.select(0, at).to_dtype(dtype);
            [input, part(0), part(1)]
        })
    }
}

/// Contiguous, in the type that kernels compute in.
fn plain(x: &Array) -> Array {
    x.computable().contiguous()
}

/// What both directions know.
#[derive(Clone, Copy)]
struct Groups<'a, T> {
    layout: NormLayout,
    weight: Option<&'a [T]>,
    centred: bool,
}

impl<T: Row> Groups<'_, T> {
    fn forward(self, x: &[T], bias: Option<&[T]>, eps: T, out: &mut [T], figures: &mut [T]) {
        let len = self.layout.group_len();
        let (count, out, figures) = (out.len(), Pieces::new(out), Pieces::new(figures));
        for_each_piece(count, len.max(1), COST, |range| {
            let rows = range.start / len..range.end / len;
            simd::dispatch(Forward {
                groups: self,
                first: rows.start,
                x: &x[range.clone()],
                bias,
                eps,
                // SAFETY: ranges are disjoint, and so are the rows in them.
                out: unsafe { out.take(range) },
                // SAFETY: as above.
                figures: unsafe { figures.take(2 * rows.start..2 * rows.end) },
            });
        });
    }

    /// `sums` begins with zeros, those of the weight before those of the bias.
    fn backward(self, grad: &[T], x: &[T], figures: &[T], out: &mut [T], sums: &mut [T]) {
        let NormLayout {
            samples,
            groups,
            channels,
            ..
        } = self.layout;
        let (len, features) = (self.layout.group_len(), groups * channels);
        let sample = groups * len;
        if out.is_empty() {
            return;
        }
        let together = (SUMMED / sample).max(1);
        let blocks = samples.div_ceil(together);
        let per_block = if self.weight.is_some() { 2 * features } else { 0 };
        let mut apart = scratch::filled(T::ZERO, if blocks > 1 { blocks * per_block } else { 0 });
        let partial = Pieces::new(if blocks > 1 { &mut apart } else { &mut *sums });
        let out = Pieces::new(out);
        for_each_piece(blocks, 1, together * sample * 2 * COST, |range| {
            for block in range {
                let part = block * together * sample..((block + 1) * together).min(samples) * sample;
                simd::dispatch(Backward {
                    groups: self,
                    grad: &grad[part.clone()],
                    x: &x[part.clone()],
                    figures: &figures[2 * part.start / len..],
                    // SAFETY: blocks do not overlap.
                    out: unsafe { out.take(part) },
                    // SAFETY: each block has sums of its own.
                    sums: unsafe { partial.take(block * per_block..(block + 1) * per_block) },
                });
            }
        });
        for block in apart.chunks_exact(per_block.max(1)) {
            for (sum, part) in sums.iter_mut().zip(block) {
                *sum = *sum + *part;
            }
        }
    }

    /// The weight of a row's channels, and how they lie: without a weight all of a row is one channel.
    #[inline(always)]
    fn of_row(&self, row: usize) -> (usize, usize, Option<&[T]>) {
        let NormLayout {
            groups,
            channels,
            places,
            ..
        } = self.layout;
        match self.weight {
            Some(weight) => {
                let first = row % groups * channels;
                (first, places, Some(&weight[first..][..channels]))
            }
            None => (0, channels * places, None),
        }
    }
}

struct Forward<'a, T> {
    groups: Groups<'a, T>,
    first: usize,
    x: &'a [T],
    bias: Option<&'a [T]>,
    eps: T,
    out: &'a mut [T],
    figures: &'a mut [T],
}

impl<T: Row> Kernel for Forward<'_, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let len = self.groups.layout.group_len();
        let together = if len <= SHORT { AT_ONCE } else { 1 };
        let parts = self
            .x
            .chunks(together * len)
            .zip(self.out.chunks_mut(together * len));
        for (part, ((x, out), figures)) in parts.zip(self.figures.chunks_mut(2 * together)).enumerate() {
            let (mut means, mut scales) = ([T::ZERO; AT_ONCE], [T::ZERO; AT_ONCE]);
            if self.groups.centred {
                for (mean, x) in means.iter_mut().zip(x.chunks_exact(len)) {
                    *mean = T::sum(x) / number(len);
                }
            }
            for ((scale, x), mean) in scales.iter_mut().zip(x.chunks_exact(len)).zip(means) {
                *scale = squares::<A, T>(x, mean) / number(len);
            }
            let scales = scales.map(|variance| reciprocal_deviation(variance, self.eps));
            for (figures, (mean, scale)) in figures.chunks_exact_mut(2).zip(means.iter().zip(scales)) {
                figures.copy_from_slice(&[*mean, scale]);
            }
            let rows = x.chunks_exact(len).zip(out.chunks_exact_mut(len));
            for (row, ((x, out), (mean, scale))) in rows.zip(means.iter().zip(scales)).enumerate() {
                let (first, places, weight) = self.groups.of_row(self.first + part * together + row);
                match weight {
                    None => moved::<A, T>(x, *mean, scale, T::ZERO, out),
                    Some(weight) => {
                        let bias = self.bias.map(|bias| &bias[first..][..weight.len()]);
                        with_weights::<A, T>(x, *mean, scale, weight, bias, places, out);
                    }
                }
            }
        }
    }
}

/// `(x - mean) scale + shift`.
#[inline(always)]
fn moved<A: Arch, T: Row>(x: &[T], mean: T, scale: T, shift: T, out: &mut [T]) {
    for (out, x) in out.iter_mut().zip(x) {
        *out = (*x - mean).fma::<A>(scale, shift);
    }
}

/// [`moved`] with each channel's weight and bias.
#[inline(always)]
fn with_weights<A: Arch, T: Row>(
    x: &[T],
    mean: T,
    scale: T,
    weight: &[T],
    bias: Option<&[T]>,
    places: usize,
    out: &mut [T],
) {
    if places > 1 {
        let channels = x.chunks_exact(places).zip(out.chunks_exact_mut(places));
        for (channel, (x, out)) in channels.enumerate() {
            let shift = bias.map_or(T::ZERO, |bias| bias[channel]);
            moved::<A, T>(x, mean, scale * weight[channel], shift, out);
        }
        return;
    }
    let elements = out.iter_mut().zip(x).zip(weight);
    match bias {
        Some(bias) => {
            for (((out, x), weight), bias) in elements.zip(bias) {
                *out = ((*x - mean) * scale).fma::<A>(*weight, *bias);
            }
        }
        None => {
            for ((out, x), weight) in elements {
                *out = (*x - mean) * scale * *weight;
            }
        }
    }
}

struct Backward<'a, T> {
    groups: Groups<'a, T>,
    grad: &'a [T],
    x: &'a [T],
    figures: &'a [T],
    out: &'a mut [T],
    sums: &'a mut [T],
}

impl<T: Row> Kernel for Backward<'_, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let len = self.groups.layout.group_len();
        let (of_weight, of_bias) = self.sums.split_at_mut(self.sums.len() / 2);
        let together = if len <= SHORT { AT_ONCE } else { 1 };
        let size = together * len;
        let parts = self.grad.chunks(size).zip(self.x.chunks(size));
        let parts = parts.zip(self.out.chunks_mut(size).zip(self.figures.chunks(2 * together)));
        for (part, ((grad, x), (out, figures))) in parts.enumerate() {
            let mut sums = [(T::ZERO, T::ZERO); AT_ONCE];
            let rows = grad.chunks_exact(len).zip(x.chunks_exact(len));
            let rows = rows.zip(out.chunks_exact_mut(len).zip(figures.chunks_exact(2)));
            for (row, (((grad, x), (out, figures)), sums)) in rows.zip(&mut sums).enumerate() {
                let (mean, scale) = (figures[0], figures[1]);
                // Blocks begin with a sample, so the rows' groups do.
                let (first, places, weight) = self.groups.of_row(part * together + row);
                *sums = match weight {
                    None => {
                        out.copy_from_slice(grad);
                        products::<A, T>(grad, x, mean)
                    }
                    Some(weight) => {
                        let of_weight = &mut of_weight[first..][..weight.len()];
                        let of_bias = &mut of_bias[first..][..weight.len()];
                        weighted::<A, T>(grad, x, (mean, scale), weight, places, out, of_weight, of_bias)
                    }
                };
            }
            let rows = x.chunks_exact(len).zip(out.chunks_exact_mut(len));
            for (((x, out), figures), (plain, product)) in rows.zip(figures.chunks_exact(2)).zip(sums) {
                let (mean, scale) = (figures[0], figures[1]);
                let share = if self.groups.centred {
                    plain / number(len)
                } else {
                    T::ZERO
                };
                let slope = product * scale * scale / number(len);
                for (out, x) in out.iter_mut().zip(x) {
                    *out = (*out - share - (*x - mean) * slope) * scale;
                }
            }
        }
    }
}

/// Writes `grad * weight` to `out`, adds to the gradients of weight and bias, and gives the sums of what it wrote and of
/// that times `x - mean`.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "a row of a loop, which is inlined")]
fn weighted<A: Arch, T: Row>(
    grad: &[T],
    x: &[T],
    (mean, scale): (T, T),
    weight: &[T],
    places: usize,
    out: &mut [T],
    of_weight: &mut [T],
    of_bias: &mut [T],
) -> (T, T) {
    if places == 1 {
        let sums = of_weight.iter_mut().zip(of_bias);
        let elements = grad.iter().zip(x).zip(weight).zip(out.iter_mut());
        for ((((grad, x), weight), out), (of_weight, of_bias)) in elements.zip(sums) {
            *out = *grad * *weight;
            *of_weight = grad.fma::<A>((*x - mean) * scale, *of_weight);
            *of_bias = *of_bias + *grad;
        }
        return products::<A, T>(out, x, mean);
    }
    let (mut plain, mut product) = (T::ZERO, T::ZERO);
    let channels = grad.chunks_exact(places).zip(x.chunks_exact(places));
    for (channel, ((grad, x), out)) in channels.zip(out.chunks_exact_mut(places)).enumerate() {
        let weight = weight[channel];
        let (own_plain, own_product) = products::<A, T>(grad, x, mean);
        of_weight[channel] = of_weight[channel] + own_product * scale;
        of_bias[channel] = of_bias[channel] + own_plain;
        (plain, product) = (plain + weight * own_plain, product + weight * own_product);
        for (out, grad) in out.iter_mut().zip(grad) {
            *out = *grad * weight;
        }
    }
    (plain, product)
}
