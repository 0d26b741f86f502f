//! The gradient of the input, which is a transposed convolution: weights times the output's gradient, collected.

use std::ops::Range;

use super::{Call, Operands};
use crate::kernel::gemm::tiled::set::Set;
use crate::kernel::gemm::tiled::workspace::{self, SUMS};
use crate::kernel::gemm::tiled::{CHUNK_WORK, Job, THREAD_WORK, Tiles};
use crate::kernel::gemm::{Init, Matrix, gemm_at};
use crate::kernel::simd::Level;
use crate::kernel::threads::{self, Pieces, num_threads};
use crate::kernel::windows::{Collect, Collector, Given};
use crate::shape::Convolution;

/// So many rows of what windows give back are computed at a time: they stay in the second cache until they are collected.
const ROWS: usize = 128;

/// `out = bias + second' * first`: the output's gradient, the weight and the input's gradient.
pub(super) struct Input<'a, T>(pub(super) Call<'a, T>);

impl<T: Tiles> Job<T> for Input<'_, T> {
    unsafe fn run<S: Set<Scalar = T>>(self) {
        let Self(Call {
            level,
            conv,
            operands,
        }) = self;
        let Operands {
            first: y,
            second: weight,
            bias,
            out: x,
        } = operands;
        let (taps, area) = (conv.windows.taps(), conv.windows.area());
        let blocks = conv.channels.div_ceil((ROWS / taps).max(1));
        let work = threads::work([
            conv.images(),
            conv.groups,
            conv.outputs,
            conv.channels,
            taps,
            area,
        ]);
        let transposed = Transposed::<S> {
            level,
            conv,
            y,
            weight,
            bias,
            x: Pieces::new(x),
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
    x: Pieces<'a, S::Scalar>,
    /// How many blocks of channels a group has.
    blocks: usize,
    collector: Collector<'a>,
}

impl<S: Set<Scalar: Tiles>> Transposed<'_, S> {
    /// Computes some blocks of channels of all, image after image.
    fn chunk(&self, blocks: Range<usize>) {
        for at in blocks {
            let (image, block) = (at / self.blocks, at % self.blocks);
            let channel = |block| self.conv.channels * block / self.blocks;
            self.channels(image, channel(block)..channel(block + 1));
        }
    }

    /// Computes some channels of a group of an image.
    fn channels(&self, image: usize, channels: Range<usize>) {
        let windows = &self.conv.windows;
        let first = image * self.conv.channels;
        let place = |channel: usize| (first + channel) * windows.input_area();
        // SAFETY: no other block has these channels.
        let x = unsafe { self.x.take(place(channels.start)..place(channels.end)) };
        if windows.is_each_element() && self.bias.is_none() {
            return self.product(image, channels, x);
        }
        let rows = channels.len() * windows.taps() * windows.area();
        workspace::with(&SUMS, rows + self.collector.room(), |given: *mut S::Scalar| {
            // SAFETY: there is so much room, which holds numbers.
            let rows = unsafe { std::slice::from_raw_parts_mut(given, rows + self.collector.room()) };
            let (rows, room) = rows.split_at_mut(rows.len() - self.collector.room());
            self.product(image, channels.clone(), rows);
            let first = image % self.conv.groups * self.conv.channels + channels.start;
            let collect = Collect {
                collector: &self.collector,
                channels: channels.len(),
                given: Given::Rows,
                from: rows.as_ptr(),
                bias: self.bias.map(|bias| bias[first..].as_ptr()),
                to: x.as_mut_ptr(),
                room: room.as_mut_ptr(),
            };
            // SAFETY: the machine has the instructions of `S`; the rows and the channels are as long as they must be.
            unsafe { S::run(collect) };
        });
    }

    /// What windows give back to each tap of some channels: weights times the output.
    fn product(&self, image: usize, channels: Range<usize>, to: &mut [S::Scalar]) {
        let &Convolution {
            groups,
            outputs,
            windows,
            ..
        } = self.conv;
        let (taps, area) = (windows.taps(), windows.area());
        let k = self.conv.channels * taps;
        let weight = &self.weight[image % groups * outputs * k + channels.start * taps..];
        let weight = Matrix::new(weight, [channels.len() * taps, outputs], [1, k]);
        let y = Matrix::new(&self.y[image * outputs * area..], [outputs, area], [area, 1]);
        // SAFETY: the machine has the level.
        unsafe { gemm_at(self.level, weight, y, Init::Zero, to) };
    }
}
