//! [`group`]: parameters with options of their own, on the way into an optimizer.

use autograd::{Error, Tensor};

use crate::group::Group;
use crate::options::{Choice, Value};

/// Parameters that get options of their own, where an optimizer has several groups; options that are not set here are
/// those of the optimizer.
///
/// ```
/// use autograd::Tensor;
/// use optim::{Optimizer, SGD, group};
///
/// let (weight, bias) = (Tensor::zeros([2, 3]), Tensor::zeros(2));
/// let (weight, bias) = (weight.requires_grad_(true), bias.requires_grad_(true));
/// let mut optimizer =
///     SGD::with_groups([group([&weight]).weight_decay(1e-4), group([&bias]).lr(0.01)], 0.1).momentum(0.9);
/// assert_eq!((optimizer.groups()[0].lr(), optimizer.groups()[1].lr()), (0.1, 0.01));
/// ```
pub fn group<P: Into<Tensor>>(parameters: impl IntoIterator<Item = P>) -> GroupBuilder {
    GroupBuilder {
        parameters: parameters.into_iter().map(Into::into).collect(),
        settings: Vec::new(),
    }
}

/// Parameters and some of their options; made by [`group`].
///
/// An optimizer refuses options that it does not have.
#[derive(Clone, Debug)]
pub struct GroupBuilder {
    parameters: Vec<Tensor>,
    settings: Vec<(&'static str, Value)>,
}

impl GroupBuilder {
    /// The learning rate.
    #[must_use]
    pub fn lr(self, lr: impl Into<f64>) -> Self {
        self.with("lr", Value::Float(lr.into()))
    }

    fn with(mut self, name: &'static str, value: Value) -> Self {
        self.settings.push((name, value));
        self
    }

    /// The group, with the optimizer's choices.
    pub(crate) fn build(self, choices: &'static [Choice]) -> Result<Group, Error> {
        let mut group = Group::with_choices(self.parameters, choices)?;
        for (name, value) in self.settings {
            group.options_mut().set_own(name, value)?;
        }
        Ok(group)
    }
}

/// Writes the methods that set options.
macro_rules! option_methods {
    ($($(#[$attribute:meta])* $name:ident: $kind:ty;)*) => {$(
        $(#[$attribute])*
        #[must_use]
        #[track_caller]
        pub fn $name(self, $name: $kind) -> Self {
            self.with(stringify!($name), $crate::options::Value::from($name))
        }
    )*};
}
pub(crate) use option_methods;

impl GroupBuilder {
    option_methods! {
        /// How much of the last step's velocity remains: [`SGD`](crate::SGD), [`RMSprop`](crate::RMSprop).
        momentum: f64;
        /// How much of the gradient the velocity leaves out: [`SGD`](crate::SGD).
        dampening: f64;
        /// Looks ahead along the velocity: [`SGD`](crate::SGD).
        nesterov: bool;
        /// How strongly parameters are pulled to zero.
        weight_decay: f64;
        /// Climbs instead of descending.
        maximize: bool;
        /// How much of the averages of gradients and their squares remains: [`Adam`](crate::Adam).
        betas: (f64, f64);
        /// What keeps a divisor from being zero.
        eps: f64;
        /// Divides by the largest average so far: [`Adam`](crate::Adam).
        amsgrad: bool;
        /// How much of the average of squares remains: [`RMSprop`](crate::RMSprop).
        alpha: f64;
        /// Divides by the deviation from the mean: [`RMSprop`](crate::RMSprop).
        centered: bool;
        /// How fast the learning rate falls: [`Adagrad`](crate::Adagrad).
        lr_decay: f64;
        /// What the sums of squares begin with: [`Adagrad`](crate::Adagrad).
        initial_accumulator_value: f64;
    }
}
