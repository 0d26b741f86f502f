//! Optimizers with PyTorch's update rules, learning-rate schedules and gradient clipping.
//!
//! An optimizer holds handles to the parameters that it changes. A step of training computes a loss, forgets the
//! gradients of the step before, computes new ones, and lets the optimizer act on them:
//!
//! ```
//! use autograd::Tensor;
//! use optim::{Optimizer, SGD};
//!
//! let w = Tensor::from([5.0, -3.0]).requires_grad_(true);
//! let mut optimizer = SGD::new([&w], 0.1).momentum(0.9);
//! for _ in 0..200 {
//!     let loss = (&w - 1.0).square().sum();
//!     optimizer.zero_grad();
//!     loss.backward();
//!     optimizer.step();
//! }
//! assert!((w - 1.0).abs().max().item() < 0.01);
//! ```
//!
//! [`AveragedModel`] keeps averages of the parameters beside them.
//! [`ParamGroup`]s give some parameters options of their own; [`scheduler`]s change the learning rate from epoch to epoch;
//! [`state_dict`](Optimizer::state_dict) is what a training needs to go on later.
//!
//! Parameters are updated in place, in one pass over each, and from the second step on nothing is allocated.

#![forbid(unsafe_code)]

mod algorithm;
mod averaged_model;
mod clip;
mod direction;
mod display;
mod group;
mod optimizer;
pub mod optimizers;
mod options;
mod param_group;
pub mod scheduler;
mod state;
mod state_dict;

pub use averaged_model::AveragedModel;
pub use clip::{ClipGradNorm, clip_grad_norm_, clip_grad_value_, clip_grads_with_norm_, get_total_norm};
pub use group::Group;
pub use optimizer::Optimizer;
#[doc(inline)]
pub use optimizers::*;
pub use param_group::ParamGroup;

// What a program that has only this crate needs beside it.
pub use autograd::options::OptionValue;
pub use autograd::{StateDict, Tensor};
