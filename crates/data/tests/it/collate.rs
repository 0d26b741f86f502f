//! Every kind of sample becomes its kind of batch.

use std::collections::{BTreeMap, HashMap};

use autograd::{DType, Tensor};
use data::Collate;

use crate::refusal;

#[test]
fn tensors_stack() {
    let batch = Collate::collate(vec![Tensor::from([1.0, 2.0]), Tensor::from([3.0, 4.0])]);
    assert_eq!(batch.shape(), [2, 2]);
    assert_eq!(batch.to_vec::<f32>(), [1.0, 2.0, 3.0, 4.0]);
    assert_eq!(Collate::collate(vec![Tensor::zeros(()); 3]).shape(), [3]);
    assert_eq!(Collate::collate(vec![Tensor::zeros(0); 2]).shape(), [2, 0]);
    let wide = Tensor::from_vec(vec![0.5_f64], 1);
    assert_eq!(Collate::collate(vec![Tensor::zeros(1), wide]).dtype(), DType::F64);
    let (message, file) = refusal(|| Tensor::collate(vec![Tensor::zeros(2), Tensor::zeros(3)]));
    assert!(message.contains("[2]") && message.contains("[3]"), "{message}");
    assert!(file.ends_with("collate.rs"), "{file}");
}

#[test]
fn numbers_become_tensors() {
    let kind = |batch: Tensor| (batch.dtype(), batch.to_vec::<f64>());
    assert_eq!(
        kind(Collate::collate(vec![0.0_f64, 0.5])),
        (DType::F64, vec![0.0, 0.5])
    );
    assert_eq!(kind(Collate::collate(vec![0.5_f32])), (DType::F32, vec![0.5]));
    assert_eq!(
        kind(Collate::collate(vec![-1_i64, 0])),
        (DType::I64, vec![-1.0, 0.0])
    );
    assert_eq!(kind(Collate::collate(vec![7_u8])), (DType::I64, vec![7.0]));
    assert_eq!(kind(Collate::collate(vec![7_usize])), (DType::I64, vec![7.0]));
    assert_eq!(
        kind(Collate::collate(vec![true, false])),
        (DType::Bool, vec![1.0, 0.0])
    );
}

#[test]
fn text_stays_text() {
    assert_eq!(Collate::collate(vec!["a", "b"]), ["a", "b"]);
    assert_eq!(Collate::collate(vec!["a".to_owned()]), ["a"]);
}

#[test]
fn tuples_and_arrays_collate_by_parts() {
    let (numbers, (flags, words)) = Collate::collate(vec![(1.5_f64, (true, "a")), (2.5, (false, "b"))]);
    assert_eq!(numbers.to_vec::<f64>(), [1.5, 2.5]);
    assert_eq!(flags.to_vec::<bool>(), [true, false]);
    assert_eq!(words, ["a", "b"]);
    let [low, high] = Collate::collate(vec![[1_i64, 10], [2, 20], [3, 30]]);
    assert_eq!(
        (low.to_vec::<i64>(), high.to_vec::<i64>()),
        (vec![1, 2, 3], vec![10, 20, 30])
    );
}

#[test]
fn vectors_collate_by_parts() {
    let batch = Collate::collate(vec![vec![1_i64, 10], vec![2, 20]]);
    assert_eq!(
        batch.iter().map(Tensor::to_vec::<i64>).collect::<Vec<_>>(),
        [[1, 2], [10, 20]]
    );
    let (message, file) = refusal(|| Collate::collate(vec![vec![1_i64], vec![1, 2]]));
    assert_eq!(
        message,
        "collate: vectors in one batch need one length, but the first has 1 elements and number 1 has 2"
    );
    assert!(file.ends_with("collate.rs"), "{file}");
}

#[test]
fn maps_collate_by_key() {
    let sample = |x: f32, y: i64| HashMap::from([("x", Tensor::from([x])), ("y", Tensor::from(y))]);
    let batch = Collate::collate(vec![sample(0.5, 1), sample(1.5, 2)]);
    assert_eq!(batch["x"].shape(), [2, 1]);
    assert_eq!(batch["y"].to_vec::<i64>(), [1, 2]);
    let batch = Collate::collate(vec![BTreeMap::from([(1, 0.5_f64)]), BTreeMap::from([(1, 1.5)])]);
    assert_eq!(batch[&1].to_vec::<f64>(), [0.5, 1.5]);
    for odd in [
        BTreeMap::from([(2, 0.5)]),
        BTreeMap::from([(1, 0.5), (2, 0.5)]),
        BTreeMap::new(),
    ] {
        let (message, _) = refusal(|| Collate::collate(vec![BTreeMap::from([(1, 0.5_f64)]), odd]));
        assert!(
            message.starts_with("collate: maps in one batch need the same keys"),
            "{message}"
        );
    }
}

#[test]
fn the_first_error_wins() {
    let batch = Collate::collate(vec![Ok::<_, &str>(1_i64), Ok(2)]);
    assert_eq!(batch.unwrap().to_vec::<i64>(), [1, 2]);
    let batch = Collate::collate(vec![Ok(1), Err("no file"), Err("no disk")]);
    assert_eq!(batch.unwrap_err(), "no file");
}
