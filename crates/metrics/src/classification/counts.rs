//! How often each label was predicted for each.

use std::collections::{BTreeMap, BTreeSet};

use autograd::{Error, Tensor};

use crate::read;

/// The weights of samples by what is true and what was predicted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pairs: BTreeMap<(i64, i64), f64>,
    samples: usize,
}

/// What of one class was right, was predicted, and is true.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Class {
    pub(crate) right: f64,
    pub(crate) predicted: f64,
    pub(crate) actual: f64,
}

impl Counts {
    pub(crate) fn take(
        &mut self,
        y_true: &Tensor,
        y_pred: &Tensor,
        sample_weight: Option<&Tensor>,
    ) -> Result<(), Error> {
        let (truth, prediction) = (read::labels("y_true", y_true)?, read::labels("y_pred", y_pred)?);
        read::same_length("y_true", truth.len(), "y_pred", prediction.len())?;
        let weights = read::weights(sample_weight, truth.len())?;
        self.samples += truth.len();
        for ((truth, prediction), weight) in truth.into_iter().zip(prediction).zip(weights) {
            *self.pairs.entry((truth, prediction)).or_default() += weight;
        }
        Ok(())
    }

    /// Itself, unless it is empty.
    pub(crate) fn filled(&self) -> Result<&Self, Error> {
        read::not_empty(self.samples)?;
        Ok(self)
    }

    /// The labels that are true or were predicted, in order.
    pub(crate) fn labels(&self) -> Vec<i64> {
        let labels: BTreeSet<i64> = self.pairs.keys().flat_map(|(t, p)| [*t, *p]).collect();
        labels.into_iter().collect()
    }

    pub(crate) fn total(&self) -> f64 {
        self.pairs.values().sum()
    }

    pub(crate) fn right(&self) -> f64 {
        let pairs = self.pairs.iter();
        pairs.filter(|((t, p), _)| t == p).map(|(_, weight)| weight).sum()
    }

    pub(crate) fn of(&self, truth: i64, prediction: i64) -> f64 {
        self.pairs.get(&(truth, prediction)).copied().unwrap_or(0.0)
    }

    pub(crate) fn class(&self, label: i64) -> Class {
        let sum = |is_of: &dyn Fn(i64, i64) -> bool| {
            let pairs = self.pairs.iter().filter(|((t, p), _)| is_of(*t, *p));
            pairs.map(|(_, weight)| weight).sum()
        };
        Class {
            right: self.of(label, label),
            predicted: sum(&|_, p| p == label),
            actual: sum(&|t, _| t == label),
        }
    }

    /// How often each label of a list, a row, was predicted as each, a column.
    pub(crate) fn table(&self, labels: &[i64]) -> Vec<Vec<f64>> {
        let row = |truth: &i64| {
            labels
                .iter()
                .map(|prediction| self.of(*truth, *prediction))
                .collect()
        };
        labels.iter().map(row).collect()
    }
}
