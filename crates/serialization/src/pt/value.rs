//! [`Value`]: what a file of PyTorch holds.

use std::fmt;

use autograd::{StateDict, Tensor};
use tensor_core::print::python_float;

use super::flatten;
use crate::error::Error;

/// What a file of PyTorch holds: a tensor, a plain value of Python, or several of them. It is displayed as Python writes
/// it, a tensor by its shape and type.
///
/// ```
/// use serialization::pt::Value;
/// use autograd::Tensor;
/// let checkpoint = Value::Dict(vec![
///     ("epoch".into(), 3.into()),
///     ("weights".into(), Value::List(vec![Tensor::zeros([2, 3]).into()])),
/// ]);
/// assert_eq!(checkpoint.to_string(), "{'epoch': 3, 'weights': [tensor of float32 [2, 3]]}");
/// assert_eq!(checkpoint.get("epoch"), Some(&Value::Int(3)));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Value {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An integer of up to 64 bits.
    Int(i64),
    /// A longer integer: its bytes in two's complement, the lowest first.
    BigInt(Vec<u8>),
    /// A floating-point number.
    Float(f64),
    /// A text.
    Str(String),
    /// `bytes` or a `bytearray`.
    Bytes(Vec<u8>),
    /// A list.
    List(Vec<Value>),
    /// A tuple, or a `torch.Size`.
    Tuple(Vec<Value>),
    /// A set or frozenset.
    Set(Vec<Value>),
    /// A dict or `OrderedDict`, in its order.
    Dict(Vec<(Value, Value)>),
    /// A tensor or a parameter.
    Tensor(Tensor),
    /// An element type: the name that follows `torch.`.
    DType(String),
    /// A `torch.device`: its name, such as `cuda:0`.
    Device(String),
}

impl Value {
    /// What a dict holds under a text.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let Value::Dict(entries) = self else {
            return None;
        };
        let mut found = entries.iter().filter(|(name, _)| name.as_str() == Some(key));
        found.next().map(|(_, value)| value)
    }

    /// The text, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The tensor, if this is one.
    pub fn as_tensor(&self) -> Option<&Tensor> {
        match self {
            Value::Tensor(tensor) => Some(tensor),
            _ => None,
        }
    }

    /// The number, if this is one.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Value::Int(number) => Some(*number as f64),
            Value::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// All tensors in this by the path that leads to them, and everything else as remarks.
    ///
    /// # Errors
    /// If two have the same path.
    pub fn into_state_dict(self) -> Result<StateDict, Error> {
        flatten::state_dict(&self).map_err(|problem| problem.reading("the value".as_ref()))
    }
}

macro_rules! values {
    ($($ty:ty: $value:ident => $made:expr;)*) => {$(
        impl From<$ty> for Value {
            fn from($value: $ty) -> Self {
                $made
            }
        }
    )*};
}
values! {
    bool: flag => Value::Bool(flag);
    i32: number => Value::Int(number.into());
    i64: number => Value::Int(number);
    usize: number => Value::Int(number as i64);
    f64: number => Value::Float(number);
    &str: text => Value::Str(text.to_owned());
    String: text => Value::Str(text);
    Tensor: tensor => Value::Tensor(tensor);
    &Tensor: tensor => Value::Tensor(tensor.clone());
    &StateDict: state => Value::Dict(state.iter().map(|(name, tensor)| (name.into(), tensor.into())).collect());
}

/// Both are the same, tensors in element type, shape and the bits of every element.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::None, Value::None) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::BigInt(a), Value::BigInt(b)) | (Value::Bytes(a), Value::Bytes(b)) => a == b,
            (Value::Str(a), Value::Str(b))
            | (Value::DType(a), Value::DType(b))
            | (Value::Device(a), Value::Device(b)) => a == b,
            (Value::List(a), Value::List(b))
            | (Value::Tuple(a), Value::Tuple(b))
            | (Value::Set(a), Value::Set(b)) => a == b,
            (Value::Dict(a), Value::Dict(b)) => a == b,
            (Value::Tensor(a), Value::Tensor(b)) => {
                a.dtype() == b.dtype() && a.shape() == b.shape() && a.to_le_bytes() == b.to_le_bytes()
            }
            _ => false,
        }
    }
}

impl fmt::Display for Value {
    /// A loop, because a stack of calls would be as deep as the value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut pieces = vec![Piece::Value(self)];
        while let Some(piece) = pieces.pop() {
            let (open, items, close) = match piece {
                Piece::Text(text) => {
                    f.write_str(text)?;
                    continue;
                }
                Piece::Value(Value::List(items)) => ("[", items, "]"),
                Piece::Value(Value::Tuple(items)) => ("(", items, if items.len() == 1 { ",)" } else { ")" }),
                Piece::Value(Value::Set(items)) if items.is_empty() => ("set(", items, ")"),
                Piece::Value(Value::Set(items)) => ("{", items, "}"),
                Piece::Value(Value::Dict(entries)) => {
                    f.write_str("{")?;
                    pieces.push(Piece::Text("}"));
                    for (at, (key, value)) in entries.iter().enumerate().rev() {
                        pieces.extend([Piece::Value(value), Piece::Text(": "), Piece::Value(key)]);
                        pieces.extend((at > 0).then_some(Piece::Text(", ")));
                    }
                    continue;
                }
                Piece::Value(plain) => {
                    plain.write_plain(f)?;
                    continue;
                }
            };
            f.write_str(open)?;
            pieces.push(Piece::Text(close));
            for (at, item) in items.iter().enumerate().rev() {
                pieces.push(Piece::Value(item));
                pieces.extend((at > 0).then_some(Piece::Text(", ")));
            }
        }
        Ok(())
    }
}

/// What is still to be written of a value.
enum Piece<'a> {
    Text(&'static str),
    Value(&'a Value),
}

impl Value {
    /// Writes a value that has no others in it.
    fn write_plain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Bool(true) => f.write_str("True"),
            Value::Bool(false) => f.write_str("False"),
            Value::Int(number) => write!(f, "{number}"),
            Value::BigInt(bytes) => {
                f.write_str("an integer of the bytes 0x")?;
                bytes.iter().rev().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
            Value::Float(number) => f.write_str(&python_float(*number)),
            Value::Str(text) => write!(f, "'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
            Value::Bytes(bytes) => write!(f, "b'{}'", bytes.escape_ascii()),
            Value::Tensor(tensor) => write!(f, "tensor of {} {:?}", tensor.dtype(), tensor.shape()),
            Value::DType(name) => write!(f, "torch.{name}"),
            Value::Device(name) => write!(f, "device('{name}')"),
            _ => f.write_str("None"),
        }
    }
}
