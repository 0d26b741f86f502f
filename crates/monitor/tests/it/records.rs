//! The framing of every record of a file, checked by another checksum than that which wrote it, bit by bit.

use std::fs;

use monitor::{SummaryWriter, Tensor};

/// CRC-32C by its definition: division by the polynomial, one bit after the other.
fn crc32c(bytes: &[u8]) -> u32 {
    let mut rest = u32::MAX;
    for byte in bytes {
        rest ^= u32::from(*byte);
        for _ in 0..8 {
            rest = if rest & 1 == 1 {
                rest >> 1 ^ 0x82F6_3B78
            } else {
                rest >> 1
            };
        }
    }
    !rest
}

fn masked(bytes: &[u8]) -> [u8; 4] {
    let crc = crc32c(bytes);
    crc.rotate_right(15).wrapping_add(0xA282_EAD8).to_le_bytes()
}

/// The contents of all records, each of which must be whole.
fn records(mut file: &[u8]) -> Vec<&[u8]> {
    let mut records = Vec::new();
    while !file.is_empty() {
        let (length, rest) = file.split_at(8);
        let (check, rest) = rest.split_at(4);
        assert_eq!(check, masked(length), "the length of record {}", records.len());
        let length = u64::from_le_bytes(length.try_into().expect("eight bytes"));
        let (record, rest) = rest.split_at(usize::try_from(length).expect("a record fits into memory"));
        let (check, rest) = rest.split_at(4);
        assert_eq!(check, masked(record), "the bytes of record {}", records.len());
        records.push(record);
        file = rest;
    }
    records
}

#[test]
fn every_record_is_framed_and_the_first_tells_the_version() {
    let folder = std::env::temp_dir().join(format!("flambeau-records-{}", std::process::id()));
    let mut writer = SummaryWriter::new(&folder).expect("there is room");
    let path = writer.path().to_owned();
    assert_eq!(
        records(&fs::read(&path).expect("it is there")).len(),
        1,
        "TensorBoard knows the run at once"
    );
    writer.add_scalar("loss", 0.5, 7).expect("there is room");
    writer
        .add_histogram("weights", &Tensor::arange(0, 100, 1), 300)
        .expect("there is room");
    writer
        .add_image("grey", &Tensor::rand([1, 300, 300]), 0)
        .expect("there is room");
    writer.add_text("note", "**ü**", 0).expect("there is room");
    drop(writer);

    let file = fs::read(&path).expect("it is there");
    let records = records(&file);
    assert_eq!(records.len(), 5);
    assert!(records[0].ends_with(b"\x1a\x0dbrain.Event:2"));
    // Step 7 in field 2; in field 5 a summary, in it a value with the tag and, in field 2, 0.5.
    assert!(
        records[1].ends_with(b"\x10\x07\x2a\x0d\x0a\x0b\x0a\x04loss\x15\0\0\0\x3f"),
        "{:?}",
        records[1]
    );
    // Step 300 takes two bytes.
    assert_eq!(records[2][9..12], [0x10, 0xAC, 0x02]);
    assert!(records[3].windows(8).any(|bytes| bytes == b"\x89PNG\r\n\x1a\n") && records[3].len() > 300 * 300);
    let (tag, text) = ("note/text_summary".as_bytes(), "**ü**".as_bytes());
    assert!(
        [tag, text]
            .iter()
            .all(|part| records[4].windows(part.len()).any(|bytes| bytes == *part))
    );
    fs::remove_dir_all(&folder).expect("it is there");
}

#[test]
fn two_writers_in_one_folder_have_files_of_their_own() {
    let folder = std::env::temp_dir().join(format!("flambeau-writers-{}", std::process::id()));
    let (a, b) = (SummaryWriter::new(&folder), SummaryWriter::new(&folder));
    let (a, b) = (a.expect("there is room"), b.expect("there is room"));
    assert_ne!(a.path(), b.path());
    let inside = SummaryWriter::new(a.path()).expect_err("a file is no folder");
    assert!(inside.to_string().starts_with("cannot write "), "{inside}");
    fs::remove_dir_all(&folder).expect("it is there");
}

#[test]
fn what_is_no_image_is_refused() {
    let folder = std::env::temp_dir().join(format!("flambeau-images-{}", std::process::id()));
    let mut writer = SummaryWriter::new(&folder).expect("there is room");
    let mut refused = |image: Tensor| {
        let refusal =
            autograd::Error::catch(|| writer.add_image("x", &image, 0)).expect_err("it is no image");
        refusal.0.to_string()
    };
    let shape = "SummaryWriter::add_image: an image must be [channels, height, width] with 1, 3 or 4 channels, but it is ";
    assert_eq!(refused(Tensor::zeros([28, 28])), format!("{shape}[28, 28]"));
    assert_eq!(refused(Tensor::zeros([2, 8, 8])), format!("{shape}[2, 8, 8]"));
    assert_eq!(
        refused(Tensor::zeros([1, 0, 8])),
        "SummaryWriter::add_image: an image of 8 x 0 has no pixels"
    );
    let of_integers =
        "SummaryWriter::add_image: an image must be of floats from 0 to 1 or of bytes, but it is int64";
    assert_eq!(refused(Tensor::from([[[1_i64]]])), of_integers);
    let refusal = autograd::Error::catch(|| writer.add_png("x", b"GIF89a", 0))
        .expect_err("it is no PNG")
        .0;
    assert_eq!(
        refusal.to_string(),
        "SummaryWriter::add_png: these bytes do not begin as a PNG file does"
    );
    fs::remove_dir_all(&folder).expect("it is there");
}
