//! The losses, one file each.
//!
//! Each is a function with PyTorch's defaults, and a module that has the options: `mse_loss(&x, &y)` and
//! `MSELoss::new().reduction(Reduction::Sum).forward(&x, &y)`.

mod binary_cross_entropy;
mod binary_cross_entropy_with_logits;
mod classes;
mod cosine_embedding;
mod cross_entropy;
mod ctc;
mod gaussian_nll;
mod hinge;
mod hinge_embedding;
mod huber;
mod kl_div;
mod l1;
mod margin_ranking;
mod mse;
mod multi_label_margin;
mod multi_label_soft_margin;
mod multi_margin;
mod nll;
mod pair;
mod poisson_nll;
mod reduction;
mod smooth_l1;
mod soft_margin;
mod triplet_margin;

/// Writes the two ways to a loss that has a method `run(&self, inputs ..) -> Result<Tensor, LayerError>`: its function, which
/// has the defaults, and its `forward`. What `run` refuses is raised, and what it computes is recorded, at the line of
/// the program that calls them.
macro_rules! loss {
    ($(#[$doc:meta])* pub fn $function:ident($($input:ident),+) of $loss:ident) => {
        loss! {
            $(#[$doc])*
            pub fn $function($($input: &::autograd::Tensor),+) of $loss
        }
    };
    ($(#[$doc:meta])* pub fn $function:ident($($input:ident: $type:ty),+) of $loss:ident) => {
        $(#[$doc])*
        ///
        /// # Panics
        #[doc = concat!("As [`forward`](", stringify!($loss), "::forward).")]
        #[track_caller]
        pub fn $function($($input: $type),+) -> ::autograd::Tensor {
            $loss::new().forward($($input),+)
        }

        impl $loss {
            /// The loss.
            ///
            /// # Panics
            /// If the shapes, element types or values of the inputs do not fit each other or the options.
            #[track_caller]
            pub fn forward(&self, $($input: $type),+) -> ::autograd::Tensor {
                let line = ::std::panic::Location::caller();
                let run = || ::autograd::with_location(line, || self.run($($input),+));
                match ::autograd::Error::raise_memory_here(run) {
                    Ok(loss) => loss,
                    Err(error) => {
                        $crate::preflight::raise(error.of(&stringify!($function)), self)
                    }
                }
            }
        }
    };
}
use loss;

pub use binary_cross_entropy::{BCELoss, binary_cross_entropy};
pub use binary_cross_entropy_with_logits::{BCEWithLogitsLoss, binary_cross_entropy_with_logits};
pub use cosine_embedding::{CosineEmbeddingLoss, cosine_embedding_loss};
pub use cross_entropy::{CrossEntropyLoss, cross_entropy};
pub use ctc::{CTCLoss, ctc_loss};
pub use gaussian_nll::{GaussianNLLLoss, gaussian_nll_loss};
pub use hinge_embedding::{HingeEmbeddingLoss, hinge_embedding_loss};
pub use huber::{HuberLoss, huber_loss};
pub use kl_div::{KLDivLoss, kl_div};
pub use l1::{L1Loss, l1_loss};
pub use margin_ranking::{MarginRankingLoss, margin_ranking_loss};
pub use mse::{MSELoss, mse_loss};
pub use multi_label_margin::{MultiLabelMarginLoss, multilabel_margin_loss};
pub use multi_label_soft_margin::{MultiLabelSoftMarginLoss, multilabel_soft_margin_loss};
pub use multi_margin::{MultiMarginLoss, multi_margin_loss};
pub use nll::{NLLLoss, nll_loss};
pub use poisson_nll::{PoissonNLLLoss, poisson_nll_loss};
pub use reduction::Reduction;
pub use smooth_l1::{SmoothL1Loss, smooth_l1_loss};
pub use soft_margin::{SoftMarginLoss, soft_margin_loss};
pub use triplet_margin::{TripletMarginLoss, TripletMarginWithDistanceLoss, triplet_margin_loss};
