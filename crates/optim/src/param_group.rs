//! [`ParamGroup`]: parameters with options of their own, on the way into an optimizer.

use std::marker::PhantomData;

use autograd::options::OptionValue;
use autograd::{OrRaise, Tensor};

use crate::Group;
use crate::options::GroupOptions;

/// Parameters that get options of their own, where the optimizer `O` has several groups. What is not set here is as the
/// optimizer has it, and what `O` does not have cannot be set:
///
/// ```
/// use autograd::Tensor;
/// use optim::{Optimizer, SGD};
///
/// let weight = Tensor::zeros([2, 3]).requires_grad_(true);
/// let bias = Tensor::zeros(2).requires_grad_(true);
/// let groups = [SGD::group([&weight]).weight_decay(1e-4), SGD::group([&bias]).lr(0.01)];
/// let optimizer = SGD::with_groups(groups, 0.1).momentum(0.9);
/// assert_eq!((optimizer.groups()[0].lr(), optimizer.groups()[1].lr()), (0.1, 0.01));
/// assert_eq!(optimizer.groups()[1].get("momentum"), Some(0.9));
/// ```
///
/// ```compile_fail,E0599
/// # use optim::{SGD, Tensor};
/// # let weight = Tensor::zeros([2, 3]).requires_grad_(true);
/// SGD::group([&weight]).betas((0.9, 0.99)); // those are Adam's
/// ```
#[derive(Clone, Debug)]
#[must_use = "a group does nothing until an optimizer has it"]
pub struct ParamGroup<O> {
    group: Group,
    optimizer: PhantomData<fn() -> O>,
}

impl<O> ParamGroup<O> {
    /// Parameters with these options, none of which count as set.
    pub(crate) fn new<P: Into<Tensor>>(
        parameters: impl IntoIterator<Item = P>,
        options: Box<dyn GroupOptions>,
    ) -> Self {
        Self {
            group: Group::unchecked(parameters.into_iter().map(Into::into).collect(), options),
            optimizer: PhantomData,
        }
    }

    /// The learning rate, if it is not the optimizer's.
    ///
    /// # Panics
    /// If it is not at least 0.
    #[track_caller]
    pub fn lr(self, lr: impl Into<f64>) -> Self {
        self.with(0, OptionValue::Number(lr.into()))
    }

    /// Sets the option at a position.
    #[track_caller]
    pub(crate) fn with(mut self, at: usize, value: OptionValue) -> Self {
        self.group.choose(at, &value).or_raise();
        self
    }

    pub(crate) fn into_group(self) -> Group {
        self.group
    }
}
