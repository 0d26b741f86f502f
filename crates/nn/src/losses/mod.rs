//! The losses, one file each.
//!
//! Each is a function with PyTorch's defaults, and a module that has the options: `mse_loss(&x, &y)` and
//! `MSELoss::new().reduction(Reduction::Sum).forward(&x, &y)`.

mod binary_cross_entropy;
mod binary_cross_entropy_with_logits;
mod classes;
mod cross_entropy;
mod huber;
mod kl_div;
mod l1;
mod mse;
mod nll;
mod pair;
mod reduction;
mod smooth_l1;

pub use binary_cross_entropy::{BCELoss, binary_cross_entropy};
pub use binary_cross_entropy_with_logits::{BCEWithLogitsLoss, binary_cross_entropy_with_logits};
pub use cross_entropy::{CrossEntropyLoss, cross_entropy};
pub use huber::{HuberLoss, huber_loss};
pub use kl_div::{KLDivLoss, kl_div};
pub use l1::{L1Loss, l1_loss};
pub use mse::{MSELoss, mse_loss};
pub use nll::{NLLLoss, nll_loss};
pub use reduction::Reduction;
pub use smooth_l1::{SmoothL1Loss, smooth_l1_loss};
