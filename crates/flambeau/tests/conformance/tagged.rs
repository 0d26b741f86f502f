//! Python values of the corpus, whose kind is written beside them: `{"int": 3}`, `{"tuple": [..]}`.

use std::collections::BTreeMap;
use std::fmt;

use flambeau::Tensor;
use flambeau::data::Collate;
use serde_json::Value;

use crate::compare::plain;
use crate::outcome::{Trouble, failed, unspellable, unsupported};
use crate::reading::{Precision, base, entries, integer, list, number};

/// A value of one of Python's types.
#[derive(Clone)]
pub(crate) enum Tagged {
    Tensor(Tensor),
    Int(i64),
    Float(f64),
    Bool(bool),
    Str(String),
    Tuple(Vec<Tagged>),
    List(Vec<Tagged>),
    Dict(BTreeMap<String, Tagged>),
}

impl Tagged {
    pub(crate) fn read(json: &Value) -> Result<Self, Trouble> {
        let entry = json.as_object().and_then(|object| object.iter().next());
        let Some((tag, value)) = entry else {
            return Err(failed(format!("{json} is no value with its kind")));
        };
        let wrong = || failed(format!("{json} is no value of its kind"));
        let items = || {
            list(value)
                .iter()
                .map(Tagged::read)
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(match tag.as_str() {
            "tensor" => Tagged::Tensor(base(value, &Value::Null, Precision::Declared)?),
            "int" => Tagged::Int(integer(value).ok_or_else(wrong)?),
            "float" => Tagged::Float(number(value).ok_or_else(wrong)?),
            "bool" => Tagged::Bool(value == true),
            "str" => Tagged::Str(value.as_str().ok_or_else(wrong)?.to_owned()),
            "tuple" => Tagged::Tuple(items()?),
            "list" => Tagged::List(items()?),
            "dict" => Tagged::Dict(
                entries(value)
                    .map(|(key, value)| Ok((key.to_owned(), Tagged::read(value)?)))
                    .collect::<Result<_, Trouble>>()?,
            ),
            other => {
                return Err(failed(format!(
                    "this runner does not know values of kind {other}"
                )));
            }
        })
    }

    /// Whether there is a dict in it.
    pub(crate) fn has_dict(&self) -> bool {
        match self {
            Tagged::Dict(_) => true,
            Tagged::Tuple(items) | Tagged::List(items) => items.iter().any(Tagged::has_dict),
            _ => false,
        }
    }

    /// Compares with a value of the corpus.
    pub(crate) fn compare(&self, what: &str, expected: &Value) -> Result<(), Trouble> {
        match (self, Tagged::read(expected)?) {
            (Tagged::Tensor(got), Tagged::Tensor(expected)) => {
                plain(&format!("the type of {what}"), got.dtype(), expected.dtype())?;
                plain(&format!("the shape of {what}"), got.shape(), expected.shape())?;
                plain(what, got.to_vec::<f64>(), expected.to_vec::<f64>())
            }
            (Tagged::Str(got), Tagged::Str(expected)) => plain(what, got, &expected),
            (Tagged::Tuple(got), Tagged::List(_)) => {
                compare_all(got, what, &expected["list"])?;
                Err(unsupported(
                    "a batch of tuples is a tuple here, where PyTorch makes it a list",
                ))
            }
            (Tagged::List(got), Tagged::Tuple(_)) => {
                compare_all(got, what, &expected["tuple"])?;
                Err(unsupported(
                    "a batch of words is a vector here, where PyTorch makes it a tuple",
                ))
            }
            (Tagged::Tuple(got), Tagged::Tuple(_)) => compare_all(got, what, &expected["tuple"]),
            (Tagged::List(got), Tagged::List(_)) => compare_all(got, what, &expected["list"]),
            (Tagged::Dict(got), Tagged::Dict(entries)) => {
                plain(
                    &format!("the keys of {what}"),
                    Vec::from_iter(got.keys()),
                    Vec::from_iter(entries.keys()),
                )?;
                got.iter()
                    .try_for_each(|(key, got)| got.compare(&format!("{what}[{key}]"), &expected["dict"][key]))
            }
            _ => Err(failed(format!("{what} is {self:?}, not {expected}"))),
        }
    }
}

fn compare_all(got: &[Tagged], what: &str, expected: &Value) -> Result<(), Trouble> {
    let expected = list(expected);
    plain(&format!("the length of {what}"), got.len(), expected.len())?;
    for (at, (got, expected)) in got.iter().zip(expected).enumerate() {
        got.compare(&format!("{what}[{at}]"), expected)?;
    }
    Ok(())
}

/// As Rust prints tuples, vectors and maps.
impl fmt::Debug for Tagged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tagged::Tensor(value) => value.fmt(f),
            Tagged::Int(value) => value.fmt(f),
            Tagged::Float(value) => value.fmt(f),
            Tagged::Bool(value) => value.fmt(f),
            Tagged::Str(value) => value.fmt(f),
            Tagged::Tuple(items) => {
                let mut tuple = f.debug_tuple("");
                items.iter().for_each(|item| {
                    tuple.field(item);
                });
                tuple.finish()
            }
            Tagged::List(items) => items.fmt(f),
            Tagged::Dict(entries) => entries.fmt(f),
        }
    }
}

macro_rules! all_of {
    ($samples:expr, $($kind:ident => $made:expr),* $(,)?) => {
        match &$samples[0] {
            $(Tagged::$kind(_) => {
                let parts = $samples.iter().map(|sample| match sample {
                    Tagged::$kind(value) => Ok(value.clone()),
                    other => Err(unspellable(format!("{other:?} in a batch of another type"))),
                });
                parts.collect::<Result<Vec<_>, Trouble>>().map($made)
            })*
        }
    };
}

/// Collated as values of the types that they stand for.
impl Collate for Tagged {
    type Batch = Result<Tagged, Trouble>;

    fn collate(samples: Vec<Self>) -> Self::Batch {
        let parts =
            |batches: Vec<Result<Tagged, Trouble>>| batches.into_iter().collect::<Result<Vec<_>, _>>();
        all_of!(samples,
            Tensor => |samples| Ok(Tagged::Tensor(Collate::collate(samples))),
            Int => |samples| Ok(Tagged::Tensor(Collate::collate(samples))),
            Float => |samples| Ok(Tagged::Tensor(Collate::collate(samples))),
            Bool => |samples| Ok(Tagged::Tensor(Collate::collate(samples))),
            Str => |samples| Ok(Tagged::List(Collate::collate(samples).into_iter().map(Tagged::Str).collect())),
            // A tuple has one length by its type; its batch is a tuple of batches, as a vector's is a vector of them.
            Tuple => |samples| parts(Collate::collate(samples)).map(Tagged::Tuple),
            List => |samples| parts(Collate::collate(samples)).map(Tagged::List),
            Dict => |samples| {
                let batch: BTreeMap<String, Result<Tagged, Trouble>> = Collate::collate(samples);
                batch.into_iter().map(|(key, part)| Ok((key, part?))).collect::<Result<_, _>>().map(Tagged::Dict)
            },
        )?
    }
}
