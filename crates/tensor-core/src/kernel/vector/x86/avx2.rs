//! AVX2 with fused multiply-add: 16 registers of 256 bits.

use std::arch::x86_64::*;

use super::vector;
use crate::kernel::vector::{Lanes, Pointers, Transpose, Vector};

vector! {
    F32x8(__m256): [f32; 8], __m256i,
    mask: |count| {
        // SAFETY: the trait asks callers for the instructions.
        unsafe {
            let lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
            _mm256_cmpgt_epi32(_mm256_set1_epi32(count.min(8) as i32), lanes)
        }
    },
    zero: _mm256_setzero_ps(),
    splat: |value| _mm256_set1_ps(value),
    load: |from| _mm256_loadu_ps(from),
    store: |to, vector| _mm256_storeu_ps(to, vector),
    load_masked: |from, mask| _mm256_maskload_ps(from, mask),
    store_masked: |to, vector, mask| store_first_ps(to, vector, mask),
    multiply_add: _mm256_fmadd_ps,
    add: _mm256_add_ps,
    sum: |vector| {
        let four = _mm_add_ps(_mm256_castps256_ps128(vector), _mm256_extractf128_ps::<1>(vector));
        let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
        _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)))
    },
}

vector! {
    F64x4(__m256d): [f64; 4], __m256i,
    mask: |count| {
        // SAFETY: the trait asks callers for the instructions.
        unsafe {
            let lanes = _mm256_setr_epi64x(0, 1, 2, 3);
            _mm256_cmpgt_epi64(_mm256_set1_epi64x(count.min(4) as i64), lanes)
        }
    },
    zero: _mm256_setzero_pd(),
    splat: |value| _mm256_set1_pd(value),
    load: |from| _mm256_loadu_pd(from),
    store: |to, vector| _mm256_storeu_pd(to, vector),
    load_masked: |from, mask| _mm256_maskload_pd(from, mask),
    store_masked: |to, vector, mask| store_first_pd(to, vector, mask),
    multiply_add: _mm256_fmadd_pd,
    add: _mm256_add_pd,
    sum: |vector| {
        let two = _mm_add_pd(_mm256_castpd256_pd128(vector), _mm256_extractf128_pd::<1>(vector));
        _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)))
    },
}

/// Stores the lanes of `mask`, the first ones, by parts: AMD's processors run a masked store as a program of many steps.
///
/// # Safety
///
/// As [`Vector::store_masked`].
#[inline(always)]
unsafe fn store_first_ps(mut to: *mut f32, vector: __m256, mask: __m256i) {
    // SAFETY: the caller's promise.
    unsafe {
        let count = (_mm256_movemask_ps(_mm256_castsi256_ps(mask)) as u32).trailing_ones();
        if count == 8 {
            return _mm256_storeu_ps(to, vector);
        }
        let mut left = _mm256_castps256_ps128(vector);
        if count & 4 != 0 {
            _mm_storeu_ps(to, left);
            to = to.add(4);
            left = _mm256_extractf128_ps::<1>(vector);
        }
        if count & 2 != 0 {
            _mm_storel_pd(to.cast(), _mm_castps_pd(left));
            to = to.add(2);
            left = _mm_movehl_ps(left, left);
        }
        if count & 1 != 0 {
            _mm_store_ss(to, left);
        }
    }
}

/// [`store_first_ps`] of numbers of 64 bits.
///
/// # Safety
///
/// As [`Vector::store_masked`].
#[inline(always)]
unsafe fn store_first_pd(to: *mut f64, vector: __m256d, mask: __m256i) {
    // SAFETY: a number of 64 bits is two of 32, and so is its mask.
    unsafe { store_first_ps(to.cast(), _mm256_castpd_ps(vector), mask) }
}

impl Transpose for F32x8 {
    const DEPTH: usize = 4;

    #[inline(always)]
    unsafe fn transpose(streams: &Pointers<f32>, p: usize, depth: usize, to: *mut f32, width: usize) {
        // SAFETY: the trait asks callers for the same.
        unsafe {
            let mask = _mm256_castsi256_si128(Self::mask(depth));
            let quad = |r: usize| {
                let stream = |s: usize| _mm_maskload_ps(streams[s].add(p), mask);
                _mm256_set_m128(stream(4 + r), stream(r))
            };
            let [a, b, c, d] = [quad(0), quad(1), quad(2), quad(3)];
            let (ab, cd) = (_mm256_unpacklo_ps(a, b), _mm256_unpacklo_ps(c, d));
            let (ab_high, cd_high) = (_mm256_unpackhi_ps(a, b), _mm256_unpackhi_ps(c, d));
            let low = |x, y| _mm256_castpd_ps(_mm256_unpacklo_pd(_mm256_castps_pd(x), _mm256_castps_pd(y)));
            let high = |x, y| _mm256_castpd_ps(_mm256_unpackhi_pd(_mm256_castps_pd(x), _mm256_castps_pd(y)));
            let rows = [
                low(ab, cd),
                high(ab, cd),
                low(ab_high, cd_high),
                high(ab_high, cd_high),
            ];
            for (p, row) in rows.into_iter().enumerate().take(depth) {
                _mm256_storeu_ps(to.add(p * width), row);
            }
        }
    }
}

impl Transpose for F64x4 {
    const DEPTH: usize = 2;

    #[inline(always)]
    unsafe fn transpose(streams: &Pointers<f64>, p: usize, depth: usize, to: *mut f64, width: usize) {
        // SAFETY: the trait asks callers for the same.
        unsafe {
            let mask = _mm256_castsi256_si128(Self::mask(depth));
            let pair = |r: usize| {
                let stream = |s: usize| _mm_maskload_pd(streams[s].add(p), mask);
                _mm256_set_m128d(stream(2 + r), stream(r))
            };
            let [a, b] = [pair(0), pair(1)];
            let rows = [_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b)];
            for (p, row) in rows.into_iter().enumerate().take(depth) {
                _mm256_storeu_pd(to.add(p * width), row);
            }
        }
    }
}

impl Lanes for F32x8 {
    type Order = __m256i;

    #[inline(always)]
    unsafe fn mask_between(first: usize, end: usize) -> __m256i {
        // SAFETY: the trait asks callers for the instructions.
        unsafe { _mm256_andnot_si256(Self::mask(first), Self::mask(end)) }
    }
    #[inline(always)]
    unsafe fn load_over(self, from: *const f32, mask: __m256i) -> Self {
        // SAFETY: the trait asks callers for the same.
        unsafe { Self::load_masked(from, mask).select(self, mask) }
    }
    #[inline(always)]
    unsafe fn order(places: *const u32, base: u32) -> __m256i {
        // SAFETY: the trait asks callers for the same.
        unsafe { _mm256_sub_epi32(_mm256_loadu_si256(places.cast()), _mm256_set1_epi32(base as i32)) }
    }
    #[inline(always)]
    unsafe fn pick(first: Self, second: Self, order: __m256i) -> Self {
        // SAFETY: the trait asks callers for the instructions.
        unsafe {
            // What `permutevar` reads are the low three bits of a place; the fourth tells the register.
            let picks_second = _mm256_castsi256_ps(_mm256_slli_epi32::<28>(order));
            let [a, b] = [first, second].map(|register| _mm256_permutevar8x32_ps(register.0, order));
            Self(_mm256_blendv_ps(a, b, picks_second))
        }
    }
    #[inline(always)]
    unsafe fn exceeds(self, other: Self) -> __m256i {
        // SAFETY: the trait asks callers for the instructions.
        unsafe {
            let is_larger = _mm256_cmp_ps::<_CMP_GT_OQ>(self.0, other.0);
            _mm256_castps_si256(_mm256_or_ps(
                is_larger,
                _mm256_cmp_ps::<_CMP_UNORD_Q>(self.0, self.0),
            ))
        }
    }
    #[inline(always)]
    unsafe fn select(self, other: Self, mask: __m256i) -> Self {
        // SAFETY: the trait asks callers for the instructions.
        Self(unsafe { _mm256_blendv_ps(other.0, self.0, _mm256_castsi256_ps(mask)) })
    }
}

impl Lanes for F64x4 {
    type Order = __m256i;

    #[inline(always)]
    unsafe fn mask_between(first: usize, end: usize) -> __m256i {
        // SAFETY: the trait asks callers for the instructions.
        unsafe { _mm256_andnot_si256(Self::mask(first), Self::mask(end)) }
    }
    #[inline(always)]
    unsafe fn load_over(self, from: *const f64, mask: __m256i) -> Self {
        // SAFETY: the trait asks callers for the same.
        unsafe { Self::load_masked(from, mask).select(self, mask) }
    }
    #[inline(always)]
    unsafe fn order(places: *const u32, base: u32) -> __m256i {
        // SAFETY: the trait asks callers for the same.
        unsafe {
            let places = _mm_sub_epi32(_mm_loadu_si128(places.cast()), _mm_set1_epi32(base as i32));
            let places = _mm256_cvtepu32_epi64(places);
            // A place of 64 bits is two of 32, the second behind the first.
            let low = _mm256_slli_epi64::<1>(places);
            let high = _mm256_slli_epi64::<32>(_mm256_add_epi64(low, _mm256_set1_epi64x(1)));
            _mm256_or_si256(low, high)
        }
    }
    #[inline(always)]
    unsafe fn pick(first: Self, second: Self, order: __m256i) -> Self {
        // SAFETY: the trait asks callers for the instructions.
        unsafe {
            let [first, second] = [first, second].map(|register| F32x8(_mm256_castpd_ps(register.0)));
            Self(_mm256_castps_pd(F32x8::pick(first, second, order).0))
        }
    }
    #[inline(always)]
    unsafe fn exceeds(self, other: Self) -> __m256i {
        // SAFETY: the trait asks callers for the instructions.
        unsafe {
            let is_larger = _mm256_cmp_pd::<_CMP_GT_OQ>(self.0, other.0);
            _mm256_castpd_si256(_mm256_or_pd(
                is_larger,
                _mm256_cmp_pd::<_CMP_UNORD_Q>(self.0, self.0),
            ))
        }
    }
    #[inline(always)]
    unsafe fn select(self, other: Self, mask: __m256i) -> Self {
        // SAFETY: the trait asks callers for the instructions.
        Self(unsafe { _mm256_blendv_pd(other.0, self.0, _mm256_castsi256_pd(mask)) })
    }
}
