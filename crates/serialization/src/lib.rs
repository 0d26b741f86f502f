//! Tensors in files, to and from PyTorch, NumPy and this library itself.
//!
//! What a file holds is a [`StateDict`](autograd::StateDict): tensors by name, and remarks beside them. It is what models,
//! optimizers and schedules save and load.
//!
//! | format | module | feature |
//! |---|---|---|
//! | `.safetensors` | [`safetensors`] | always there |
//! | `.npy` | [`npy`] | always there |
//! | `.npz` | [`npz`] | `npz` |
//! | `.pt`, `.pth` | [`pt`] | `pt` |
//!
//! ```
//! use autograd::{StateDict, Tensor};
//!
//! # let path = std::env::temp_dir().join(format!("flambeau-lib-{}.safetensors", std::process::id()));
//! let state = StateDict::from_iter([("weight", Tensor::ones([2, 3])), ("bias", Tensor::zeros(2))]);
//! serialization::save(&state, &path)?;
//! println!("{}", serialization::load(&path)?); // a table of names, types and shapes
//! # std::fs::remove_file(&path).unwrap();
//! # Ok::<_, serialization::Error>(())
//! ```
//!
//! A training that is to go on where it was saves a [`Checkpoint`], and [`Checkpoints`] keeps the last ones and the best.
//!
//! A file is never trusted: see the formats' own pages for what they refuse. A size that a file claims is never
//! allocated before it is known that the bytes are there.

#![forbid(unsafe_code)]

#[cfg(any(feature = "pt", feature = "npz"))]
mod archive;
mod atomic;
mod checkpoint;
mod error;
mod format;
mod kind;
mod limits;
pub mod npy;
#[cfg(feature = "npz")]
pub mod npz;
mod positioned;
#[cfg(feature = "pt")]
pub mod pt;
pub mod safetensors;
mod swapped;

pub use checkpoint::{Checkpoint, Checkpoints, Latest, resume_latest};
pub use error::Error;
pub use format::{Format, load, save};
pub use kind::Kind;
