//! Each channel over all samples: the batch norm.

use std::ops::Range;

use super::columns::{Columns, NARROW, STRIP};
use super::{number, products, reciprocal_deviation, squares};
use crate::array::Array;
use crate::dtype::{Element, dispatch};
use crate::error::OrRaise;
use crate::kernel::functions::float_dtype;
use crate::kernel::lanes::side_by_side;
use crate::kernel::simd::{self, Arch, Kernel, Level, best_for_streams};
use crate::kernel::softmax::Row;
use crate::kernel::threads::Pieces;

impl Array {
    /// `(x - mean) / sqrt(variance + eps) * weight + bias` for each channel of `[samples, channels, ..]`, over all samples
    /// and places, and `[3, channels]`: the means, the (biased) variances, the reciprocals of the deviations.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let (y, figures) = Array::from([[1.0], [5.0]]).batch_norm(None, None, 0.0);
    /// assert_eq!((y.to_vec::<f32>(), figures.to_vec::<f32>()), (vec![-1.0, 1.0], vec![3.0, 4.0, 0.5]));
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, or have no channels.
    #[track_caller]
    pub fn batch_norm(&self, weight: Option<&Array>, bias: Option<&Array>, eps: f64) -> (Array, Array) {
        let dtype = float_dtype("batch_norm", self.dtype()).or_raise();
        let (x, columns) = (self.contiguous(), Columns::of(self));
        let (weight, bias) = (weight.map(plain), bias.map(plain));
        let mut figures = Array::zeros([3, columns.channels], dtype.computing());
        let y = dispatch!(dtype, T: Float => Array::computed([&x], dtype, self.shape(), |[x], out: &mut [T]| {
            let x = &x.elements::<T>()[..out.len()];
            let (weight, bias) = (weight.as_ref().map(Array::elements), bias.as_ref().map(Array::elements));
            let (out, figures) = (Pieces::new(out), Pieces::new(figures.as_mut_slice()));
            columns.each(|range| {
                let forward = Forward { columns, range, x, weight, bias, eps: T::from_f64(eps), out: &out, figures: &figures };
                simd::dispatch(forward);
            });
        }));
        (y, figures)
    }

    /// The gradients of [`batch_norm`](Array::batch_norm) for `x`, weight and bias, from `grad`, that of its result, and its
    /// `figures`.
    ///
    /// # Panics
    /// If the arrays do not belong together.
    #[track_caller]
    pub fn batch_norm_backward(
        grad: &Array,
        x: &Array,
        figures: &Array,
        weight: Option<&Array>,
    ) -> [Array; 3] {
        let (dtype, columns) = (x.dtype(), Columns::of(x));
        let (grad, x, weight) = (grad.contiguous(), x.contiguous(), weight.map(plain));
        let mut sums = Array::zeros([2, columns.channels], dtype.computing());
        let input = dispatch!(dtype, T: Float => {
            Array::computed([&grad, &x], dtype, x.shape(), |[grad, x], out: &mut [T]| {
                let (grad, x) = (&grad.elements::<T>()[..out.len()], &x.elements::<T>()[..out.len()]);
                let (weight, figures) = (weight.as_ref().map(Array::elements), figures.elements());
                let (out, sums) = (Pieces::new(out), Pieces::new(sums.as_mut_slice()));
                columns.each(|range| {
                    simd::dispatch(Backward { columns, range, grad, x, figures, weight, out: &out, sums: &sums });
                });
            })
        });
        let part = |at| sums.select(0, at).to_dtype(dtype);
        [input, part(0), part(1)]
    }
}

/// Contiguous, in the type that kernels compute in.
fn plain(x: &Array) -> Array {
    x.computable().contiguous()
}

/// The strips of a range.
#[inline(always)]
fn strips(range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    range
        .clone()
        .step_by(STRIP)
        .map(move |first| first..(first + STRIP).min(range.end))
}

struct Forward<'a, T> {
    columns: Columns,
    range: Range<usize>,
    x: &'a [T],
    weight: Option<&'a [T]>,
    bias: Option<&'a [T]>,
    eps: T,
    out: &'a Pieces<'a, T>,
    figures: &'a Pieces<'a, T>,
}

impl<T: Row> Kernel for Forward<'_, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let columns = self.columns;
        if columns.places == 1 {
            for strip in strips(self.range.clone()) {
                self.strip::<A>(strip);
            }
            return;
        }
        for channel in self.range.clone() {
            let own = channel..channel + 1;
            let parts = |sample| &self.x[columns.part(sample, &own)];
            let sum = (0..columns.samples).fold(T::ZERO, |sum, sample| sum + T::sum(parts(sample)));
            let mean = sum / number(columns.count());
            let distances =
                (0..columns.samples).fold(T::ZERO, |sum, sample| sum + squares::<A, T>(parts(sample), mean));
            let (scale, shift) = self.keep(channel, mean, distances / number(columns.count()));
            for sample in 0..columns.samples {
                // SAFETY: no other piece has this channel.
                let out = unsafe { self.out.take(columns.part(sample, &own)) };
                for (out, x) in out.iter_mut().zip(parts(sample)) {
                    *out = (*x - mean).fma::<A>(scale, shift);
                }
            }
        }
    }
}

impl<T: Row> Forward<'_, T> {
    /// Writes the figures of a channel, and gives what distances from the mean are multiplied by and what is added.
    #[inline(always)]
    fn keep(&self, channel: usize, mean: T, variance: T) -> (T, T) {
        let reciprocal = reciprocal_deviation(variance, self.eps);
        for (at, figure) in [mean, variance, reciprocal].into_iter().enumerate() {
            let place = at * self.columns.channels + channel;
            // SAFETY: no other piece has this channel.
            let one = unsafe { self.figures.take(place..place + 1) };
            one[0] = figure;
        }
        let weight = self.weight.map_or(T::ONE, |weight| weight[channel]);
        (
            reciprocal * weight,
            self.bias.map_or(T::ZERO, |bias| bias[channel]),
        )
    }

    /// Channels of one place each.
    #[inline(always)]
    fn strip<A: Arch>(&self, strip: Range<usize>) {
        let (columns, x) = (self.columns, self.x);
        let count = number(columns.count());
        let [sums] = columns.sums(&strip, [x, x], &[T::ZERO; STRIP], |x, _, _| [x]);
        let means = sums.map(|sum: T| sum / count);
        let [distances] = columns.sums(&strip, [x, x], &means, |x, _, mean| [(x - mean) * (x - mean)]);
        let (mut scales, mut shifts) = ([T::ZERO; STRIP], [T::ZERO; STRIP]);
        for (i, channel) in strip.clone().enumerate() {
            (scales[i], shifts[i]) = self.keep(channel, means[i], distances[i] / count);
        }
        for sample in 0..columns.samples {
            // SAFETY: no other piece has these channels.
            let out = unsafe { self.out.take(columns.part(sample, &strip)) };
            let x = &x[columns.part(sample, &strip)];
            side_by_side::<_, NARROW, _, _>(
                T::ZERO,
                [x, &means, &scales, &shifts],
                [out],
                |[x, mean, scale, shift], _| [(x - mean).fma::<A>(scale, shift)],
            );
        }
    }
}

struct Backward<'a, T> {
    columns: Columns,
    range: Range<usize>,
    grad: &'a [T],
    x: &'a [T],
    figures: &'a [T],
    weight: Option<&'a [T]>,
    out: &'a Pieces<'a, T>,
    sums: &'a Pieces<'a, T>,
}

/// What a channel's gradient is made of: `(grad - share - (x - mean) slope) scale`.
#[derive(Clone, Copy)]
struct Slope<T> {
    mean: T,
    share: T,
    slope: T,
    scale: T,
}

impl<T: Row> Kernel for Backward<'_, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let columns = self.columns;
        if columns.places == 1 {
            for strip in strips(self.range.clone()) {
                self.strip(strip);
            }
            return;
        }
        for channel in self.range.clone() {
            let own = channel..channel + 1;
            let mean = self.figures[channel];
            let (mut plain, mut product) = (T::ZERO, T::ZERO);
            for sample in 0..columns.samples {
                let part = columns.part(sample, &own);
                let (own_plain, own_product) =
                    products::<A, T>(&self.grad[part.clone()], &self.x[part], mean);
                (plain, product) = (plain + own_plain, product + own_product);
            }
            let slope = self.keep(channel, plain, product);
            for sample in 0..columns.samples {
                let part = columns.part(sample, &own);
                // SAFETY: no other piece has this channel.
                let out = unsafe { self.out.take(part.clone()) };
                for ((out, grad), x) in out.iter_mut().zip(&self.grad[part.clone()]).zip(&self.x[part]) {
                    *out = slope.at(*grad, *x);
                }
            }
        }
    }
}

impl<T: Row> Slope<T> {
    #[inline(always)]
    fn at(self, grad: T, x: T) -> T {
        (grad - self.share - (x - self.mean) * self.slope) * self.scale
    }
}

impl<T: Row> Backward<'_, T> {
    /// Writes the gradients of a channel's weight and bias, and gives what that of its elements is made of.
    #[inline(always)]
    fn keep(&self, channel: usize, plain: T, product: T) -> Slope<T> {
        let (mean, reciprocal) = (
            self.figures[channel],
            self.figures[2 * self.columns.channels + channel],
        );
        for (at, sum) in [product * reciprocal, plain].into_iter().enumerate() {
            let place = at * self.columns.channels + channel;
            // SAFETY: no other piece has this channel.
            let one = unsafe { self.sums.take(place..place + 1) };
            one[0] = sum;
        }
        let count = number(self.columns.count());
        Slope {
            mean,
            share: plain / count,
            slope: product * reciprocal * reciprocal / count,
            scale: reciprocal * self.weight.map_or(T::ONE, |weight| weight[channel]),
        }
    }

    /// Channels of one place each.
    #[inline(always)]
    fn strip(&self, strip: Range<usize>) {
        let (columns, grad, x) = (self.columns, self.grad, self.x);
        let mut means = [T::ZERO; STRIP];
        means[..strip.len()].copy_from_slice(&self.figures[strip.clone()]);
        let [plains, sums] = columns.sums(&strip, [grad, x], &means, |grad, x, mean| {
            [grad, grad * (x - mean)]
        });
        // Each kind of number in a line of its own, as vectors read them.
        let (mut shares, mut factors, mut scales) = ([T::ZERO; STRIP], [T::ZERO; STRIP], [T::ZERO; STRIP]);
        for (i, channel) in strip.clone().enumerate() {
            let slope = self.keep(channel, plains[i], sums[i]);
            (shares[i], factors[i], scales[i]) = (slope.share, slope.slope, slope.scale);
        }
        for sample in 0..columns.samples {
            let part = columns.part(sample, &strip);
            // SAFETY: no other piece has these channels.
            let out = unsafe { self.out.take(part.clone()) };
            let read = [&grad[part.clone()], &x[part], &means, &shares, &factors, &scales];
            side_by_side::<_, NARROW, _, _>(
                T::ZERO,
                read,
                [out],
                |[grad, x, mean, share, slope, scale], _| {
                    let slope = Slope {
                        mean,
                        share,
                        slope,
                        scale,
                    };
                    [slope.at(grad, x)]
                },
            );
        }
    }
}
