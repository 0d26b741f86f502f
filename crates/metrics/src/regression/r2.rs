//! Which part of the variance is explained, and the mean is met.

use autograd::{Error, OrRaise};
use options_derive::Options;

use super::MultioutputScore;
use super::outputs::{Keep, Outputs, Spread};
use crate::metric::metric;

/// `1 - sum of (y - p)^2 / sum of (y - mean of y)^2`: 1 if all is right, 0 for the mean as prediction. Of one sample it is not
/// a number; of a truth that does not vary 1 if it is met and else 0.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct R2Score {
    /// What is made of the scores of several outputs.
    #[option(default = MultioutputScore::UniformAverage)]
    multioutput: MultioutputScore,
    #[option(default = Outputs::default(), private)]
    kept: Outputs<Squares>,
}

metric! {
    /// Which part of the variance is explained: [`R2Score`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// assert_eq!(metrics::r2_score(&Tensor::from([1.0, 2.0, 3.0]), &Tensor::from([2.0, 2.0, 2.0])), 0.0);
    /// ```
    pub fn r2_score(y_true, y_pred) -> f64 of R2Score
}

impl R2Score {
    /// The score of each output.
    ///
    /// # Panics
    /// If there are no samples.
    #[track_caller]
    #[must_use]
    pub fn per_output(&self) -> Vec<f64> {
        self.scores().map_err(|error| error.within("R2Score")).or_raise()
    }

    fn scores(&self) -> Result<Vec<f64>, Error> {
        let few = self.kept.samples < 2;
        self.kept
            .figures(|kept| if few { f64::NAN } else { kept.score() })
    }

    fn result(&self) -> Result<f64, Error> {
        let variances = self.kept.figures(|kept| kept.truth.squares)?;
        Ok(self.multioutput.of(&self.scores()?, &variances))
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Squares {
    truth: Spread,
    errors: f64,
}

impl Keep for Squares {
    fn keep(&mut self, truth: f64, prediction: f64, weight: f64) -> Result<(), Error> {
        self.truth.add(truth, weight);
        self.errors += weight * (truth - prediction).powi(2);
        Ok(())
    }
}

impl Squares {
    fn score(&self) -> f64 {
        explained(self.errors, self.truth.squares)
    }
}

/// Which part is not left over.
pub(super) fn explained(left: f64, all: f64) -> f64 {
    match (left == 0.0, all == 0.0) {
        (true, _) => 1.0,
        (false, true) => 0.0,
        (false, false) => 1.0 - left / all,
    }
}
