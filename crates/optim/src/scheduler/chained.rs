//! [`ChainedScheduler`]: several schedules at once.

use std::fmt;

use super::Schedule;

/// Several schedules at once, each of which changes what the one before has set:
/// `torch.optim.lr_scheduler.ChainedScheduler`.
///
/// ```
/// use autograd::Tensor;
/// use optim::scheduler::{ChainedScheduler, ExponentialLR, LinearLR, Schedule};
/// use optim::{Optimizer, SGD};
///
/// let mut optimizer = SGD::new([Tensor::zeros(2).requires_grad_(true)], 1.0);
/// let warm_up = LinearLR::new().start_factor(0.5).total_iters(1);
/// let mut scheduler = ChainedScheduler::new(warm_up).and(ExponentialLR::new(0.75)).attach(&mut optimizer);
/// assert_eq!(optimizer.groups()[0].lr(), 0.5);
/// scheduler.step(&mut optimizer);
/// assert_eq!(optimizer.groups()[0].lr(), 0.75);
/// ```
#[must_use = "a schedule does nothing until it is attached"]
pub struct ChainedScheduler {
    schedules: Vec<Box<dyn Schedule + Send + Sync>>,
}

impl ChainedScheduler {
    /// Begins with `schedule`.
    pub fn new(schedule: impl Schedule + Send + Sync + 'static) -> Self {
        Self {
            schedules: vec![Box::new(schedule)],
        }
    }

    /// And then `schedule`.
    pub fn and(mut self, schedule: impl Schedule + Send + Sync + 'static) -> Self {
        self.schedules.push(Box::new(schedule));
        self
    }
}

impl Schedule for ChainedScheduler {
    #[track_caller]
    fn lr(&self, epoch: usize, initial: f64, current: f64) -> f64 {
        self.lr_of_group(0, epoch, initial, current)
    }

    #[track_caller]
    fn lr_of_group(&self, group: usize, epoch: usize, initial: f64, current: f64) -> f64 {
        let schedules = self.schedules.iter();
        schedules.fold(current, |current, schedule| {
            schedule.lr_of_group(group, epoch, initial, current)
        })
    }

    fn momentum(&self, epoch: usize) -> Option<f64> {
        let mut last_first = self.schedules.iter().rev();
        last_first.find_map(|schedule| schedule.momentum(epoch))
    }
}

impl fmt::Debug for ChainedScheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainedScheduler")
            .field("schedules", &self.schedules.len())
            .finish_non_exhaustive()
    }
}
