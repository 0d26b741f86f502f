//! The kernels of one instruction set for one element type.

use super::pack::Streams;
use super::row::Row;
use super::tile::Tile;

/// A compiled register tile; safe to call as [`tile`](super::tile::tile) is.
pub(super) type TileKernel<T> = unsafe fn(&Tile<T>);

/// What the blocked product is built of.
///
/// # Safety
///
/// The kernels need a machine with this instruction set and the promises of the functions that they compile.
pub(super) trait Set {
    type Scalar: super::Scalar;
    /// The most rows that a register tile has.
    const ROWS: usize;
    /// How many elements a register has. A register tile has up to two registers of columns.
    const LANES: usize;
    /// With at most this many rows of tiles B is read where it lies, if its rows are contiguous: packing it costs more
    /// than it saves.
    const FEW_TILES: usize;

    /// The tile of `rows` rows and `cols` columns, for A and B wherever they lie.
    fn tile(rows: usize, cols: usize) -> TileKernel<Self::Scalar>;
    /// The tile of `rows` rows and two full registers of columns, for packed A and B.
    fn packed_tile(rows: usize) -> TileKernel<Self::Scalar>;
    /// See [`pack`](super::pack::pack).
    unsafe fn pack(source: Streams<Self::Scalar>, to: *mut Self::Scalar, width: usize);
    /// See [`row`](super::row::row).
    unsafe fn row(row: &Row<Self::Scalar>);
    /// See [`dots`](super::row::dots).
    unsafe fn dots(row: &Row<Self::Scalar>);
}
