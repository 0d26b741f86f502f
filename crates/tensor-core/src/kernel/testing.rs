//! What tests of kernels share: the levels to run at, and numbers to compute with.

use super::simd::{self, Level};
use crate::dtype::Element;

/// The levels that this machine has.
pub(super) fn levels() -> impl Iterator<Item = Level> {
    [Level::Portable, Level::Avx2, Level::Avx512]
        .into_iter()
        .filter(|&level| level <= simd::best())
}

/// Numbers in [-1, 1), integers in [-1000, 1000), that look random and are the same in every run.
pub(super) fn numbers<T: Element>(len: usize, seed: u64) -> Vec<T> {
    let scale = if T::DTYPE.is_float() { 1.0 } else { 1000.0 };
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        T::from_f64(((state >> 40) as f64 / (1u64 << 23) as f64 - 1.0) * scale)
    };
    std::iter::repeat_with(next).take(len).collect()
}

/// The distance from 1 to the next number; 0 of integers, which are not rounded.
pub(super) fn epsilon<T: Element>() -> f64 {
    T::DTYPE.finfo().map_or(0.0, |info| info.eps)
}
