//! The registers of AVX2 and AVX-512.

pub(super) mod avx2;
pub(super) mod avx512;

use std::arch::x86_64::*;
use std::marker::PhantomData;

use super::{Lanes, Loop, Registers, Vector};

/// AVX2 with fused multiply-add, for registers `F` and, for narrow rests, `H`.
pub(crate) struct Avx2<F, H>(PhantomData<(F, H)>);
/// AVX-512 (F, BW, DQ, VL), for registers `F` and, for narrow rests, `H`.
pub(crate) struct Avx512<F, H>(PhantomData<(F, H)>);

macro_rules! registers {
    ($set:ident, $features:literal) => {
        impl<F: Lanes, H: Vector<Scalar = F::Scalar>> Registers for $set<F, H> {
            type Scalar = F::Scalar;
            type Full = F;
            type Half = H;

            #[inline(always)]
            unsafe fn run<L: Loop<F::Scalar>>(body: L) -> L::Output {
                #[target_feature(enable = $features)]
                unsafe fn compiled<F: Lanes, L: Loop<F::Scalar>>(body: L) -> L::Output {
                    // SAFETY: the caller's promise.
                    unsafe { body.run::<F>() }
                }
                // SAFETY: the caller's promise.
                unsafe { compiled::<F, L>(body) }
            }
        }
    };
}
registers!(Avx2, "avx2,fma,bmi1,bmi2");
registers!(Avx512, "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi1,bmi2");

/// Implements [`Vector`](super::Vector) for a newtype around a register, from the names of its instructions, and
/// from expressions where one is not enough.
macro_rules! vector {
    (
        $name:ident($register:ty): [$scalar:ty; $lanes:literal], $mask:ty,
        zero: $zero:ident, splat: $splat:ident, load: $load:ident, store: $store:ident,
        multiply_add: $multiply_add:ident, add: $add:ident,
        sum: |$summed:ident| $sum:expr,
        mask: |$count:ident| $make_mask:expr,
        load_masked: |$from:ident, $load_mask:ident| $load_masked:expr,
        store_masked: |$to:ident, $stored:ident, $store_mask:ident| $store_masked:expr,
    ) => {
        #[doc = concat!("A register of ", $lanes, " elements.")]
        #[derive(Clone, Copy)]
        pub(crate) struct $name($register);

        // SAFETY of every block: the trait asks callers for the instructions and for valid addresses.
        impl $crate::kernel::vector::Vector for $name {
            type Scalar = $scalar;
            type Mask = $mask;
            const LANES: usize = $lanes;

            #[allow(unused_unsafe, reason = "masks of bits need no instructions")]
            #[inline(always)]
            unsafe fn mask($count: usize) -> $mask {
                // SAFETY: see above.
                unsafe { $make_mask }
            }
            #[inline(always)]
            unsafe fn zero() -> Self {
                // SAFETY: see above.
                Self(unsafe { $zero() })
            }
            #[inline(always)]
            unsafe fn splat(from: *const $scalar) -> Self {
                // SAFETY: see above.
                Self(unsafe { $splat(*from) })
            }
            #[inline(always)]
            unsafe fn load(from: *const $scalar) -> Self {
                // SAFETY: see above.
                Self(unsafe { $load(from) })
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut $scalar) {
                // SAFETY: see above.
                unsafe { $store(to, self.0) }
            }
            #[inline(always)]
            unsafe fn load_masked($from: *const $scalar, $load_mask: $mask) -> Self {
                // SAFETY: see above.
                Self(unsafe { $load_masked })
            }
            #[inline(always)]
            unsafe fn store_masked(self, $to: *mut $scalar, $store_mask: $mask) {
                let $stored = self.0;
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

/// Implements [`Lanes`] from expressions of registers.
macro_rules! lanes {
    (
        $name:ident: $order:ty,
        mask_between: |$before:ident, $below:ident| $mask_between:expr,
        load_over: |$over:ident, $from:ident, $load_mask:ident| $load_over:expr,
        order: |$places:ident, $base:ident| $make_order:expr,
        pick: |$first:ident, $second:ident, $picked:ident| $pick:expr,
        exceeds: |$larger:ident, $smaller:ident| $exceeds:expr,
        select: |$chosen:ident, $other:ident, $select_mask:ident| $select:expr,
    ) => {
        // SAFETY of every block: the trait asks callers for the instructions and for valid addresses.
        impl Lanes for $name {
            type Order = $order;

            #[allow(unused_unsafe, reason = "masks of bits need no instructions")]
            #[inline(always)]
            unsafe fn mask_between(first: usize, end: usize) -> Self::Mask {
                // SAFETY: see above.
                let [$before, $below] = unsafe { [Self::mask(first), Self::mask(end)] };
                // SAFETY: see above.
                unsafe { $mask_between }
            }
            #[inline(always)]
            unsafe fn load_over(self, $from: *const Self::Scalar, $load_mask: Self::Mask) -> Self {
                let $over = self.0;
                // SAFETY: see above.
                Self(unsafe { $load_over })
            }
            #[inline(always)]
            unsafe fn order($places: *const u32, $base: u32) -> $order {
                // SAFETY: see above.
                unsafe { $make_order }
            }
            #[inline(always)]
            unsafe fn pick(Self($first): Self, Self($second): Self, $picked: $order) -> Self {
                // SAFETY: see above.
                Self(unsafe { $pick })
            }
            #[inline(always)]
            unsafe fn exceeds(self, Self($smaller): Self) -> Self::Mask {
                let $larger = self.0;
                // SAFETY: see above.
                unsafe { $exceeds }
            }
            #[inline(always)]
            unsafe fn select(self, Self($other): Self, $select_mask: Self::Mask) -> Self {
                let $chosen = self.0;
                // SAFETY: see above.
                Self(unsafe { $select })
            }
        }
    };
}
use lanes;

/// The sum of all lanes.
///
/// # Safety
///
/// The machine has AVX.
#[inline(always)]
unsafe fn sum_ps(vector: __m256) -> f32 {
    // SAFETY: the caller's promise.
    unsafe {
        let four = _mm_add_ps(_mm256_castps256_ps128(vector), _mm256_extractf128_ps::<1>(vector));
        let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
        _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)))
    }
}

/// [`sum_ps`] of numbers of 64 bits.
///
/// # Safety
///
/// As [`sum_ps`].
#[inline(always)]
unsafe fn sum_pd(vector: __m256d) -> f64 {
    // SAFETY: the caller's promise.
    unsafe {
        let two = _mm_add_pd(_mm256_castpd256_pd128(vector), _mm256_extractf128_pd::<1>(vector));
        _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)))
    }
}

/// Transposes both halves of four registers, which are matrices of four by four.
///
/// # Safety
///
/// As [`sum_ps`].
#[inline(always)]
unsafe fn transposed_halves([a, b, c, d]: [__m256; 4]) -> [__m256; 4] {
    // SAFETY: the caller's promise.
    unsafe {
        let [ab, cd] =
            [_mm256_unpacklo_ps(a, b), _mm256_unpacklo_ps(c, d)].map(|pair| _mm256_castps_pd(pair));
        let [ab_high, cd_high] =
            [_mm256_unpackhi_ps(a, b), _mm256_unpackhi_ps(c, d)].map(|pair| _mm256_castps_pd(pair));
        [
            _mm256_unpacklo_pd(ab, cd),
            _mm256_unpackhi_pd(ab, cd),
            _mm256_unpacklo_pd(ab_high, cd_high),
            _mm256_unpackhi_pd(ab_high, cd_high),
        ]
        .map(|row| _mm256_castpd_ps(row))
    }
}
