//! Strided n-dimensional arrays and their kernels.
