//! AVX-512: 32 registers of 512 bits, masks for what does not fill one.

use std::arch::x86_64::*;

use super::vector;
use crate::kernel::vector::{Lanes, Pointers, Transpose, Vector};

vector! {
    F32x16(__m512): [f32; 16], __mmask16,
    mask: |count| ((1u32 << count.min(16)) - 1) as __mmask16,
    zero: _mm512_setzero_ps(),
    splat: |value| _mm512_set1_ps(value),
    load: |from| _mm512_loadu_ps(from),
    store: |to, vector| _mm512_storeu_ps(to, vector),
    load_masked: |from, mask| _mm512_maskz_loadu_ps(mask, from),
    store_masked: |to, vector, mask| _mm512_mask_storeu_ps(to, mask, vector),
    multiply_add: _mm512_fmadd_ps,
    add: _mm512_add_ps,
    sum: |vector| {
        F32x8(_mm256_add_ps(_mm512_castps512_ps256(vector), _mm512_extractf32x8_ps::<1>(vector))).sum()
    },
}

vector! {
    F32x8(__m256): [f32; 8], __mmask8,
    mask: |count| ((1u32 << count.min(8)) - 1) as __mmask8,
    zero: _mm256_setzero_ps(),
    splat: |value| _mm256_set1_ps(value),
    load: |from| _mm256_loadu_ps(from),
    store: |to, vector| _mm256_storeu_ps(to, vector),
    load_masked: |from, mask| _mm256_maskz_loadu_ps(mask, from),
    store_masked: |to, vector, mask| _mm256_mask_storeu_ps(to, mask, vector),
    multiply_add: _mm256_fmadd_ps,
    add: _mm256_add_ps,
    sum: |vector| {
        let four = _mm_add_ps(_mm256_castps256_ps128(vector), _mm256_extractf128_ps::<1>(vector));
        let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
        _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)))
    },
}

vector! {
    F64x8(__m512d): [f64; 8], __mmask8,
    mask: |count| ((1u32 << count.min(8)) - 1) as __mmask8,
    zero: _mm512_setzero_pd(),
    splat: |value| _mm512_set1_pd(value),
    load: |from| _mm512_loadu_pd(from),
    store: |to, vector| _mm512_storeu_pd(to, vector),
    load_masked: |from, mask| _mm512_maskz_loadu_pd(mask, from),
    store_masked: |to, vector, mask| _mm512_mask_storeu_pd(to, mask, vector),
    multiply_add: _mm512_fmadd_pd,
    add: _mm512_add_pd,
    sum: |vector| {
        F64x4(_mm256_add_pd(_mm512_castpd512_pd256(vector), _mm512_extractf64x4_pd::<1>(vector))).sum()
    },
}

vector! {
    F64x4(__m256d): [f64; 4], __mmask8,
    mask: |count| ((1u32 << count.min(4)) - 1) as __mmask8,
    zero: _mm256_setzero_pd(),
    splat: |value| _mm256_set1_pd(value),
    load: |from| _mm256_loadu_pd(from),
    store: |to, vector| _mm256_storeu_pd(to, vector),
    load_masked: |from, mask| _mm256_maskz_loadu_pd(mask, from),
    store_masked: |to, vector, mask| _mm256_mask_storeu_pd(to, mask, vector),
    multiply_add: _mm256_fmadd_pd,
    add: _mm256_add_pd,
    sum: |vector| {
        let two = _mm_add_pd(_mm256_castpd256_pd128(vector), _mm256_extractf128_pd::<1>(vector));
        _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)))
    },
}

impl Transpose for F32x16 {
    const DEPTH: usize = 4;

    #[inline(always)]
    unsafe fn transpose(streams: &Pointers<f32>, p: usize, depth: usize, to: *mut f32, width: usize) {
        // SAFETY: the trait asks callers for the same.
        unsafe {
            let mask = ((1u32 << depth) - 1) as __mmask8;
            let four = |s: usize| _mm_maskz_loadu_ps(mask, streams[s].add(p));
            // In two halves: what shuffles 256 bits is more than twice as fast as what shuffles 512. The upper one first:
            // where rows overlap, the lower lanes of the next row have to win.
            for half in [8, 0] {
                let eight = |s: usize| _mm256_set_m128(four(half + s + 4), four(half + s));
                let [a, b, c, d] = [eight(0), eight(1), eight(2), eight(3)];
                let (ab, cd) = (_mm256_unpacklo_ps(a, b), _mm256_unpacklo_ps(c, d));
                let (ab_high, cd_high) = (_mm256_unpackhi_ps(a, b), _mm256_unpackhi_ps(c, d));
                let low =
                    |x, y| _mm256_castpd_ps(_mm256_unpacklo_pd(_mm256_castps_pd(x), _mm256_castps_pd(y)));
                let high =
                    |x, y| _mm256_castpd_ps(_mm256_unpackhi_pd(_mm256_castps_pd(x), _mm256_castps_pd(y)));
                let rows = [
                    low(ab, cd),
                    high(ab, cd),
                    low(ab_high, cd_high),
                    high(ab_high, cd_high),
                ];
                for (p, row) in rows.into_iter().enumerate().take(depth) {
                    _mm256_storeu_ps(to.add(p * width + half), row);
                }
            }
        }
    }
}

impl Transpose for F64x8 {
    const DEPTH: usize = 2;

    #[inline(always)]
    unsafe fn transpose(streams: &Pointers<f64>, p: usize, depth: usize, to: *mut f64, width: usize) {
        // SAFETY: the trait asks callers for the same.
        unsafe {
            let mask = ((1u32 << depth) - 1) as __mmask8;
            let two = |s: usize| _mm_maskz_loadu_pd(mask, streams[s].add(p));
            let eight = |s: usize| {
                let vector = _mm512_castpd128_pd512(two(s));
                let vector = _mm512_insertf64x2::<1>(vector, two(s + 2));
                let vector = _mm512_insertf64x2::<2>(vector, two(s + 4));
                _mm512_insertf64x2::<3>(vector, two(s + 6))
            };
            let [a, b] = [eight(0), eight(1)];
            let rows = [_mm512_unpacklo_pd(a, b), _mm512_unpackhi_pd(a, b)];
            for (p, row) in rows.into_iter().enumerate().take(depth) {
                _mm512_storeu_pd(to.add(p * width), row);
            }
        }
    }
}

impl Lanes for F32x16 {
    type Order = __m512i;

    #[inline(always)]
    unsafe fn mask_between(first: usize, end: usize) -> __mmask16 {
        // SAFETY: the trait asks callers for the instructions.
        unsafe { Self::mask(end) & !Self::mask(first) }
    }
    #[inline(always)]
    unsafe fn load_over(self, from: *const f32, mask: __mmask16) -> Self {
        // SAFETY: the trait asks callers for the same.
        Self(unsafe { _mm512_mask_loadu_ps(self.0, mask, from) })
    }
    #[inline(always)]
    unsafe fn order(places: *const u32, base: u32) -> __m512i {
        // SAFETY: the trait asks callers for the same.
        unsafe { _mm512_sub_epi32(_mm512_loadu_si512(places.cast()), _mm512_set1_epi32(base as i32)) }
    }
    #[inline(always)]
    unsafe fn pick(first: Self, second: Self, order: __m512i) -> Self {
        // SAFETY: the trait asks callers for the instructions.
        Self(unsafe { _mm512_permutex2var_ps(first.0, order, second.0) })
    }
    #[inline(always)]
    unsafe fn exceeds(self, other: Self) -> __mmask16 {
        // SAFETY: the trait asks callers for the instructions.
        unsafe {
            _mm512_cmp_ps_mask::<_CMP_GT_OQ>(self.0, other.0)
                | _mm512_cmp_ps_mask::<_CMP_UNORD_Q>(self.0, self.0)
        }
    }
    #[inline(always)]
    unsafe fn select(self, other: Self, mask: __mmask16) -> Self {
        // SAFETY: the trait asks callers for the instructions.
        Self(unsafe { _mm512_mask_mov_ps(other.0, mask, self.0) })
    }
}

impl Lanes for F64x8 {
    type Order = __m512i;

    #[inline(always)]
    unsafe fn mask_between(first: usize, end: usize) -> __mmask8 {
        // SAFETY: the trait asks callers for the instructions.
        unsafe { Self::mask(end) & !Self::mask(first) }
    }
    #[inline(always)]
    unsafe fn load_over(self, from: *const f64, mask: __mmask8) -> Self {
        // SAFETY: the trait asks callers for the same.
        Self(unsafe { _mm512_mask_loadu_pd(self.0, mask, from) })
    }
    #[inline(always)]
    unsafe fn order(places: *const u32, base: u32) -> __m512i {
        // SAFETY: the trait asks callers for the same.
        unsafe {
            let places = _mm256_sub_epi32(_mm256_loadu_si256(places.cast()), _mm256_set1_epi32(base as i32));
            _mm512_cvtepu32_epi64(places)
        }
    }
    #[inline(always)]
    unsafe fn pick(first: Self, second: Self, order: __m512i) -> Self {
        // SAFETY: the trait asks callers for the instructions.
        Self(unsafe { _mm512_permutex2var_pd(first.0, order, second.0) })
    }
    #[inline(always)]
    unsafe fn exceeds(self, other: Self) -> __mmask8 {
        // SAFETY: the trait asks callers for the instructions.
        unsafe {
            _mm512_cmp_pd_mask::<_CMP_GT_OQ>(self.0, other.0)
                | _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(self.0, self.0)
        }
    }
    #[inline(always)]
    unsafe fn select(self, other: Self, mask: __mmask8) -> Self {
        // SAFETY: the trait asks callers for the instructions.
        Self(unsafe { _mm512_mask_mov_pd(other.0, mask, self.0) })
    }
}
