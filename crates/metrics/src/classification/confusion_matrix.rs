//! How often each class was predicted as each.

use std::fmt;

use autograd::{Error, Tensor};
use options_derive::Options;
use show::Table;

use super::counts::Counts;
use crate::metric::metric;

/// How often each class was predicted as each.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct ConfusionMatrix {
    /// What the counts are divided by.
    #[option(default = None)]
    normalize: Option<Normalize>,
    /// The classes that count, in this order; if it is not set, all that occur.
    #[option(default = None, from = Vec<i64>)]
    labels: Option<Vec<i64>>,
    #[option(default = Counts::default(), private)]
    kept: Counts,
}

/// What the counts of a [`ConfusionMatrix`] are divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normalize {
    /// How often the class of the row is true.
    True,
    /// How often the class of the column was predicted.
    Pred,
    /// How many there are in all.
    All,
}

metric! {
    /// How often each class was predicted as each: [`ConfusionMatrix`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let confusion = metrics::confusion_matrix(&Tensor::from([0, 1, 1, 0]), &Tensor::from([0, 1, 0, 0]));
    /// assert_eq!(confusion.counts, [[2.0, 0.0], [1.0, 1.0]]);
    /// assert_eq!(confusion.to_string(), "true \\ predicted  0  1\n               0  2  0\n               1  1  1");
    /// ```
    pub fn confusion_matrix(y_true, y_pred) -> Confusion of ConfusionMatrix
}

/// How often each class, a row, was predicted as each, a column. It prints as a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Confusion {
    /// The classes.
    pub labels: Vec<i64>,
    /// The counts, or the parts that they are.
    pub counts: Vec<Vec<f64>>,
}

impl ConfusionMatrix {
    fn result(&self) -> Result<Confusion, Error> {
        let counts = self.kept.filled()?;
        let labels = self.labels.clone().unwrap_or_else(|| counts.labels());
        let table = counts.table(&labels);
        if table.iter().flatten().all(|count| *count == 0.0) && self.labels.is_some() {
            return Err(Error::argument("none of the labels is true or was predicted"));
        }
        let column = |at: usize| table.iter().map(|row| row[at]).sum::<f64>();
        let whole = |row: &[f64], at: usize| match self.normalize {
            None => 1.0,
            Some(Normalize::True) => row.iter().sum(),
            Some(Normalize::Pred) => column(at),
            Some(Normalize::All) => table.iter().flatten().sum(),
        };
        let part = |count: f64, whole: f64| if whole == 0.0 { 0.0 } else { count / whole };
        let rows = table.iter().map(|row| {
            let parts = row
                .iter()
                .enumerate()
                .map(|(at, count)| part(*count, whole(row, at)));
            parts.collect()
        });
        let counts = rows.collect();
        Ok(Confusion { labels, counts })
    }
}

impl Confusion {
    /// The counts as a tensor `[classes, classes]`.
    pub fn to_tensor(&self) -> Tensor {
        Tensor::from_vec(self.counts.concat(), [self.labels.len(), self.labels.len()])
    }

    /// The picture of it, with the feature `plot`.
    #[cfg(feature = "plot")]
    pub fn picture(&self, title: impl Into<String>) -> plot::Matrix {
        let rows = self.counts.iter().map(|row| row.iter().copied());
        plot::Matrix::new(title, &self.labels, &self.labels, rows)
            .x_label("predicted")
            .y_label("true")
    }

    fn table(&self) -> Table {
        let start = Table::new().number("true \\ predicted");
        let names = self.labels.iter().map(ToString::to_string);
        let mut table = names.clone().fold(start, Table::number);
        for (name, row) in names.zip(&self.counts) {
            table.row([name].into_iter().chain(row.iter().map(|count| written(*count))));
        }
        table
    }

    /// Shows its table below the cell of a notebook: [`show::in_notebook`].
    pub fn evcxr_display(&self) {
        self.table().evcxr_display();
    }
}

impl fmt::Display for Confusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table().fmt(f)
    }
}

/// A count, or a part in four digits.
fn written(count: f64) -> String {
    if count.fract() == 0.0 {
        count.to_string()
    } else {
        format!("{count:.4}")
    }
}
