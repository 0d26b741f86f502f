//! Labels and the scores of their samples.

use autograd::{Error, Tensor, scratch};

use crate::read;

/// The samples so far: the label, the scores, the weight of each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scores {
    pub(crate) labels: Vec<i64>,
    /// Row by row.
    pub(crate) scores: Vec<f64>,
    /// How many scores each sample has.
    pub(crate) columns: usize,
    pub(crate) weights: Vec<f64>,
}

impl Scores {
    pub(crate) fn take(
        &mut self,
        y_true: &Tensor,
        y_score: &Tensor,
        sample_weight: Option<&Tensor>,
    ) -> Result<(), Error> {
        let labels = read::labels("y_true", y_true)?;
        let (scores, columns) = read::numbers("y_score", y_score)?;
        read::same_length("y_true", labels.len(), "y_score", y_score.shape()[0])?;
        let weights = read::weights(sample_weight, labels.len())?;
        if !self.labels.is_empty() && self.columns != columns {
            return Err(Error::shape(format!(
                "samples had {} scores each, and have {columns} now",
                self.columns
            )));
        }
        self.columns = columns;
        scratch::reserve(&mut self.labels, labels.len());
        scratch::reserve(&mut self.scores, scores.len());
        scratch::reserve(&mut self.weights, weights.len());
        self.labels.extend(labels);
        self.scores.extend(scores);
        self.weights.extend(weights);
        Ok(())
    }

    pub(crate) fn filled(&self) -> Result<&Self, Error> {
        read::not_empty(self.labels.len())?;
        Ok(self)
    }

    /// The labels that occur, in order.
    pub(crate) fn classes(&self) -> Vec<i64> {
        let mut classes = self.labels.clone();
        classes.sort_unstable();
        classes.dedup();
        classes
    }

    /// The classes of the columns in order: those given, or those that occur. One column is that of the larger of two.
    pub(crate) fn column_classes(&self, given: Option<&[i64]>, name: &str) -> Result<Vec<i64>, Error> {
        let mut classes = given.map_or_else(|| self.classes(), <[i64]>::to_vec);
        classes.sort_unstable();
        if self.columns.max(2) != classes.len() {
            return Err(Error::shape(format!(
                "{name} has {} columns, and the classes are {classes:?}; say which there are with labels",
                self.columns
            )));
        }
        Ok(classes)
    }

    /// The weighted mean of a figure of each sample, or their sum.
    pub(crate) fn total(&self, figures: impl Iterator<Item = f64>, normalize: bool) -> f64 {
        let sum: f64 = figures
            .zip(&self.weights)
            .map(|(figure, weight)| figure * weight)
            .sum();
        if normalize {
            sum / self.weights.iter().sum::<f64>()
        } else {
            sum
        }
    }

    /// The scores of each sample.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.scores.chunks(self.columns.max(1))
    }

    /// Whether each sample is of a class, one of its scores, and its weight.
    pub(crate) fn against_rest(&self, class: i64, column: usize) -> Vec<Sample> {
        let samples = self.labels.iter().zip(self.rows()).zip(&self.weights);
        let samples = samples.map(|((label, row), weight)| Sample {
            is_positive: *label == class,
            score: row[column],
            weight: *weight,
        });
        scratch::collected(self.labels.len(), samples)
    }

    /// The samples of one score each, of which the larger of two classes is positive.
    pub(crate) fn binary(&self, pos_label: i64) -> Result<Vec<Sample>, Error> {
        self.filled()?;
        if self.columns != 1 {
            return Err(Error::shape(format!(
                "y_score has {} scores a sample, and must have one",
                self.columns
            )));
        }
        let classes = self.classes();
        if classes.len() > 2 || (classes.len() == 2 && !classes.contains(&pos_label)) {
            return Err(Error::argument(format!(
                "the labels are {classes:?}, and must be two, of which {pos_label} is positive"
            )));
        }
        Ok(self.against_rest(pos_label, 0))
    }

    /// The position of each sample's label among `classes`, which are as many as the columns.
    pub(crate) fn positions(&self, classes: &[i64]) -> Result<Vec<usize>, Error> {
        let positions = self.labels.iter().map(|label| {
            let at = classes.iter().position(|class| class == label);
            at.ok_or_else(|| {
                Error::argument(format!(
                    "y_true has the label {label}, and the classes are {classes:?}"
                ))
            })
        });
        positions.collect()
    }
}

/// A sample of two classes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) is_positive: bool,
    pub(crate) score: f64,
    pub(crate) weight: f64,
}
