//! The safetensors format.

use std::collections::HashMap;
use std::fs;

use autograd::{StateDict, Tensor};
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};
use serialization::safetensors::{from_bytes, load, save, to_bytes};
use tensor_core::kernel::threads::{num_threads, set_num_threads};

use crate::every_type;
use crate::folder::Folder;

/// A file of this header, filled up, and these bytes after it.
fn file(header: &str, data: &[u8]) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), data].concat()
}

fn refusal(bytes: &[u8]) -> String {
    from_bytes(bytes).expect_err("the file is wrong").to_string()
}

#[test]
fn what_is_saved_is_loaded_in_the_same_order() {
    let folder = Folder::new();
    let path = folder.join("state.safetensors");
    let mut state = every_type();
    state
        .metadata_mut()
        .insert("a \"remark\"".into(), "line\nline".into());
    save(&state, &path).expect("there is room");
    let loaded = load(&path).expect("it was just written");
    assert_eq!(loaded, state);
    assert_eq!(
        loaded.keys().collect::<Vec<_>>(),
        state.keys().collect::<Vec<_>>()
    );
    assert_eq!(
        to_bytes(&state).expect("any state"),
        fs::read(&path).expect("it is there")
    );
    assert_eq!(
        serialization::load(&path).expect("the ending says what it is"),
        state
    );
    save(&StateDict::new(), &path).expect("there is room");
    assert!(load(&path).expect("it was just written").is_empty());
}

#[test]
fn the_formats_own_library_reads_what_is_written_here() {
    let state = every_type();
    let bytes = to_bytes(&state).expect("any state");
    let theirs = SafeTensors::deserialize(&bytes).expect("it keeps to the format");
    assert_eq!(theirs.len(), state.len());
    for (name, tensor) in &state {
        let view = theirs.tensor(name).expect("it has the same names");
        assert_eq!(view.shape(), tensor.shape());
        assert_eq!(view.data(), tensor.to_le_bytes());
        let address = view.data().as_ptr() as usize - bytes.as_ptr() as usize;
        assert_eq!(address % tensor.dtype().size(), 0, "{name} is not aligned");
    }
}

#[test]
fn what_the_formats_own_library_writes_is_read_here() {
    let bytes: Vec<u8> = (0..24).collect();
    let views = [
        (
            "b",
            TensorView::new(Dtype::I16, vec![2, 3], &bytes[..12]).expect("it fits"),
        ),
        (
            "a",
            TensorView::new(Dtype::F64, vec![3], &bytes[..]).expect("it fits"),
        ),
    ];
    let remarks = HashMap::from([("by".to_owned(), "ü\n".to_owned())]);
    let file = safetensors::serialize(views, Some(remarks)).expect("it can be written");
    let state = from_bytes(&file).expect("it keeps to the format");
    assert_eq!((state["a"].shape(), state["b"].shape()), (&[3][..], &[2, 3][..]));
    assert_eq!(state["b"].to_le_bytes(), bytes[..12]);
    assert_eq!(state.metadata()["by"], "ü\n");
}

/// A description of a tensor of two bytes.
const TENSOR: &str = r#"{"dtype":"U8","shape":[2],"data_offsets":[0,2]}"#;

/// A file of one tensor whose description has been changed.
fn changed(from: &str, to: &str, data: &[u8]) -> Vec<u8> {
    file(&format!(r#"{{"x":{}}}"#, TENSOR.replace(from, to)), data)
}

fn check_refused(cases: &[(&str, Vec<u8>, &str)]) {
    for (what, bytes, sentence) in cases {
        let message = refusal(bytes);
        assert!(message.contains(sentence), "{what}: {message}");
    }
}

#[test]
fn headers_that_are_wrong_are_refused_with_the_place() {
    let huge = file("{", &[]).into_iter().map(|byte| byte | 0x40).collect();
    let twice = format!(r#"{{"x":{TENSOR},"x":{TENSOR}}}"#);
    let field_twice = r#"{"x":{"dtype":"U8","dtype":"U8"}}"#;
    let remark_twice = r#"{"__metadata__":{"a":"1","a":"2"}}"#;
    let deep = format!(r#"{{"x":{{"y":{}"#, "[".repeat(1_000_000));
    let none = 99_u64.to_le_bytes().to_vec();
    check_refused(&[
        ("short", b"\x01\0".to_vec(), "the file has 2 bytes"),
        ("huge", huge, "more than the 16777216"),
        ("truncated", none, "its header has 99 bytes, but only 0 are there"),
        ("not text", file("{\"\u{1}", &[]), "control character"),
        ("twice", file(&twice, &[1, 2]), "\"x\" comes a second time"),
        (
            "field twice",
            file(field_twice, &[]),
            "tensor \"x\": byte 31 of the header: dtype comes",
        ),
        (
            "remark twice",
            file(remark_twice, &[]),
            "\"a\" comes a second time",
        ),
        ("after", file("{} x", &[]), "something follows"),
        ("deep", file(&deep, &[]), "nested too deep"),
    ]);
}

#[test]
fn bytes_that_are_not_where_they_should_be_are_refused() {
    let other = TENSOR.replace("[0,2]", "[1,3]");
    let overlap = format!(r#"{{"x":{TENSOR},"y":{other}}}"#);
    check_refused(&[
        (
            "truncated",
            changed("", "", &[1]),
            "only 1 bytes follow the header",
        ),
        (
            "more",
            changed("", "", &[1, 2, 3]),
            "1 bytes after the last tensor",
        ),
        (
            "overlap",
            file(&overlap, &[1, 2, 3]),
            "tensor \"y\", bytes 1 to 3: they overlap those before, which end at 2",
        ),
        (
            "hole",
            changed("[0,2]", "[1,3]", &[1, 2, 3]),
            "from 0 to 1 belong to no tensor",
        ),
        (
            "size",
            changed("[0,2]", "[0,3]", &[1, 2, 3]),
            "shape [2] has 2 bytes, but they lie from 0 to 3",
        ),
        ("backwards", changed("[0,2]", "[2,0]", &[1, 2]), "from 2 to 0"),
    ]);
}

#[test]
fn tensors_that_cannot_be_are_refused() {
    let many = format!("[{}1]", "1,".repeat(64));
    check_refused(&[
        (
            "overflow",
            changed("[2]", "[4294967296,4294967296,0]", &[]),
            "more bytes than can be counted",
        ),
        ("negative", changed("[2]", "[-2]", &[1, 2]), "not a whole number"),
        (
            "type",
            changed("U8", "F8_E4M3", &[1, 2]),
            "tensor \"x\": the element type \"F8_E4M3\"",
        ),
        (
            "bool",
            changed("U8", "BOOL", &[1, 2]),
            "tensor \"x\": byte 1 of a bool array is 2",
        ),
        (
            "rank",
            changed("[2]", &many, &[1, 2]),
            "65 dimensions, more than 64",
        ),
    ]);
}

#[test]
fn files_of_other_kinds_are_told_as_what_they_are() {
    for (bytes, sentence) in [
        (
            &b"PK\x03\x04rest"[..],
            "not a safetensors file, but a zip archive, which PyTorch's .pt",
        ),
        (b"version https://git-lfs.github.com/spec/v1\noid", "git lfs pull"),
        (b"<!doctype html><html>", "a web page"),
        (b"\x93NUMPY\x01\0", "a .npy file"),
        (b"", "an empty file"),
    ] {
        let message = refusal(bytes);
        assert!(
            message.starts_with("the bytes: this is ") && message.contains(sentence),
            "{message}"
        );
    }
    let path = std::path::Path::new("state.onnx");
    let message = serialization::load(path).expect_err("no such format").to_string();
    assert!(
        message.starts_with("state.onnx: the ending names no format here"),
        "{message}"
    );
    let message = load("not/there.safetensors")
        .expect_err("it is not there")
        .to_string();
    assert!(
        message.starts_with("not/there.safetensors: cannot be read: "),
        "{message}"
    );
}

#[test]
fn what_the_format_cannot_hold_is_not_written() {
    let folder = Folder::new();
    let path = folder.join("state.safetensors");
    let state = StateDict::from_iter([("__metadata__", Tensor::zeros(1))]);
    let message = save(&state, &path).expect_err("the name is taken").to_string();
    assert!(message.contains("cannot be called __metadata__"), "{message}");
    assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 0);
}

/// A long file is read by as many threads as there are, in whatever runs its tensors come.
#[test]
fn any_number_of_threads_reads_the_same() {
    let before = num_threads();
    let lengths = [3_000_000, 0, 1, 500_000, 2_000_000, 7, 1_500_000];
    let tensors = lengths.iter().enumerate().map(|(at, &length)| {
        let first = at as f64;
        (
            at.to_string(),
            Tensor::arange(first, first + f64::from(length), 1.0),
        )
    });
    let state: StateDict = tensors.collect();
    let folder = Folder::new();
    let path = folder.join("long.safetensors");
    save(&state, &path).expect("there is room");
    for threads in [1, 2, 3, 8] {
        set_num_threads(threads);
        assert_eq!(
            load(&path).expect("it was just written"),
            state,
            "{threads} threads"
        );
    }
    let bytes = fs::read(&path).expect("it is there");
    fs::write(&path, &bytes[..bytes.len() - 1]).expect("there is room");
    let error = load(&path).expect_err("its last byte is gone").to_string();
    assert!(error.contains("truncated"), "{error}");
    set_num_threads(before);
}
