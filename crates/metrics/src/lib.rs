//! Figures that say how good predictions are, with the names, options and numbers of scikit-learn.
//!
//! Each is a function of what is true and what was predicted, with the defaults, and a type that has the options and
//! takes in one batch after the other:
//!
//! ```
//! use autograd::Tensor;
//! use metrics::{Average, F1Score, accuracy_score, f1_score};
//!
//! let (truth, prediction) = (Tensor::from([0, 1, 1, 0]), Tensor::from([0, 1, 0, 0]));
//! assert_eq!(accuracy_score(&truth, &prediction), 0.75);
//! assert_eq!(f1_score(&truth, &prediction), 2.0 / 3.0);
//!
//! let mut f1 = F1Score::new().average(Average::Macro);
//! for batch in [0..3, 3..4] {
//!     let part = |x: &Tensor| x.narrow(0, batch.start, batch.len());
//!     f1.update(&part(&truth), &part(&prediction));
//! }
//! assert_eq!(f1.compute(), F1Score::new().average(Average::Macro).of(&truth, &prediction));
//! ```
//!
//! Batches of any sizes give what all their samples at once do. A sample counts 1, or what
//! `update_weighted` says. Labels are whole numbers of any element type; a label that is none, a score or a target that is
//! infinite or not a number, and lengths that differ are refused at your line.
//!
//! | of labels | of scores | of numbers |
//! |---|---|---|
//! | [`accuracy_score`], [`balanced_accuracy_score`], [`zero_one_loss`], [`hamming_loss`] | [`roc_auc_score`], [`roc_curve`] | [`mean_squared_error`], [`root_mean_squared_error`] |
//! | [`confusion_matrix`] | [`average_precision_score`], [`precision_recall_curve`] | [`mean_absolute_error`], [`median_absolute_error`], [`max_error`] |
//! | [`precision_score`], [`recall_score`], [`f1_score`], [`FBetaScore`], [`jaccard_score`], [`precision_recall_fscore_support`] | [`log_loss`], [`brier_score_loss`] | [`r2_score`], [`explained_variance_score`] |
//! | [`matthews_corrcoef`], [`cohen_kappa_score`] | [`top_k_accuracy_score`] | [`mean_absolute_percentage_error`], [`mean_squared_log_error`] |

#![forbid(unsafe_code)]

mod classification;
mod metric;
mod ranking;
mod read;
mod regression;

// What a program that has only this crate needs beside it.
pub use autograd::Tensor;
pub use classification::*;
pub use ranking::*;
pub use regression::*;
