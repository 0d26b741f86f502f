//! Precision, recall, F-score and number of samples at once.

use std::fmt;

use autograd::Error;
use options_derive::Options;
use show::Table;

use super::average::{Averaging, Ratio};
use super::counts::Counts;
use super::{Average, f_score};
use crate::metric::metric;

/// Precision, recall, F-score and number of samples of each class.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct PrecisionRecallFscoreSupport {
    /// How much more recall counts in the F-score: its square.
    #[option(default = 1.0, limit = non_negative)]
    beta: f64,
    /// The classes that count, in this order; if it is not set, all that occur.
    #[option(default = None, from = Vec<i64>)]
    labels: Option<Vec<i64>>,
    /// What a figure is that would be divided by nothing. What is not a number is left out of means.
    #[option(default = 0.0)]
    zero_division: f64,
    #[option(default = Counts::default(), private)]
    kept: Counts,
}

metric! {
    /// Precision, recall, F1 and number of samples of each class: [`PrecisionRecallFscoreSupport`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let (truth, prediction) = (Tensor::from([0, 1, 1, 0]), Tensor::from([0, 1, 0, 0]));
    /// let report = metrics::precision_recall_fscore_support(&truth, &prediction);
    /// assert_eq!((report.precision[0], report.recall[1]), (2.0 / 3.0, 0.5));
    /// println!("{report}");
    /// ```
    pub fn precision_recall_fscore_support(y_true, y_pred) -> Support of PrecisionRecallFscoreSupport
}

/// The figures of [`PrecisionRecallFscoreSupport`], one for each label. It prints as a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Support {
    /// The classes.
    pub labels: Vec<i64>,
    /// Which part of the predictions of each class is right.
    pub precision: Vec<f64>,
    /// Which part of the samples of each class was predicted as such.
    pub recall: Vec<f64>,
    /// The harmonic mean of both.
    pub fscore: Vec<f64>,
    /// How many samples of each class there are.
    pub support: Vec<f64>,
}

impl PrecisionRecallFscoreSupport {
    /// Precision, recall and F-score, averaged over the classes.
    ///
    /// # Panics
    /// As [`compute`](Self::compute).
    #[track_caller]
    #[must_use]
    pub fn averaged(&self, average: Average) -> (f64, f64, f64) {
        let averaging = Averaging {
            average,
            ..self.averaging()
        };
        let one = |ratio: Ratio<'_>| {
            let one = averaging.one(&self.kept, ratio);
            autograd::OrRaise::or_raise(one.map_err(|error| error.within("precision_recall_fscore_support")))
        };
        (
            one(&|class| (class.right, class.predicted)),
            one(&|class| (class.right, class.actual)),
            one(&f_score::ratio(self.beta)),
        )
    }

    fn averaging(&self) -> Averaging<'_> {
        Averaging {
            average: Average::Macro,
            pos_label: 1,
            labels: self.labels.as_deref(),
            zero_division: self.zero_division,
        }
    }

    fn result(&self) -> Result<Support, Error> {
        let counts = self.kept.filled()?;
        let each = |ratio: Ratio<'_>| {
            let each = self.averaging().each(counts, ratio)?;
            Ok::<Vec<f64>, Error>(each.into_iter().map(|(_, figure)| figure).collect())
        };
        Ok(Support {
            labels: self.labels.clone().unwrap_or_else(|| counts.labels()),
            precision: each(&|class| (class.right, class.predicted))?,
            recall: each(&|class| (class.right, class.actual))?,
            fscore: each(&f_score::ratio(self.beta))?,
            support: each(&|class| (class.actual, 1.0))?,
        })
    }
}

impl Support {
    fn table(&self) -> Table {
        let names = ["label", "precision", "recall", "f-score", "support"];
        let mut table = names.into_iter().fold(Table::new(), Table::number);
        for (at, label) in self.labels.iter().enumerate() {
            let figures =
                [self.precision[at], self.recall[at], self.fscore[at]].map(|figure| format!("{figure:.4}"));
            let [precision, recall, fscore] = figures;
            table.row([
                label.to_string(),
                precision,
                recall,
                fscore,
                self.support[at].to_string(),
            ]);
        }
        table
    }

    /// Shows its table below the cell of a notebook: [`show::in_notebook`].
    pub fn evcxr_display(&self) {
        self.table().evcxr_display();
    }
}

impl fmt::Display for Support {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table().fmt(f)
    }
}
