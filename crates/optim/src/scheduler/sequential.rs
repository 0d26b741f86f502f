//! [`SequentialLR`]: one schedule after the other.

use std::fmt;

use autograd::Error;

use super::Schedule;

/// One schedule after the other, each beginning at its epoch with the initial learning rate, but for
/// [`MultiplicativeLR`](super::MultiplicativeLR), which changes the rate that is there:
/// `torch.optim.lr_scheduler.SequentialLR`.
///
/// ```
/// use autograd::Tensor;
/// use optim::SGD;
/// use optim::scheduler::{CosineAnnealingLR, LinearLR, Schedule, SequentialLR};
///
/// let mut optimizer = SGD::new([Tensor::zeros(2).requires_grad_(true)], 0.1);
/// let warm_up = LinearLR::new().start_factor(0.1).total_iters(4);
/// let schedule = SequentialLR::new(warm_up).then(4, CosineAnnealingLR::new(8));
/// let mut scheduler = schedule.attach(&mut optimizer);
/// scheduler.step(&mut optimizer);
/// ```
#[must_use = "a schedule does nothing until it is attached"]
pub struct SequentialLR {
    /// Each with the epoch in which it begins.
    parts: Vec<(usize, Box<dyn Schedule + Send + Sync>)>,
}

impl SequentialLR {
    /// Begins with `schedule`.
    pub fn new(schedule: impl Schedule + Send + Sync + 'static) -> Self {
        Self {
            parts: vec![(0, Box::new(schedule))],
        }
    }

    /// Continues with `schedule` from epoch `milestone` on, which is epoch 0 of that schedule.
    ///
    /// # Panics
    /// If the part before begins no earlier.
    #[track_caller]
    pub fn then(mut self, milestone: usize, schedule: impl Schedule + Send + Sync + 'static) -> Self {
        let before = self.parts.last().map_or(0, |(begin, _)| *begin);
        if milestone <= before {
            Error::argument(format!(
                "SequentialLR: milestone must be above {before}, where the part before begins, but is {milestone}"
            ))
            .raise();
        }
        self.parts.push((milestone, Box::new(schedule)));
        self
    }

    /// The schedule of an epoch, and which of its own epochs that is.
    fn at(&self, epoch: usize) -> (&dyn Schedule, usize) {
        let next = self.parts.partition_point(|(begin, _)| *begin <= epoch);
        let (begin, schedule) = &self.parts[next - 1];
        (schedule, epoch - begin)
    }
}

impl Schedule for SequentialLR {
    #[track_caller]
    fn lr(&self, epoch: usize, initial: f64, current: f64) -> f64 {
        self.lr_of_group(0, epoch, initial, current)
    }

    #[track_caller]
    fn lr_of_group(&self, group: usize, epoch: usize, initial: f64, current: f64) -> f64 {
        let (schedule, own_epoch) = self.at(epoch);
        let current = match (epoch, own_epoch) {
            (0, _) => initial,
            (_, 0) => schedule.begins_at(initial, current),
            _ => current,
        };
        schedule.lr_of_group(group, own_epoch, initial, current)
    }

    fn momentum(&self, epoch: usize) -> Option<f64> {
        let (schedule, own_epoch) = self.at(epoch);
        schedule.momentum(own_epoch)
    }
}

impl fmt::Debug for SequentialLR {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milestones: Vec<usize> = self.parts.iter().skip(1).map(|(begin, _)| *begin).collect();
        f.debug_struct("SequentialLR")
            .field("milestones", &milestones)
            .finish_non_exhaustive()
    }
}
