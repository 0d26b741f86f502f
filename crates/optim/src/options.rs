//! Options of optimizers: their names, defaults and limits.

use std::fmt;

use autograd::Error;
use tensor_core::{Scalar, print};

/// The value of an option.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number: a learning rate, a momentum.
    Float(f64),
    /// Whether something is done.
    Flag(bool),
    /// Two numbers: the `betas` of Adam.
    Pair(f64, f64),
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Value::Float(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Flag(value)
    }
}

impl From<(f64, f64)> for Value {
    fn from((first, second): (f64, f64)) -> Self {
        Value::Pair(first, second)
    }
}

impl fmt::Display for Value {
    /// As Python prints it, where 0 is the integer that PyTorch's defaults are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |x: f64| {
            if x == 0.0 {
                "0".to_owned()
            } else {
                print::item(Scalar::Float(x))
            }
        };
        match *self {
            Value::Float(x) => f.write_str(&number(x)),
            Value::Flag(flag) => f.write_str(if flag { "True" } else { "False" }),
            Value::Pair(a, b) => write!(f, "({}, {})", number(a), number(b)),
        }
    }
}

/// An option that an optimizer has: its name, its default and its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// The name, as PyTorch has it.
    pub name: &'static str,
    /// The value unless told otherwise.
    pub default: Value,
    /// The least number that is allowed.
    pub least: f64,
    /// The number that all must be less than, if there is one.
    pub below: Option<f64>,
}

impl Choice {
    /// A number that must not be negative.
    pub const fn float(name: &'static str, default: f64) -> Self {
        Self {
            name,
            default: Value::Float(default),
            least: 0.0,
            below: None,
        }
    }

    /// Whether something is done; it is not, unless told otherwise.
    pub const fn flag(name: &'static str) -> Self {
        Self {
            name,
            default: Value::Flag(false),
            least: 0.0,
            below: None,
        }
    }

    /// Two decay rates, each at least 0 and less than 1.
    pub const fn rates(name: &'static str, first: f64, second: f64) -> Self {
        Self {
            name,
            default: Value::Pair(first, second),
            least: 0.0,
            below: Some(1.0),
        }
    }

    /// The same without limits.
    pub const fn unlimited(self) -> Self {
        Self {
            least: f64::NEG_INFINITY,
            ..self
        }
    }

    fn allows(&self, value: Value) -> Result<(), Error> {
        let inside = |x: f64| x >= self.least && self.below.is_none_or(|below| x < below);
        let (same_kind, inside) = match (self.default, value) {
            (Value::Float(_), Value::Float(x)) => (true, inside(x)),
            (Value::Pair(..), Value::Pair(a, b)) => (true, inside(a) && inside(b)),
            (Value::Flag(_), Value::Flag(_)) => (true, true),
            _ => (false, false),
        };
        if inside {
            return Ok(());
        }
        let name = self.name;
        let wanted = match (same_kind, self.below) {
            (false, _) => format!("a value such as {}", self.default),
            (true, None) if self.least.is_finite() => format!("at least {}", self.least),
            (true, None) => "a number".to_owned(),
            (true, Some(below)) => format!("at least {} and less than {below}", self.least),
        };
        Err(Error::argument(format!(
            "{name} must be {wanted}, but it is {value}"
        )))
    }
}

/// The options of one group: a value for each choice.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    choices: &'static [Choice],
    values: Vec<Value>,
    /// Whether the group chose the value itself, so that its optimizer's does not replace it.
    own: Vec<bool>,
}

impl Options {
    pub(crate) fn new(choices: &'static [Choice]) -> Self {
        Self {
            choices,
            values: choices.iter().map(|choice| choice.default).collect(),
            own: vec![false; choices.len()],
        }
    }

    /// The values, in the order of the choices.
    #[inline]
    pub(crate) fn values(&self) -> &[Value] {
        &self.values
    }

    /// The names and values, in the order of the choices.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, Value)> {
        self.choices
            .iter()
            .map(|choice| choice.name)
            .zip(self.values.iter().copied())
    }

    pub(crate) fn get(&self, name: &str) -> Option<Value> {
        self.iter()
            .find(|(other, _)| *other == name)
            .map(|(_, value)| value)
    }

    /// Changes a value, whoever chose it before.
    pub(crate) fn set(&mut self, name: &str, value: Value) -> Result<(), Error> {
        let at = self.checked(name, value)?;
        self.values[at] = value;
        Ok(())
    }

    /// Chooses a value for this group.
    pub(crate) fn set_own(&mut self, name: &str, value: Value) -> Result<(), Error> {
        let at = self.checked(name, value)?;
        self.values[at] = value;
        self.own[at] = true;
        Ok(())
    }

    /// Changes a value that the group did not choose itself.
    pub(crate) fn set_default(&mut self, name: &str, value: Value) -> Result<(), Error> {
        let at = self.checked(name, value)?;
        if !self.own[at] {
            self.values[at] = value;
        }
        Ok(())
    }

    /// Where the option is, if it exists and may have this value.
    fn checked(&self, name: &str, value: Value) -> Result<usize, Error> {
        let Some(at) = self.choices.iter().position(|choice| choice.name == name) else {
            let names: Vec<&str> = self.choices.iter().map(|choice| choice.name).collect();
            return Err(Error::argument(format!(
                "there is no option {name}; the options are {}",
                names.join(", ")
            )));
        };
        self.choices[at].allows(value)?;
        Ok(at)
    }
}
