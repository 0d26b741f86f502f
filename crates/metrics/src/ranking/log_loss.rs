//! The negative logarithm of the probability of what is true.

use autograd::Error;
use options_derive::Options;

use super::scores::Scores;
use crate::metric::metric;

/// The mean negative logarithm of the probability that was given to what is true. A probability is at least 2.2e-16, and at
/// most that less than 1.
///
/// # Shape
/// Labels `[n]` and probabilities `[n, classes]`, or `[n]` of the larger of two labels.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct LogLoss {
    /// Whether it is the mean; else it is the sum.
    #[option(default = true)]
    normalize: bool,
    /// The classes, in the order of the columns; if it is not set, all that are true somewhere.
    #[option(default = None, from = Vec<i64>)]
    labels: Option<Vec<i64>>,
    #[option(default = Scores::default(), private)]
    kept: Scores,
}

metric! {
    /// The mean negative logarithm of the probability of what is true: [`LogLoss`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let loss = metrics::log_loss(&Tensor::from([0, 1]), &Tensor::from([[0.5, 0.5], [0.5, 0.5]]));
    /// assert!((loss - 2.0_f64.ln()).abs() < 1e-12);
    /// ```
    pub fn log_loss(y_true, y_prob) -> f64 of LogLoss
}

impl LogLoss {
    fn result(&self) -> Result<f64, Error> {
        let scores = self.kept.filled()?;
        if self.labels.is_none() && scores.classes().len() < 2 {
            return Err(Error::argument(format!(
                "y_true has the label {:?} only; say which there are with labels",
                scores.classes()
            )));
        }
        let classes = scores.column_classes(self.labels.as_deref(), "y_prob")?;
        if let Some(outside) = scores.scores.iter().find(|p| !(0.0..=1.0).contains(*p)) {
            return Err(Error::argument(format!(
                "y_prob has {outside}, and probabilities are between 0 and 1"
            )));
        }
        let losses = scores.positions(&classes)?.into_iter().zip(scores.rows());
        let losses = losses.map(|(class, row)| -probability(row, class).ln());
        Ok(scores.total(losses, self.normalize))
    }
}

/// The probability of a class; one alone is that of the second.
fn probability(row: &[f64], class: usize) -> f64 {
    let given = match row {
        [second] if class == 0 => 1.0 - second,
        [second] => *second,
        row => row[class],
    };
    given.clamp(f64::EPSILON, 1.0 - f64::EPSILON)
}
