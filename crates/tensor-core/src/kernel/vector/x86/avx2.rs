//! AVX2 with fused multiply-add: 16 registers of 256 bits.

use std::arch::x86_64::*;

use super::{lanes, sum_pd, sum_ps, transposed_halves, vector};
use crate::kernel::vector::{Lanes, Pointers, Transpose, Vector};

vector! {
    F32x8(__m256): [f32; 8], __m256i,
    zero: _mm256_setzero_ps, splat: _mm256_set1_ps, load: _mm256_loadu_ps, store: _mm256_storeu_ps,
    multiply_add: _mm256_fmadd_ps, add: _mm256_add_ps,
    sum: |vector| sum_ps(vector),
    mask: |count| {
        let lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        _mm256_cmpgt_epi32(_mm256_set1_epi32(count.min(8) as i32), lanes)
    },
    load_masked: |from, mask| _mm256_maskload_ps(from, mask),
    store_masked: |to, vector, mask| store_first_ps(to, vector, mask),
}

vector! {
    F64x4(__m256d): [f64; 4], __m256i,
    zero: _mm256_setzero_pd, splat: _mm256_set1_pd, load: _mm256_loadu_pd, store: _mm256_storeu_pd,
    multiply_add: _mm256_fmadd_pd, add: _mm256_add_pd,
    sum: |vector| sum_pd(vector),
    mask: |count| {
        let lanes = _mm256_setr_epi64x(0, 1, 2, 3);
        _mm256_cmpgt_epi64(_mm256_set1_epi64x(count.min(4) as i64), lanes)
    },
    load_masked: |from, mask| _mm256_maskload_pd(from, mask),
    store_masked: |to, vector, mask| store_first_pd(to, vector, mask),
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
            let rows = transposed_halves([quad(0), quad(1), quad(2), quad(3)]);
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

lanes! {
    F32x8: __m256i,
    mask_between: |before, below| _mm256_andnot_si256(before, below),
    load_over: |over, from, mask| {
        _mm256_blendv_ps(over, _mm256_maskload_ps(from, mask), _mm256_castsi256_ps(mask))
    },
    order: |places, base| {
        _mm256_sub_epi32(_mm256_loadu_si256(places.cast()), _mm256_set1_epi32(base as i32))
    },
    pick: |first, second, order| {
        // What `permutevar` reads are the low three bits of a place; the fourth tells the register.
        let picks_second = _mm256_castsi256_ps(_mm256_slli_epi32::<28>(order));
        let [a, b] = [first, second].map(|register| _mm256_permutevar8x32_ps(register, order));
        _mm256_blendv_ps(a, b, picks_second)
    },
    exceeds: |larger, smaller| _mm256_castps_si256(_mm256_or_ps(
        _mm256_cmp_ps::<_CMP_GT_OQ>(larger, smaller),
        _mm256_cmp_ps::<_CMP_UNORD_Q>(larger, larger),
    )),
    select: |chosen, other, mask| _mm256_blendv_ps(other, chosen, _mm256_castsi256_ps(mask)),
}

lanes! {
    F64x4: __m256i,
    mask_between: |before, below| _mm256_andnot_si256(before, below),
    load_over: |over, from, mask| {
        _mm256_blendv_pd(over, _mm256_maskload_pd(from, mask), _mm256_castsi256_pd(mask))
    },
    order: |places, base| {
        let places = _mm_sub_epi32(_mm_loadu_si128(places.cast()), _mm_set1_epi32(base as i32));
        let places = _mm256_cvtepu32_epi64(places);
        // A place of 64 bits is two of 32, the second behind the first.
        let low = _mm256_slli_epi64::<1>(places);
        let high = _mm256_slli_epi64::<32>(_mm256_add_epi64(low, _mm256_set1_epi64x(1)));
        _mm256_or_si256(low, high)
    },
    pick: |first, second, order| {
        let [first, second] = [first, second].map(|register| F32x8(_mm256_castpd_ps(register)));
        _mm256_castps_pd(F32x8::pick(first, second, order).0)
    },
    exceeds: |larger, smaller| _mm256_castpd_si256(_mm256_or_pd(
        _mm256_cmp_pd::<_CMP_GT_OQ>(larger, smaller),
        _mm256_cmp_pd::<_CMP_UNORD_Q>(larger, larger),
    )),
    select: |chosen, other, mask| _mm256_blendv_pd(other, chosen, _mm256_castsi256_pd(mask)),
}
