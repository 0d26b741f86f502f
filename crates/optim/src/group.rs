//! [`Group`]: parameters with the same options.

use autograd::{Error, OrRaise, Tensor};

use crate::options::{Choice, Options, Value};

/// Parameters that an optimizer treats alike, and the options that it treats them with.
///
/// A group of an optimizer can be looked at and changed between steps, as schedulers do:
///
/// ```
/// use autograd::Tensor;
/// use optim::{Optimizer, SGD, Value};
///
/// let w = Tensor::zeros(3).requires_grad_(true);
/// let mut optimizer = SGD::new([w], 0.1).momentum(0.9);
/// for group in optimizer.groups() {
///     group.set_lr(group.lr() / 2.0);
///     group.set("momentum", 0.95);
/// }
/// let group = &optimizer.groups()[0];
/// assert_eq!((group.lr(), group.get("momentum")), (0.05, Some(Value::Float(0.95))));
/// ```
#[derive(Clone, Debug)]
pub struct Group {
    parameters: Vec<Tensor>,
    options: Options,
    /// The learning rate before the first scheduler came.
    initial_lr: Option<f64>,
}

/// The options of a group that has no more than a learning rate.
const ONLY_LR: &[Choice] = &[Choice::float("lr", 1e-3)];

impl Group {
    /// Parameters with a learning rate and no other options, for an optimizer of your own.
    ///
    /// # Panics
    /// If there are no parameters, one cannot be updated or occurs twice, or the learning rate is negative.
    #[track_caller]
    pub fn new<P: Into<Tensor>>(parameters: impl IntoIterator<Item = P>, lr: impl Into<f64>) -> Self {
        let mut group = Self::with_choices(parameters, ONLY_LR).or_raise();
        group.set_lr(lr);
        group
    }

    /// Parameters with a value for each of `choices`, of which the first is `lr`.
    ///
    /// # Errors
    /// If there are no parameters, or one cannot be updated or occurs twice.
    pub fn with_choices<P: Into<Tensor>>(
        parameters: impl IntoIterator<Item = P>,
        choices: &'static [Choice],
    ) -> Result<Self, Error> {
        let parameters: Vec<Tensor> = parameters.into_iter().map(Into::into).collect();
        if parameters.is_empty() {
            return Err(Error::argument("there are no parameters to optimize"));
        }
        check_parameters(&parameters)?;
        Ok(Self {
            parameters,
            options: Options::new(choices),
            initial_lr: None,
        })
    }

    /// The parameters.
    #[inline]
    pub fn parameters(&self) -> &[Tensor] {
        &self.parameters
    }

    /// The learning rate.
    pub fn lr(&self) -> f64 {
        match self.get("lr") {
            Some(Value::Float(lr)) => lr,
            _ => 0.0,
        }
    }

    /// Changes the learning rate.
    ///
    /// # Panics
    /// If it is negative.
    #[track_caller]
    pub fn set_lr(&mut self, lr: impl Into<f64>) {
        self.set("lr", lr.into());
    }

    /// The value of an option, if there is one of this name.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.options.get(name)
    }

    /// Changes the value of an option.
    ///
    /// # Panics
    /// If there is none of this name, or the value is outside its limits.
    #[track_caller]
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.options.set(name, value.into()).or_raise();
    }

    /// The names and values of all options.
    pub fn options(&self) -> impl Iterator<Item = (&'static str, Value)> {
        self.options.iter()
    }

    /// The learning rate from which schedules count: the one that the group had when the first came.
    pub(crate) fn initial_lr(&mut self) -> f64 {
        let lr = self.lr();
        *self.initial_lr.get_or_insert(lr)
    }

    /// Changes the momentum, or the first of the betas; false if there is neither.
    #[track_caller]
    pub(crate) fn set_momentum(&mut self, momentum: f64) -> bool {
        match (self.get("momentum"), self.get("betas")) {
            (Some(_), _) => self.set("momentum", momentum),
            (None, Some(Value::Pair(_, second))) => self.set("betas", (momentum, second)),
            _ => return false,
        }
        true
    }

    /// The values of all options, in the order of the choices.
    #[inline]
    pub(crate) fn values(&self) -> &[Value] {
        self.options.values()
    }

    pub(crate) fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

/// Refuses parameters that cannot be updated, and those that occur twice.
pub(crate) fn check_parameters(parameters: &[Tensor]) -> Result<(), Error> {
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
