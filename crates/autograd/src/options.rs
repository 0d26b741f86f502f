//! Options of layers, losses, optimizers and schedules: their values and limits, as `#[derive(Options)]` uses them.

use std::fmt;

use tensor_core::Error;
use tensor_core::print::python_float;

/// The value of an option, whatever its type, printed as Python prints it.
///
/// ```
/// use autograd::options::OptionValue;
/// assert_eq!(OptionValue::from((0.9, 1e-8)).to_string(), "(0.9, 1e-08)");
/// assert_eq!(OptionValue::from(true).to_string(), "True");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum OptionValue {
    /// No value.
    None,
    /// Whether something is done.
    Flag(bool),
    /// A whole number.
    Count(i64),
    /// A number: a learning rate, a momentum.
    Number(f64),
    /// A word: the name of a mode.
    Text(String),
    /// Several values: the `betas` of Adam.
    Tuple(Vec<OptionValue>),
}

impl OptionValue {
    /// Whether every number in it is allowed.
    fn all(&self, allows: fn(f64) -> bool) -> bool {
        match self {
            OptionValue::Count(count) => allows(*count as f64),
            OptionValue::Number(number) => allows(*number),
            OptionValue::Tuple(values) => values.iter().all(|value| value.all(allows)),
            OptionValue::None | OptionValue::Flag(_) | OptionValue::Text(_) => true,
        }
    }
}

impl fmt::Display for OptionValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OptionValue::None => f.write_str("None"),
            OptionValue::Flag(flag) => f.write_str(if *flag { "True" } else { "False" }),
            OptionValue::Count(count) => count.fmt(f),
            OptionValue::Number(number) => f.write_str(&python_float(*number)),
            OptionValue::Text(text) => write!(f, "'{text}'"),
            OptionValue::Tuple(values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                let comma = if values.len() == 1 { "," } else { "" };
                write!(f, "({}{comma})", values.join(", "))
            }
        }
    }
}

macro_rules! values {
    ($($ty:ty: $value:ident => $made:expr;)*) => {$(
        impl From<$ty> for OptionValue {
            fn from($value: $ty) -> Self {
                $made
            }
        }
    )*};
}
values! {
    bool: flag => OptionValue::Flag(flag);
    i32: count => OptionValue::Count(count.into());
    i64: count => OptionValue::Count(count);
    isize: count => OptionValue::Count(count as i64);
    usize: count => OptionValue::Count(count as i64);
    f64: number => OptionValue::Number(number);
    &str: text => OptionValue::Text(text.to_owned());
    String: text => OptionValue::Text(text);
}

impl<T> From<Option<T>> for OptionValue
where
    OptionValue: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(OptionValue::None, OptionValue::from)
    }
}

impl<A, B> From<(A, B)> for OptionValue
where
    OptionValue: From<A> + From<B>,
{
    fn from((first, second): (A, B)) -> Self {
        OptionValue::Tuple(vec![first.into(), second.into()])
    }
}

impl<T, const N: usize> From<[T; N]> for OptionValue
where
    OptionValue: From<T>,
{
    fn from(values: [T; N]) -> Self {
        OptionValue::Tuple(values.into_iter().map(OptionValue::from).collect())
    }
}

impl<T> From<Vec<T>> for OptionValue
where
    OptionValue: From<T>,
{
    fn from(values: Vec<T>) -> Self {
        OptionValue::Tuple(values.into_iter().map(OptionValue::from).collect())
    }
}

/// What every number in the value of an option must be.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// In words, after "must be".
    pub wanted: &'static str,
    /// Whether a number may be.
    pub allows: fn(f64) -> bool,
}

impl Limit {
    /// Refuses a value of the option `option` of `of`.
    ///
    /// # Panics
    /// If a number in it is outside the limit.
    #[track_caller]
    pub fn check(self, of: &str, option: &str, value: impl Into<OptionValue>) {
        if let Err(error) = self.allow(of, option, &value.into()) {
            error.raise();
        }
    }

    /// As [`check`](Limit::check), for what comes from outside.
    ///
    /// # Errors
    /// If a number in it is outside the limit.
    pub fn allow(self, of: &str, option: &str, value: &OptionValue) -> Result<(), Error> {
        if value.all(self.allows) {
            return Ok(());
        }
        let wanted = self.wanted;
        Err(Error::argument(format!(
            "{of}: {option} must be {wanted}, but is {value}"
        )))
    }
}

/// What a module prints between its parentheses: each label, such as `p=`, before its value.
pub fn repr(options: &[(&str, OptionValue)]) -> String {
    let options: Vec<String> = options
        .iter()
        .map(|(label, value)| format!("{label}{value}"))
        .collect();
    options.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_print_as_pythons() {
        for (value, text) in [
            (OptionValue::from(None::<f64>), "None"),
            (Some(1e-5).into(), "1e-05"),
            (false.into(), "False"),
            (3_usize.into(), "3"),
            ([4_usize].into(), "(4,)"),
            (vec![3_usize, 3].into(), "(3, 3)"),
            ("zeros".into(), "'zeros'"),
        ] {
            assert_eq!(value.to_string(), text);
        }
    }

    #[test]
    fn every_number_must_keep_the_limit() {
        let limit = Limit {
            wanted: "positive",
            allows: |x| x > 0.0,
        };
        let (wrong, right) = ((0.5, f64::NAN).into(), (0.5, 1_usize).into());
        let error = limit.allow("Adam", "betas", &wrong).unwrap_err();
        assert_eq!(
            error.to_string(),
            "Adam: betas must be positive, but is (0.5, nan)"
        );
        assert!(limit.allow("Adam", "betas", &right).is_ok());
        assert!(limit.allow("Adam", "eps", &OptionValue::None).is_ok());
    }
}
