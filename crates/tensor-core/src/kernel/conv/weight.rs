//! The gradient of the weight: windows, where they lie, times the output's gradient.
//!
//! The product is computed transposed, `[channels * taps, outputs]`: a row of its left side is what one tap sees, line by
//! line, so that nothing of the image is packed.

use std::ops::Range;

use super::{Call, Operands};
use crate::kernel::gemm::Scalar;
use crate::kernel::gemm::tiled::cut::{Heights, even_part, parts};
use crate::kernel::gemm::tiled::pack::Streams;
use crate::kernel::gemm::tiled::set::Set;
use crate::kernel::gemm::tiled::window_tile::{MOST_ROWS, WindowTile};
use crate::kernel::gemm::tiled::workspace::{self, PANEL, SHARED};
use crate::kernel::gemm::tiled::{BLOCK_BYTES, Job, THREAD_WORK, Tiles};
use crate::kernel::simd::Level;
use crate::kernel::threads::{self, num_threads};
use crate::kernel::windows::{Places, View, with_images};
use crate::shape::Convolution;

/// A batch is cut into at most so many slices, whose sums are added at the end.
const SLICES: usize = 8;
/// Of more sums than these there is one slice: to add them would take longer than to share the rows between threads.
const MANY_SUMS: usize = 1 << 16;

/// `out = second * first'`: the input, the output's gradient and the weight's gradient.
pub(super) struct Weight<'a, T>(pub(super) Call<'a, T>);

impl<T: Tiles> Job<T> for Weight<'_, T> {
    unsafe fn run<S: Set<Scalar = T>>(self) {
        let Self(Call {
            level,
            conv,
            operands,
        }) = self;
        let Operands {
            first: x,
            second: y,
            out: weight,
            ..
        } = operands;
        let view = View::new(&conv.windows);
        let taps = view.taps(&conv.windows, conv.channels);
        let (k, area, images) = (taps.len(), conv.windows.area(), conv.images());
        let panels = conv.outputs.div_ceil(2 * S::LANES);
        let work = threads::work([images, conv.groups, conv.outputs, k, area]);
        let sums = k * panels * 2 * S::LANES;
        let slices = if work < THREAD_WORK || sums > MANY_SUMS {
            1
        } else {
            images.min(SLICES)
        };
        let most = BLOCK_BYTES / size_of::<T>();
        let at_once = if conv.groups == 1 || !view.is_copy {
            (most / area).clamp(1, images)
        } else {
            1
        };
        let mut correlation = Correlation::<S> {
            level,
            conv,
            lines: lines(conv, &view, at_once),
            view,
            taps: &taps,
            x: x.as_ptr(),
            y: y.as_ptr(),
            heights: Heights::new(k, S::ROWS),
            panels,
            slices,
            at_once,
            sums: std::ptr::null_mut(),
        };
        let across = if slices == 1 && work >= THREAD_WORK {
            correlation.heights.tiles.min(SLICES)
        } else {
            1
        };
        workspace::with(&SHARED, conv.groups * slices * sums, |room: *mut T| {
            // SAFETY: the workspace has so much room, which holds numbers.
            let room = unsafe { std::slice::from_raw_parts_mut(room, conv.groups * slices * sums) };
            correlation.sums = room.as_mut_ptr();
            correlation.run(across);
            let groups = room
                .chunks_exact_mut(slices * sums)
                .zip(weight.chunks_exact_mut(conv.outputs * k));
            groups.for_each(|(sums, weight)| add_slices(sums, slices, panels * 2 * S::LANES, weight));
        });
    }
}

/// Where the lines of some images begin, which follow each other.
fn lines(conv: &Convolution, view: &View, images: usize) -> Places {
    let groups = if view.is_copy { 1 } else { conv.groups };
    let image = groups * conv.channels * view.channel;
    view.lines_of(&conv.windows, images, image)
}

/// Adds the slices' sums `[k, row]`, and writes them as `[outputs, k]`.
fn add_slices<T: Tiles>(sums: &mut [T], slices: usize, row: usize, weight: &mut [T]) {
    /// How many rows are transposed together, so that no line of the cache is written twice.
    const ROWS: usize = 16;
    let (first, others) = sums.split_at_mut(sums.len() / slices);
    for other in others.chunks_exact(first.len()) {
        first
            .iter_mut()
            .zip(other)
            .for_each(|(sum, other)| *sum = *sum + *other);
    }
    let k = first.len() / row;
    for (block, rows) in first.chunks(ROWS * row).enumerate() {
        for (output, weight) in weight.chunks_exact_mut(k).enumerate() {
            for (to, row) in weight[block * ROWS..].iter_mut().zip(rows.chunks_exact(row)) {
                *to = row[output];
            }
        }
    }
}

/// The product of windows and the output's gradient.
struct Correlation<'a, S: Set> {
    level: Level,
    conv: &'a Convolution,
    view: View,
    taps: &'a [usize],
    /// Where the lines of output places of the images that are taken at once begin.
    lines: Places,
    x: *const S::Scalar,
    y: *const S::Scalar,
    heights: Heights,
    /// How many panels, two registers of outputs wide, the product has.
    panels: usize,
    slices: usize,
    at_once: usize,
    /// All sums, group after group and in it slice after slice.
    sums: *mut S::Scalar,
}

// SAFETY: what is read nobody writes meanwhile, and each chunk writes sums of its own.
unsafe impl<S: Set> Sync for Correlation<'_, S> {}

/// Some sums of a slice and group, which one thread computes.
struct Part<T> {
    group: usize,
    tiles: Range<usize>,
    /// All sums of the slice and group.
    sums: *mut T,
}

/// Lines of some images, over some of their places.
struct Block {
    images: Range<usize>,
    lines: Range<usize>,
    places: Range<usize>,
}

impl<S: Set<Scalar: Tiles>> Correlation<'_, S> {
    const WIDTH: usize = 2 * S::LANES;

    /// Computes the sums of all groups and slices, each by `across` chunks.
    fn run(&self, across: usize) {
        let size = self.taps.len() * self.panels * Self::WIDTH;
        let body = |chunk: usize| {
            let (place, part) = (chunk / across, chunk % across);
            let (group, slice) = (place / self.slices, place % self.slices);
            let tile = |part| self.heights.tiles * part / across;
            let part = Part {
                group,
                tiles: tile(part)..tile(part + 1),
                sums: self.sums.wrapping_add(place * size),
            };
            let image = |slice| self.conv.images() * slice / self.slices;
            self.slice(&part, image(slice)..image(slice + 1));
        };
        let chunks = self.conv.groups * self.slices * across;
        if self.slices * across == 1 || num_threads() == 1 {
            (0..chunks).for_each(body);
        } else {
            threads::for_each_chunk(chunks, &body);
        }
    }

    /// The sums over some images.
    fn slice(&self, part: &Part<S::Scalar>, images: Range<usize>) {
        let conv = self.conv;
        let mut accumulates = false;
        parts(images, self.at_once, |images| {
            let first = (images.start * conv.groups + part.group) * conv.channels;
            let from = self.x.wrapping_add(first * conv.windows.input_area());
            let channels = conv.channels * images.len();
            let zero = S::Scalar::ZERO;
            // SAFETY: the machine has the level; the images are in the input, side by side if several are copied.
            unsafe {
                with_images(
                    self.level,
                    &conv.windows,
                    &self.view,
                    from,
                    channels,
                    zero,
                    |origin| {
                        self.images(part, &images, origin, &mut accumulates);
                    },
                );
            }
        });
    }

    /// Adds what some images give, whose windows begin at `origin`.
    fn images(
        &self,
        part: &Part<S::Scalar>,
        images: &Range<usize>,
        origin: *const S::Scalar,
        accumulates: &mut bool,
    ) {
        let most = BLOCK_BYTES / size_of::<S::Scalar>();
        let width = self.conv.windows.output[2];
        let lines = self.lines.len() / self.at_once * images.len();
        let step = if images.len() > 1 {
            lines
        } else {
            even_part(lines, (most / width).max(1))
        };
        let places = even_part(width, most);
        // Packing writes a register behind the last row.
        let size = (1 + step * places) * Self::WIDTH;
        workspace::with(&PANEL, self.panels * size, |packed: *mut S::Scalar| {
            parts(0..lines, step, |lines| {
                parts(0..width, places, |places| {
                    let block = Block {
                        images: images.clone(),
                        lines: lines.clone(),
                        places,
                    };
                    for panel in 0..self.panels {
                        let packed = packed.wrapping_add(panel * size);
                        self.pack_gradient(part.group, panel, &block, packed);
                        for tile in part.tiles.clone() {
                            self.tile(part, [tile, panel], &block, [origin, packed], *accumulates);
                        }
                    }
                    *accumulates = true;
                });
            });
        });
    }

    /// Packs a panel of the output's gradient: for each place of the block a row with each output's.
    fn pack_gradient(&self, group: usize, panel: usize, block: &Block, to: *mut S::Scalar) {
        let (conv, area, width) = (self.conv, self.conv.windows.area(), self.conv.windows.output[2]);
        let (first, places) = (panel * Self::WIDTH, block.places.len());
        // Several images are taken whole.
        let per_image = block.lines.len() / block.images.len();
        for (at, image) in block.images.clone().enumerate() {
            let place = block.lines.start * width + block.places.start;
            let source = Streams {
                from: self
                    .y
                    .wrapping_add(((image * conv.groups + group) * conv.outputs + first) * area + place),
                streams: Self::WIDTH.min(conv.outputs - first),
                stream_stride: area,
                k: per_image * places,
                k_stride: 1,
            };
            // SAFETY: the places are in the outputs' gradient; there is room for them and a register more.
            unsafe {
                S::pack(
                    source,
                    to.wrapping_add(at * per_image * places * Self::WIDTH),
                    Self::WIDTH,
                );
            };
        }
    }

    fn tile(
        &self,
        part: &Part<S::Scalar>,
        [tile, panel]: [usize; 2],
        block: &Block,
        [origin, packed]: [*const S::Scalar; 2],
        accumulates: bool,
    ) {
        let (row, rows) = (self.heights.first_row(tile), self.heights.rows(tile));
        let c_row = self.panels * Self::WIDTH;
        let mut places = [std::ptr::null(); MOST_ROWS];
        for (to, tap) in places.iter_mut().zip(&self.taps[row..row + rows]) {
            *to = origin.wrapping_add(tap + block.places.start);
        }
        let tile = WindowTile {
            rows: places,
            lines: self.lines[block.lines.clone()].as_ptr(),
            line_count: block.lines.len(),
            len: block.places.len(),
            b: packed,
            b_row: Self::WIDTH,
            c: part.sums.wrapping_add(row * c_row + panel * Self::WIDTH),
            c_row,
            accumulates,
        };
        let cols = self.conv.outputs - panel * Self::WIDTH;
        // SAFETY: windows see elements of the images, the panel is packed, and no other chunk has these sums.
        unsafe { S::window_tile(rows, cols)(&tile) };
    }
}
