//! Files that PyTorch, NumPy and safetensors wrote: read, compared to the last bit, written and read again.

use flambeau::nn::Module;
use flambeau::{StateDict, Tensor};
use serde_json::Value as Json;
use serialization::Error;
use serialization::pt::{self, Value};

use super::optim::perceptron;
use crate::compare::{Tolerance, plain, tensors};
use crate::outcome::{Trouble, failed, refused};
use crate::reading::{Area, Case, Precision, base, number};

pub(super) fn run(area: &Area, case: &Case) -> Result<(), Trouble> {
    let path = area.folder.join(case.text("file"));
    let state = serialization::load(&path).map_err(refused)?;
    if case.op() == "forward_after_load" {
        return forward(area, case, &state);
    }
    let expected = case.json["tensors"].as_object();
    let expected = expected.ok_or_else(|| failed("the case names no tensors"))?;
    plain("the number of tensors", state.len(), expected.len())?;
    for (name, json) in expected {
        let tensor = state
            .get(name)
            .ok_or_else(|| failed(format!("{name:?} is missing")))?;
        equal(name, tensor, &base(json, &area.fixtures, Precision::Declared)?)?;
    }
    let remarks = case.json["metadata"].as_object().into_iter().flatten();
    for (name, text) in remarks {
        plain(
            name,
            state.metadata().get(name).map(String::as_str),
            text.as_str(),
        )?;
    }
    if let Some(scalars) = case.json["scalars"].as_object() {
        let value = pt::load_value(&path).map_err(refused)?;
        for (path, expected) in scalars {
            scalar(path, &value, expected)?;
        }
    }
    again(&state, &path).map_err(refused)
}

/// The tensors, written in the format that they were read in, are read as the same.
fn again(state: &StateDict, path: &std::path::Path) -> Result<(), Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let copy = std::env::temp_dir().join(format!("flambeau-{}-{name}", std::process::id()));
    serialization::save(state, &copy)?;
    let read = serialization::load(&copy);
    let _ = std::fs::remove_file(&copy);
    assert_eq!(read?, *state, "{name} written and read again");
    Ok(())
}

fn forward(area: &Area, case: &Case, state: &StateDict) -> Result<(), Trouble> {
    let model = perceptron(Precision::Declared)?;
    model.load_state_dict(state).map_err(refused)?;
    let x = base(&case.list("inputs")[0], &area.fixtures, Precision::Declared)?;
    let expected = &case.list("outputs")[0];
    let tolerance = Tolerance::of(expected, &case.json);
    tensors(
        "the prediction",
        &model.forward(&x),
        expected,
        &tolerance,
        Precision::Declared,
    )
}

/// Both have the same bits, except that a value that is not a number may be any such.
fn equal(name: &str, got: &Tensor, expected: &Tensor) -> Result<(), Trouble> {
    plain(name, got.dtype(), expected.dtype())?;
    plain(name, got.shape(), expected.shape())?;
    if !got.dtype().is_float() {
        return plain(name, got.to_vec::<i64>(), expected.to_vec::<i64>());
    }
    // Every floating-point type has its numbers exactly among those of 64 bits.
    let bits = |tensor: &Tensor| -> Vec<u64> {
        let numbers = tensor.to_vec::<f64>().into_iter();
        let plain_nan = |x: f64| if x.is_nan() { f64::NAN } else { x };
        numbers.map(|x| plain_nan(x).to_bits()).collect()
    };
    plain(name, bits(got), bits(expected))
}

/// Compares a plain value, found at a dotted path.
fn scalar(path: &str, value: &Value, expected: &Json) -> Result<(), Trouble> {
    let found = path.split('.').try_fold(value, |value, name| value.get(name));
    let found = found.ok_or_else(|| failed(format!("{path} is missing")))?;
    same(found, expected)
        .then_some(())
        .ok_or_else(|| failed(format!("{path} is {found}, not {expected}")))
}

fn same(found: &Value, expected: &Json) -> bool {
    match (found, expected) {
        (Value::None, Json::Null) => true,
        (Value::Bool(found), Json::Bool(expected)) => found == expected,
        (Value::Str(found), Json::String(expected)) => found == expected,
        (Value::Int(found), Json::Number(_)) => Some(*found) == expected.as_i64(),
        (Value::Float(found), Json::Number(_)) => Some(*found) == number(expected),
        (Value::List(found), Json::Array(expected)) => {
            found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| same(a, b))
        }
        _ => false,
    }
}
