//! Softmax and its gradients agree with their definitions, and long rows with short ones.

use proptest::prelude::*;
use tensor_core::{Array, DType};

use crate::plain::{Plain, indices};
use crate::strategies::view;

/// The sum over the line along `dim` that an index lies on.
fn line_sum(plain: &Plain, index: &[usize], dim: usize, f: impl Fn(&[usize]) -> f64) -> f64 {
    let mut index = index.to_vec();
    (0..plain.shape[dim])
        .map(|at| {
            index[dim] = at;
            f(&index)
        })
        .sum()
}

fn agrees(array: &Array, expected: &Plain) -> bool {
    let ours = Plain::of(array);
    let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-12 * b.abs().max(1.0);
    ours.shape == expected.shape && ours.values.iter().zip(&expected.values).all(close)
}

proptest! {
    #[test]
    fn softmax_and_its_gradients((array, plain) in view(), dim in 0_usize..6) {
        prop_assume!(array.rank() > 0);
        let dim = dim % array.rank();
        let at = dim as isize;
        let softmax = Plain::from_fn(&plain.shape, |index| {
            plain.at(index).exp() / line_sum(&plain, index, dim, |at| plain.at(at).exp())
        });
        prop_assert!(agrees(&array.softmax(at), &softmax));
        let logs = Plain { values: softmax.values.iter().map(|x| x.ln()).collect(), ..softmax.clone() };
        prop_assert!(agrees(&array.log_softmax(at), &logs));

        let grad = Plain::from_fn(&plain.shape, |index| index.iter().sum::<usize>() as f64 - 1.0);
        let upstream = Array::from_vec(&grad.values, &plain.shape).unwrap();
        let expected = Plain::from_fn(&plain.shape, |index| {
            let sum = line_sum(&plain, index, dim, |at| grad.at(at) * softmax.at(at));
            softmax.at(index) * (grad.at(index) - sum)
        });
        prop_assert!(agrees(&Array::softmax_backward(&upstream, &array.softmax(at), at), &expected));
        let expected = Plain::from_fn(&plain.shape, |index| {
            grad.at(index) - softmax.at(index) * line_sum(&plain, index, dim, |at| grad.at(at))
        });
        prop_assert!(agrees(&Array::log_softmax_backward(&upstream, &array.log_softmax(at), at), &expected));
    }
}

#[test]
fn rows_longer_than_a_tile() {
    let (rows, len) = (7, 5001);
    let x = Array::arange(0.0, (rows * len) as f64, 1.0, DType::F64)
        .unwrap()
        .sin()
        .reshape([rows, len]);
    let sums = x.exp().sum(&[1], false).to_vec::<f64>();
    let plain = Plain::of(&x);
    let (softmax, logs) = (Plain::of(&x.softmax(1)), Plain::of(&x.log_softmax(-1)));
    for index in indices(&plain.shape) {
        let expected = plain.at(&index) - sums[index[0]].ln();
        assert!((logs.at(&index) - expected).abs() < 1e-12);
        assert!((softmax.at(&index) - expected.exp()).abs() < 1e-12);
    }
}

#[test]
fn many_rows_are_the_same_on_any_number_of_threads() {
    let x = Array::arange(0.0, 120_000.0, 1.0, DType::F32)
        .unwrap()
        .cos()
        .reshape([12_000, 10]);
    let whole = x.softmax(1).to_vec::<f32>();
    let parts: Vec<f32> = x
        .split(&[600; 20], 0)
        .iter()
        .flat_map(|part| part.softmax(1).to_vec::<f32>())
        .collect();
    assert_eq!(whole, parts);
}

#[test]
fn rows_without_a_finite_number() {
    let low = f32::NEG_INFINITY;
    let x = Array::from([[low, low], [low, 0.0]]);
    let softmax = x.softmax(1).to_vec::<f32>();
    assert!(softmax[0].is_nan() && softmax[1].is_nan());
    assert_eq!(softmax[2..], [0.0, 1.0]);
    assert_eq!(x.log_softmax(1).to_vec::<f32>()[2..], [low, 0.0]);
    assert_eq!(Array::from(3.0).log_softmax(0).to_vec::<f32>(), [0.0]);
    assert_eq!(Array::zeros([3, 0], DType::F32).softmax(1).shape(), [3, 0]);
}

#[test]
#[should_panic(expected = "softmax is for floating-point numbers, not int64: convert them first")]
fn integers_have_no_softmax() {
    let _ = Array::from([1]).softmax(0);
}
