//! The mean of the recalls of the classes.

use autograd::Error;
use options_derive::Options;

use super::counts::{Class, Counts};
use crate::metric::metric;

/// The mean of the recalls of the classes that are true somewhere.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct BalancedAccuracyScore {
    /// Whether guessing scores 0, and a perfect prediction 1.
    #[option(default = false)]
    adjusted: bool,
    #[option(default = Counts::default(), private)]
    kept: Counts,
}

metric! {
    /// The mean of the recalls of the classes: [`BalancedAccuracyScore`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let (truth, prediction) = (Tensor::from([0, 0, 0, 1]), Tensor::from([0, 0, 0, 0]));
    /// assert_eq!(metrics::balanced_accuracy_score(&truth, &prediction), 0.5);
    /// ```
    pub fn balanced_accuracy_score(y_true, y_pred) -> f64 of BalancedAccuracyScore
}

impl BalancedAccuracyScore {
    fn result(&self) -> Result<f64, Error> {
        let counts = self.kept.filled()?;
        let classes = counts.labels().into_iter().map(|label| counts.class(label));
        let classes: Vec<Class> = classes.filter(|class| class.actual > 0.0).collect();
        let recalls = classes.iter().map(|class| class.right / class.actual);
        let score = recalls.sum::<f64>() / classes.len() as f64;
        if !self.adjusted {
            return Ok(score);
        }
        let chance = 1.0 / classes.len() as f64;
        Ok((score - chance) / (1.0 - chance))
    }
}
