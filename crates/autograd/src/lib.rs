//! Tensors that record how they were made, and differentiate it backwards.
//!
//! [`Tensor`] is an array and its place in the graph. Operations on tensors that
//! [require a gradient](Tensor::requires_grad_) record themselves; [`backward`](Tensor::backward) walks the record
//! and leaves the gradient of a loss in each leaf.
//!
//! ```
//! use autograd::{Tensor, no_grad};
//!
//! let x = Tensor::linspace(0.0, 1.0, 20);
//! let y = &x * 3.0 + 1.0;
//! let w = Tensor::zeros(()).requires_grad_(true);
//! let b = Tensor::zeros(()).requires_grad_(true);
//! for _ in 0..200 {
//!     let loss = (&x * &w + &b - &y).square().mean();
//!     w.zero_grad();
//!     b.zero_grad();
//!     loss.backward();
//!     no_grad(|| {
//!         for p in [&w, &b] {
//!             p.set_data(p - p.grad().unwrap() * 0.5);
//!         }
//!     });
//! }
//! assert!((w.item() - 3.0).abs() < 0.01 && (b.item() - 1.0).abs() < 0.01);
//! ```
//!
//! Misuse of an operation panics at the caller's line with one sentence; the rules behind it are functions that
//! return a `Result` (`tensor_core::broadcast`, `matmul_shape` …), so that a program can ask first.

#![forbid(unsafe_code)]

mod atomic_dtype;
mod backward_options;
mod bytes;
mod composed;
mod create;
mod display;
mod draw;
mod engine;
mod extent;
pub mod function;
pub mod functional;
mod gradcheck;
mod hooks;
mod inplace;
mod leaf;
#[cfg(feature = "linalg")]
pub mod linalg;
#[doc(hidden)]
pub mod listen;
mod mode;
mod node;
mod operators;
mod ops;
#[doc(hidden)]
pub mod options;
mod part;
mod precision;
mod queue_callback;
mod record;
mod scope;
#[cfg(feature = "serde")]
mod serde;
mod set_data;
#[doc(hidden)]
pub mod short;
mod state_dict;
mod tensor;
mod windows;

pub use backward_options::BackwardOptions;
pub use create::TensorOptions;
pub use engine::{backward, grad};
pub use extent::{Extent, OutputSize, Padding};
pub use gradcheck::{GradcheckOptions, gradcheck, gradgradcheck};
pub use hooks::HookHandle;
pub use listen::{
    Anomaly, DetectAnomaly, LayerProfile, NonFinite, OperationProfile, PartProfile, Profile, detect_anomaly,
    profile, record_function,
};
pub use mode::{NoGrad, enable_grad, is_grad_enabled, no_grad};
pub use operators::{Arg, Operand};
pub use ops::{
    Activation, AttentionOptions, AvgPoolOptions, BagMode, BagOptions, ConvOptions, GridIndexing, GridMode,
    GridPadding, GridSampleOptions, HistogramBins, InterpolateMode, InterpolateOptions, IntoContraction,
    IntoCuts, IntoQuantiles, IntoRepeats, IntoSections, LstmWeights, MaxPoolOptions, OneOrEach, QuantileMode,
    RoundingMode, UnfoldOptions, Unique,
};
pub use queue_callback::queue_callback;
pub use scope::{caller_location, default_dtype, with_dtype, with_location};
pub use state_dict::StateDict;
pub use tensor::{Tensor, Value};

#[doc(hidden)]
pub use tensor_core::scratch;

pub use tensor_core::random::{self, Generator, manual_seed, with_generator};
pub use tensor_core::{
    Array, Class, DType, Element, Ellipsis, Error, ErrorKind, Finfo, Iinfo, Index, IndexItem, IntoDims,
    IntoIndex, IntoIndexItems, IntoReshape, IntoShape, Nested, NewAxis, Nonlinearity, OrRaise, PadMode,
    Scalar, ScatterReduce, Shape, SharedPlace, Size, Steps, bf16, f16, s,
};
