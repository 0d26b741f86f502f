//! The kernels of products, compiled for each instruction set.

use super::set::{Set, TileKernel, WindowKernel};
use super::{pack, row, tile, window_tile};
use crate::kernel::gemm::Scalar;
use crate::kernel::vector::{self, Lanes, Nothing, Transpose, Vector};

/// Implements [`Set`] for some registers by compiling the generic kernels with `$features`.
macro_rules! set {
    ($module:ident, $set:ident, [$($features:literal)?], rows: [$($rows:literal)*], $max:literal, few_tiles: $few:literal) => {
        mod $module {
            use super::*;

            use super::pack::Streams;
            use super::row::Row;
            use super::tile::Tile;
            use super::vector::$set;
            use super::window_tile::WindowTile;

            impl<F: Transpose, H: Vector<Scalar = F::Scalar>> $set<F, H> {
                const PACKED: [TileKernel<F::Scalar>; $max] = [$(run_tile::<F, F, $rows, true>),*];
                const ONE_HALF: [TileKernel<F::Scalar>; $max] = [$(run_tile::<Nothing<F::Scalar>, H, $rows, false>),*];
                const ONE: [TileKernel<F::Scalar>; $max] = [$(run_tile::<Nothing<F::Scalar>, F, $rows, false>),*];
                const ONE_AND_HALF: [TileKernel<F::Scalar>; $max] = [$(run_tile::<F, H, $rows, false>),*];
                const TWO: [TileKernel<F::Scalar>; $max] = [$(run_tile::<F, F, $rows, false>),*];

                const WINDOWS_HALF: [WindowKernel<F::Scalar>; $max] = [$(run_windows::<Nothing<F::Scalar>, H, $rows>),*];
                const WINDOWS_ONE: [WindowKernel<F::Scalar>; $max] = [$(run_windows::<Nothing<F::Scalar>, F, $rows>),*];
                const WINDOWS_TWO: [WindowKernel<F::Scalar>; $max] = [$(run_windows::<F, F, $rows>),*];
            }

            impl<F: Lanes<Scalar: Scalar>, H: Vector<Scalar = F::Scalar>> Set for $set<F, H> {
                const ROWS: usize = $max;
                const LANES: usize = F::LANES;
                const FEW_TILES: usize = $few;

                #[inline(always)]
                fn tile(rows: usize, cols: usize) -> TileKernel<F::Scalar> {
                    let kernels = if cols <= H::LANES {
                        &Self::ONE_HALF
                    } else if cols <= F::LANES {
                        &Self::ONE
                    } else if cols <= F::LANES + H::LANES {
                        &Self::ONE_AND_HALF
                    } else {
                        &Self::TWO
                    };
                    kernels[rows - 1]
                }
                #[inline(always)]
                fn packed_tile(rows: usize) -> TileKernel<F::Scalar> {
                    Self::PACKED[rows - 1]
                }
                fn window_tile(rows: usize, cols: usize) -> WindowKernel<F::Scalar> {
                    let kernels = if cols <= H::LANES {
                        &Self::WINDOWS_HALF
                    } else if cols <= F::LANES {
                        &Self::WINDOWS_ONE
                    } else {
                        &Self::WINDOWS_TWO
                    };
                    kernels[rows - 1]
                }
                #[inline(always)]
                unsafe fn pack(source: Streams<F::Scalar>, to: *mut F::Scalar, width: usize) {
                    // SAFETY: the trait asks callers for the same.
                    unsafe { run_pack::<F>(source, to, width) }
                }
                #[inline(always)]
                unsafe fn row(row: &Row<F::Scalar>) {
                    // SAFETY: the trait asks callers for the same.
                    unsafe { run_row::<F>(row) }
                }
                #[inline(always)]
                unsafe fn dots(row: &Row<F::Scalar>) {
                    // SAFETY: the trait asks callers for the same.
                    unsafe { run_dots::<F>(row) }
                }
            }

            $(#[target_feature(enable = $features)])?
            unsafe fn run_tile<X, Y, const M: usize, const PACKED: bool>(tile: &Tile<X::Scalar>)
            where
                X: Vector,
                Y: Vector<Scalar = X::Scalar>,
            {
                // SAFETY: the caller's promise is the same.
                unsafe { tile::tile::<X, Y, M, PACKED>(tile) }
            }

            $(#[target_feature(enable = $features)])?
            unsafe fn run_windows<X, Y, const M: usize>(tile: &WindowTile<X::Scalar>)
            where
                X: Vector,
                Y: Vector<Scalar = X::Scalar>,
            {
                // SAFETY: the caller's promise is the same.
                unsafe { window_tile::window_tile::<X, Y, M>(tile) }
            }

            $(#[target_feature(enable = $features)])?
            unsafe fn run_pack<V: Transpose>(source: Streams<V::Scalar>, to: *mut V::Scalar, width: usize) {
                // SAFETY: the caller's promise is the same.
                unsafe { pack::pack::<V>(source, to, width) }
            }

            $(#[target_feature(enable = $features)])?
            unsafe fn run_row<V: Vector>(row: &Row<V::Scalar>) {
                // SAFETY: the caller's promise is the same.
                unsafe { row::row::<V>(row) }
            }

            $(#[target_feature(enable = $features)])?
            unsafe fn run_dots<V: Vector>(row: &Row<V::Scalar>) {
                // SAFETY: the caller's promise is the same.
                unsafe { row::dots::<V>(row) }
            }
        }
    };
}

set!(plain, Plain, [], rows: [1 2 3 4], 4, few_tiles: 3);
#[cfg(target_arch = "x86_64")]
set!(avx2, Avx2, ["avx2,fma,bmi1,bmi2"], rows: [1 2 3 4 5 6], 6, few_tiles: 3);
#[cfg(target_arch = "x86_64")]
set!(
    avx512, Avx512, ["avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"],
    rows: [1 2 3 4 5 6 7 8 9 10 11 12], 12, few_tiles: 12
);
