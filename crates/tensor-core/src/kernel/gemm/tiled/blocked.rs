//! The product of register tiles: which blocks of it are computed after each other, and whether A is packed for them.

use std::ops::Range;

use super::block::{Block, SMALL_BYTES};
use super::cut::{Heights, even_part};
use super::pack::Streams;
use super::set::Set;
use super::tile::Tile;
use super::workspace::{self, PANEL, SHARED};
use super::{BLOCK_BYTES, THREAD_WORK};
use crate::kernel::gemm::{Init, Matrix};
use crate::kernel::threads;

/// About how many rows of A are packed at once, and how many bytes: these fit the second cache.
const BLOCK_ROWS: usize = 2048;
const PACKED_BYTES: usize = 1 << 20;
/// With at most this many panels A is read where it lies: packing it costs more than it saves.
const FEW_PANELS: usize = 8;
/// More lines of the cache than these, 2 KiB apart, do not stay in the first one.
const MANY_STEPS: usize = 16;

/// A product of register tiles.
///
/// Whoever has one may rely on what [`Tiled::new`] was promised: the machine has the instructions of `S`; every element
/// `a + i a_strides[0] + p a_strides[1]` of A, with `i` below the rows of `heights` and `p` below `k`, can be read; so
/// can those of B, `b + p b_strides[0] + j b_strides[1]` with `j` below `n`, and those that the sums begin with; and
/// nobody else reads or writes C, whose rows are `n` apart. `packed_b` is null or has `k` steps of each panel.
pub(super) struct Tiled<S: Set> {
    pub(super) k: usize,
    pub(super) n: usize,
    pub(super) a: *const S::Scalar,
    pub(super) a_strides: [usize; 2],
    pub(super) b: *const S::Scalar,
    pub(super) b_strides: [usize; 2],
    /// All panels of B, packed one after the other; null if they are not.
    pub(super) packed_b: *const S::Scalar,
    /// What the sums begin with and the step to its next row; null for zero.
    pub(super) start: *const S::Scalar,
    pub(super) start_row: usize,
    pub(super) c: *mut S::Scalar,
    /// The rows of tiles of C.
    pub(super) heights: Heights,
    /// How many panels C has.
    pub(super) panels: usize,
    pub(super) threads: usize,
}

impl<S: Set> Tiled<S> {
    /// The columns of a panel.
    pub(super) const WIDTH: usize = 2 * S::LANES;

    /// # Safety
    ///
    /// The machine has the instructions of `S`, the sizes fit, and none of them is 0. What the arguments borrow is
    /// borrowed for as long as the result lives.
    pub(super) unsafe fn new(
        a: Matrix<S::Scalar>,
        b: Matrix<S::Scalar>,
        init: Init<S::Scalar>,
        c: &mut [S::Scalar],
    ) -> Self {
        let (m, k, n) = (a.rows(), a.cols(), b.cols());
        let c = c.as_mut_ptr();
        let (start, start_row) = match init {
            Init::Zero => (std::ptr::null(), 0),
            Init::Accumulate => (c.cast_const(), n),
            Init::Row(bias) => (bias.as_ptr(), 0),
        };
        Self {
            k,
            n,
            a: a.as_ptr(),
            a_strides: a.strides(),
            b: b.as_ptr(),
            b_strides: b.strides(),
            packed_b: std::ptr::null(),
            start,
            start_row,
            c,
            heights: Heights::new(m, S::ROWS),
            panels: n.div_ceil(Self::WIDTH),
            threads: if (m * n).saturating_mul(k) < THREAD_WORK {
                1
            } else {
                threads::num_threads()
            },
        }
    }

    pub(super) fn run(&self) {
        let bytes = self.k * self.n * size_of::<S::Scalar>();
        let is_small = bytes <= SMALL_BYTES && self.k * size_of::<S::Scalar>() <= BLOCK_BYTES;
        if is_small && self.panels <= FEW_PANELS && self.threads == 1 {
            return self.small();
        }
        // Rows a power of two apart evict each other from the first cache, so these are packed even where few.
        let [row, column] = self.a_strides.map(|stride| stride * size_of::<S::Scalar>());
        let aliased = row.is_multiple_of(4096);
        // So do columns: what a tile reads of one is gone before the next tile reads the rest of its line.
        let scattered = column != 0 && column.is_multiple_of(2048) && self.k > MANY_STEPS;
        if !scattered && (self.panels <= FEW_PANELS || (self.heights.tiles <= S::FEW_TILES && !aliased)) {
            Block {
                product: self,
                tiles: 0..self.heights.tiles,
                steps: 0..self.k,
                packed_a: None,
            }
            .run();
            return;
        }
        let tiles = self.heights.tiles.min(BLOCK_ROWS.div_ceil(S::ROWS));
        let most = PACKED_BYTES / size_of::<S::Scalar>() / (tiles * S::ROWS);
        let step = even_part(self.k, most);
        workspace::with(&SHARED, tiles * (S::ROWS * step + S::LANES), |packed| {
            for tile in (0..self.heights.tiles).step_by(tiles) {
                for p in (0..self.k).step_by(step) {
                    let (tiles, steps) = (
                        tile..self.heights.tiles.min(tile + tiles),
                        p..self.k.min(p + step),
                    );
                    Block {
                        product: self,
                        tiles,
                        steps,
                        packed_a: Some(packed),
                    }
                    .run();
                }
            }
        });
    }

    /// A product whose B stays in the first cache, as those of small networks: there is nothing to decide for each tile.
    fn small(&self) {
        let [b_row, b_col] = self.b_strides;
        if b_col == 1 {
            for panel in 0..self.panels {
                self.panel(panel, self.b.wrapping_add(panel * Self::WIDTH), b_row);
            }
            return;
        }
        workspace::with(&PANEL, self.k * Self::WIDTH, |packed: *mut S::Scalar| {
            for panel in 0..self.panels {
                self.pack_b(panel, &(0..self.k), packed);
                self.panel(panel, packed, Self::WIDTH);
            }
        });
    }

    /// The tiles of one panel; at `b` is its first row, where it lies or packed, and the next one `b_row` further.
    fn panel(&self, panel: usize, b: *const S::Scalar, b_row: usize) {
        let mut place = Tile {
            b,
            b_row,
            ..self.tile_at(0, panel)
        };
        for tile in 0..self.heights.tiles {
            let rows = self.heights.rows(tile);
            // SAFETY: what is said of `Tiled`. `row` and `rows` come from `heights`, so the rows are A's and C's; `cols`
            // ends at `n`, so the columns are C's, and B's at `b`: the caller gives the panel itself or its packed copy.
            unsafe { S::tile(rows, place.cols)(&place) };
            place.a = place.a.wrapping_add(rows * place.a_row);
            place.c = place.c.wrapping_add(rows * place.c_row);
            // Null begins at null.
            place.start = place.start.wrapping_add(rows * place.start_row);
        }
    }

    /// The tile of a panel from `row` on, over all of k, with A and B where they lie.
    #[inline(always)]
    pub(super) fn tile_at(&self, row: usize, panel: usize) -> Tile<S::Scalar> {
        let ([a_row, a_col], [b_row, _]) = (self.a_strides, self.b_strides);
        let column = panel * Self::WIDTH;
        let (start, start_row) = if self.start.is_null() {
            (self.start, 0)
        } else {
            let first = row * self.start_row + column;
            (self.start.wrapping_add(first), self.start_row)
        };
        Tile {
            k: self.k,
            a: self.a.wrapping_add(row * a_row),
            a_row,
            a_col,
            b: self.b.wrapping_add(column),
            b_row,
            start,
            start_row,
            c: self.c.wrapping_add(row * self.n + column),
            c_row: self.n,
            cols: Self::WIDTH.min(self.n - column),
        }
    }

    /// Packs some steps of a panel of B to `to`, which has room for [`WIDTH`](Self::WIDTH) elements of each.
    pub(super) fn pack_b(&self, panel: usize, steps: &Range<usize>, to: *mut S::Scalar) {
        // SAFETY: what is said of `Tiled`: the steps are below `k`, the panel's columns below `n`. At `to` the caller has
        // made room for whole steps.
        unsafe { pack_panel::<S>(self.b, self.b_strides, self.n, panel, steps, to) };
    }
}

/// Packs some steps of a panel of B, which has `n` columns, to `to`.
///
/// # Safety
///
/// The machine has the instructions of `S`, the panel's elements can be read, and at `to` there is room for
/// [`WIDTH`](Tiled::WIDTH) elements of each step. Nothing is written behind the last of them: a step is two whole registers
/// wide, and so are the writes.
pub(super) unsafe fn pack_panel<S: Set>(
    b: *const S::Scalar,
    [b_row, b_col]: [usize; 2],
    n: usize,
    panel: usize,
    steps: &Range<usize>,
    to: *mut S::Scalar,
) {
    let column = panel * Tiled::<S>::WIDTH;
    let source = Streams {
        from: b.wrapping_add(steps.start * b_row + column * b_col),
        streams: Tiled::<S>::WIDTH.min(n - column),
        stream_stride: b_col,
        k: steps.len(),
        k_stride: b_row,
    };
    // SAFETY: the caller's promise.
    unsafe { S::pack(source, to, Tiled::<S>::WIDTH) };
}
