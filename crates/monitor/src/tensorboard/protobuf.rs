//! The encoding of protocol buffers, as far as event files need it.

/// A message: fields one after the other, each a key and a value.
#[derive(Clone, Debug, Default)]
#[must_use]
pub(super) struct Message(Vec<u8>);

/// How a value is written, which is a part of its field's key.
#[derive(Clone, Copy)]
enum Wire {
    Varint = 0,
    Bits64 = 1,
    Bytes = 2,
    Bits32 = 5,
}

impl Message {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn int(self, field: u32, value: i64) -> Self {
        // Negative numbers are written as those of 64 bits that they are.
        self.key(field, Wire::Varint).varint(value as u64)
    }

    pub(super) fn float(self, field: u32, value: f32) -> Self {
        self.key(field, Wire::Bits32).raw(&value.to_le_bytes())
    }

    pub(super) fn double(self, field: u32, value: f64) -> Self {
        self.key(field, Wire::Bits64).raw(&value.to_le_bytes())
    }

    /// A list of numbers in one field.
    pub(super) fn doubles(self, field: u32, values: &[f64]) -> Self {
        let packed: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.bytes(field, &packed)
    }

    /// Bytes, or a text.
    pub(super) fn bytes(self, field: u32, value: &[u8]) -> Self {
        self.key(field, Wire::Bytes).varint(value.len() as u64).raw(value)
    }

    pub(super) fn message(self, field: u32, value: &Message) -> Self {
        self.bytes(field, &value.0)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn key(self, field: u32, wire: Wire) -> Self {
        self.varint(u64::from(field << 3 | wire as u32))
    }

    /// Seven bits to a byte, the lowest first; the eighth says that more follow.
    fn varint(mut self, mut value: u64) -> Self {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
        self
    }

    fn raw(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_encoded_as_the_specification_shows() {
        // The examples of the specification: 150 in field 1, "testing" in field 2, the first as field 3.
        let first = Message::new().int(1, 150);
        assert_eq!(first.as_bytes(), [0x08, 0x96, 0x01]);
        assert_eq!(Message::new().bytes(2, b"testing").as_bytes(), b"\x12\x07testing");
        assert_eq!(
            Message::new().message(3, &first).as_bytes(),
            [0x1A, 0x03, 0x08, 0x96, 0x01]
        );
        let minus_two = [0x08, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01];
        assert_eq!(Message::new().int(1, -2).as_bytes(), minus_two);
    }

    #[test]
    fn numbers_with_a_point_are_their_bytes() {
        assert_eq!(Message::new().float(2, 1.0).as_bytes(), [0x15, 0, 0, 0x80, 0x3F]);
        assert_eq!(
            Message::new().double(1, 1.0).as_bytes(),
            [0x09, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
        );
        let two = Message::new().doubles(6, &[1.0, 0.0]);
        assert_eq!(
            two.as_bytes(),
            [0x32, 16, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0]
        );
        // Fields from 16 on have keys of two bytes.
        assert_eq!(Message::new().int(16, 1).as_bytes(), [0x80, 0x01, 0x01]);
    }
}
