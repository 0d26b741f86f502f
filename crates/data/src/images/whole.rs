//! Whether a file has the end of its picture. Decoders fill what is missing with grey, or do not look.

use image::ImageFormat;

/// What is wrong with the frame of a file of this kind.
pub(super) fn problem(kind: ImageFormat, bytes: &[u8]) -> Option<&'static str> {
    const CUT: &str = "the picture is not whole: its end is missing";
    match kind {
        ImageFormat::Png => (!png_ends(bytes)).then_some(CUT),
        ImageFormat::Jpeg => match jpeg_components(bytes) {
            None => Some(CUT),
            Some(4) => Some("the picture has the four colours of print (CMYK), not red, green and blue"),
            Some(_) => None,
        },
        _ => None,
    }
}

/// Whether the chunks of a PNG go on to the last one.
fn png_ends(bytes: &[u8]) -> bool {
    const SIGNATURE: usize = 8;
    let mut rest = bytes.get(SIGNATURE..).unwrap_or_default();
    // Length, kind, data, checksum.
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let Some(next) = after
            .get(u32::from_be_bytes([a, b, c, d]) as usize..)
            .and_then(|crc| crc.get(4..))
        else {
            return false;
        };
        if &kind == b"IEND" {
            return true;
        }
        rest = next;
    }
    false
}

/// How many components the frame of a JPEG has; none if the file ends before its end marker.
fn jpeg_components(bytes: &[u8]) -> Option<u8> {
    const END: u8 = 0xd9;
    let mut components = 0;
    let mut rest = bytes;
    loop {
        // In coded data, 0xff is followed by 0.
        let at = rest
            .windows(2)
            .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0 | 0xff))?;
        let marker = rest[at + 1];
        rest = &rest[at + 2..];
        match marker {
            END => return Some(components),
            // These stand alone.
            0x01 | 0xd0..=0xd8 => {}
            _ => {
                let length = usize::from(u16::from_be_bytes(*rest.first_chunk()?));
                let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
                if is_frame {
                    // Length, precision, height, width.
                    components = *rest.get(7)?;
                }
                rest = rest.get(length..)?;
            }
        }
    }
}
