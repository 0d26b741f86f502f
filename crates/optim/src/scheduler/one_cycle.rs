//! [`OneCycleLR`]: up to a high learning rate, and down to a very low one.

use std::f64::consts::PI;

use autograd::Error;

use super::{Schedule, check};

/// Raises the learning rate to `max_lr` and lowers it far below where it began, in all `total_steps` steps, and moves
/// the momentum against it: `torch.optim.lr_scheduler.OneCycleLR`, of L. N. Smith and N. Topin: "Super-Convergence"
/// (2017). It is stepped after every batch, not every epoch.
///
/// The optimizer's own learning rate has no influence.
#[derive(Clone, Copy, Debug)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct OneCycleLR {
    max_lr: f64,
    total_steps: usize,
    pct_start: f64,
    anneal: Anneal,
    cycle_momentum: bool,
    base_momentum: f64,
    max_momentum: f64,
    div_factor: f64,
    final_div_factor: f64,
    three_phase: bool,
}

/// The curve of a phase of [`OneCycleLR`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anneal {
    /// Half a cosine.
    #[default]
    Cos,
    /// A straight line.
    Linear,
}

impl OneCycleLR {
    /// Up to `max_lr` and down again in `total_steps`: epochs times batches in an epoch.
    ///
    /// # Panics
    /// If `total_steps` is 0.
    #[track_caller]
    pub fn new(max_lr: f64, total_steps: usize) -> Self {
        check(
            total_steps > 0,
            "OneCycleLR: total_steps",
            "at least 1",
            total_steps as f64,
        );
        Self {
            max_lr,
            total_steps,
            pct_start: 0.3,
            anneal: Anneal::Cos,
            cycle_momentum: true,
            base_momentum: 0.85,
            max_momentum: 0.95,
            div_factor: 25.0,
            final_div_factor: 1e4,
            three_phase: false,
        }
    }

    /// Which part of the steps leads up; 0.3 unless told otherwise.
    ///
    /// # Panics
    /// If it is not between 0 and 1.
    #[track_caller]
    pub fn pct_start(mut self, pct_start: f64) -> Self {
        check(
            (0.0..=1.0).contains(&pct_start),
            "OneCycleLR: pct_start",
            "between 0 and 1",
            pct_start,
        );
        self.pct_start = pct_start;
        self
    }

    /// The curve of each phase; half a cosine unless told otherwise.
    pub fn anneal_strategy(mut self, anneal: Anneal) -> Self {
        self.anneal = anneal;
        self
    }

    /// Whether the momentum, or the first of the betas, falls while the learning rate rises; it does, unless told
    /// otherwise.
    pub fn cycle_momentum(mut self, cycle_momentum: bool) -> Self {
        self.cycle_momentum = cycle_momentum;
        self
    }

    /// The lowest momentum; 0.85 unless told otherwise.
    pub fn base_momentum(mut self, base_momentum: f64) -> Self {
        self.base_momentum = base_momentum;
        self
    }

    /// The highest momentum; 0.95 unless told otherwise.
    pub fn max_momentum(mut self, max_momentum: f64) -> Self {
        self.max_momentum = max_momentum;
        self
    }

    /// How many times less than `max_lr` the first learning rate is; 25 unless told otherwise.
    pub fn div_factor(mut self, div_factor: f64) -> Self {
        self.div_factor = div_factor;
        self
    }

    /// How many times less than the first the last learning rate is; 10,000 unless told otherwise.
    pub fn final_div_factor(mut self, final_div_factor: f64) -> Self {
        self.final_div_factor = final_div_factor;
        self
    }

    /// Whether the way down first leads to the first learning rate, in as many steps as the way up.
    pub fn three_phase(mut self, three_phase: bool) -> Self {
        self.three_phase = three_phase;
        self
    }

    /// Where `step` lies between a start and an end that `ends` gives for each phase.
    fn between(&self, step: usize, ends: &[(f64, f64)]) -> f64 {
        let total = self.total_steps as f64;
        let up = self.pct_start * total;
        let phases: &[f64] = if self.three_phase {
            &[up - 1.0, 2.0 * up - 2.0, total - 1.0]
        } else {
            &[up - 1.0, total - 1.0]
        };
        let step = step as f64;
        let phase = phases
            .iter()
            .position(|&end| step <= end)
            .unwrap_or(phases.len() - 1);
        let begin = if phase == 0 { 0.0 } else { phases[phase - 1] };
        let part = (step - begin) / (phases[phase] - begin);
        let (start, end) = ends[phase];
        match self.anneal {
            Anneal::Cos => end + (start - end) / 2.0 * ((PI * part).cos() + 1.0),
            Anneal::Linear => (end - start) * part + start,
        }
    }
}

impl Schedule for OneCycleLR {
    /// # Panics
    /// After more steps than there are.
    #[track_caller]
    fn lr(&self, step: usize, _: f64, _: f64) -> f64 {
        if step > self.total_steps {
            Error::argument(format!(
                "OneCycleLR: step {step} is beyond the {} steps of the cycle",
                self.total_steps
            ))
            .raise();
        }
        let (high, first) = (self.max_lr, self.max_lr / self.div_factor);
        let last = first / self.final_div_factor;
        if self.three_phase {
            self.between(step, &[(first, high), (high, first), (first, last)])
        } else {
            self.between(step, &[(first, high), (high, last)])
        }
    }

    fn momentum(&self, step: usize) -> Option<f64> {
        let (low, high) = (self.base_momentum, self.max_momentum);
        self.cycle_momentum
            .then(|| self.between(step, &[(high, low), (low, high), (high, high)]))
    }
}
