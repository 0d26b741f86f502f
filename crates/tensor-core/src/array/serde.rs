//! Arrays through `serde`: an element type, a shape, and the elements.
//!
//! Formats for people, such as JSON, have the elements as numbers, those that are not finite as the texts `nan`, `inf` and
//! `-inf`. All others have their little-endian bytes.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::array::Array;
use crate::dtype::{Class, DType};
use crate::shape::numel;

const NAME: &str = "Array";
const FIELDS: &[&str] = &["dtype", "shape", "data"];

impl Serialize for Array {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let readable = serializer.is_human_readable();
        let mut array = serializer.serialize_struct(NAME, FIELDS.len())?;
        array.serialize_field("dtype", self.dtype().name())?;
        array.serialize_field("shape", self.shape())?;
        if readable {
            array.serialize_field("data", &Numbers(self))?;
        } else {
            array.serialize_field("data", &Bytes(&self.le_bytes()))?;
        }
        array.end()
    }
}

/// The elements as numbers.
struct Numbers<'a>(&'a Array);

impl Serialize for Numbers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let array = self.0;
        match (array.dtype().class(), array.dtype()) {
            (Class::Bool, _) => serializer.collect_seq(array.to_vec::<bool>()),
            (Class::Integer, _) => serializer.collect_seq(array.to_dtype(DType::I64).to_vec::<i64>()),
            (Class::Float, DType::F64) => {
                serializer.collect_seq(array.to_vec::<f64>().into_iter().map(Float))
            }
            // In their own digits, which are fewer than those of 64 bits.
            (Class::Float, _) => {
                let elements = array.to_dtype(DType::F32).to_vec::<f32>();
                serializer.collect_seq(elements.into_iter().map(Float))
            }
        }
    }
}

/// A floating-point number, or its name.
struct Float<T>(T);

impl<T: Copy + Into<f64> + Serialize> Serialize for Float<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let x: f64 = self.0.into();
        match x {
            _ if x.is_nan() => serializer.serialize_str("nan"),
            f64::INFINITY => serializer.serialize_str("inf"),
            f64::NEG_INFINITY => serializer.serialize_str("-inf"),
            _ => self.0.serialize(serializer),
        }
    }
}

struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

impl<'de> Deserialize<'de> for Array {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let readable = deserializer.is_human_readable();
        deserializer.deserialize_struct(NAME, FIELDS, ArrayVisitor { readable })
    }
}

struct ArrayVisitor {
    readable: bool,
}

impl<'de> Visitor<'de> for ArrayVisitor {
    type Value = Array;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the element type, shape and elements of an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut fields: A) -> Result<Array, A::Error> {
        let short = |count| de::Error::invalid_length(count, &"3 fields");
        let dtype: String = fields.next_element()?.ok_or_else(|| short(0))?;
        let shape: Vec<usize> = fields.next_element()?.ok_or_else(|| short(1))?;
        let data = match self.readable {
            true => fields.next_element()?.map(Data::Numbers),
            false => fields.next_element()?.map(|OwnedBytes(bytes)| Data::Bytes(bytes)),
        };
        data.ok_or_else(|| short(2))?.array(&dtype, &shape)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Array, A::Error> {
        let (mut dtype, mut shape, mut data) = (None::<String>, None::<Vec<usize>>, None);
        while let Some(field) = fields.next_key::<String>()? {
            let again = match field.as_str() {
                "dtype" => dtype.replace(fields.next_value()?).is_some(),
                "shape" => shape.replace(fields.next_value()?).is_some(),
                "data" if self.readable => data.replace(Data::Numbers(fields.next_value()?)).is_some(),
                "data" => {
                    let OwnedBytes(bytes) = fields.next_value()?;
                    data.replace(Data::Bytes(bytes)).is_some()
                }
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                    false
                }
            };
            if again {
                return Err(de::Error::custom(format!(
                    "the field {field} comes a second time"
                )));
            }
        }
        let dtype = dtype.ok_or_else(|| de::Error::missing_field("dtype"))?;
        let shape = shape.ok_or_else(|| de::Error::missing_field("shape"))?;
        let data = data.ok_or_else(|| de::Error::missing_field("data"))?;
        data.array(&dtype, &shape)
    }
}

/// Elements of which the type is not known yet.
enum Data {
    Numbers(Vec<Number>),
    Bytes(Vec<u8>),
}

impl Data {
    fn array<E: de::Error>(self, dtype: &str, shape: &[usize]) -> Result<Array, E> {
        let Some(dtype) = DType::ALL.iter().copied().find(|known| known.name() == dtype) else {
            return Err(E::custom(format!(
                "the element type {dtype:?} does not exist here"
            )));
        };
        match self {
            Data::Bytes(bytes) => Array::from_le_bytes(dtype, shape, &bytes).map_err(E::custom),
            Data::Numbers(numbers) => {
                if numel(shape) != Some(numbers.len()) {
                    return Err(E::custom(format!(
                        "an array of shape {shape:?} cannot have {} elements",
                        numbers.len()
                    )));
                }
                of_numbers(dtype, shape, &numbers)
                    .ok_or_else(|| E::custom(format!("an element is none of the numbers of {dtype}")))
            }
        }
    }
}

/// The array of these numbers, if all are of its type.
fn of_numbers(dtype: DType, shape: &[usize], numbers: &[Number]) -> Option<Array> {
    let array = match dtype.class() {
        Class::Bool => {
            let elements = numbers.iter().map(|number| match number {
                Number::Bool(flag) => Some(*flag),
                _ => None,
            });
            Array::from_vec(elements.collect::<Option<Vec<bool>>>()?, shape)
        }
        Class::Integer => {
            let elements = numbers.iter().map(|number| match number {
                Number::Integer(integer) => Some(*integer),
                _ => None,
            });
            let elements: Vec<i64> = elements.collect::<Option<_>>()?;
            let narrow = Array::from_vec(elements.as_slice(), shape).ok()?.to_dtype(dtype);
            return (narrow.to_dtype(DType::I64).to_vec::<i64>() == elements).then_some(narrow);
        }
        Class::Float => {
            let elements = numbers.iter().map(|number| match number {
                Number::Float(float) => Some(*float),
                Number::Integer(integer) => Some(*integer as f64),
                Number::Bool(_) => None,
            });
            Array::from_vec(elements.collect::<Option<Vec<f64>>>()?, shape)
        }
    };
    Some(array.ok()?.to_dtype(dtype))
}

/// A number of a format for people.
enum Number {
    Bool(bool),
    Integer(i64),
    Float(f64),
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberVisitor;

        impl Visitor<'_> for NumberVisitor {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, a bool, `nan`, `inf` or `-inf`")
            }

            fn visit_bool<E>(self, flag: bool) -> Result<Number, E> {
                Ok(Number::Bool(flag))
            }

            fn visit_i64<E>(self, integer: i64) -> Result<Number, E> {
                Ok(Number::Integer(integer))
            }

            fn visit_u64<E: de::Error>(self, integer: u64) -> Result<Number, E> {
                let integer = i64::try_from(integer);
                integer
                    .map(Number::Integer)
                    .map_err(|_| E::custom("an integer has more than 64 bits"))
            }

            fn visit_f64<E>(self, float: f64) -> Result<Number, E> {
                Ok(Number::Float(float))
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Number, E> {
                match name {
                    "nan" => Ok(Number::Float(f64::NAN)),
                    "inf" => Ok(Number::Float(f64::INFINITY)),
                    "-inf" => Ok(Number::Float(f64::NEG_INFINITY)),
                    _ => Err(E::invalid_value(de::Unexpected::Str(name), &self)),
                }
            }
        }

        deserializer.deserialize_any(NumberVisitor)
    }
}

struct OwnedBytes(Vec<u8>);

impl<'de> Deserialize<'de> for OwnedBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BytesVisitor;

        impl<'de> Visitor<'de> for BytesVisitor {
            type Value = OwnedBytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<OwnedBytes, E> {
                Ok(OwnedBytes(bytes.to_vec()))
            }

            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<OwnedBytes, E> {
                Ok(OwnedBytes(bytes))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OwnedBytes, A::Error> {
                let mut bytes = Vec::new();
                while let Some(byte) = items.next_element()? {
                    bytes.push(byte);
                }
                Ok(OwnedBytes(bytes))
            }
        }

        deserializer.deserialize_byte_buf(BytesVisitor)
    }
}
