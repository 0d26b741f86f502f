//! How a product is cut: its rows into tiles, its steps and panels into blocks.

use std::ops::Range;

/// The rows of tiles of C. They are shared evenly, so that no tile is left with very few.
#[derive(Clone, Copy)]
pub(in crate::kernel) struct Heights {
    /// How many there are; the first `higher` of them have `least + 1` rows, the others `least`.
    pub(in crate::kernel) tiles: usize,
    least: usize,
    higher: usize,
}

impl Heights {
    /// As few rows of tiles as have `m` rows if none has more than `most`.
    #[inline(always)]
    pub(in crate::kernel) fn new(m: usize, most: usize) -> Self {
        let tiles = m.div_ceil(most);
        let (least, higher) = if tiles == 1 {
            (m, 0)
        } else {
            (m / tiles, m % tiles)
        };
        Self { tiles, least, higher }
    }

    #[inline(always)]
    pub(in crate::kernel) fn rows(&self, tile: usize) -> usize {
        self.least + usize::from(tile < self.higher)
    }

    #[inline(always)]
    pub(in crate::kernel) fn first_row(&self, tile: usize) -> usize {
        tile * self.least + tile.min(self.higher)
    }
}

/// The size of `whole`'s parts if there are as few as parts of at most `most` allow, all of the same size but for what
/// does not divide evenly.
pub(in crate::kernel) fn even_part(whole: usize, most: usize) -> usize {
    if whole <= most {
        whole
    } else {
        whole.div_ceil(whole.div_ceil(most))
    }
}

/// Calls `f` with the parts of `whole`, each `size` long but the last. A stepping iterator would divide first, which
/// takes as long as a tile of a small product.
#[inline(always)]
pub(in crate::kernel) fn parts(whole: Range<usize>, size: usize, mut f: impl FnMut(Range<usize>)) {
    let mut start = whole.start;
    while start < whole.end {
        let end = whole.end.min(start + size);
        f(start..end);
        start = end;
    }
}
