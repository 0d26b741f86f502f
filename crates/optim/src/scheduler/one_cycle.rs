//! [`OneCycleLR`]: up to a high learning rate, and down to a very low one.

use std::f64::consts::PI;

use autograd::Error;
use options_derive::Options;

use super::Schedule;

/// Raises the learning rate to `max_lr` and lowers it far below where it began, in all `total_steps` steps, and moves
/// the momentum against it: `torch.optim.lr_scheduler.OneCycleLR`, of L. N. Smith and N. Topin: "Super-Convergence"
/// (2017). It is stepped after every batch, not every epoch.
///
/// The optimizer's own learning rate has no influence.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct OneCycleLR {
    /// The highest learning rate.
    max_lr: f64,
    /// How many steps there are: epochs times batches in an epoch.
    #[option(limit = at_least_one)]
    total_steps: usize,
    /// Which part of the steps leads up.
    #[option(default = 0.3, limit = unit)]
    pct_start: f64,
    /// The curve of each phase.
    #[option(default = Anneal::Cos)]
    anneal_strategy: Anneal,
    /// Whether the momentum, or the first of the betas, falls while the learning rate rises.
    #[option(default = true)]
    cycle_momentum: bool,
    /// The lowest momentum.
    #[option(default = 0.85)]
    base_momentum: f64,
    /// The highest momentum.
    #[option(default = 0.95)]
    max_momentum: f64,
    /// How many times less than `max_lr` the first learning rate is.
    #[option(default = 25.0)]
    div_factor: f64,
    /// How many times less than the first the last learning rate is.
    #[option(default = 1e4)]
    final_div_factor: f64,
    /// Whether the way down first leads to the first learning rate, in as many steps as the way up.
    #[option(default = false)]
    three_phase: bool,
}

/// The curve of a phase of [`OneCycleLR`], and of the way of [`SWALR`](super::SWALR).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anneal {
    /// Half a cosine.
    #[default]
    Cos,
    /// A straight line.
    Linear,
}

impl OneCycleLR {
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
        match self.anneal_strategy {
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
