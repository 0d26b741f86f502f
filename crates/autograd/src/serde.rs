//! Tensors through `serde`: as their arrays, without history.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use tensor_core::Array;

use crate::Tensor;

/// The elements as they are now: an element type, a shape, and numbers in formats for people, bytes in others.
impl Serialize for Tensor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

/// A plain tensor, which requires no gradient.
impl<'de> Deserialize<'de> for Tensor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Array::deserialize(deserializer).map(Tensor::from)
    }
}
