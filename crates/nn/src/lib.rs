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
mod chain;
mod error;
mod field;
mod forward;
pub mod init;
mod layers;
mod list;
mod losses;
pub mod module;
mod parameter;
mod preflight;
mod state_dict;
mod training;
mod tree;
mod walk;

pub use buffer::Buffer;
#[doc(hidden)]
pub use chain::{Features, Link};
pub use error::{LayerError, LoadStateDictError, Mismatch};
pub use field::Field;
pub use forward::Forward;
pub use layers::*;
pub use losses::*;
pub use module::{Module, Visitor};
pub use parameter::Parameter;
pub use training::Training;
pub use tree::write_tree;

/// Finds what is in a model.
///
/// ```
/// use nn::{Forward, Linear, Module, Tensor};
///
/// #[derive(Module)]
/// struct Net {
///     hidden: Linear,
///     output: Linear,
///     scale: f64,
/// }
///
/// impl Forward for Net {
///     fn forward(&self, x: &Tensor) -> Tensor {
///         self.output.forward(&self.hidden.forward(x).relu()) * self.scale
///     }
/// }
///
/// let net = Net { hidden: Linear::new(2, 3), output: Linear::new(3, 1), scale: 2.0 };
/// let names: Vec<String> = net.named_parameters().into_iter().map(|(name, _)| name).collect();
/// assert_eq!(names, ["hidden.weight", "hidden.bias", "output.weight", "output.bias"]);
/// ```
///
/// A field that might hold parameters, for all the derive knows, does not compile:
///
/// ```compile_fail,E0277
/// use nn::{Module, Tensor};
///
/// #[derive(Module)]
/// struct Net {
///     weight: Tensor, // a `Parameter`, a `Buffer`, or `#[module(skip)]`?
/// }
/// ```
///
/// The options are checked:
///
/// ```compile_fail
/// # use nn::{Module, Tensor};
/// #[derive(Module)]
/// struct Net {
///     #[module(ignore)] // the only option of a field is `skip`
///     cache: Option<Tensor>,
/// }
/// ```
///
/// ```compile_fail,E0308
/// # use nn::Module;
/// #[derive(Module)]
/// #[module(extra_repr)] // and no method `extra_repr`
/// struct Net {
///     size: usize,
/// }
/// ```
///
/// A variant of an enum is one module, or nothing:
///
/// ```compile_fail
/// # use nn::{Linear, Module};
/// #[derive(Module)]
/// enum Block {
///     Wide { first: Linear, second: Linear },
/// }
/// ```
pub use nn_derive::Module;

#[doc(hidden)]
pub use nn_derive::FlambeauModule;

pub use autograd::{DType, Generator, StateDict, Tensor};
