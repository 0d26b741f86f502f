//! Tensors through `serde`, in a format for people and in one of bytes.

use autograd::{Array, DType, Tensor};

use crate::every_type;

fn same(a: &Tensor, b: &Tensor) -> bool {
    (a.dtype(), a.shape(), a.to_le_bytes()) == (b.dtype(), b.shape(), b.to_le_bytes())
}

#[test]
fn every_tensor_comes_back() {
    for (name, tensor) in &every_type() {
        let json = serde_json::to_string(tensor).expect("any tensor");
        let back: Tensor = serde_json::from_str(&json).expect("it was just written");
        assert!(same(tensor, &back), "{name}: {json}");
        let mut bytes = Vec::new();
        ciborium::into_writer(tensor, &mut bytes).expect("any tensor");
        let back: Tensor = ciborium::from_reader(bytes.as_slice()).expect("it was just written");
        assert!(same(tensor, &back), "{name}");
    }
    let random = Tensor::randn(1000);
    let json = serde_json::to_string(&random).expect("any tensor");
    assert!(same(
        &random,
        &serde_json::from_str(&json).expect("it was just written")
    ));
}

#[test]
fn people_can_read_it() {
    let tensor = Tensor::from([[0.1, f32::NAN], [f32::NEG_INFINITY, 2.0]]);
    assert_eq!(
        serde_json::to_string(&tensor).expect("any tensor"),
        r#"{"dtype":"float32","shape":[2,2],"data":[0.1,"nan","-inf",2.0]}"#
    );
    let array: Array =
        serde_json::from_str(r#"{"data": [1, 0], "shape": [2], "dtype": "uint8", "by": "hand"}"#)
            .expect("the order of fields is free");
    assert_eq!(
        (array.dtype(), array.to_dtype(DType::I64).to_vec::<i64>()),
        (DType::U8, vec![1, 0])
    );
}

#[test]
fn what_is_no_tensor_is_refused() {
    for (json, sentence) in [
        (
            r#"{"dtype":"float8","shape":[1],"data":[1]}"#,
            "\"float8\" does not exist here",
        ),
        (
            r#"{"dtype":"float32","shape":[2],"data":[1]}"#,
            "shape [2] cannot have 1 elements",
        ),
        (
            r#"{"dtype":"float32","shape":[18446744073709551615,2],"data":[]}"#,
            "cannot have 0 elements",
        ),
        (
            r#"{"dtype":"uint8","shape":[1],"data":[256]}"#,
            "none of the numbers of uint8",
        ),
        (
            r#"{"dtype":"int64","shape":[1],"data":[1.5]}"#,
            "none of the numbers of int64",
        ),
        (
            r#"{"dtype":"bool","shape":[1],"data":[1]}"#,
            "none of the numbers of bool",
        ),
        (
            r#"{"dtype":"float32","shape":[1],"data":["one"]}"#,
            "`nan`, `inf` or `-inf`",
        ),
        (
            r#"{"dtype":"float32","dtype":"bool"}"#,
            "dtype comes a second time",
        ),
        (r#"{"dtype":"float32","shape":[1]}"#, "missing field `data`"),
    ] {
        let message = serde_json::from_str::<Tensor>(json).expect_err(json).to_string();
        assert!(message.contains(sentence), "{json}: {message}");
    }
}
