//! Numbers and lists as the corpus writes them.

use serde_json::Value;

use crate::outcome::{Trouble, failed};

/// A number, with `"nan"` and the infinities as strings, and a bool as 0 or 1.
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => match text.as_str() {
            "nan" => Some(f64::NAN),
            "inf" => Some(f64::INFINITY),
            "-inf" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        Value::Bool(value) => Some(f64::from(u8::from(*value))),
        _ => value.as_f64(),
    }
}

/// A Python int: a number that was written without a point.
pub(crate) fn integer(value: &Value) -> Option<i64> {
    value.as_i64()
}

/// The elements of a JSON list; none of anything else.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The entries of a JSON object; none of anything else.
pub(crate) fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> + Clone {
    let entries = value.as_object().into_iter().flatten();
    entries.map(|(name, value)| (name.as_str(), value))
}

/// A JSON list whose every element is read by `read`.
pub(crate) fn all<T>(value: &Value, read: impl Fn(&Value) -> Option<T>) -> Result<Vec<T>, Trouble> {
    let element =
        |element| read(element).ok_or_else(|| failed(format!("the corpus has {element} in a list")));
    list(value).iter().map(element).collect()
}

/// A JSON list of numbers.
pub(crate) fn numbers(value: &Value) -> Result<Vec<f64>, Trouble> {
    all(value, number)
}

/// A JSON list of numbers that are not negative.
pub(crate) fn sizes(value: &Value) -> Result<Vec<usize>, Trouble> {
    all(value, |size| usize::try_from(integer(size)?).ok())
}
