//! Seeing a training run: how far it is, what it has reached, and when it should end.
//!
//! The loop is yours; nothing here calls it back. Each part is a value that the loop tells its figures:
//!
//! ```
//! use monitor::{BestWeights, EarlyStopping, History};
//! use nn::{Forward, Linear, Module, Tensor, mse_loss};
//! use optim::{Optimizer, SGD};
//!
//! let (x, y) = (Tensor::randn([64, 3]), Tensor::randn([64, 1]));
//! let model = Linear::new(3, 1);
//! let mut optimizer = SGD::new(model.parameters(), 0.1);
//!
//! let mut history = History::new();
//! let mut best = BestWeights::new();
//! let mut stopping = EarlyStopping::new(3);
//! for _epoch in 0..100 {
//!     let loss = mse_loss(&model.forward(&x), &y);
//!     optimizer.zero_grad();
//!     loss.backward();
//!     history.step([("loss", loss.item())]);
//!     history.epoch([]);
//!     best.update(loss.item(), &model);
//!     if stopping.update(loss.item()) {
//!         break;
//!     }
//!     optimizer.step();
//! }
//! best.restore(&model);
//! println!("{history}");
//! ```
//!
//! | to see | there is |
//! |---|---|
//! | how far an epoch is, on the terminal | `progress`, with the feature of this name |
//! | the figures of all steps and epochs | [`History`]: a table, CSV, and with the feature `plot` a chart |
//! | the same in TensorBoard, with histograms, images and texts | [`SummaryWriter`] |
//! | whether it becomes better still | [`EarlyStopping`], [`BestWeights`] |
//! | which learning rate it needs | [`LRFinder`] |
//! | what the model is made of, and what its layers cost | [`summary()`] |

#![forbid(unsafe_code)]

mod best;
mod best_weights;
mod early_stopping;
mod error;
mod history;
mod lr_finder;
#[cfg(feature = "progress")]
mod progress;
mod summary;
mod tensorboard;

pub use best_weights::BestWeights;
pub use early_stopping::EarlyStopping;
pub use error::Error;
pub use history::{History, Table};
pub use lr_finder::{LRFinder, RangeTest};
#[cfg(feature = "progress")]
pub use progress::{Progress, Steps, progress};
pub use summary::{LayerSummary, Summary, summary, summary_of_call};
pub use tensorboard::SummaryWriter;

/// Which figures are better; that of `ReduceLROnPlateau`.
pub use optim::scheduler::Mode;

// What a program that has only this crate needs beside it.
pub use autograd::Tensor;
