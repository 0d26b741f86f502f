//! The area under the ROC curve.

use autograd::Error;
use options_derive::Options;

use super::scores::{Sample, Scores};
use super::steps::area;
use crate::metric::metric;

/// The area under the [ROC curve](crate::RocCurve): how likely a sample of the positive class, the larger label, scores
/// higher than one of the other, where equal scores count a half. Not a number if there is one class only.
///
/// Of several classes, where each sample has a probability for each, it needs to be said what is compared with what.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct RocAucScore {
    /// What is compared with what, of more than two classes.
    #[option(default = None)]
    multi_class: Option<MultiClass>,
    /// What is made of the areas of the classes or pairs.
    #[option(default = RocAucAverage::Macro)]
    average: RocAucAverage,
    #[option(default = Scores::default(), private)]
    kept: Scores,
}

/// What [`RocAucScore`] compares with what, of more than two classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MultiClass {
    /// Each class with the rest.
    Ovr,
    /// Each class with each other.
    Ovo,
}

/// What [`RocAucScore`] makes of the areas of classes or pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RocAucAverage {
    /// Their mean.
    #[default]
    Macro,
    /// Their mean, weighted by how often the classes are true.
    Weighted,
}

metric! {
    /// The area under the ROC curve: [`RocAucScore`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let area = metrics::roc_auc_score(&Tensor::from([0, 0, 1, 1]), &Tensor::from([0.1, 0.4, 0.35, 0.8]));
    /// assert_eq!(area, 0.75);
    /// ```
    pub fn roc_auc_score(y_true, y_score) -> f64 of RocAucScore
}

impl RocAucScore {
    fn result(&self) -> Result<f64, Error> {
        let scores = self.kept.filled()?;
        let classes = scores.classes();
        if classes.len() <= 2 && scores.columns == 1 {
            let positive = classes.last().copied().unwrap_or(1);
            return Ok(if classes.len() < 2 {
                f64::NAN
            } else {
                area(scores.binary(positive)?)
            });
        }
        let Some(multi_class) = self.multi_class else {
            return Err(Error::argument(format!(
                "there are {} classes; say what is compared with multi_class",
                classes.len()
            )));
        };
        self.check(&classes)?;
        let parts = match multi_class {
            MultiClass::Ovr => against_rest(scores, &classes),
            MultiClass::Ovo => pairs(scores, &classes),
        };
        let weight = |weight: f64| match self.average {
            RocAucAverage::Macro => 1.0,
            RocAucAverage::Weighted => weight,
        };
        let total: f64 = parts.iter().map(|part| weight(part.1)).sum();
        Ok(parts.iter().map(|part| part.0 * weight(part.1)).sum::<f64>() / total)
    }

    fn check(&self, classes: &[i64]) -> Result<(), Error> {
        if self.kept.columns != classes.len() {
            return Err(Error::shape(format!(
                "y_score has {} scores a sample, and there are {} classes",
                self.kept.columns,
                classes.len()
            )));
        }
        let sums = self.kept.rows().map(|row| row.iter().sum::<f64>());
        match sums.into_iter().find(|sum| (sum - 1.0).abs() > 1e-5) {
            Some(sum) => Err(Error::argument(format!(
                "scores of several classes are probabilities, and those of a sample sum to {sum}"
            ))),
            None => Ok(()),
        }
    }
}

/// The area of each class against the rest, and how often it is true.
fn against_rest(scores: &Scores, classes: &[i64]) -> Vec<(f64, f64)> {
    let areas = classes.iter().enumerate().map(|(column, class)| {
        let samples = scores.against_rest(*class, column);
        let positive = samples.iter().filter(|sample| sample.is_positive);
        let weight = positive.map(|sample| sample.weight).sum();
        (area(samples), weight)
    });
    areas.collect()
}

/// The mean of both areas of each pair of classes, and how often one of them is true.
fn pairs(scores: &Scores, classes: &[i64]) -> Vec<(f64, f64)> {
    let mut areas = Vec::new();
    for (second, b) in classes.iter().enumerate() {
        for (first, a) in classes[..second].iter().enumerate() {
            let of_pair = |class: i64, column: usize| -> Vec<Sample> {
                let samples = scores.against_rest(class, column).into_iter().zip(&scores.labels);
                let samples = samples.filter(|(_, label)| *label == a || *label == b);
                samples.map(|(sample, _)| sample).collect()
            };
            let (one, other) = (of_pair(*a, first), of_pair(*b, second));
            let weight = one.len() as f64;
            areas.push(((area(one) + area(other)) / 2.0, weight));
        }
    }
    areas
}
