//! The register tile of a product with windows over images: its rows of A are windows where they lie.
//!
//! What a window sees when it moves along a line of the image is contiguous, so a row of such a matrix is lines,
//! each some way from where the row begins. All rows have the same lines, each from a place of its own.

use crate::kernel::vector::Vector;

/// The most rows that a tile of any instruction set has.
pub(in crate::kernel) const MOST_ROWS: usize = 12;

/// Where a tile of C begins and what it is the product of. Steps are counted in elements.
pub(in crate::kernel) struct WindowTile<T> {
    /// Where each row of A begins; as many as the kernel has rows are read.
    pub(in crate::kernel) rows: [*const T; MOST_ROWS],
    /// How far from there each of the lines is, and how many elements a line has.
    pub(in crate::kernel) lines: *const usize,
    pub(in crate::kernel) line_count: usize,
    pub(in crate::kernel) len: usize,
    /// Packed B, whose rows fill whole registers, and the step to the next one.
    pub(in crate::kernel) b: *const T,
    pub(in crate::kernel) b_row: usize,
    /// Where the sums go, in whole registers, and the step to the next row; whether they begin with what is there.
    pub(in crate::kernel) c: *mut T,
    pub(in crate::kernel) c_row: usize,
    pub(in crate::kernel) accumulates: bool,
}

/// Computes a tile of `M` rows by one `X` and one `Y`.
///
/// # Safety
///
/// The machine has the instructions of `X` and `Y`. All elements that `tile` names can be read, those of C written,
/// and nobody else uses C.
#[inline(always)]
pub(in crate::kernel) unsafe fn window_tile<X, Y, const M: usize>(tile: &WindowTile<X::Scalar>)
where
    X: Vector,
    Y: Vector<Scalar = X::Scalar>,
{
    let &WindowTile {
        len,
        b_row,
        c,
        c_row,
        mut b,
        ..
    } = tile;
    let rows: [*const X::Scalar; M] = std::array::from_fn(|i| tile.rows[i]);
    // SAFETY: the caller's promise.
    unsafe {
        let (mut x, mut y) = ([X::zero(); M], [Y::zero(); M]);
        if tile.accumulates {
            for i in 0..M {
                let from = c.add(i * c_row);
                x[i] = X::load(from);
                y[i] = Y::load(from.add(X::LANES));
            }
        }
        for line in 0..tile.line_count {
            let first = *tile.lines.add(line);
            for p in first..first + len {
                let (b_x, b_y) = (X::load(b), Y::load(b.add(X::LANES)));
                for i in 0..M {
                    let factor = rows[i].add(p);
                    x[i] = X::splat(factor).multiply_add(b_x, x[i]);
                    y[i] = Y::splat(factor).multiply_add(b_y, y[i]);
                }
                b = b.add(b_row);
            }
        }
        for i in 0..M {
            let to = c.add(i * c_row);
            x[i].store(to);
            y[i].store(to.add(X::LANES));
        }
    }
}
