//! Which part of the variance is explained.

use autograd::{Error, OrRaise};
use options_derive::Options;

use super::MultioutputScore;
use super::outputs::{Keep, Outputs, Spread};
use super::r2::explained;
use crate::metric::metric;

/// `1 - variance of (y - p) / variance of y`: as [`R2Score`](crate::R2Score), but a prediction may be off by a constant.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct ExplainedVarianceScore {
    /// What is made of the scores of several outputs.
    #[option(default = MultioutputScore::UniformAverage)]
    multioutput: MultioutputScore,
    #[option(default = Outputs::default(), private)]
    kept: Outputs<Variances>,
}

metric! {
    /// Which part of the variance is explained: [`ExplainedVarianceScore`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// assert_eq!(metrics::explained_variance_score(&Tensor::from([1.0, 2.0]), &Tensor::from([3.0, 4.0])), 1.0);
    /// ```
    pub fn explained_variance_score(y_true, y_pred) -> f64 of ExplainedVarianceScore
}

impl ExplainedVarianceScore {
    /// The score of each output.
    ///
    /// # Panics
    /// If there are no samples.
    #[track_caller]
    #[must_use]
    pub fn per_output(&self) -> Vec<f64> {
        let scores = self.kept.figures(Variances::score);
        scores
            .map_err(|error| error.within("ExplainedVarianceScore"))
            .or_raise()
    }

    fn result(&self) -> Result<f64, Error> {
        let variances = self.kept.figures(|kept| kept.truth.squares)?;
        Ok(self
            .multioutput
            .of(&self.kept.figures(Variances::score)?, &variances))
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Variances {
    truth: Spread,
    errors: Spread,
}

impl Keep for Variances {
    fn keep(&mut self, truth: f64, prediction: f64, weight: f64) -> Result<(), Error> {
        self.truth.add(truth, weight);
        self.errors.add(truth - prediction, weight);
        Ok(())
    }
}

impl Variances {
    fn score(&self) -> f64 {
        explained(self.errors.squares, self.truth.squares)
    }
}
