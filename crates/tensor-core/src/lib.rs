//! Strided n-dimensional arrays and their kernels.

pub mod kernel;
pub mod print;
pub mod random;
