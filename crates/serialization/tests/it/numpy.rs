//! NumPy's formats, broken.

use std::io::{Cursor, Write};

use autograd::{DType, StateDict, Tensor};
use serialization::{npy, npz};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::every_type;
use crate::folder::Folder;

/// A file of this header and these bytes after it.
fn array(header: &str, data: &[u8]) -> Vec<u8> {
    let length = (header.len() as u16).to_le_bytes();
    [b"\x93NUMPY\x01\0", &length[..], header.as_bytes(), data].concat()
}

fn archive(method: CompressionMethod, members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(*name, options).expect("any name is allowed");
        zip.write_all(bytes).expect("memory has room");
    }
    zip.finish().expect("memory has room").into_inner()
}

#[test]
fn what_is_saved_is_loaded() {
    let folder = Folder::new();
    let mut state = every_type();
    state.remove("layers.bfloat16");
    npz::save(&state, folder.join("a.npz")).expect("there is room");
    assert_eq!(
        npz::load(folder.join("a.npz")).expect("it was just written"),
        state
    );
    npz::save_compressed(&state, folder.join("b.npz")).expect("there is room");
    assert_eq!(
        npz::load(folder.join("b.npz")).expect("it was just written"),
        state
    );
    let one = StateDict::from_iter([("", state["turned"].clone())]);
    serialization::save(&one, folder.join("c.npy")).expect("there is room");
    assert_eq!(
        serialization::load(folder.join("c.npy")).expect("it was just written"),
        one
    );
}

#[test]
fn what_numpy_has_not_is_not_written() {
    let folder = Folder::new();
    let half = StateDict::from_iter([("x", Tensor::zeros(1).to_dtype(DType::BF16))]);
    let message = npz::save(&half, folder.join("a.npz"))
        .expect_err("no such type")
        .to_string();
    assert!(
        message.contains("tensor \"x\": NumPy has no bfloat16"),
        "{message}"
    );
    let mut remarked = StateDict::from_iter([("x", Tensor::zeros(1))]);
    remarked.metadata_mut().insert("epoch".into(), "1".into());
    let message = npz::save(&remarked, folder.join("a.npz"))
        .expect_err("no place")
        .to_string();
    assert!(
        message.contains("no place for remarks, such as \"epoch\""),
        "{message}"
    );
    let message = serialization::save(&remarked, folder.join("a.npy"))
        .expect_err("no place")
        .to_string();
    assert!(message.contains("holds one tensor"), "{message}");
}

#[test]
fn arrays_that_do_not_keep_to_the_format_are_refused() {
    let good = "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }";
    let with = |from: &str, to: &str| array(&good.replace(from, to), &[1, 0, 2, 0]);
    assert!(npy::from_bytes(&with("", "")).is_ok());
    for (what, bytes, sentence) in [
        ("short", array(good, &[1, 0, 2]), "has 4 bytes, but 3 follow"),
        ("long", array(good, &[1, 0, 2, 0, 0]), "has 4 bytes, but 5 follow"),
        (
            "header",
            b"\x93NUMPY\x01\0\xff\xff{}".to_vec(),
            "the header has 65535 bytes, but 2 follow",
        ),
        (
            "huge header",
            b"\x93NUMPY\x02\0\xff\xff\xff\xff{}".to_vec(),
            "the header has 4294967295 bytes",
        ),
        ("version", b"\x93NUMPY\x04\0\0\0".to_vec(), "version 4"),
        ("no dict", array("(1,)", &[]), "not a dict"),
        ("key", with("shape", "form"), "an entry \"form\""),
        (
            "twice",
            with("'shape'", "'descr'"),
            "\"descr\" comes a second time",
        ),
        (
            "missing",
            with(", 'shape': (2,)", ""),
            "lacks descr, fortran_order or shape",
        ),
        ("negative", with("(2,)", "(-2,)"), "no literal"),
        (
            "overflow",
            with("(2,)", "(9223372036854775807, 9223372036854775807)"),
            "more bytes than can be counted",
        ),
        (
            "rank",
            with("(2,)", &format!("({})", "1, ".repeat(65))),
            "65 dimensions",
        ),
        (
            "claim",
            with("(2,)", "(10000000000,)"),
            "has 20000000000 bytes, but 4 follow",
        ),
        ("type", with("<i2", "<i3"), "24-bit integers"),
        (
            "bool",
            array(&good.replace("<i2", "|b1"), &[1, 2]),
            "byte 1 of a bool array is 2",
        ),
    ] {
        let message = npy::from_bytes(&bytes).expect_err(what).to_string();
        assert!(message.contains(sentence), "{what}: {message}");
    }
}

#[test]
fn archives_that_do_not_keep_to_the_format_are_refused() {
    let x = npy::to_bytes(&Tensor::from([1.0, 2.0])).expect("NumPy has such");
    let good = archive(CompressionMethod::Stored, &[("aa.npy", &x), ("bb.npy", &x)]);
    assert_eq!(npz::from_bytes(&good).expect("it is one").len(), 2);
    let replaced = |from: &[u8], to: &[u8]| {
        let mut bytes = good.clone();
        for at in 0..=bytes.len() - from.len() {
            if bytes[at..].starts_with(from) {
                bytes[at..at + from.len()].copy_from_slice(to);
            }
        }
        bytes
    };
    let flipped = {
        let mut bytes = good.clone();
        let at = bytes
            .windows(6)
            .position(|window| window == b"\x93NUMPY")
            .expect("it is there")
            + x.len()
            - 1;
        bytes[at] ^= 1;
        bytes
    };
    let collide = archive(CompressionMethod::Stored, &[("a.npy", &x), ("a", &x)]);
    for (what, bytes, sentence) in [
        ("twice", replaced(b"bb.npy", b"aa.npy"), "the same name"),
        (
            "before",
            [b"before", &good[..]].concat(),
            "not an .npz file of NumPy, but a file of a kind",
        ),
        ("checksum", flipped, "record \"aa.npy\": "),
        ("collide", collide, "two arrays are called \"a\""),
        (
            "truncated",
            good[..good.len() - 30].to_vec(),
            "the zip archive is damaged",
        ),
        (
            "no array",
            archive(CompressionMethod::Stored, &[("x", b"0123456789")]),
            "does not begin as an array",
        ),
    ] {
        let message = npz::from_bytes(&bytes).expect_err(what).to_string();
        assert!(message.contains(sentence), "{what}: {message}");
    }
}

#[test]
fn records_that_share_bytes_are_refused() {
    let x = npy::to_bytes(&Tensor::zeros(1000)).expect("NumPy has such");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("x.npy", SimpleFileOptions::default())
        .expect("any name is allowed");
    zip.write_all(&x).expect("memory has room");
    for copy in 0..100 {
        zip.shallow_copy_file("x.npy", &format!("{copy}.npy"))
            .expect("it is there");
    }
    let bytes = zip.finish().expect("memory has room").into_inner();
    let message = npz::from_bytes(&bytes).expect_err("a bomb").to_string();
    assert!(
        message.contains("records of the archive share bytes"),
        "{message}"
    );
}

#[test]
fn a_record_that_claims_another_length_is_refused() {
    let x = npy::to_bytes(&Tensor::zeros(100_000)).expect("NumPy has such");
    let honest = archive(CompressionMethod::Deflated, &[("x.npy", &x)]);
    let (length, own) = (x.len(), (x.len() as u32).to_le_bytes());
    for claim in [900_000_000_u32, 2_000_000] {
        let mut bytes = honest.clone();
        for at in 0..bytes.len() - 4 {
            if bytes[at..at + 4] == own {
                bytes[at..at + 4].copy_from_slice(&claim.to_le_bytes());
            }
        }
        let message = npz::from_bytes(&bytes).expect_err("a lie").to_string();
        let wanted =
            format!("record \"x.npy\": it becomes {length} bytes, not the {claim} that the archive says");
        assert!(message.contains(&wanted), "{message}");
    }
}

#[test]
fn what_inflates_beyond_the_limit_is_refused() {
    let folder = Folder::new();
    let zeros = StateDict::from_iter([("x", Tensor::zeros([1000, 1000]))]);
    let path = folder.join("bomb.npz");
    npz::save_compressed(&zeros, &path).expect("there is room");
    let length = std::fs::metadata(&path).expect("it is there").len();
    assert!(length < 10_000, "4 MB of zeros in {length} bytes");
    let message = npz::load_within(&path, 1_000_000)
        .expect_err("it becomes 4 MB")
        .to_string();
    assert!(message.contains("become more than 1000000 bytes"), "{message}");
    assert_eq!(npz::load_within(&path, 5_000_000).expect("it is allowed"), zeros);
    // 10 GB that a header claims, and 10 KB that are there.
    let claim = array(
        "{'descr': '|u1', 'fortran_order': False, 'shape': (10000000000,), }",
        &[0; 10_000],
    );
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let message = npz::from_bytes(&archive(method, &[("x.npy", &claim)]))
            .expect_err("a lie")
            .to_string();
        assert!(
            message.contains("has 10000000000 bytes, but 10000 follow"),
            "{message}"
        );
    }
}
