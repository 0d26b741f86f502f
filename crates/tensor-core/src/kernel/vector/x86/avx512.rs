//! AVX-512: 32 registers of 512 bits, masks for what does not fill one.

use std::arch::x86_64::*;

use super::{lanes, sum_pd, sum_ps, transposed_halves, vector};
use crate::kernel::vector::{Lanes, Pointers, Transpose, Vector};

vector! {
    F32x16(__m512): [f32; 16], __mmask16,
    zero: _mm512_setzero_ps, splat: _mm512_set1_ps, load: _mm512_loadu_ps, store: _mm512_storeu_ps,
    multiply_add: _mm512_fmadd_ps, add: _mm512_add_ps,
    sum: |vector| sum_ps(_mm256_add_ps(_mm512_castps512_ps256(vector), _mm512_extractf32x8_ps::<1>(vector))),
    mask: |count| ((1u32 << count.min(16)) - 1) as __mmask16,
    load_masked: |from, mask| _mm512_maskz_loadu_ps(mask, from),
    store_masked: |to, vector, mask| _mm512_mask_storeu_ps(to, mask, vector),
}

vector! {
    F32x8(__m256): [f32; 8], __mmask8,
    zero: _mm256_setzero_ps, splat: _mm256_set1_ps, load: _mm256_loadu_ps, store: _mm256_storeu_ps,
    multiply_add: _mm256_fmadd_ps, add: _mm256_add_ps,
    sum: |vector| sum_ps(vector),
    mask: |count| ((1u32 << count.min(8)) - 1) as __mmask8,
    load_masked: |from, mask| _mm256_maskz_loadu_ps(mask, from),
    store_masked: |to, vector, mask| _mm256_mask_storeu_ps(to, mask, vector),
}

vector! {
    F64x8(__m512d): [f64; 8], __mmask8,
    zero: _mm512_setzero_pd, splat: _mm512_set1_pd, load: _mm512_loadu_pd, store: _mm512_storeu_pd,
    multiply_add: _mm512_fmadd_pd, add: _mm512_add_pd,
    sum: |vector| sum_pd(_mm256_add_pd(_mm512_castpd512_pd256(vector), _mm512_extractf64x4_pd::<1>(vector))),
    mask: |count| ((1u32 << count.min(8)) - 1) as __mmask8,
    load_masked: |from, mask| _mm512_maskz_loadu_pd(mask, from),
    store_masked: |to, vector, mask| _mm512_mask_storeu_pd(to, mask, vector),
}

vector! {
    F64x4(__m256d): [f64; 4], __mmask8,
    zero: _mm256_setzero_pd, splat: _mm256_set1_pd, load: _mm256_loadu_pd, store: _mm256_storeu_pd,
    multiply_add: _mm256_fmadd_pd, add: _mm256_add_pd,
    sum: |vector| sum_pd(vector),
    mask: |count| ((1u32 << count.min(4)) - 1) as __mmask8,
    load_masked: |from, mask| _mm256_maskz_loadu_pd(mask, from),
    store_masked: |to, vector, mask| _mm256_mask_storeu_pd(to, mask, vector),
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
                let rows = transposed_halves([eight(0), eight(1), eight(2), eight(3)]);
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

lanes! {
    F32x16: __m512i,
    mask_between: |before, below| below & !before,
    load_over: |over, from, mask| _mm512_mask_loadu_ps(over, mask, from),
    order: |places, base| {
        _mm512_sub_epi32(_mm512_loadu_si512(places.cast()), _mm512_set1_epi32(base as i32))
    },
    pick: |first, second, order| _mm512_permutex2var_ps(first, order, second),
    exceeds: |larger, smaller| {
        _mm512_cmp_ps_mask::<_CMP_GT_OQ>(larger, smaller) | _mm512_cmp_ps_mask::<_CMP_UNORD_Q>(larger, larger)
    },
    select: |chosen, other, mask| _mm512_mask_mov_ps(other, mask, chosen),
}

lanes! {
    F64x8: __m512i,
    mask_between: |before, below| below & !before,
    load_over: |over, from, mask| _mm512_mask_loadu_pd(over, mask, from),
    order: |places, base| {
        let places = _mm256_sub_epi32(_mm256_loadu_si256(places.cast()), _mm256_set1_epi32(base as i32));
        _mm512_cvtepu32_epi64(places)
    },
    pick: |first, second, order| _mm512_permutex2var_pd(first, order, second),
    exceeds: |larger, smaller| {
        _mm512_cmp_pd_mask::<_CMP_GT_OQ>(larger, smaller) | _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(larger, larger)
    },
    select: |chosen, other, mask| _mm512_mask_mov_pd(other, mask, chosen),
}
