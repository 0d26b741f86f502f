//! Files that PyTorch, NumPy and safetensors wrote: `tests/files/make.py` made them.

use std::path::{Path, PathBuf};

use autograd::{DType, Tensor};
use serialization::pt::Value;
use serialization::{load, npy, pt};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/files")
        .join(name)
}

fn refusal(name: &str) -> String {
    load(file(name)).expect_err("it is not to be read").to_string()
}

fn numbers(tensor: &Tensor) -> (DType, Vec<i64>) {
    assert_eq!(tensor.shape(), [2, 3]);
    (tensor.dtype(), tensor.to_vec::<i64>())
}

#[test]
fn a_checkpoint_of_every_protocol_is_the_same() {
    let first = pt::load_value(file("checkpoint_2.pt")).expect("PyTorch wrote it");
    for protocol in [3, 4, 5] {
        let other = pt::load_value(file(&format!("checkpoint_{protocol}.pt"))).expect("PyTorch wrote it");
        assert_eq!(other, first, "protocol {protocol}");
    }
    assert_eq!(
        first.get("plain").expect("it is there").to_string(),
        "[None, True, -3, 1099511627776, an integer of the bytes 0x0100000000000000000000, \
         an integer of the bytes 0xff00000000000000000000, 0.5, 'ü', b'\\x00\\xff', b'', {1, 2}, (1,), (), {}]"
    );
    assert_eq!(
        first.get("torch").expect("it is there").to_string(),
        "[torch.float32, device('cuda:1'), (2, 3)]"
    );
    assert_eq!(first.get("epoch").and_then(Value::as_f64), Some(7.0));
    let state = load(file("checkpoint_4.pt")).expect("PyTorch wrote it");
    let names: Vec<&str> = state.keys().collect();
    assert_eq!(
        names[..4],
        ["model.0.weight", "model.0.bias", "model.1.weight", "model.1.bias"]
    );
    assert_eq!(state["model.1.num_batches_tracked"].to_vec::<i64>(), [1]);
    assert_eq!(state["optimizer.state.0.exp_avg"].shape(), [4, 3]);
    assert_eq!(state.metadata()["epoch"], "7");
    let groups = &state.metadata()["optimizer.param_groups"];
    assert!(
        groups.starts_with("[{'lr': 0.01, 'betas': (0.9, 0.999)"),
        "{groups}"
    );
}

#[test]
fn storages_of_either_byte_order_and_expanded_ones_are_read() {
    let state = load(file("big_endian.pt")).expect("PyTorch reads it");
    assert_eq!(numbers(&state["x"]), (DType::F32, vec![0, 1, 2, 3, 4, 5]));
    assert_eq!(numbers(&state["i"]), (DType::I16, vec![0, 1, 2, 3, 4, 5]));
    let state = load(file("expanded.pt")).expect("PyTorch wrote it");
    assert_eq!(state["x"].to_vec::<f32>(), [0.0; 3]);
    assert_eq!(numbers(&state["half"]), (DType::F16, vec![0, 1, 2, 3, 4, 5]));
}

#[test]
fn what_is_no_file_of_tensors_is_told_by_name() {
    for (name, sentence) in [
        (
            "legacy.pt",
            "a .pt file from before PyTorch 1.6; torch.save(torch.load(file, weights_only=True), file)",
        ),
        (
            "script.pt",
            "a program of TorchScript; torch.save(torch.jit.load(file).state_dict(), file)",
        ),
        (
            "module.pt",
            "it asks for \"torch.nn.modules.container.Sequential\"",
        ),
        ("complex.pt", "\"torch.ComplexFloatStorage\""),
        ("other_u2.npy", "\"<u2\" (16-bit unsigned integers)"),
        ("other_u8.npy", "\"<u8\" (64-bit unsigned integers)"),
        ("other_c8.npy", "\"<c8\" (64-bit complex numbers)"),
        ("other_text.npy", "\"<U2\" (text)"),
        ("other_date.npy", "(dates and times)"),
        ("other_record.npy", "records of several fields"),
        ("other_object.npy", "(Python objects, which only Python can read"),
    ] {
        let message = refusal(name);
        assert!(message.contains(sentence), "{name}: {message}");
    }
}

#[test]
fn files_under_another_ending_are_told_as_what_they_are() {
    let told = |name: &str, found: &str| {
        let bytes = std::fs::read(file(name)).expect("it is there");
        let pt = pt::from_bytes(&bytes).expect_err("it is none").to_string();
        let safetensors = serialization::safetensors::from_bytes(&bytes).expect_err("it is none");
        for message in [pt, safetensors.to_string()] {
            assert!(message.contains(found), "{name}: {message}");
        }
    };
    told("version_1.npy", "but a .npy file of NumPy");
    told("legacy.pt", "from before PyTorch 1.6");
    let npz = std::fs::read(file("stored.npz")).expect("it is there");
    let message = pt::from_bytes(&npz).expect_err("it is none").to_string();
    assert!(
        message.contains("is not a .pt file as torch.save writes it, but an .npz file"),
        "{message}"
    );
    let bytes = std::fs::read(file("checkpoint_2.pt")).expect("it is there");
    let message = serialization::npz::from_bytes(&bytes)
        .expect_err("it is none")
        .to_string();
    assert!(message.contains("but a .pt file"), "{message}");
    let message = serialization::safetensors::from_bytes(&bytes)
        .expect_err("it is none")
        .to_string();
    assert!(
        message.contains("not a safetensors file, but a zip archive, which PyTorch's .pt"),
        "{message}"
    );
}

#[test]
fn arrays_of_every_version_and_order_are_read() {
    for version in [1, 2, 3] {
        let tensor = npy::load(file(&format!("version_{version}.npy"))).expect("NumPy wrote it");
        assert_eq!(numbers(&tensor), (DType::F32, vec![0, 1, 2, 3, 4, 5]));
    }
    let tensor = npy::load(file("fortran_big.npy")).expect("NumPy wrote it");
    assert_eq!(numbers(&tensor), (DType::I16, vec![0, 1, 2, 3, 4, 5]));
    for name in ["stored.npz", "deflated.npz"] {
        let state = load(file(name)).expect("NumPy wrote it");
        assert_eq!(state.keys().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(numbers(&state["a"]), (DType::F32, vec![0, 1, 2, 3, 4, 5]));
        assert_eq!((state["b"].dtype(), state["b"].item()), (DType::F64, 2.5));
    }
}
