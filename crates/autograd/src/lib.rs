//! Tensors that differentiate.
