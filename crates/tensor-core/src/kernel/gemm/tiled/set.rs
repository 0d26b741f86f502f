//! The kernels of one instruction set for one element type.

use super::pack::Streams;
use super::row::Row;
use super::tile::Tile;
use super::window_tile::WindowTile;
use crate::kernel::vector::Registers;

/// A compiled register tile; safe to call as [`tile`](super::tile::tile) is.
pub(in crate::kernel) type TileKernel<T> = unsafe fn(&Tile<T>);

/// A compiled tile of windows; safe to call as [`window_tile`](super::window_tile::window_tile) is.
pub(in crate::kernel) type WindowKernel<T> = unsafe fn(&WindowTile<T>);

/// What the blocked product is built of.
///
/// # Safety
///
/// The kernels need a machine with this instruction set and the promises of the functions that they compile.
pub(in crate::kernel) trait Set: Registers<Scalar: super::Scalar> {
    /// The most rows that a register tile has.
    const ROWS: usize;
    /// How many elements a register has. A register tile has up to two registers of columns.
    const LANES: usize;
    /// With at most this many rows of tiles B is read where it lies, if its rows are contiguous: packing it costs more
    /// than it saves.
    #[cfg_attr(
        not(target_arch = "x86_64"),
        allow(dead_code, reason = "only x86 has products of its own")
    )]
    const FEW_TILES: usize;

    /// The tile of `rows` rows and `cols` columns, for A and B wherever they lie.
    fn tile(rows: usize, cols: usize) -> TileKernel<Self::Scalar>;
    /// The tile of `rows` rows and two full registers of columns, for packed A and B.
    fn packed_tile(rows: usize) -> TileKernel<Self::Scalar>;
    /// The tile of `rows` windows and `cols` columns of packed B.
    fn window_tile(rows: usize, cols: usize) -> WindowKernel<Self::Scalar>;
    /// See [`pack`](super::pack::pack).
    unsafe fn pack(source: Streams<Self::Scalar>, to: *mut Self::Scalar, width: usize);
    /// See [`row`](super::row::row).
    #[cfg_attr(
        not(target_arch = "x86_64"),
        allow(dead_code, reason = "only x86 has products of its own")
    )]
    unsafe fn row(row: &Row<Self::Scalar>);
    /// See [`dots`](super::row::dots).
    #[cfg_attr(
        not(target_arch = "x86_64"),
        allow(dead_code, reason = "only x86 has products of its own")
    )]
    unsafe fn dots(row: &Row<Self::Scalar>);
}
