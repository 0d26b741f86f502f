//! The loops that do the work: one folder, so that what is ugly for speed stays in one place.

pub(crate) mod attention;
pub(crate) mod choose;
pub(crate) mod conv;
pub(crate) mod convert;
pub(crate) mod extreme;
pub(crate) mod fold;
pub mod functions;
pub(crate) mod gemm;
mod lanes;
pub(crate) mod losses;
pub(crate) mod map;
pub(crate) mod math;
pub(crate) mod monoid;
pub(crate) mod norm;
pub(crate) mod number;
pub(crate) mod pad;
pub(crate) mod place;
pub(crate) mod places;
pub(crate) mod pool;
pub(crate) mod recurrent;
pub(crate) mod reduce;
pub(crate) mod resample;
pub(crate) mod rows;
pub(crate) mod running;
pub(crate) mod select;
pub mod simd;
pub(crate) mod softmax;
pub(crate) mod sort;
pub(crate) mod source;
#[cfg(test)]
mod testing;
pub mod threads;
pub(crate) mod unfold;
pub(crate) mod update;
pub(crate) mod vector;
mod windows;
