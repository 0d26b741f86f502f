//! Agreement beyond chance.

use autograd::Error;
use options_derive::Options;

use super::counts::Counts;
use crate::metric::metric;

/// How far truth and prediction agree beyond chance, after J. Cohen: "A coefficient of agreement for nominal scales"
/// (1960): 1 if all is right, 0 if the prediction says nothing, not a number if there is one class only.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct CohenKappaScore {
    /// What a wrong prediction counts.
    #[option(default = KappaWeights::None)]
    weights: KappaWeights,
    /// The classes that count, in this order; if it is not set, all that occur.
    #[option(default = None, from = Vec<i64>)]
    labels: Option<Vec<i64>>,
    #[option(default = Counts::default(), private)]
    kept: Counts,
}

/// What a wrong prediction counts in [`CohenKappaScore`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KappaWeights {
    /// 1.
    #[default]
    None,
    /// How many classes it is off.
    Linear,
    /// The square of that.
    Quadratic,
}

metric! {
    /// Agreement beyond chance: [`CohenKappaScore`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let (truth, prediction) = (Tensor::from([0, 1, 1, 0]), Tensor::from([0, 1, 0, 0]));
    /// assert_eq!(metrics::cohen_kappa_score(&truth, &prediction), 0.5);
    /// ```
    pub fn cohen_kappa_score(y_true, y_pred) -> f64 of CohenKappaScore
}

impl CohenKappaScore {
    fn result(&self) -> Result<f64, Error> {
        let counts = self.kept.filled()?;
        let labels = self.labels.clone().unwrap_or_else(|| counts.labels());
        let table = counts.table(&labels);
        let rows: Vec<f64> = table.iter().map(|row| row.iter().sum()).collect();
        let column = |at: usize| table.iter().map(|row| row[at]).sum::<f64>();
        let total: f64 = rows.iter().sum();
        let (mut seen, mut expected) = (0.0, 0.0);
        for (truth, row) in table.iter().enumerate() {
            for (prediction, count) in row.iter().enumerate() {
                let weight = self.weight(truth.abs_diff(prediction));
                seen += weight * count;
                expected += weight * rows[truth] * column(prediction) / total;
            }
        }
        Ok(1.0 - seen / expected)
    }

    fn weight(&self, distance: usize) -> f64 {
        match self.weights {
            KappaWeights::None => distance.min(1) as f64,
            KappaWeights::Linear => distance as f64,
            KappaWeights::Quadratic => (distance * distance) as f64,
        }
    }
}
