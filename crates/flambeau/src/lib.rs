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
#[cfg(feature = "plot")]
mod statistics_picture;

/// Datasets, samplers, loaders and readers.
pub use data;
/// Training on several processes and machines, over MPI.
#[cfg(feature = "distributed")]
pub use distributed;
/// Probability distributions to draw from and differentiate through.
#[cfg(feature = "distributions")]
pub use distributions;
/// Figures that say how good predictions are: accuracy, F1, areas under curves, errors.
#[cfg(feature = "metrics")]
pub use metrics;
/// Seeing a training run: progress, history, TensorBoard, early stopping, the learning-rate finder.
#[cfg(feature = "monitor")]
pub use monitor;
/// Optimizers and learning-rate schedules.
pub use optim;
/// Pictures of losses, fits and descents, as SVG and PNG.
#[cfg(feature = "plot")]
pub use plot;

/// Tables as text and HTML, and what a Jupyter notebook shows of a value.
pub use show;
#[cfg(feature = "plot")]
pub use statistics_picture::statistics_picture;

/// NumPy's `.npz`.
#[cfg(feature = "npz")]
pub use serialization::npz;
/// PyTorch's `.pt`.
#[cfg(feature = "pt")]
pub use serialization::pt;
/// Tensors in files, to and from PyTorch and NumPy.
pub use serialization::{self, Checkpoint, Checkpoints, load, npy, resume_latest, safetensors, save};

/// Modules, layers and losses.
pub mod nn {
    pub use ::nn::*;
    // The derive that finds this crate, so that a program needs no other, in place of the one that finds `nn`.
    pub use ::nn::FlambeauModule as Module;
}

/// Linear algebra, with the feature `linalg`.
#[cfg(feature = "linalg")]
pub use autograd::linalg;

pub use autograd::{
    Activation, Anomaly, Array, AttentionOptions, AvgPoolOptions, BackwardOptions, BagMode, BagOptions,
    Class, ConvOptions, DType, DetectAnomaly, Element, Ellipsis, Error, ErrorKind, Extent, Finfo, Generator,
    GradcheckOptions, GridIndexing, GridMode, GridPadding, GridSampleOptions, HistogramBins, HookHandle,
    Iinfo, Index, IndexItem, InterpolateMode, InterpolateOptions, LayerProfile, MaxPoolOptions, NewAxis,
    NoGrad, NonFinite, OperationProfile, OutputSize, PadMode, Padding, PartProfile, Profile, QuantileMode,
    RoundingMode, Scalar, ScatterReduce, Shape, StateDict, Tensor, TensorOptions, UnfoldOptions, Unique,
    backward, bf16, default_dtype, detect_anomaly, enable_grad, f16, function, functional, grad, gradcheck,
    gradgradcheck, is_grad_enabled, manual_seed, no_grad, profile, random, record_function, s, with_dtype,
    with_generator,
};

/// What methods take for a shape, dimensions, an index or an operand, to be named where a function passes them on.
///
/// ```
/// use flambeau::Tensor;
/// use flambeau::convert::IntoShape;
///
/// fn noise(shape: impl IntoShape) -> Tensor {
///     Tensor::randn(shape) * 0.1
/// }
/// assert_eq!(noise([2, 3]).shape(), [2, 3]);
/// ```
pub mod convert {
    pub use autograd::{
        IntoContraction, IntoCuts, IntoDims, IntoIndex, IntoIndexItems, IntoQuantiles, IntoRepeats,
        IntoReshape, IntoSections, IntoShape, Nested, Operand, Size,
    };
}

/// The threads that a large operation uses.
pub use tensor_core::kernel::threads::{num_threads, set_num_threads};

/// Memory that a thread keeps for its next tensors.
pub use tensor_core::{release_memory, set_kept_memory};

/// How tensors are printed on this thread.
pub use tensor_core::print::{PrintOptions, printoptions, set_printoptions, with_printoptions};

/// The instruction sets that kernels are compiled for, and the one in use.
pub use tensor_core::kernel::simd;

/// The README's programs are compiled and run with the tests.
#[cfg(all(doctest, feature = "distributed"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
