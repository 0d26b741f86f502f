//! [`EarlyStopping`]: the end of a training that becomes no better.

use autograd::{Error, StateDict};
use optim::scheduler::Mode;
use optim::scheduler::saved::{self, Reader};
use options_derive::Options;

use crate::best::Best;

/// Says when a training should end: when a figure has not become better for `patience` epochs, or is not finite.
///
/// ```
/// use monitor::EarlyStopping;
///
/// let mut stopping = EarlyStopping::new(2).min_delta(0.01);
/// let losses = [0.9, 0.5, 0.499, 0.498];
/// let stops = losses.map(|validation_loss| stopping.update(validation_loss));
/// assert_eq!(stops, [false, false, false, true]); // two epochs no better than 0.5 by 0.01
/// assert_eq!((stopping.best(), stopping.num_bad_epochs()), (Some(0.5), 2));
/// ```
///
/// L. Prechelt: "Early Stopping - But When?" (1998) compares this rule to others.
#[derive(Clone, Debug, Options)]
#[must_use = "it stops nothing by itself"]
pub struct EarlyStopping {
    /// How many epochs in a row without a better figure end the training.
    #[option(limit = at_least_one)]
    patience: usize,
    /// By how much a figure must be better to count.
    #[option(default = 0.0, limit = non_negative)]
    min_delta: f64,
    /// Which figures are better.
    #[option(default = Mode::Min)]
    mode: Mode,
    /// Whether a figure that is not finite ends the training at once; else it is one that is no better.
    #[option(default = true)]
    check_finite: bool,
    #[option(default = Best::default(), private)]
    best: Best,
    #[option(default = 0, private)]
    num_bad_epochs: usize,
}

impl EarlyStopping {
    /// Takes the figure of an epoch, and says whether the training should end.
    #[must_use]
    pub fn update(&mut self, figure: impl Into<f64>) -> bool {
        let figure = figure.into();
        if self.best.take(figure, self.mode, self.min_delta) {
            self.num_bad_epochs = 0;
        } else {
            self.num_bad_epochs += 1;
        }
        self.num_bad_epochs >= self.patience || self.check_finite && !figure.is_finite()
    }

    /// The best figure so far.
    pub fn best(&self) -> Option<f64> {
        self.best.figure()
    }

    /// How many epochs there were since then.
    pub fn num_bad_epochs(&self) -> usize {
        self.num_bad_epochs
    }

    /// The best figure and how many epochs there were since then, to be saved in a checkpoint. The options are the program's.
    pub fn state_dict(&self) -> StateDict {
        saved::save([
            ("best", self.best.figure().into()),
            ("num_bad_epochs", self.num_bad_epochs.into()),
        ])
    }

    /// Goes on where a saved one was.
    ///
    /// ```
    /// use monitor::EarlyStopping;
    ///
    /// let mut before = EarlyStopping::new(2);
    /// assert!(!before.update(0.5) && !before.update(0.6));
    ///
    /// let mut resumed = EarlyStopping::new(2);
    /// resumed.load_state_dict(&before.state_dict())?;
    /// assert!(resumed.update(0.7)); // the second epoch no better than 0.5
    /// # Ok::<_, autograd::Error>(())
    /// ```
    ///
    /// # Errors
    /// If entries are missing, are not known here or do not fit; the error names all of them, and nothing has changed.
    pub fn load_state_dict(&mut self, state: &StateDict) -> Result<(), Error> {
        let mut reader = Reader::new("EarlyStopping", state);
        let (best, count) = (reader.take("best"), reader.take("num_bad_epochs"));
        reader.finish()?;
        if let (Some(best), Some(count)) = (best, count) {
            (self.best, self.num_bad_epochs) = (Best::of(best), count);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_saved_goes_on() {
        let losses = [0.5, f64::NAN, 0.4, 0.45, 0.41, 0.3, 0.31, 0.32, 0.33];
        let stops = |mut stopping: EarlyStopping, losses: &[f64]| {
            let stops: Vec<bool> = losses.iter().map(|&loss| stopping.update(loss)).collect();
            (stops, stopping)
        };
        let options = || EarlyStopping::new(3).check_finite(false);
        let (whole, _) = stops(options(), &losses);
        for cut in 0..=losses.len() {
            let (mut parts, before) = stops(options(), &losses[..cut]);
            let mut after = options();
            after
                .load_state_dict(&before.state_dict())
                .expect("it was just saved");
            parts.extend(stops(after, &losses[cut..]).0);
            assert_eq!(parts, whole, "cut at {cut}");
        }
    }

    #[test]
    fn a_state_that_does_not_fit_is_refused_and_changes_nothing() {
        let mut stopping = EarlyStopping::new(3);
        assert!(!stopping.update(0.5));
        let own = stopping.state_dict();
        for (name, value, expected) in [
            ("num_bad_epochs", Some("-1"), "num_bad_epochs must be"),
            ("best", Some("good"), "best must be a number, but is good"),
            ("best", None, "missing best"),
            ("patience", Some("3"), "unexpected patience"),
        ] {
            let mut state = own.clone();
            state.metadata_mut().remove(name);
            state
                .metadata_mut()
                .extend(value.map(|value| (name.to_owned(), value.to_owned())));
            let refusal = stopping.load_state_dict(&state);
            let said = refusal.expect_err("it does not fit").to_string();
            assert!(said.contains(expected), "{said}");
            assert_eq!((stopping.best(), stopping.num_bad_epochs()), (Some(0.5), 0));
        }
    }

    #[test]
    fn a_better_figure_begins_the_count_anew() {
        let mut stopping = EarlyStopping::new(2).mode(Mode::Max);
        let stops = [0.5, 0.4, 0.6, 0.6, 0.5].map(|accuracy| stopping.update(accuracy));
        assert_eq!(stops, [false, false, false, false, true]);
        assert_eq!(stopping.best(), Some(0.6));
    }

    #[test]
    fn what_is_not_finite_ends_it_unless_told_otherwise() {
        for figure in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(EarlyStopping::new(3).update(figure), "{figure}");
        }
        let mut patient = EarlyStopping::new(2).check_finite(false);
        assert_eq!(
            [1.0, f64::NAN, f64::NAN].map(|loss| patient.update(loss)),
            [false, false, true]
        );
        assert_eq!(patient.best(), Some(1.0));
    }

    #[test]
    fn no_patience_is_refused() {
        let refusal = autograd::Error::catch(|| EarlyStopping::new(0))
            .expect_err("none")
            .0;
        assert_eq!(
            refusal.to_string(),
            "EarlyStopping: patience must be at least 1, but is 0"
        );
    }
}
