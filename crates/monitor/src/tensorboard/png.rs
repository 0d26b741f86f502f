//! PNG files of images in event files.

use super::checksum::CRC32;

/// What every PNG file begins with.
pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The largest part that is stored without compression.
const STORED: usize = 0xFFFF;

/// Rows of pixels, each of so many bytes.
pub(super) struct Pixels<'a> {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Grey, grey and alpha, RGB, or RGB and alpha.
    pub(super) channels: usize,
    pub(super) bytes: &'a [u8],
}

/// The file. It is not compressed: images of a training are small, and so nothing has to be compiled for it.
pub(super) fn encode(image: &Pixels<'_>) -> Vec<u8> {
    let mut header = Vec::with_capacity(13);
    header.extend((image.width as u32).to_be_bytes());
    header.extend((image.height as u32).to_be_bytes());
    let color_type = [0, 4, 2, 6][image.channels - 1];
    // 8 bits a channel; compression, filters and order of the only kind there is.
    header.extend([8, color_type, 0, 0, 0]);

    let mut file = SIGNATURE.to_vec();
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"IDAT", &zlib(&rows(image)));
    chunk(&mut file, *b"IEND", &[]);
    file
}

/// The width and height of a PNG file.
pub(super) fn size(file: &[u8]) -> Option<(u32, u32)> {
    let header = file.strip_prefix(SIGNATURE)?.get(..16)?;
    let number = |at: usize| {
        header[at..at + 4]
            .iter()
            .fold(0, |n, byte| n << 8 | u32::from(*byte))
    };
    (&header[4..8] == b"IHDR").then(|| (number(8), number(12)))
}

/// The rows, each with the number of its filter, none, before it.
fn rows(image: &Pixels<'_>) -> Vec<u8> {
    let row = image.width * image.channels;
    let mut rows = Vec::with_capacity(image.height * (1 + row));
    for pixels in image.bytes.chunks_exact(row) {
        rows.push(0);
        rows.extend_from_slice(pixels);
    }
    rows
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    file.extend(kind);
    file.extend_from_slice(data);
    file.extend(CRC32.of(kind.iter().chain(data)).to_be_bytes());
}

/// A stream of zlib that stores its data.
fn zlib(data: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let mut parts = data.chunks(STORED).peekable();
    while let Some(part) = parts.next() {
        let length = part.len() as u16;
        stream.push(u8::from(parts.peek().is_none()));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend_from_slice(part);
    }
    stream.extend(adler32(data).to_be_bytes());
    stream
}

fn adler32(data: &[u8]) -> u32 {
    const MODULUS: u32 = 65_521;
    // So many bytes can be added before a sum may overflow.
    const SAFE: usize = 5552;
    let (mut a, mut b) = (1, 0);
    for part in data.chunks(SAFE) {
        for &byte in part {
            a += u32::from(byte);
            b += a;
        }
        (a, b) = (a % MODULUS, b % MODULUS);
    }
    b << 16 | a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_image_is_this() {
        let white = Pixels {
            width: 1,
            height: 1,
            channels: 1,
            bytes: &[255],
        };
        let file = encode(&white);
        let chunks: &[&[u8]] = &[
            b"\x89PNG\r\n\x1a\n",
            b"\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55",
            b"\0\0\0\x0dIDAT\x78\x01\x01\x02\0\xfd\xff\0\xff\x01\x01\x01\0",
        ];
        assert_eq!(file[..chunks.concat().len()], chunks.concat());
        assert!(file.ends_with(b"\0\0\0\0IEND\xae\x42\x60\x82"));
        assert_eq!(size(&file), Some((1, 1)));
    }

    #[test]
    fn sums_of_long_data_do_not_overflow() {
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
        // As zlib.adler32(b"\xff" * 100_000) has it.
        assert_eq!(adler32(&[0xFF; 100_000]), 0x149A_302C);
    }

    #[test]
    fn what_is_no_png_has_no_size() {
        assert_eq!(size(b"GIF89a"), None);
        assert_eq!(size(SIGNATURE), None);
    }
}
