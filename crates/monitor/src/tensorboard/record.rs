//! The records of an event file: those of TensorFlow's `TFRecord`.

use std::io::{self, Write};

use super::checksum::CRC32C;

/// Writes a record: its length, the checksum of that, the bytes, their checksum.
pub(super) fn write(writer: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = (bytes.len() as u64).to_le_bytes();
    writer.write_all(&length)?;
    writer.write_all(&masked(&length).to_le_bytes())?;
    writer.write_all(bytes)?;
    writer.write_all(&masked(bytes).to_le_bytes())
}

/// The checksum, changed so that those of bytes which hold checksums themselves are none the worse.
fn masked(bytes: &[u8]) -> u32 {
    CRC32C.of(bytes).rotate_right(15).wrapping_add(0xA282_EAD8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_framed_by_its_length_and_two_checksums() {
        let mut file = Vec::new();
        write(&mut file, b"abc").expect("memory does not end");
        // As TensorBoard's own `RecordWriter` has it.
        let expected = [
            3, 0, 0, 0, 0, 0, 0, 0, 0xB0, 0x99, 0x49, 0x0E, b'a', b'b', b'c', 0x6E, 0x57, 0xF1, 0x21,
        ];
        assert_eq!(file, expected);
    }
}
