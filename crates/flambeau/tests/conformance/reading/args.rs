//! The arguments of a call, read by the types that Rust has for them.
//!
//! A key that is absent and Python's `None` both mean the default. What a type forbids, such as a negative size or an
//! argument left out that the function's arity asks for, cannot be written; and what is given but read by nobody is an
//! argument that does not exist here, so that the case is not supported.

use std::cell::Cell;

use flambeau::{DType, Scalar};
use serde_json::Value;

use super::{dtype, integer, list, number};
use crate::outcome::{Trouble, unspellable, unsupported};

/// Keyword arguments, and which of them were read.
pub(crate) struct Args<'a> {
    pub(crate) json: &'a Value,
    /// One bit a key, in the order of the object.
    read: Cell<u64>,
}

impl<'a> Args<'a> {
    pub(crate) fn new(json: &'a Value) -> Self {
        Self {
            json,
            read: Cell::new(0),
        }
    }

    /// What was passed, `None` (Python's) included.
    pub(crate) fn raw(&self, key: &str) -> Option<&'a Value> {
        let entries = self.json.as_object().into_iter().flatten();
        let (at, (_, value)) = entries.enumerate().find(|(_, (name, _))| *name == key)?;
        self.read.set(self.read.get() | 1 << at);
        Some(value)
    }

    /// Whether something other than `None` was passed.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.raw(key).is_some_and(|value| !value.is_null())
    }

    /// Whether a list was passed.
    pub(crate) fn has_list(&self, key: &str) -> bool {
        self.raw(key).is_some_and(Value::is_array)
    }

    /// An argument that can be left out.
    pub(crate) fn maybe<T: Read<'a>>(&self, key: &str) -> Result<Option<T>, Trouble> {
        match self.raw(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match T::read(value) {
                Some(value) => Ok(Some(value)),
                None => Err(unspellable(format!("{key}={value} as {}", T::KIND))),
            },
        }
    }

    /// An argument with a default.
    pub(crate) fn or<T: Read<'a>>(&self, key: &str, default: T) -> Result<T, Trouble> {
        Ok(self.maybe(key)?.unwrap_or(default))
    }

    /// An argument that the call cannot do without.
    pub(crate) fn get<T: Read<'a>>(&self, key: &str) -> Result<T, Trouble> {
        self.maybe(key)?
            .ok_or_else(|| unspellable(format!("a call without {key}")))
    }

    /// Dimensions: one, several, or none, which means all of them.
    pub(crate) fn dims(&self, key: &str) -> Result<Vec<isize>, Trouble> {
        self.or(key, Vec::new())
    }

    /// One of the words that an enum has here.
    pub(crate) fn choice<T: Clone>(&self, key: &str, words: &[(&str, T)]) -> Result<Option<T>, Trouble> {
        let Some(given) = self.maybe::<&str>(key)? else {
            return Ok(None);
        };
        match words.iter().find(|(word, _)| *word == given) {
            Some((_, choice)) => Ok(Some(choice.clone())),
            None => Err(unspellable(format!("{key}={given:?}"))),
        }
    }

    pub(crate) fn dtype(&self, key: &str) -> Result<Option<DType>, Trouble> {
        self.maybe::<&str>(key)?.map(dtype).transpose()
    }

    /// Whether everything that was passed has been read: what was not does not exist here.
    pub(crate) fn finish(&self, of: &str) -> Result<(), Trouble> {
        let entries = self.json.as_object().into_iter().flatten();
        let unread = entries
            .enumerate()
            .find(|(at, (_, value))| self.read.get() & (1 << at) == 0 && !value.is_null());
        match unread {
            Some((_, (key, _))) => Err(unsupported(format!("{of} has no argument {key} here"))),
            None => Ok(()),
        }
    }
}

/// What an argument can be read as.
pub(crate) trait Read<'a>: Sized {
    /// In a report.
    const KIND: &'static str;

    /// `None` if the type has no such value.
    fn read(json: &'a Value) -> Option<Self>;
}

macro_rules! read {
    ($($type:ty, $kind:literal, $json:ident => $read:expr;)*) => {$(
        impl<'a> Read<'a> for $type {
            const KIND: &'static str = $kind;

            fn read($json: &'a Value) -> Option<Self> {
                $read
            }
        }
    )*};
}
read! {
    bool, "a bool", json => json.as_bool();
    i64, "an integer", json => integer(json);
    isize, "an integer", json => Some(integer(json)? as isize);
    i32, "an integer", json => i32::try_from(integer(json)?).ok();
    usize, "a size", json => usize::try_from(integer(json)?).ok();
    f64, "a number", json => number(json).filter(|_| !json.is_boolean());
    Scalar, "a number", json => scalar(json);
    &'a str, "a word", json => json.as_str();
    &'a Value, "anything", json => Some(json);
    Option<f64>, "a number or None", json => match json {
        Value::Null => Some(None),
        json => f64::read(json).map(Some),
    };
}

impl<'a, A: Read<'a>, B: Read<'a>> Read<'a> for (A, B) {
    const KIND: &'static str = "two values";

    fn read(json: &'a Value) -> Option<Self> {
        match list(json) {
            [first, second] => Some((A::read(first)?, B::read(second)?)),
            _ => None,
        }
    }
}

/// A list, or one value that stands for a list of one.
impl<'a, T: Read<'a>> Read<'a> for Vec<T> {
    const KIND: &'static str = "a list";

    fn read(json: &'a Value) -> Option<Self> {
        match json {
            Value::Array(items) => items.iter().map(T::read).collect(),
            one => Some(vec![T::read(one)?]),
        }
    }
}

/// A plain number: a Python bool, int or float as it was written.
pub(crate) fn scalar(value: &Value) -> Option<Scalar> {
    match value {
        Value::Bool(value) => Some(Scalar::Bool(*value)),
        _ => integer(value)
            .map(Scalar::Int)
            .or_else(|| number(value).map(Scalar::Float)),
    }
}
