//! [`Group`]: parameters with the same options.

use std::any::Any;

use autograd::options::{FromOption, OptionValue};
use autograd::{Error, OrRaise, Tensor};
use options_derive::Options;

use crate::options::{GroupOptions, position};

/// Parameters that an optimizer treats alike, and the options that it treats them with.
///
/// A group of an optimizer can be looked at and changed between steps, as schedulers do:
///
/// ```
/// use autograd::Tensor;
/// use optim::{Optimizer, SGD};
///
/// let w = Tensor::zeros(3).requires_grad_(true);
/// let mut optimizer = SGD::new([w], 0.1).momentum(0.9);
/// for group in optimizer.groups_mut() {
///     group.set_lr(group.lr() / 2.0);
///     group.set("momentum", 0.95);
/// }
/// let group = &optimizer.groups()[0];
/// assert_eq!((group.lr(), group.get("momentum")), (0.05, Some(0.95)));
/// ```
#[derive(Debug)]
pub struct Group {
    parameters: Vec<Tensor>,
    options: Box<dyn GroupOptions>,
    /// The options that were set for this group, each a bit; the others follow the optimizer's.
    own: u64,
    /// The learning rate before the first scheduler came.
    initial_lr: Option<f64>,
}

/// The options of a group that has no more than a learning rate.
#[derive(Clone, Debug, Options)]
#[options(optimizer = Group)]
struct OnlyLr {
    /// The learning rate.
    #[option(limit = non_negative)]
    lr: f64,
}

impl Group {
    /// Parameters with a learning rate and no other options, for an optimizer of your own.
    ///
    /// # Panics
    /// If there are no parameters, one cannot be updated or occurs twice, or the learning rate is negative.
    #[track_caller]
    pub fn new<P: Into<Tensor>>(parameters: impl IntoIterator<Item = P>, lr: impl Into<f64>) -> Self {
        let options = Box::new(OnlyLr::new(0.0));
        let mut group = Self::unchecked(parameters.into_iter().map(Into::into).collect(), options);
        check_parameters(&group.parameters).or_raise();
        group.set_lr(lr);
        group
    }

    /// A group whose parameters an optimizer is still to check.
    pub(crate) fn unchecked(parameters: Vec<Tensor>, options: Box<dyn GroupOptions>) -> Self {
        Self {
            parameters,
            options,
            own: 0,
            initial_lr: None,
        }
    }

    /// The parameters.
    #[inline]
    pub fn parameters(&self) -> &[Tensor] {
        &self.parameters
    }

    /// Takes the parameters that `which` selects out of the group.
    pub(crate) fn take_parameters(&mut self, which: impl Fn(&Tensor) -> bool) -> Vec<Tensor> {
        let (taken, kept) = self.parameters.drain(..).partition(which);
        self.parameters = kept;
        taken
    }

    /// The learning rate.
    pub fn lr(&self) -> f64 {
        f64::from_option(&self.options.get(0)).unwrap_or(0.0)
    }

    /// Changes the learning rate.
    ///
    /// # Panics
    /// If it is negative.
    #[track_caller]
    pub fn set_lr(&mut self, lr: impl Into<f64>) {
        self.set("lr", lr.into());
    }

    /// The learning rate from which schedules count: the one that the group had when the first was attached.
    pub fn initial_lr(&self) -> Option<f64> {
        self.initial_lr
    }

    /// The value of an option, if there is one of this name and type: a number is an `f64` or a `usize`, a choice a
    /// `bool`, the `betas` of Adam an `(f64, f64)`.
    pub fn get<T: FromOption>(&self, name: &str) -> Option<T> {
        let at = position(&*self.options, name).ok()?;
        T::from_option(&self.options.get(at))
    }

    /// Changes the value of an option.
    ///
    /// # Panics
    /// If there is none of this name, or the value is of another type or outside its limit.
    #[track_caller]
    pub fn set(&mut self, name: &str, value: impl Into<OptionValue>) {
        self.try_set(name, &value.into()).or_raise();
    }

    /// The names and values of all options, the learning rate first.
    pub fn options(&self) -> impl Iterator<Item = (&'static str, OptionValue)> {
        let names = self.options.names().iter().enumerate();
        names.map(|(at, name)| (*name, self.options.get(at)))
    }

    pub(crate) fn try_set(&mut self, name: &str, value: &OptionValue) -> Result<(), Error> {
        let at = position(&*self.options, name)?;
        self.options.set(at, value)
    }

    /// Sets an option for this group, so that it no longer follows the optimizer's.
    pub(crate) fn choose(&mut self, at: usize, value: &OptionValue) -> Result<(), Error> {
        self.own |= 1 << at;
        self.options.set(at, value)
    }

    /// Sets an option that the group follows its optimizer in.
    pub(crate) fn follow(&mut self, at: usize, value: &OptionValue) -> Result<(), Error> {
        if self.own >> at & 1 == 0 {
            self.options.set(at, value)?;
        }
        Ok(())
    }

    /// The name of the optimizer that the options are of.
    pub(crate) fn optimizer(&self) -> &'static str {
        self.options.optimizer()
    }

    /// The options in the optimizer's own type.
    #[inline]
    pub(crate) fn typed<O: GroupOptions>(&self) -> &O {
        let options: &dyn Any = &*self.options;
        options
            .downcast_ref()
            .expect("an optimizer's groups have its options")
    }

    /// The learning rate from which schedules count, which is that of now if there is none yet.
    pub(crate) fn begin_schedule(&mut self) -> f64 {
        let lr = self.lr();
        *self.initial_lr.get_or_insert(lr)
    }

    pub(crate) fn set_initial_lr(&mut self, initial_lr: Option<f64>) {
        self.initial_lr = initial_lr;
    }

    /// Changes the learning rate, also to what is refused elsewhere: schedules may lead below 0, as PyTorch's do.
    #[track_caller]
    pub(crate) fn schedule_lr(&mut self, lr: f64) {
        self.set_freely("lr", lr.into()).or_raise();
    }

    /// Changes the momentum, or the first of the betas, whatever it is; false if there is neither.
    #[track_caller]
    pub(crate) fn schedule_momentum(&mut self, momentum: f64) -> bool {
        if self.get::<f64>("momentum").is_some() {
            self.set_freely("momentum", momentum.into()).or_raise();
        } else if let Some((_, second)) = self.get::<(f64, f64)>("betas") {
            self.set_freely("betas", (momentum, second).into()).or_raise();
        } else {
            return false;
        }
        true
    }

    /// Changes an option, within its limit or not: what a schedule has set, and what was saved of that.
    pub(crate) fn set_freely(&mut self, name: &str, value: OptionValue) -> Result<(), Error> {
        let at = position(&*self.options, name)?;
        self.options.set_freely(at, &value)
    }
}

impl Clone for Group {
    fn clone(&self) -> Self {
        Self {
            parameters: self.parameters.clone(),
            options: self.options.boxed(),
            ..*self
        }
    }
}

/// Refuses to optimize nothing, parameters that cannot be updated, and those that occur twice.
pub(crate) fn check_parameters<'a>(parameters: impl IntoIterator<Item = &'a Tensor>) -> Result<(), Error> {
    let parameters: Vec<&Tensor> = parameters.into_iter().collect();
    if parameters.is_empty() {
        return Err(Error::argument("there are no parameters to optimize"));
    }
    for (at, parameter) in parameters.iter().enumerate() {
        if !parameter.is_leaf() {
            return Err(Error::graph(format!(
                "parameter {at} is the result of an operation; only leaves can be optimized: detach it and let it \
                 require a gradient"
            )));
        }
        if !parameter.is_variable() {
            return Err(Error::graph(format!(
                "parameter {at} is a plain value, which gets no gradient: create it with requires_grad_(true)"
            )));
        }
        if let Some(first) = parameters[..at].iter().position(|other| other.is_same(parameter)) {
            return Err(Error::argument(format!(
                "parameters {first} and {at} are the same tensor, which would be updated twice in one step"
            )));
        }
    }
    Ok(())
}
