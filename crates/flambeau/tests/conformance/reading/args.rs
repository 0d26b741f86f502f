//! Arguments, numbers and lists of the corpus.

use flambeau::{DType, Scalar};
use serde_json::Value;

use super::dtype;
use crate::outcome::{Trouble, unspellable};

/// A case's arguments; an absent one and `null` are both Python's default here unless asked otherwise.
#[derive(Clone, Copy)]
pub(crate) struct Args<'a>(pub(crate) &'a Value);

impl<'a> Args<'a> {
    pub(crate) fn get(&self, key: &str) -> Option<&'a Value> {
        self.0.get(key).filter(|value| !value.is_null())
    }

    pub(crate) fn int(&self, key: &str) -> Option<i64> {
        self.get(key)?.as_i64()
    }

    pub(crate) fn dim(&self, key: &str) -> Option<isize> {
        Some(self.int(key)? as isize)
    }

    pub(crate) fn size(&self, key: &str) -> Option<usize> {
        self.get(key)?.as_u64().map(|size| size as usize)
    }

    pub(crate) fn float(&self, key: &str) -> Option<f64> {
        self.get(key).and_then(number)
    }

    pub(crate) fn bool(&self, key: &str) -> bool {
        self.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// A truth, if it was given.
    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        self.get(key)?.as_bool()
    }

    /// Two numbers.
    pub(crate) fn pair(&self, key: &str) -> Option<(f64, f64)> {
        match list(self.get(key)?) {
            [first, second] => Some((number(first)?, number(second)?)),
            _ => None,
        }
    }

    pub(crate) fn str(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.as_str()
    }

    pub(crate) fn ints(&self, key: &str) -> Option<Vec<i64>> {
        match self.get(key)? {
            Value::Array(items) => items.iter().map(Value::as_i64).collect(),
            one => Some(vec![one.as_i64()?]),
        }
    }

    /// Dimensions: one, several, or none, which means all of them.
    pub(crate) fn dims(&self, key: &str) -> Vec<isize> {
        self.ints(key)
            .unwrap_or_default()
            .into_iter()
            .map(|dim| dim as isize)
            .collect()
    }

    /// A plain number, a Python int or float as it was written.
    pub(crate) fn scalar(&self, key: &str) -> Option<Scalar> {
        self.get(key).and_then(scalar)
    }

    /// A shape, if no size is negative.
    pub(crate) fn shape(&self, key: &str) -> Result<Vec<usize>, Trouble> {
        let sizes = self.ints(key).unwrap_or_default();
        sizes
            .into_iter()
            .map(|size| usize::try_from(size).map_err(|_| unspellable(format!("a size of {size}"))))
            .collect()
    }

    pub(crate) fn dtype(&self) -> Result<Option<DType>, Trouble> {
        self.str("dtype").map(dtype).transpose()
    }
}

/// A number, with `"nan"` and the infinities as strings.
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => match text.as_str() {
            "nan" => Some(f64::NAN),
            "inf" => Some(f64::INFINITY),
            "-inf" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        Value::Bool(truth) => Some(f64::from(u8::from(*truth))),
        _ => value.as_f64(),
    }
}

pub(crate) fn scalar(value: &Value) -> Option<Scalar> {
    match value {
        Value::Bool(truth) => Some(Scalar::Bool(*truth)),
        Value::Number(n) => n
            .as_i64()
            .map(Scalar::Int)
            .or_else(|| n.as_f64().map(Scalar::Float)),
        _ => number(value).map(Scalar::Float),
    }
}

/// The elements of a JSON list; none of anything else.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A JSON list of numbers that are not negative.
pub(crate) fn indices(value: &Value) -> Vec<usize> {
    list(value)
        .iter()
        .filter_map(Value::as_u64)
        .map(|index| index as usize)
        .collect()
}
