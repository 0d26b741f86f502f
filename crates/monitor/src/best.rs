//! The best figure so far.

use optim::scheduler::Mode;

/// The best figure so far, and by how much another must be better to take its place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Best(Option<f64>);

impl Best {
    pub(crate) fn of(figure: Option<f64>) -> Self {
        Self(figure)
    }

    pub(crate) fn figure(&self) -> Option<f64> {
        self.0
    }

    /// Takes a figure, and says whether it is the best by more than `min_delta`. What is not a number never is.
    pub(crate) fn take(&mut self, figure: f64, mode: Mode, min_delta: f64) -> bool {
        let better = match self.0 {
            None => !figure.is_nan(),
            Some(best) => match mode {
                Mode::Min => figure < best - min_delta,
                Mode::Max => figure > best + min_delta,
            },
        };
        if better {
            self.0 = Some(figure);
        }
        better
    }
}
