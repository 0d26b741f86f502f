//! Figures of scores.

mod average_precision;
mod brier;
mod log_loss;
mod precision_recall_curve;
mod roc_auc;
mod roc_curve;
mod scores;
mod steps;
mod top_k_accuracy;

pub use average_precision::{AveragePrecisionScore, average_precision_score};
pub use brier::{BrierScoreLoss, brier_score_loss};
pub use log_loss::{LogLoss, log_loss};
pub use precision_recall_curve::{PrecisionRecall, PrecisionRecallCurve, precision_recall_curve};
pub use roc_auc::{MultiClass, RocAucAverage, RocAucScore, roc_auc_score};
pub use roc_curve::{Roc, RocCurve, roc_curve};
pub use top_k_accuracy::{TopKAccuracyScore, top_k_accuracy_score};
