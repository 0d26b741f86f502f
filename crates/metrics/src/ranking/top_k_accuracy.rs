//! Whether the right class is among the best.

use autograd::Error;
use options_derive::Options;

use super::scores::Scores;
use crate::metric::metric;

/// For which part of the samples the right class is among the `k` with the highest scores. Of equal scores that of the
/// larger class comes first.
///
/// # Shape
/// Labels `[n]` and scores `[n, classes]`, or `[n]` of the larger of two labels.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct TopKAccuracyScore {
    /// How many classes may be named.
    #[option(default = 2, limit = at_least_one)]
    k: usize,
    /// Whether it is a part of all; else it is their number.
    #[option(default = true)]
    normalize: bool,
    /// The classes, in the order of the columns; if it is not set, all that are true somewhere.
    #[option(default = None, from = Vec<i64>)]
    labels: Option<Vec<i64>>,
    #[option(default = Scores::default(), private)]
    kept: Scores,
}

metric! {
    /// For which part of the samples the right class is among the best two: [`TopKAccuracyScore`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let scores = Tensor::from([[0.5, 0.2, 0.3], [0.3, 0.4, 0.2], [0.2, 0.4, 0.3]]);
    /// assert_eq!(metrics::top_k_accuracy_score(&Tensor::from([0, 1, 2]), &scores), 1.0);
    /// ```
    pub fn top_k_accuracy_score(y_true, y_score) -> f64 of TopKAccuracyScore
}

impl TopKAccuracyScore {
    fn result(&self) -> Result<f64, Error> {
        let scores = self.kept.filled()?;
        let classes = scores.column_classes(self.labels.as_deref(), "y_score")?;
        // One score alone is against a half if all are probabilities, else against 0.
        let are_probabilities = scores.scores.iter().all(|score| (0.0..=1.0).contains(score));
        let threshold = if are_probabilities { 0.5 } else { 0.0 };
        let hit = |(class, row): (usize, &[f64])| match row {
            [score] => self.k > 1 || (*score > threshold) == (class == 1),
            row => before(row, class) < self.k,
        };
        let hits = scores
            .positions(&classes)?
            .into_iter()
            .zip(scores.rows())
            .map(hit);
        Ok(scores.total(hits.map(|hit| f64::from(u8::from(hit))), self.normalize))
    }
}

/// How many classes come before one.
fn before(row: &[f64], class: usize) -> usize {
    let others = row.iter().enumerate();
    let others =
        others.filter(|(other, score)| **score > row[class] || (**score == row[class] && *other > class));
    others.count()
}
