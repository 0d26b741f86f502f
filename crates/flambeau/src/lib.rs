//! PyTorch's training loop, in Rust: tensors, gradients, layers, optimizers and loaders for small and medium models
//! on a CPU.
//!
//! Everything is here: this crate re-exports the others and adds a [`prelude`]. Who knows PyTorch finds each of its
//! spellings beside ours in [`pytorch`].
//!
//! ```
//! use flambeau::prelude::*;
//!
//! #[derive(Module)]
//! struct LinearRegression {
//!     w: Parameter,
//!     b: Parameter,
//! }
//!
//! impl Forward for LinearRegression {
//!     fn forward(&self, x: &Tensor) -> Tensor {
//!         x.inner(&self.w) + &self.b
//!     }
//! }
//!
//! manual_seed(0);
//! let x = Tensor::arange(0.0, 10.0, 0.1).slice(s![.., NewAxis]);
//! let y = &x * 3.0 + Tensor::randn(x.shape());
//!
//! let model = LinearRegression { w: Parameter::new(Tensor::zeros([1, 1])), b: Parameter::new(Tensor::zeros([1])) };
//! let mut optimizer = SGD::new(model.parameters(), 1e-3);
//! for _ in 0..100 {
//!     let prediction = model.forward(&x);
//!     let loss = (prediction - &y).powi(2).mean();
//!     optimizer.zero_grad();
//!     loss.backward();
//!     optimizer.step();
//! }
//! assert!((model.w.item() - 3.0).abs() < 0.2);
//! ```

#![forbid(unsafe_code)]

pub mod prelude;
pub mod pytorch;

/// Datasets, samplers, loaders and readers.
pub use data;
/// Optimizers and learning-rate schedules.
pub use optim;
/// Pictures of losses, fits and descents, as SVG and PNG.
#[cfg(feature = "plot")]
pub use plot;

/// Modules, layers and losses.
pub mod nn {
    pub use ::nn::*;
    // The derive that finds this crate, so that a program needs no other, in place of the one that finds `nn`.
    pub use ::nn::FlambeauModule as Module;
}

pub use autograd::*;
/// Threads, and the instruction sets that kernels are compiled for.
pub use tensor_core::kernel;

/// The README's programs are compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
