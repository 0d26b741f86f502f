//! [`CyclicLR`]: up and down between two learning rates.

use options_derive::Options;

use super::Schedule;

/// Moves the learning rate on straight lines up from `base_lr` to `max_lr` in `step_size_up` steps and down again in
/// `step_size_down`, over and over, and the momentum against it: `torch.optim.lr_scheduler.CyclicLR`, of L. N. Smith:
/// "Cyclical Learning Rates for Training Neural Networks" (2015). It is stepped after every batch, not every epoch.
///
/// The optimizer's own learning rate has no influence.
///
/// ```
/// use autograd::Tensor;
/// use optim::scheduler::{CyclicLR, CyclicMode, Schedule};
/// use optim::{Optimizer, SGD};
///
/// let mut optimizer = SGD::new([Tensor::zeros(2).requires_grad_(true)], 0.1).momentum(0.9);
/// let mut scheduler = CyclicLR::new(1.0, 3.0).step_size_up(2).attach(&mut optimizer);
/// let mut rates = Vec::new();
/// for _ in 0..5 {
///     rates.push(optimizer.groups()[0].lr());
///     scheduler.step(&mut optimizer);
/// }
/// assert_eq!(rates, [1.0, 2.0, 3.0, 2.0, 1.0]);
///
/// let halved = CyclicLR::new(1.0, 3.0).step_size_up(2).mode(CyclicMode::Cycle(|cycle| 1.0 / cycle));
/// assert_eq!(halved.lr(6, 0.1, 0.1), 2.0); // in the second cycle
/// ```
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct CyclicLR {
    /// The lowest learning rate.
    base_lr: f64,
    /// The highest learning rate of the first cycle.
    max_lr: f64,
    /// How many steps lead up.
    #[option(default = 2000, limit = at_least_one)]
    step_size_up: usize,
    /// How many steps lead down; where nothing is said, as many as up.
    #[option(default = None, limit = at_least_one)]
    step_size_down: Option<usize>,
    /// How the height of the cycles changes.
    #[option(default = CyclicMode::Triangular)]
    mode: CyclicMode,
    /// The factor of the height in each step, with [`CyclicMode::ExpRange`].
    #[option(default = 1.0)]
    gamma: f64,
    /// Whether the momentum, or the first of the betas, falls while the learning rate rises.
    #[option(default = true)]
    cycle_momentum: bool,
    /// The lowest momentum.
    #[option(default = 0.8)]
    base_momentum: f64,
    /// The highest momentum.
    #[option(default = 0.9)]
    max_momentum: f64,
}

/// How the height of the cycles of [`CyclicLR`] changes.
#[derive(Clone, Copy, Debug, Default)]
pub enum CyclicMode {
    /// It stays.
    #[default]
    Triangular,
    /// Every cycle is half as high as the one before.
    Triangular2,
    /// It is multiplied by `gamma` in every step.
    ExpRange,
    /// It is multiplied by a function of the cycle, counted from 1: PyTorch's `scale_fn` with `scale_mode='cycle'`.
    Cycle(fn(f64) -> f64),
    /// It is multiplied by a function of the step, counted from 0: PyTorch's `scale_fn` with `scale_mode='iterations'`.
    Iterations(fn(f64) -> f64),
}

impl CyclicLR {
    /// How high a step is between 0 and 1.
    fn height(&self, step: usize) -> f64 {
        let up = self.step_size_up as f64;
        let total = up + self.step_size_down.unwrap_or(self.step_size_up) as f64;
        let cycle = (step as f64 / total).floor();
        let (part, peak) = (step as f64 / total - cycle, up / total);
        let height = if part <= peak {
            part / peak
        } else {
            (part - 1.0) / (peak - 1.0)
        };
        height
            * match self.mode {
                CyclicMode::Triangular => 1.0,
                CyclicMode::Triangular2 => 0.5_f64.powf(cycle),
                CyclicMode::ExpRange => self.gamma.powf(step as f64),
                CyclicMode::Cycle(scale) => scale(cycle + 1.0),
                CyclicMode::Iterations(scale) => scale(step as f64),
            }
    }
}

impl Schedule for CyclicLR {
    fn lr(&self, step: usize, _: f64, _: f64) -> f64 {
        self.base_lr + (self.max_lr - self.base_lr) * self.height(step)
    }

    fn momentum(&self, step: usize) -> Option<f64> {
        let range = self.max_momentum - self.base_momentum;
        self.cycle_momentum
            .then(|| self.max_momentum - range * self.height(step))
    }
}

#[cfg(test)]
mod tests {
    use super::{CyclicLR, CyclicMode};
    use crate::scheduler::Schedule;

    /// PyTorch's learning rates.
    #[test]
    fn functions_scale_the_height() {
        let schedule = |mode| CyclicLR::new(1.0, 3.0).step_size_up(2).mode(mode);
        let rates = |mode| {
            (0..7)
                .map(|step| schedule(mode).lr(step, 0.0, 0.0))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            rates(CyclicMode::Cycle(|cycle| 1.0 / cycle)),
            [1.0, 2.0, 3.0, 2.0, 1.0, 1.5, 2.0]
        );
        let steps = rates(CyclicMode::Iterations(|step| 1.0 / 5_f64.powf(step * 0.5)));
        let expected = [
            1.0,
            1.447_213_595_5,
            1.4,
            1.089_442_719_1,
            1.0,
            1.017_888_543_82,
            1.016,
        ];
        assert!(
            steps
                .iter()
                .zip(expected)
                .all(|(rate, expected)| (rate - expected).abs() < 1e-10)
        );
    }
}
