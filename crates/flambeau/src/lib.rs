//! PyTorch's training loop, in Rust.
