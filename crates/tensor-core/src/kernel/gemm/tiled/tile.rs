//! The register tile: a few rows by up to two vectors of `C`, held in registers over the whole of `k`.

use crate::kernel::vector::Vector;

/// Where a tile of `C` begins and what it is the product of. Steps are counted in elements.
#[derive(Clone, Copy)]
pub(in crate::kernel) struct Tile<T> {
    /// How many columns of A and rows of B there are.
    pub(in crate::kernel) k: usize,
    /// The first element of the tile's rows of A, the step to the next row and to the next column.
    pub(in crate::kernel) a: *const T,
    pub(in crate::kernel) a_row: usize,
    pub(in crate::kernel) a_col: usize,
    /// The first element of the tile's columns of B and the step to the next row. Columns lie side by side.
    pub(in crate::kernel) b: *const T,
    pub(in crate::kernel) b_row: usize,
    /// What the sums begin with and the step to the next row; null for zero.
    pub(in crate::kernel) start: *const T,
    pub(in crate::kernel) start_row: usize,
    /// Where the sums go and the step to the next row.
    pub(in crate::kernel) c: *mut T,
    pub(in crate::kernel) c_row: usize,
    /// How many columns the tile has: more than fill `X`, no more than fill `X` and `Y`.
    pub(in crate::kernel) cols: usize,
}

/// How many rows of B ahead are asked for.
const AHEAD: usize = 8;

/// As many groups of three rows as the highest tile has.
const MOST_TRIPLES: usize = 4;

/// The same address, of which the compiler does not see where it comes from.
///
/// Else it finds that each row of A begins one step behind the row before, and adds up steps from row to row: as many
/// additions as there are rows, each of which waits for the one before. A tile of one register takes half as long to
/// multiply. From one address x86 reads three rows without any (benches/README.md: 64x64x16, W3).
#[cfg_attr(
    all(target_arch = "x86_64", not(miri)),
    expect(clippy::pointers_in_nomem_asm_block, reason = "nothing is read there")
)]
#[inline(always)]
fn opaque<T>(address: *const T) -> *const T {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    {
        let mut address = address;
        // SAFETY: no instruction at all.
        unsafe {
            std::arch::asm!("/* {} */", inout(reg) address, options(pure, nomem, nostack, preserves_flags));
        }
        address
    }
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    address
}

/// Computes a tile of `M` rows by one `X` and one `Y`, whose last lanes may lie beyond the last column.
///
/// `PACKED` says that A lies column by column, `M` elements each, and that rows of B fill `X` and `Y`.
///
/// # Safety
///
/// The machine has the instructions of `X` and `Y`. All elements that `tile` names can be read, those of C written,
/// and nobody else uses C.
#[inline(always)]
pub(in crate::kernel) unsafe fn tile<X, Y, const M: usize, const PACKED: bool>(tile: &Tile<X::Scalar>)
where
    X: Vector,
    Y: Vector<Scalar = X::Scalar>,
{
    let &Tile {
        k,
        mut a,
        mut b,
        b_row,
        c,
        c_row,
        cols,
        ..
    } = tile;
    // Rows of B that are far apart are beyond what the processor fetches ahead by itself. With narrow registers there
    // are too few multiply-adds for each load to hide two more.
    let prefetches = !PACKED && X::LANES == Y::LANES && size_of::<X>() == 64;
    // The multiply-adds of a step take less time than additions from row to row.
    let is_narrow = !PACKED && size_of::<X>() < 64;
    let (a_row, a_col) = if PACKED { (1, M) } else { (tile.a_row, tile.a_col) };
    // SAFETY: the caller's promise; addresses that may be outside are formed by `wrapping_add` and masked.
    unsafe {
        let tail = Y::mask(cols - X::LANES);
        let (mut x, mut y) = started::<X, Y, M>(tile, tail);
        let mut triples = triples::<_, M>(a, a_row, is_narrow);
        for _ in 0..k {
            let second = b.wrapping_add(X::LANES);
            if prefetches {
                X::prefetch(b.wrapping_add(AHEAD * b_row));
                Y::prefetch(second.wrapping_add(AHEAD * b_row));
            }
            let b_x = X::load(b);
            let b_y = if PACKED {
                Y::load(second)
            } else {
                Y::load_masked(second, tail)
            };
            if is_narrow {
                step_of_triples(&mut triples, a_row, a_col, (b_x, b_y), (&mut x, &mut y));
            } else {
                for i in 0..M {
                    let factor = a.wrapping_add(i * a_row);
                    x[i] = X::splat(factor).multiply_add(b_x, x[i]);
                    y[i] = Y::splat(factor).multiply_add(b_y, y[i]);
                }
                a = a.wrapping_add(a_col);
            }
            b = b.wrapping_add(b_row);
        }
        for i in 0..M {
            let to = c.add(i * c_row);
            x[i].store(to);
            y[i].store_masked(to.wrapping_add(X::LANES), tail);
        }
    }
}

/// What the sums of a tile begin with.
///
/// # Safety
///
/// As [`tile`].
#[inline(always)]
unsafe fn started<X, Y, const M: usize>(tile: &Tile<X::Scalar>, tail: Y::Mask) -> ([X; M], [Y; M])
where
    X: Vector,
    Y: Vector<Scalar = X::Scalar>,
{
    // SAFETY: the caller's promise.
    unsafe {
        let (mut x, mut y) = ([X::zero(); M], [Y::zero(); M]);
        if !tile.start.is_null() {
            for i in 0..M {
                let from = tile.start.add(i * tile.start_row);
                x[i] = X::load(from);
                y[i] = Y::load_masked(from.wrapping_add(X::LANES), tail);
            }
        }
        (x, y)
    }
}

/// The addresses of the first of each three rows, if they are `wanted`.
#[inline(always)]
fn triples<T, const M: usize>(a: *const T, a_row: usize, wanted: bool) -> [*const T; MOST_TRIPLES] {
    std::array::from_fn(|triple| match wanted && triple * 3 < M {
        true => opaque(a.wrapping_add(triple * 3 * a_row)),
        false => a,
    })
}

/// A step of a tile whose rows of A begin at `triples`, which go on to the next.
///
/// # Safety
///
/// As [`tile`].
#[inline(always)]
unsafe fn step_of_triples<X, Y, const M: usize>(
    triples: &mut [*const X::Scalar; MOST_TRIPLES],
    a_row: usize,
    a_col: usize,
    (b_x, b_y): (X, Y),
    (x, y): (&mut [X; M], &mut [Y; M]),
) where
    X: Vector,
    Y: Vector<Scalar = X::Scalar>,
{
    #[expect(clippy::needless_range_loop, reason = "unrolled, as the loop over rows")]
    for triple in 0..M.div_ceil(3) {
        for row in 0..3 {
            let i = 3 * triple + row;
            if i < M {
                let factor = triples[triple].wrapping_add(row * a_row);
                // SAFETY: the caller's promise.
                unsafe {
                    x[i] = X::splat(factor).multiply_add(b_x, x[i]);
                    y[i] = Y::splat(factor).multiply_add(b_y, y[i]);
                }
            }
        }
        triples[triple] = triples[triple].wrapping_add(a_col);
    }
}
