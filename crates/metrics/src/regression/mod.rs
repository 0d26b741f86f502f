//! Figures of numbers.

mod explained_variance;
mod max_error;
mod mean_absolute_error;
mod mean_absolute_percentage_error;
mod mean_squared_error;
mod mean_squared_log_error;
mod median_absolute_error;
mod multioutput;
mod outputs;
mod r2;
mod root_mean_squared_error;

pub use explained_variance::{ExplainedVarianceScore, explained_variance_score};
pub use max_error::{MaxError, max_error};
pub use mean_absolute_error::{MeanAbsoluteError, mean_absolute_error};
pub use mean_absolute_percentage_error::{MeanAbsolutePercentageError, mean_absolute_percentage_error};
pub use mean_squared_error::{MeanSquaredError, mean_squared_error};
pub use mean_squared_log_error::{MeanSquaredLogError, mean_squared_log_error};
pub use median_absolute_error::{MedianAbsoluteError, median_absolute_error};
pub use multioutput::{Multioutput, MultioutputScore};
pub use r2::{R2Score, r2_score};
pub use root_mean_squared_error::{RootMeanSquaredError, root_mean_squared_error};
