//! Python reads what is written here: where there is a Python with torch, numpy and safetensors.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use autograd::{DType, StateDict, Tensor};
use serialization::pt::Value;
use serialization::{npy, npz, pt, safetensors};

use crate::folder::Folder;

/// The variable of the environment that names a Python.
const PYTHON: &str = "FLAMBEAU_PYTHON";

/// A Python that has what the script needs.
fn python() -> Option<PathBuf> {
    let named = std::env::var_os(PYTHON).map(PathBuf::from);
    let python = named.clone().unwrap_or_else(|| "python3".into());
    let found = Command::new(&python)
        .args(["-c", "import torch, numpy, safetensors"])
        .output()
        .is_ok_and(|output| output.status.success());
    assert!(
        found || named.is_none(),
        "{PYTHON} names {}, which has not torch, numpy and safetensors",
        python.display()
    );
    found.then_some(python)
}

#[test]
fn python_reads_what_is_written_here() {
    let Some(python) = python() else {
        eprintln!(
            "SKIPPED: no python3 with torch, numpy and safetensors is on the path; {PYTHON} names one elsewhere"
        );
        return;
    };
    let folder = Folder::new();
    write_all(&folder).expect("everything can be written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/read_ours.py");
    let output = Command::new(python)
        .arg(script)
        .arg(folder.path())
        .output()
        .expect("it started before");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("read all"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// What archives of more than 4 GiB need, zip64, is used and understood on both sides.
#[test]
#[ignore = "writes 10 GB and takes minutes; needs a Python with torch, numpy and safetensors"]
fn files_of_more_than_four_gigabytes_go_both_ways() {
    const SCRIPT: &str = "
import sys, numpy, torch
path = sys.argv[1]
of = torch.load(path, weights_only=True, mmap=True) if path.endswith('.pt') else numpy.load(path)
big, small = of['big'], of['small']
assert (len(big), float(big[0]), float(big[-1]), small.tolist()) == (1_150_000_000, 0.0, 3.0, [1.0, 2.0])
del big, small, of
big = torch.zeros(1_150_000_000)
big[-1] = 3
state = {'big': big, 'small': torch.tensor([1.0, 2.0])}
torch.save(state, path) if path.endswith('.pt') else numpy.savez(path, **{name: x.numpy() for name, x in state.items()})
";
    let python = python().expect("there is a Python");
    let big = || {
        let mut big = Tensor::zeros(1_150_000_000).to_array();
        big.as_mut_slice::<f32>()[1_149_999_999] = 3.0;
        Tensor::from(big)
    };
    let small = || Tensor::from([1.0, 2.0]);
    let state = || StateDict::from_iter([("big", big()), ("small", small())]);
    let folder = Folder::new();
    for ending in ["pt", "npz"] {
        let path = folder.join("large").with_extension(ending);
        serialization::save(&state(), &path).expect("there is room");
        for by in ["ours", "Python's"] {
            let read = serialization::load(&path).expect("it was just written");
            let (big, ends) = (&read["big"], [0, 1_149_999_999]);
            assert_eq!(ends.map(|at| big.get(at).item()), [0.0, 3.0], "{ending}, {by}");
            assert_eq!(
                read["small"].to_vec::<f32>(),
                small().to_vec::<f32>(),
                "{ending}, {by}"
            );
            drop(read);
            if by == "ours" {
                let mut command = Command::new(&python);
                let status = command.args(["-c", SCRIPT]).arg(&path).status();
                assert!(status.expect("it started before").success(), "{ending}");
            }
        }
        fs::remove_file(&path).expect("it is there");
    }
}

/// The numbers from 0 to 5, as bools whether they are odd.
fn numbered(dtype: DType) -> Tensor {
    let numbers: Vec<i64> = if dtype == DType::Bool {
        vec![0, 1, 0, 1, 0, 1]
    } else {
        (0..6).collect()
    };
    Tensor::from_vec(numbers, [2, 3]).to_dtype(dtype)
}

fn write_all(folder: &Folder) -> Result<(), serialization::Error> {
    let mut state: StateDict = DType::ALL
        .iter()
        .map(|&dtype| (format!("layers.{}", dtype.name()), numbered(dtype)))
        .collect();
    state.insert("scalar", Tensor::from(4.25));
    state.insert("empty", Tensor::zeros([0, 3]));
    state.insert("turned", Tensor::from([[1_i64, 2, 3], [4, 5, 6]]).transpose(0, 1));
    state.metadata_mut().insert("note".into(), "a 'remark'\nü".into());
    pt::save(&state, folder.join("state.pt"))?;
    safetensors::save(&state, folder.join("state.safetensors"))?;
    pt::save_value(&value(), folder.join("value.pt"))?;

    for dtype in DType::ALL.iter().filter(|dtype| **dtype != DType::BF16) {
        npy::save(&numbered(*dtype), folder.join(&format!("{}.npy", dtype.name())))?;
    }
    npy::save(&Tensor::from(1.0), folder.join("scalar.npy"))?;
    let arrays = StateDict::from_iter([
        ("a.b", Tensor::from([[1.0, 2.0], [3.0, 4.0]])),
        ("empty", Tensor::zeros([0, 3])),
    ]);
    npz::save(&arrays, folder.join("stored.npz"))?;
    npz::save_compressed(&arrays, folder.join("deflated.npz"))?;
    write_model(folder)
}

/// The weights of a network, and what it makes of (0.5, -0.25).
fn write_model(folder: &Folder) -> Result<(), serialization::Error> {
    let weights = StateDict::from_iter([
        ("0.weight", Tensor::from([[0.5, -1.0], [0.25, 2.0], [1.5, 1.0]])),
        ("0.bias", Tensor::from([0.125, 0.5, -0.5])),
        ("2.weight", Tensor::from([[2.0, -1.0, 0.75]])),
        ("2.bias", Tensor::from([0.3])),
    ]);
    let x = Tensor::from([[0.5, -0.25]]);
    let hidden = (x.mm(weights["0.weight"].t()) + &weights["0.bias"]).relu();
    let prediction = hidden.mm(weights["2.weight"].t()) + &weights["2.bias"];
    fs::write(folder.join("prediction.txt"), prediction.item().to_string()).expect("there is room");
    pt::save(&weights, folder.join("model.pt"))
}

fn value() -> Value {
    let mut long = vec![0; 10];
    long.push(1);
    let plain = vec![
        Value::None,
        true.into(),
        (-3).into(),
        (1_i64 << 40).into(),
        Value::BigInt(long),
        0.5.into(),
        "ü".into(),
        Value::Bytes(vec![0, 255]),
        Value::Set(vec![1.into(), 2.into()]),
        Value::Tuple(vec![1.into()]),
        Value::Dict(vec![]),
    ];
    let torch = vec![Value::DType("float32".into()), Value::Device("cuda:1".into())];
    let inner = Value::Dict(vec![("x".into(), Tensor::ones(2).into())]);
    let nested = Value::List(vec![Value::Tuple(vec![Tensor::zeros(1).into(), inner])]);
    Value::Dict(vec![
        ("plain".into(), Value::List(plain)),
        ("torch".into(), Value::List(torch)),
        ("nested".into(), nested),
    ])
}
