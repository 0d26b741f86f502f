//! [`History`]: the figures of a training run.

mod table;

pub use table::Table;
#[cfg(feature = "progress")]
pub(crate) use table::short;

use autograd::{Error, OrRaise};

/// The figures of a training run, such as losses and accuracies: those of each step, and those of each epoch.
///
/// [`step`](Self::step) records the figures of a step, and [`epoch`](Self::epoch) ends an epoch: it records the mean of
/// each figure over the steps of the epoch, and then the figures that it is given, such as those of the validation.
/// Names are yours; both tables have a column for each.
///
/// ```
/// use monitor::History;
///
/// let mut history = History::new();
/// for (losses, accuracy) in [([0.9, 0.7], 0.5), ([0.5, 0.3], 0.75)] {
///     for loss in losses {
///         history.step([("loss", loss)]);
///     }
///     history.epoch([("accuracy", accuracy)]);
/// }
/// assert_eq!(history.latest(), "epoch 2: loss 0.4000, accuracy 0.7500");
/// assert_eq!(history.epochs().best("loss", monitor::Mode::Min), Some((2, 0.4)));
/// assert_eq!(history.steps().len(), 4);
/// assert_eq!(
///     history.to_string(),
///     "\
/// epoch    loss  accuracy
///     1  0.8000    0.5000
///     2  0.4000    0.7500"
/// );
/// ```
///
/// It prints the table of epochs. Both tables are written as CSV by [`Table::save_csv`], and drawn by
#[cfg_attr(feature = "plot", doc = "[`Table::chart`].")]
#[cfg_attr(not(feature = "plot"), doc = "`Table::chart` with the feature `plot`.")]
#[derive(Clone, Debug)]
pub struct History {
    steps: Table,
    epochs: Table,
    /// How many steps there were before the epoch that runs.
    before: usize,
}

impl History {
    /// One without figures.
    pub fn new() -> Self {
        Self {
            steps: Table::new("step"),
            epochs: Table::new("epoch"),
            before: 0,
        }
    }

    /// Records the figures of a step.
    ///
    /// # Panics
    /// If two of them have the same name.
    #[track_caller]
    pub fn step<'a>(&mut self, figures: impl IntoIterator<Item = (&'a str, f64)>) {
        let added = self.steps.push(figures);
        added.map_err(|error| error.within("History::step")).or_raise();
    }

    /// Ends an epoch: records the mean of each figure over its steps, and these figures after them.
    ///
    /// # Panics
    /// If two of them have the same name, or one has that of a figure of the steps.
    #[track_caller]
    pub fn epoch<'a>(&mut self, figures: impl IntoIterator<Item = (&'a str, f64)>) {
        let figures: Vec<(&str, f64)> = figures.into_iter().collect();
        let means = self.steps.means_from(self.before);
        let means = means.iter().map(|(name, mean)| (name.as_str(), *mean));
        let added = self.epochs.push(means.chain(figures));
        added.map_err(|error| error.within("History::epoch")).or_raise();
        self.before = self.steps.len();
    }

    /// The figures of each step.
    pub fn steps(&self) -> &Table {
        &self.steps
    }

    /// The figures of each epoch.
    pub fn epochs(&self) -> &Table {
        &self.epochs
    }

    /// The figures of the last epoch, in one line; an empty text before the first.
    pub fn latest(&self) -> String {
        self.epochs.latest()
    }

    /// Shows the table of epochs below the cell of a notebook: [`show::in_notebook`].
    pub fn evcxr_display(&self) {
        self.epochs.evcxr_display();
    }
}

impl Default for History {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Display for History {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.epochs.fmt(f)
    }
}

/// The refusal of a name that occurs twice.
fn twice(name: &str) -> Error {
    Error::argument(format!(
        "two figures are called {name:?}; each needs a name of its own"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_has_the_means_of_its_own_steps() {
        let mut history = History::new();
        history.step([("loss", 1.0), ("lr", 0.5)]);
        history.step([("loss", 3.0)]);
        history.epoch([]);
        history.step([("loss", 10.0)]);
        history.epoch([("accuracy", 0.5)]);
        let epochs = history.epochs();
        assert_eq!(epochs.column("loss"), [Some(2.0), Some(10.0)]);
        assert_eq!(epochs.column("lr"), [Some(0.5), None]);
        assert_eq!(epochs.column("accuracy"), [None, Some(0.5)]);
        assert_eq!(history.latest(), "epoch 2: loss 10.0000, accuracy 0.5000");
    }

    #[test]
    fn a_name_that_occurs_twice_is_refused_and_nothing_is_recorded() {
        let mut history = History::new();
        history.step([("loss", 1.0)]);
        let refusal = Error::catch(|| history.epoch([("loss", 2.0)]))
            .expect_err("it is refused")
            .0;
        let said = "History::epoch: two figures are called \"loss\"; each needs a name of its own";
        assert_eq!(refusal.to_string(), said);
        assert!(history.epochs().is_empty());
        history.epoch([("validation loss", 2.0)]);
        assert_eq!(history.latest(), "epoch 1: loss 1.0000, validation loss 2.0000");
    }

    #[test]
    fn epochs_need_no_steps_and_a_history_no_epochs() {
        let mut history = History::default();
        assert_eq!(
            (history.latest(), history.to_string()),
            (String::new(), String::new())
        );
        history.epoch([("loss", f64::NAN)]);
        assert_eq!(history.to_string(), "epoch  loss\n    1   NaN");
    }
}
