//! Modules, layers and losses.
//!
//! A model is a struct whose fields are parameters and layers. [`Module`](derive@Module) finds them, so that an
//! optimizer can be given [`parameters`](Module::parameters), a file its [`state_dict`](Module::state_dict), and a
//! reader the printed tree; [`Forward`] is the call of one tensor that [`Sequential`] chains.
//!
//! ```
//! use nn::{Forward, Linear, Module, ReLU, Sequential, Tensor, sequential};
//!
//! #[derive(Module)]
//! struct MultiLayerPerceptron {
//!     sequential: Sequential,
//! }
//!
//! impl Forward for MultiLayerPerceptron {
//!     fn forward(&self, x: &Tensor) -> Tensor {
//!         self.sequential.forward(x)
//!     }
//! }
//!
//! let model = MultiLayerPerceptron {
//!     sequential: sequential![Linear::new(1, 20), ReLU, Linear::new(20, 1)],
//! };
//! assert_eq!(model.forward(&Tensor::zeros([10, 1])).shape(), [10, 1]);
//! assert_eq!(model.num_parameters(), 20 + 20 + 20 + 1);
//! assert_eq!(model.to_string(), "\
//! MultiLayerPerceptron(
//!   (sequential): Sequential(
//!     (0): Linear(in_features=1, out_features=20, bias=True)
//!     (1): ReLU()
//!     (2): Linear(in_features=20, out_features=1, bias=True)
//!   )
//! )");
//! ```

#![forbid(unsafe_code)]

// The derive emits paths that begin with `::nn`; the layers use it too.
extern crate self as nn;

mod buffer;
#[doc(hidden)]
pub mod copying;
mod derive;
mod example;
mod field;
mod forward;
mod functional_call;
mod fuse;
mod giver;
mod group;
pub mod init;
mod layer_error;
mod layers;
mod load;
mod losses;
mod missing_gradients;
pub mod module;
mod nearest;
mod observe;
mod operators;
mod packed;
mod parameter;
mod parametrize;
mod pattern;
mod place;
mod preflight;
pub mod prune;
mod run_layer;
mod seen;
mod stand_in;
mod statistics;
mod training;
mod tree;
mod update_bn;
mod vectors;
mod visitor;
mod walk;

pub use buffer::Buffer;
pub use example::Example;
pub use field::Field;
pub use forward::Forward;
pub use functional_call::functional_call;
pub use fuse::{Fuse, fuse_bn};
#[doc(hidden)]
pub use giver::Step;
#[doc(hidden)]
pub use group::Holds;
pub use layer_error::LayerError;
pub use layers::*;
pub use load::{IncompatibleKeys, LoadOptions, LoadStateDictError, Mismatch};
pub use losses::*;
pub use missing_gradients::{MissingGradients, check_gradients};
pub use module::{Module, Visitor};
pub use observe::{Event, Observation, name_layers, observe, observe_all};
pub use packed::{
    PackedSequence, pack_padded_sequence, pack_sequence, pad_packed_sequence, pad_sequence, unpack_sequence,
    unpad_sequence,
};
pub use parameter::Parameter;
#[cfg(feature = "linalg")]
pub use parametrize::{Orthogonal, OrthogonalMap, OrthogonalOptions, orthogonal};
pub use parametrize::{
    Parametrization, Parametrized, SpectralNorm, SpectralNormOptions, Steps, WeightNorm, parametrize,
    spectral_norm, weight_norm,
};
pub use preflight::check_call;
pub use run_layer::run_layer;
pub use statistics::{LayerStatistics, Moments, Statistics};
pub use training::Training;
pub use tree::write_tree;
pub use update_bn::update_bn;
pub use vectors::{parameters_to_vector, vector_to_parameters};
pub use visitor::{Held, Unmade};

#[doc(hidden)]
pub use nn_derive::FlambeauModule;

pub use autograd::{
    BagMode, DType, Extent, Generator, InterpolateMode, Nonlinearity, OutputSize, PadMode, Padding,
    StateDict, Tensor,
};
