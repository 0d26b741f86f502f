//! The loops that do the work: one folder, so that what is ugly for speed stays in one place.

pub mod simd;
