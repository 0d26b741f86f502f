//! The gradient of the input, which is a transposed convolution: weights times the output's gradient, collected.

use std::ops::Range;

use super::Operands;
use super::collect::{Collect, Collector, Given};
use crate::kernel::gemm::tiled::set::Set;
use crate::kernel::gemm::tiled::workspace::{self, SUMS};
use crate::kernel::gemm::tiled::{CHUNK_WORK, Job, THREAD_WORK, Tiles};
use crate::kernel::gemm::{Init, Matrix, gemm_at};
use crate::kernel::simd::Level;
use crate::kernel::threads::{self, num_threads};
use crate::shape::Convolution;

/// So many rows of what windows give back are computed at a time: they stay in the second cache until they are collected.
const ROWS: usize = 128;

/// `out = bias + second' * first`: the output's gradient, the weight and the input's gradient.
pub(super) struct Input<'a, T> {
    pub(super) level: Level,
    pub(super) conv: &'a Convolution,
    pub(super) operands: Operands<'a, T>,
}

impl<T: Tiles> Job<T> for Input<'_, T> {
    unsafe fn run<S: Set<Scalar = T>>(self) {
        let Self {
            level,
            conv,
            operands:
                Operands {
                    first: y,
                    second: weight,
                    bias,
                    out: x,
                },
        } = self;
        let (taps, area) = (conv.windows.taps(), conv.windows.area());
        let blocks = conv.channels.div_ceil((ROWS / taps).max(1));
        let work = conv.images() * conv.groups * conv.outputs * conv.channels * taps * area;
        let transposed = Transposed::<S> {
            level,
            conv,
            y,
            weight,
            bias,
            x: x.as_mut_ptr(),
            blocks,
            collector: Collector::new(&conv.windows),
        };
        let all = conv.images() * conv.groups * blocks;
        let chunks = if work < THREAD_WORK {
            1
        } else {
            (work / CHUNK_WORK).min(8 * num_threads()).min(all)
        };
        if chunks < 2 || num_threads() == 1 {
            return transposed.chunk(0..all);
        }
        threads::for_each_chunk(chunks, &|chunk| {
            transposed.chunk(all * chunk / chunks..all * (chunk + 1) / chunks);
        });
    }
}

struct Transposed<'a, S: Set> {
    level: Level,
    conv: &'a Convolution,
    y: &'a [S::Scalar],
    weight: &'a [S::Scalar],
    bias: Option<&'a [S::Scalar]>,
    x: *mut S::Scalar,
    /// How many blocks of channels a group has.
    blocks: usize,
    collector: Collector<'a>,
}

// SAFETY: what is read nobody writes meanwhile, and each chunk writes channels of its own.
unsafe impl<S: Set> Sync for Transposed<'_, S> {}

impl<S: Set<Scalar: Tiles>> Transposed<'_, S> {
    /// Computes some blocks of channels of all, image after image.
    fn chunk(&self, blocks: Range<usize>) {
        for at in blocks {
            let (image, block) = (at / self.blocks, at % self.blocks);
            let channel = |block| self.conv.channels * block / self.blocks;
            self.channels(image, channel(block)..channel(block + 1));
        }
    }

    /// Computes some channels of an image's group.
    fn channels(&self, image: usize, channels: Range<usize>) {
        let conv = self.conv;
        let (taps, area, outputs) = (conv.windows.taps(), conv.windows.area(), conv.outputs);
        let (group, k) = (image % conv.groups, conv.channels * taps);
        let rows = channels.len() * taps;
        let weight = &self.weight[group * outputs * k + channels.start * taps..];
        let weight = Matrix::new(weight, [rows, outputs], [1, k]);
        let y = Matrix::new(&self.y[image * outputs * area..], [outputs, area], [area, 1]);
        let room = self.collector.room();
        workspace::with(&SUMS, rows * area + room, |given: *mut S::Scalar| {
            // SAFETY: the workspace has room for the product, and holds numbers.
            unsafe {
                let product = std::slice::from_raw_parts_mut(given, rows * area);
                gemm_at(self.level, weight, y, Init::Zero, product);
            }
            for (at, channel) in channels.clone().enumerate() {
                let place = group * conv.channels + channel;
                let all = image * conv.channels + channel;
                let collect = Collect {
                    collector: &self.collector,
                    given: Given::Rows,
                    from: given.wrapping_add(at * taps * area),
                    start: self
                        .bias
                        .map_or(<S::Scalar as crate::kernel::gemm::Scalar>::ZERO, |bias| {
                            bias[place]
                        }),
                    to: self.x.wrapping_add(all * conv.windows.input_area()),
                    room: given.wrapping_add(rows * area),
                };
                // SAFETY: the machine has the instructions of `S`, the rows are those of the channel, which nobody else
                // writes.
                unsafe { S::run(collect) };
            }
        });
    }
}
