//! Checksums of cyclic redundancy: that of event files, and that of PNG.

/// A cyclic redundancy check of 32 bits, as its table for bytes.
pub(super) struct Crc([u32; 256]);

/// Castagnoli's polynomial, that of records in event files.
pub(super) static CRC32C: Crc = Crc::new(0x82F6_3B78);
/// The polynomial of chunks in PNG files.
pub(super) static CRC32: Crc = Crc::new(0xEDB8_8320);

impl Crc {
    /// The check by a polynomial, whose bits are in reversed order.
    const fn new(polynomial: u32) -> Self {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < table.len() {
            let mut rest = byte as u32;
            let mut bit = 0;
            while bit < 8 {
                rest = (rest >> 1) ^ if rest & 1 == 1 { polynomial } else { 0 };
                bit += 1;
            }
            table[byte] = rest;
            byte += 1;
        }
        Self(table)
    }

    pub(super) fn of<'a>(&self, bytes: impl IntoIterator<Item = &'a u8>) -> u32 {
        let rest = bytes.into_iter().fold(u32::MAX, |rest, byte| {
            (rest >> 8) ^ self.0[usize::from(rest as u8 ^ byte)]
        });
        !rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checks_are_those_of_the_catalogues() {
        assert_eq!(CRC32C.of(b"123456789"), 0xE306_9283);
        assert_eq!(CRC32.of(b"123456789"), 0xCBF4_3926);
        // RFC 3720, B.4.
        assert_eq!(CRC32C.of(&[0; 32]), 0x8A91_36AA);
        assert_eq!(CRC32C.of(&[0xFF; 32]), 0x62A8_AB43);
    }
}
