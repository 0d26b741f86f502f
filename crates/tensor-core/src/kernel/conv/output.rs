//! The convolution itself: weights times windows.

use std::ops::Range;

use super::{Call, Operands};
use crate::kernel::gemm::Scalar;
use crate::kernel::gemm::tiled::cut::{Heights, even_part, parts};
use crate::kernel::gemm::tiled::pack::Streams;
use crate::kernel::gemm::tiled::set::Set;
use crate::kernel::gemm::tiled::tile::Tile;
use crate::kernel::gemm::tiled::workspace::{self, PANEL, SHARED};
use crate::kernel::gemm::tiled::{BLOCK_BYTES, CHUNK_WORK, GROUP, Job, THREAD_WORK, Tiles};
use crate::kernel::simd::Level;
use crate::kernel::threads::{self, num_threads};
use crate::kernel::vector::{Lanes, Loop};
use crate::kernel::windows::{Columns, View, with_images};
use crate::shape::Convolution;

/// With at most this many panels weights are read where they lie: packing them costs more than it saves.
const FEW_PANELS: usize = 8;

/// `out = bias + second * first`: the input, the weight and the output.
pub(super) struct Output<'a, T>(pub(super) Call<'a, T>);

impl<T: Tiles> Job<T> for Output<'_, T> {
    unsafe fn run<S: Set<Scalar = T>>(self) {
        let Self(Call {
            level,
            conv,
            operands,
        }) = self;
        let Operands {
            first: x,
            second: weight,
            bias,
            out: y,
        } = operands;
        let view = View::new(&conv.windows);
        let (taps, columns) = (
            view.taps(&conv.windows, conv.channels),
            view.columns(&conv.windows),
        );
        let area = conv.windows.area();
        let work = threads::work([conv.images(), conv.groups, conv.outputs, taps.len(), area]);
        let mut product = Product::<S> {
            level,
            conv,
            view,
            taps: &taps,
            columns: &columns,
            x: x.as_ptr(),
            weight: weight.as_ptr(),
            y: y.as_mut_ptr(),
            heights: Heights::new(conv.outputs, S::ROWS),
            panels: area.div_ceil(2 * S::LANES),
            packed: std::ptr::null(),
            bias: std::ptr::null(),
        };
        let packs = conv.images() * product.panels > FEW_PANELS;
        let packed = if packs {
            conv.groups * product.packed_group()
        } else {
            0
        };
        let biases = bias.map_or(0, |bias| bias.len() * 2 * S::LANES);
        workspace::with(&SHARED, packed + biases, |room: *mut T| {
            // SAFETY: the workspace has room for both; the caller promises the instructions and the sizes.
            unsafe {
                if let Some(bias) = bias {
                    spread(bias, 2 * S::LANES, room.add(packed));
                    product.bias = room.add(packed);
                }
                if packs {
                    product.pack_weight(room);
                    product.packed = room;
                }
            }
            product.run(work);
        });
    }
}

/// Every bias as often as a panel has columns: the sums of a row begin with it.
///
/// # Safety
///
/// `to` has room for `width` numbers of each.
unsafe fn spread<T: Copy>(bias: &[T], width: usize, to: *mut T) {
    for (row, value) in bias.iter().enumerate() {
        for column in 0..width {
            // SAFETY: the caller's promise.
            unsafe { *to.add(row * width + column) = *value };
        }
    }
}

/// The product of weights and windows. Its matrix of windows has the output places of one image and group as columns;
/// a panel is two registers of them.
struct Product<'a, S: Set> {
    level: Level,
    conv: &'a Convolution,
    view: View,
    taps: &'a [usize],
    columns: &'a [u32],
    x: *const S::Scalar,
    weight: *const S::Scalar,
    y: *mut S::Scalar,
    heights: Heights,
    /// How many panels an image has.
    panels: usize,
    /// Packed weights, or null.
    packed: *const S::Scalar,
    /// Two registers of each output channel's bias, or null.
    bias: *const S::Scalar,
}

// SAFETY: what is read nobody writes meanwhile, and each chunk writes its own part of the output.
unsafe impl<S: Set> Sync for Product<'_, S> {}

impl<S: Set<Scalar: Tiles>> Product<'_, S> {
    const WIDTH: usize = 2 * S::LANES;

    /// The room that the packed weights of a group take. Each tile has some behind it, because packing writes whole
    /// registers.
    fn packed_group(&self) -> usize {
        self.conv.outputs * self.taps.len() + self.heights.tiles * S::LANES
    }

    /// Where the packed weights of a tile begin in those of its group.
    fn packed_tile(&self, tile: usize) -> usize {
        self.heights.first_row(tile) * self.taps.len() + tile * S::LANES
    }

    /// # Safety
    ///
    /// The machine has the instructions of `S`, and there is room for all groups.
    unsafe fn pack_weight(&self, to: *mut S::Scalar) {
        let k = self.taps.len();
        for group in 0..self.conv.groups {
            for tile in 0..self.heights.tiles {
                let (row, rows) = (self.heights.first_row(tile), self.heights.rows(tile));
                let source = Streams {
                    from: self.weight.wrapping_add((group * self.conv.outputs + row) * k),
                    streams: rows,
                    stream_stride: k,
                    k,
                    k_stride: 1,
                };
                // SAFETY: the rows are weights of the group; the caller's promise.
                unsafe {
                    S::pack(
                        source,
                        to.add(group * self.packed_group() + self.packed_tile(tile)),
                        rows,
                    );
                };
            }
        }
    }

    fn run(&self, work: usize) {
        let all = self.conv.images() * self.conv.groups * self.panels;
        let chunks = if work < THREAD_WORK {
            1
        } else {
            (work / CHUNK_WORK).min(8 * num_threads()).min(all)
        };
        if chunks < 2 || num_threads() == 1 {
            return self.chunk(0..all);
        }
        threads::for_each_chunk(chunks, &|chunk| {
            self.chunk(all * chunk / chunks..all * (chunk + 1) / chunks);
        });
    }

    /// Computes some panels of all, image after image.
    fn chunk(&self, panels: Range<usize>) {
        let mut at = panels.start;
        while at < panels.end {
            let (image, first) = (at / self.panels, at % self.panels);
            let last = self.panels.min(first + panels.end - at);
            let channels = self.conv.channels;
            let from = self
                .x
                .wrapping_add(image * channels * self.conv.windows.input_area());
            // SAFETY: the machine has the level, and the image's channels of a group are in the input.
            unsafe {
                let fill = S::Scalar::ZERO;
                with_images(
                    self.level,
                    &self.conv.windows,
                    &self.view,
                    from,
                    channels,
                    fill,
                    |origin| {
                        self.image(image, origin, first..last);
                    },
                );
            }
            at += last - first;
        }
    }

    /// Computes some panels of the group of an image whose windows begin at `origin`.
    fn image(&self, image: usize, origin: *const S::Scalar, panels: Range<usize>) {
        let step = even_part(self.taps.len(), BLOCK_BYTES / size_of::<S::Scalar>());
        let size = step * Self::WIDTH;
        workspace::with(
            &PANEL,
            size * GROUP.min(panels.len()),
            |packed: *mut S::Scalar| {
                parts(0..self.taps.len(), step, |steps| {
                    parts(panels.clone(), GROUP, |group| {
                        let place = |panel: usize| packed.wrapping_add((panel - group.start) * size);
                        for panel in group.clone() {
                            self.pack_windows(origin, panel, &steps, place(panel));
                        }
                        for tile in 0..self.heights.tiles {
                            for panel in group.clone() {
                                self.tile(image, tile, panel, &steps, place(panel));
                            }
                        }
                    });
                });
            },
        );
    }

    fn pack_windows(&self, origin: *const S::Scalar, panel: usize, steps: &Range<usize>, to: *mut S::Scalar) {
        let first = panel * Self::WIDTH;
        let packing = Packing {
            from: origin,
            taps: &self.taps[steps.clone()],
            places: &self.columns[first..],
            count: Self::WIDTH.min(self.conv.windows.area() - first),
            to,
        };
        // SAFETY: the machine has the instructions of `S`; the windows see elements of the image, and there is room.
        unsafe { S::run(packing) };
    }

    fn tile(&self, image: usize, tile: usize, panel: usize, steps: &Range<usize>, packed: *mut S::Scalar) {
        let (k, area, group) = (
            self.taps.len(),
            self.conv.windows.area(),
            image % self.conv.groups,
        );
        let (row, rows) = (self.heights.first_row(tile), self.heights.rows(tile));
        let (of_group, column) = (group * self.conv.outputs + row, panel * Self::WIDTH);
        let c = self
            .y
            .wrapping_add((image * self.conv.outputs + row) * area + column);
        let cols = Self::WIDTH.min(area - column);
        let (a, a_row, a_col) = if self.packed.is_null() {
            (self.weight.wrapping_add(of_group * k + steps.start), k, 1)
        } else {
            let tile = group * self.packed_group() + self.packed_tile(tile);
            (self.packed.wrapping_add(tile + steps.start * rows), 1, rows)
        };
        let (start, start_row) = if steps.start > 0 {
            (c.cast_const(), area)
        } else if self.bias.is_null() {
            (self.bias, 0)
        } else {
            (self.bias.wrapping_add(of_group * Self::WIDTH), Self::WIDTH)
        };
        let kernel = if !self.packed.is_null() && cols > S::LANES {
            S::packed_tile(rows)
        } else {
            S::tile(rows, cols)
        };
        let b = packed.cast_const();
        let tile = Tile {
            k: steps.len(),
            a,
            a_row,
            a_col,
            b,
            b_row: Self::WIDTH,
            start,
            start_row,
            c,
            c_row: area,
            cols,
        };
        // SAFETY: the tile is inside the output, its rows are weights, its columns packed; no other chunk has it.
        unsafe { kernel(&tile) };
    }
}

/// Packs the windows of up to two registers of output places.
struct Packing<'a, T> {
    from: *const T,
    taps: &'a [usize],
    places: &'a [u32],
    count: usize,
    to: *mut T,
}

impl<T: Tiles> Loop<T> for Packing<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<V: Lanes<Scalar = T>>(self) {
        for first in (0..self.count).step_by(V::LANES) {
            let count = V::LANES.min(self.count - first);
            // SAFETY: the caller's promise; behind the last place are as many as a register has.
            unsafe {
                let columns = Columns::<V>::new(self.places.as_ptr().add(first), count);
                columns.pack(self.from, self.taps, self.to.add(first), 2 * V::LANES);
            }
        }
    }
}
