//! [`PerGroup`]: a schedule for each group.

use autograd::Error;

use super::Schedule;

/// A schedule for each group of parameters, in their order: what PyTorch has as lists of options, such as
/// `OneCycleLR(optimizer, max_lr=[0.1, 0.01], ..)`. A momentum is that of the first.
///
/// ```
/// use autograd::Tensor;
/// use optim::scheduler::{OneCycleLR, PerGroup, Schedule};
/// use optim::{Optimizer, SGD};
///
/// let group = || SGD::group([Tensor::zeros(2).requires_grad_(true)]);
/// let mut optimizer = SGD::with_groups([group(), group()], 0.1).momentum(0.9);
/// let cycles = PerGroup::new([0.5, 0.25].map(|max_lr| OneCycleLR::new(max_lr, 10)));
/// let mut scheduler = cycles.attach(&mut optimizer);
/// (0..3).for_each(|_| scheduler.step(&mut optimizer));
/// assert_eq!(optimizer.groups()[0].lr(), 2.0 * optimizer.groups()[1].lr());
/// ```
#[derive(Clone, Debug)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct PerGroup<S> {
    schedules: Vec<S>,
}

impl<S: Schedule> PerGroup<S> {
    /// A schedule for each group.
    ///
    /// # Panics
    /// If there are none.
    #[track_caller]
    pub fn new(schedules: impl IntoIterator<Item = S>) -> Self {
        let schedules: Vec<S> = schedules.into_iter().collect();
        if schedules.is_empty() {
            Error::argument("PerGroup: there are no schedules").raise();
        }
        Self { schedules }
    }
}

impl<S: Schedule> Schedule for PerGroup<S> {
    #[track_caller]
    fn lr(&self, epoch: usize, initial: f64, current: f64) -> f64 {
        self.lr_of_group(0, epoch, initial, current)
    }

    /// # Panics
    /// If the group has no schedule.
    #[track_caller]
    fn lr_of_group(&self, group: usize, epoch: usize, initial: f64, current: f64) -> f64 {
        match self.schedules.get(group) {
            Some(schedule) => schedule.lr(epoch, initial, current),
            None => Error::argument(format!(
                "PerGroup: there are {} schedules, and the optimizer has more groups",
                self.schedules.len()
            ))
            .raise(),
        }
    }

    fn begins_at(&self, initial: f64, current: f64) -> f64 {
        self.schedules[0].begins_at(initial, current)
    }

    fn momentum(&self, epoch: usize) -> Option<f64> {
        self.schedules[0].momentum(epoch)
    }
}
