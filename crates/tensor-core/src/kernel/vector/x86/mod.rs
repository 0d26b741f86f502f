//! The registers of AVX2 and AVX-512.

pub(super) mod avx2;
pub(super) mod avx512;

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

/// Implements [`Vector`](super::Vector) for a newtype around a register, from expressions.
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
        pub(crate) struct $name($register);

        // SAFETY of every block: the trait asks callers for the instructions and for valid addresses.
        impl $crate::kernel::vector::Vector for $name {
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
