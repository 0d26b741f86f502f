//! Figures of labels.

mod accuracy;
mod average;
mod balanced_accuracy;
mod cohen_kappa;
mod confusion_matrix;
mod counts;
mod f_score;
mod hamming;
mod jaccard;
mod matthews;
mod precision;
mod recall;
mod support;
mod zero_one;

pub use accuracy::{AccuracyScore, accuracy_score};
pub use average::Average;
pub use balanced_accuracy::{BalancedAccuracyScore, balanced_accuracy_score};
pub use cohen_kappa::{CohenKappaScore, KappaWeights, cohen_kappa_score};
pub use confusion_matrix::{Confusion, ConfusionMatrix, Normalize, confusion_matrix};
pub use f_score::{F1Score, FBetaScore, f1_score, fbeta_score};
pub use hamming::{HammingLoss, hamming_loss};
pub use jaccard::{JaccardScore, jaccard_score};
pub use matthews::{MatthewsCorrcoef, matthews_corrcoef};
pub use precision::{PrecisionScore, precision_score};
pub use recall::{RecallScore, recall_score};
pub use support::{PrecisionRecallFscoreSupport, Support, precision_recall_fscore_support};
pub use zero_one::{ZeroOneLoss, zero_one_loss};
