//! A block of a product of register tiles: who computes which chunk of it, and in what order its tiles come.
//!
//! C is cut into rows of tiles, [`Set::ROWS`] high, and panels, two registers wide. The loops of a block from the
//! outermost: chunks (which threads claim), steps of `k`, groups of panels, rows of tiles, panels.

use std::ops::Range;

use super::blocked::Tiled;
use super::cut::{even_part, parts};
use super::pack::Streams;
use super::set::Set;
use super::workspace::{self, PANEL};
use super::{BLOCK_BYTES, CHUNK_WORK, GROUP};
use crate::kernel::threads;

/// B of at most this size stays in the first cache, wherever it lies.
pub(super) const SMALL_BYTES: usize = 16 << 10;
/// A thread claims at least so many rows of tiles at a time.
const LEAST_TILES: usize = 8;
/// Where the rows of a column of A lie side by side, as many columns are packed for all rows of tiles before the next ones: what a row
/// of tiles leaves of a line is read while it is in the first cache.
const PIECE: usize = 16;

/// A block of rows and of `k`.
pub(super) struct Block<'a, S: Set> {
    pub(super) product: &'a Tiled<S>,
    pub(super) tiles: Range<usize>,
    pub(super) steps: Range<usize>,
    /// Where the block's part of A is packed, if it is.
    pub(super) packed_a: Option<*mut S::Scalar>,
}

// SAFETY: A and B are only read, and each chunk writes its own part of C or of packed A.
unsafe impl<S: Set> Sync for Block<'_, S> {}

impl<S: Set> Block<'_, S> {
    pub(super) fn run(&self) {
        if self.packed_a.is_some() {
            self.pack_a();
        }
        let (tiles, panels) = (self.tiles.len(), self.product.panels);
        if self.product.threads == 1 {
            return self.chunk(self.tiles.clone(), 0..panels);
        }
        let work = threads::work([self.steps.len(), S::ROWS, Tiled::<S>::WIDTH, tiles, panels]);
        let chunks = (work / CHUNK_WORK).min(8 * self.product.threads);
        if chunks < 2 {
            return self.chunk(self.tiles.clone(), 0..panels);
        }
        // Of many rows of tiles each chunk gets a whole group of panels: single ones would scatter what it writes over
        // many pages. Each thread begins with rows of its own, whose part of packed A is then in its cache; otherwise
        // there are as few divisions of the rows as possible, because all chunks of a panel pack it.
        let unit = if tiles > S::FEW_TILES { GROUP } else { 1 };
        let units = panels.div_ceil(unit);
        let most_down = (tiles / LEAST_TILES).max(1);
        let across = (chunks / self.product.threads.min(most_down)).clamp(1, units);
        let down = (chunks / across).clamp(1, most_down);
        threads::for_each_chunk(across * down, &|chunk| {
            let (x, y) = (chunk % across, chunk / across);
            let tile = |y| self.tiles.start + tiles * y / down;
            let panel = |x| panels.min(units * x / across * unit);
            self.chunk(tile(y)..tile(y + 1), panel(x)..panel(x + 1));
        });
    }

    /// Where a row of tiles lies in packed A. Each has room behind it, because packing writes whole registers.
    fn place_in_a(&self, tile: usize) -> usize {
        let rows = self.product.heights.first_row(tile) - self.product.heights.first_row(self.tiles.start);
        rows * self.steps.len() + (tile - self.tiles.start) * S::LANES
    }

    fn pack_a(&self) {
        /// How many rows of tiles a thread claims at a time.
        const TILES: usize = 8;
        let size = if self.product.threads == 1 {
            self.tiles.len()
        } else {
            TILES
        };
        let piece = match self.product.a_strides {
            [1, _] => PIECE,
            _ => self.steps.len(),
        };
        threads::for_each_chunk(self.tiles.len().div_ceil(size), &|chunk| {
            let first = self.tiles.start + chunk * size;
            let tiles = first..self.tiles.end.min(first + size);
            parts(self.steps.clone(), piece, |steps| {
                tiles
                    .clone()
                    .for_each(|tile| self.pack_row_of_tiles(tile, &steps));
            });
        });
    }

    /// Packs some steps of a row of tiles; those before are packed, for the last register may reach behind its own.
    fn pack_row_of_tiles(&self, tile: usize, steps: &Range<usize>) {
        let Some(packed) = self.packed_a else { return };
        let Tiled {
            a,
            a_strides: [a_row, a_col],
            ..
        } = *self.product;
        let row = self.product.heights.first_row(tile);
        let streams = self.product.heights.first_row(tile + 1) - row;
        let before = steps.start - self.steps.start;
        // SAFETY: what is said of `Tiled`: rows and steps are inside A. `Tiled::run` made room for as many rows of tiles,
        // each with a register behind it, which is what `pack` may overwrite.
        unsafe {
            let source = Streams {
                from: a.add(row * a_row + steps.start * a_col),
                streams,
                stream_stride: a_row,
                k: steps.len(),
                k_stride: a_col,
            };
            S::pack(
                source,
                packed.add(self.place_in_a(tile) + before * streams),
                streams,
            );
        }
    }

    /// Computes some rows of tiles in some panels.
    fn chunk(&self, tiles: Range<usize>, panels: Range<usize>) {
        let step = even_part(self.steps.len(), BLOCK_BYTES / size_of::<S::Scalar>());
        let Tiled {
            k,
            n,
            b_strides: [_, b_col],
            ..
        } = *self.product;
        let packed_b = self.product.packed_b.cast_mut();
        if !packed_b.is_null() {
            parts(self.steps.clone(), step, |steps| {
                let place =
                    |panel: usize| packed_b.wrapping_add((panel * k + steps.start) * Tiled::<S>::WIDTH);
                parts(panels.clone(), GROUP, |group| {
                    self.group(&tiles, group, &steps, place);
                });
            });
            return;
        }
        let is_small = k * n * size_of::<S::Scalar>() <= SMALL_BYTES;
        if b_col == 1 && (tiles.len() <= S::FEW_TILES || is_small) {
            parts(self.steps.clone(), step, |steps| {
                for panel in panels.clone() {
                    tiles
                        .clone()
                        .for_each(|tile| self.tile(tile, panel, &steps, None));
                }
            });
            return;
        }
        let size = step * Tiled::<S>::WIDTH;
        workspace::with(
            &PANEL,
            size * GROUP.min(panels.len()),
            |packed: *mut S::Scalar| {
                parts(self.steps.clone(), step, |steps| {
                    parts(panels.clone(), GROUP, |group| {
                        let place = |panel| packed.wrapping_add((panel - group.start) * size);
                        group
                            .clone()
                            .for_each(|panel| self.product.pack_b(panel, &steps, place(panel)));
                        self.group(&tiles, group.clone(), &steps, place);
                    });
                });
            },
        );
    }

    /// Computes some rows of tiles in a group of panels, which are packed at `place`.
    #[inline(always)]
    fn group(
        &self,
        tiles: &Range<usize>,
        group: Range<usize>,
        steps: &Range<usize>,
        place: impl Fn(usize) -> *mut S::Scalar,
    ) {
        for tile in tiles.clone() {
            for panel in group.clone() {
                self.tile(tile, panel, steps, Some(place(panel)));
            }
        }
    }

    #[inline(always)]
    fn tile(&self, tile: usize, panel: usize, steps: &Range<usize>, packed_b: Option<*mut S::Scalar>) {
        let row = self.product.heights.first_row(tile);
        let rows = self.product.heights.first_row(tile + 1) - row;
        let mut place = self.product.tile_at(row, panel);
        let p = steps.start;
        place.k = steps.len();
        match self.packed_a {
            Some(packed) => {
                let first = self.place_in_a(tile) + (p - self.steps.start) * rows;
                (place.a, place.a_row, place.a_col) = (packed.wrapping_add(first), 1, rows);
            }
            None => place.a = place.a.wrapping_add(p * place.a_col),
        }
        match packed_b {
            Some(packed) => (place.b, place.b_row) = (packed, Tiled::<S>::WIDTH),
            None => place.b = place.b.wrapping_add(p * place.b_row),
        }
        if p > 0 {
            (place.start, place.start_row) = (place.c, place.c_row);
        }
        // A narrow panel has a narrower kernel, which is worth more than one for packed A.
        let kernel = if self.packed_a.is_some() && packed_b.is_some() && place.cols > S::LANES {
            S::packed_tile(rows)
        } else {
            S::tile(rows, place.cols)
        };
        // SAFETY: what is said of `Tiled`. The tile is one of `heights` and of the panels, so it is inside C, its rows
        // inside A, its columns inside B; packed parts were written by `pack_a` and `chunk` before. Chunks are of
        // different tiles or panels, so no other one writes it.
        unsafe { kernel(&place) };
    }
}
