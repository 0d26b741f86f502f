//! The kernels compiled for AVX-512 and for AVX2 with fused multiply-add.

mod avx2;
mod avx512;

pub(super) type F32Avx2 = avx2::Avx2<avx2::F32x8, avx2::F32x8>;
pub(super) type F64Avx2 = avx2::Avx2<avx2::F64x4, avx2::F64x4>;
pub(super) type F32Avx512 = avx512::Avx512<avx512::F32x16, avx512::F32x8>;
pub(super) type F64Avx512 = avx512::Avx512<avx512::F64x8, avx512::F64x4>;

/// Implements [`Vector`](super::vector::Vector) for a newtype around a register, from expressions.
macro_rules! vector {
    (
        $name:ident($register:ty): [$scalar:ty; $lanes:literal], $mask:ty,
        mask: |$count:ident| $make_mask:expr,
        zero: $zero:expr,
        splat: |$value:ident| $splat:expr,
        load: |$from:ident| $load:expr,
        store: |$to:ident, $stored:ident| $store:expr,
        load_masked: |$from_masked:ident, $load_mask:ident| $load_masked:expr,
        store_masked: |$to_masked:ident, $masked:ident, $store_mask:ident| $store_masked:expr,
        multiply_add: $multiply_add:ident,
        add: $add:ident,
        sum: |$summed:ident| $sum:expr,
    ) => {
        #[doc = concat!("A register of ", $lanes, " elements.")]
        #[derive(Clone, Copy)]
        pub(in crate::kernel::gemm::tiled) struct $name($register);

        // SAFETY of every block: the trait asks callers for the instructions and for valid addresses.
        impl $crate::kernel::gemm::tiled::vector::Vector for $name {
            type Scalar = $scalar;
            type Mask = $mask;
            const LANES: usize = $lanes;

            #[inline(always)]
            unsafe fn mask($count: usize) -> $mask {
                $make_mask
            }
            #[inline(always)]
            unsafe fn zero() -> Self {
                // SAFETY: see above.
                Self(unsafe { $zero })
            }
            #[inline(always)]
            unsafe fn splat(from: *const $scalar) -> Self {
                // SAFETY: see above.
                let $value = unsafe { *from };
                // SAFETY: see above.
                Self(unsafe { $splat })
            }
            #[inline(always)]
            unsafe fn load($from: *const $scalar) -> Self {
                // SAFETY: see above.
                Self(unsafe { $load })
            }
            #[inline(always)]
            unsafe fn store(self, $to: *mut $scalar) {
                let $stored = self.0;
                // SAFETY: see above.
                unsafe { $store }
            }
            #[inline(always)]
            unsafe fn load_masked($from_masked: *const $scalar, $load_mask: $mask) -> Self {
                // SAFETY: see above.
                Self(unsafe { $load_masked })
            }
            #[inline(always)]
            unsafe fn store_masked(self, $to_masked: *mut $scalar, $store_mask: $mask) {
                let $masked = self.0;
                // SAFETY: see above.
                unsafe { $store_masked }
            }
            #[inline(always)]
            unsafe fn multiply_add(self, factor: Self, addend: Self) -> Self {
                // SAFETY: see above.
                Self(unsafe { $multiply_add(self.0, factor.0, addend.0) })
            }
            #[inline(always)]
            unsafe fn add(self, other: Self) -> Self {
                // SAFETY: see above.
                Self(unsafe { $add(self.0, other.0) })
            }
            #[inline(always)]
            unsafe fn prefetch(from: *const $scalar) {
                // SAFETY: a prefetch reads nothing.
                unsafe { _mm_prefetch::<_MM_HINT_T0>(from.cast()) }
            }
            #[inline(always)]
            unsafe fn sum(self) -> $scalar {
                let $summed = self.0;
                // SAFETY: see above.
                unsafe { $sum }
            }
        }
    };
}
use vector;

/// Implements [`Set`](super::set::Set) by compiling the generic kernels with `$features`.
macro_rules! set {
    ($set:ident, $features:literal, rows: [$($rows:literal)*], $max:literal, few_tiles: $few:literal) => {
        /// The kernels of this instruction set for vectors `F` (full) and `H` (for narrow rests).
        pub(in crate::kernel::gemm::tiled) struct $set<F, H>(std::marker::PhantomData<(F, H)>);

        impl<F: Transpose, H: Vector<Scalar = F::Scalar>> $set<F, H> {
            const PACKED: [TileKernel<F::Scalar>; $max] = [$(run_tile::<F, F, $rows, true>),*];
            const ONE_HALF: [TileKernel<F::Scalar>; $max] = [$(run_tile::<Nothing<F::Scalar>, H, $rows, false>),*];
            const ONE: [TileKernel<F::Scalar>; $max] = [$(run_tile::<Nothing<F::Scalar>, F, $rows, false>),*];
            const ONE_AND_HALF: [TileKernel<F::Scalar>; $max] = [$(run_tile::<F, H, $rows, false>),*];
            const TWO: [TileKernel<F::Scalar>; $max] = [$(run_tile::<F, F, $rows, false>),*];
        }

        impl<F: Transpose<Scalar: Scalar>, H: Vector<Scalar = F::Scalar>> Set for $set<F, H> {
            type Scalar = F::Scalar;
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

        #[target_feature(enable = $features)]
        unsafe fn run_tile<X, Y, const M: usize, const PACKED: bool>(tile: &Tile<X::Scalar>)
        where
            X: Vector,
            Y: Vector<Scalar = X::Scalar>,
        {
            // SAFETY: the caller's promise is the same.
            unsafe { tile::tile::<X, Y, M, PACKED>(tile) }
        }

        #[target_feature(enable = $features)]
        unsafe fn run_pack<V: Transpose>(source: Streams<V::Scalar>, to: *mut V::Scalar, width: usize) {
            // SAFETY: the caller's promise is the same.
            unsafe { pack::pack::<V>(source, to, width) }
        }

        #[target_feature(enable = $features)]
        unsafe fn run_row<V: Vector>(row: &Row<V::Scalar>) {
            // SAFETY: the caller's promise is the same.
            unsafe { row::row::<V>(row) }
        }

        #[target_feature(enable = $features)]
        unsafe fn run_dots<V: Vector>(row: &Row<V::Scalar>) {
            // SAFETY: the caller's promise is the same.
            unsafe { row::dots::<V>(row) }
        }
    };
}
use set;
