//! [`OptionValue`]: the value of an option, whatever its type.

use std::fmt;

use tensor_core::Scalar;
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
    pub(super) fn all(&self, allows: fn(f64) -> bool) -> bool {
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
    Scalar: scalar => match scalar {
        Scalar::Float(number) => number.into(),
        Scalar::Int(count) => count.into(),
        Scalar::Bool(flag) => flag.into(),
    };
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

/// What can be read back from the value of an option.
pub trait FromOption: Sized {
    /// What it is in words, after "must be".
    const WANTED: &'static str;

    /// The value, if it is of this type.
    fn from_option(value: &OptionValue) -> Option<Self>;
}

impl FromOption for f64 {
    const WANTED: &'static str = "a number";

    fn from_option(value: &OptionValue) -> Option<Self> {
        match value {
            OptionValue::Number(number) => Some(*number),
            OptionValue::Count(count) => Some(*count as f64),
            _ => None,
        }
    }
}

impl FromOption for usize {
    const WANTED: &'static str = "a whole number";

    fn from_option(value: &OptionValue) -> Option<Self> {
        match value {
            OptionValue::Count(count) => usize::try_from(*count).ok(),
            _ => None,
        }
    }
}

impl FromOption for bool {
    const WANTED: &'static str = "True or False";

    fn from_option(value: &OptionValue) -> Option<Self> {
        match value {
            OptionValue::Flag(flag) => Some(*flag),
            _ => None,
        }
    }
}

impl<A: FromOption, B: FromOption> FromOption for (A, B) {
    const WANTED: &'static str = "a pair";

    fn from_option(value: &OptionValue) -> Option<Self> {
        match value {
            OptionValue::Tuple(values) => match values.as_slice() {
                [first, second] => Some((A::from_option(first)?, B::from_option(second)?)),
                _ => None,
            },
            _ => None,
        }
    }
}

impl<T: FromOption> FromOption for Option<T> {
    const WANTED: &'static str = T::WANTED;

    fn from_option(value: &OptionValue) -> Option<Self> {
        match value {
            OptionValue::None => Some(None),
            value => T::from_option(value).map(Some),
        }
    }
}

impl<T: FromOption> FromOption for Vec<T> {
    const WANTED: &'static str = "several values";

    fn from_option(value: &OptionValue) -> Option<Self> {
        match value {
            OptionValue::Tuple(values) => values.iter().map(T::from_option).collect(),
            _ => None,
        }
    }
}

impl<T: FromOption, const N: usize> FromOption for [T; N] {
    const WANTED: &'static str = "as many values as there are";

    fn from_option(value: &OptionValue) -> Option<Self> {
        Vec::from_option(value)?.try_into().ok()
    }
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
}
