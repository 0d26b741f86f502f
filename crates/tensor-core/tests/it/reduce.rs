//! Reductions agree with taking every element one by one.

use proptest::prelude::*;
use tensor_core::{Array, DType, Scalar};

use crate::plain::{Plain, indices};
use crate::strategies::{view, view_of};

/// Folds the elements of every kept index one by one, over the dimensions that a bit mask names.
fn fold(plain: &Plain, mask: u16, keepdim: bool, fold: impl Fn(&[f64]) -> f64) -> Plain {
    let named = |dim: &usize| mask >> dim & 1 == 1;
    let over: Vec<usize> = (0..plain.shape.len()).filter(named).collect();
    let over = if over.is_empty() {
        (0..plain.shape.len()).collect()
    } else {
        over
    };
    let kept: Vec<usize> = plain
        .shape
        .iter()
        .enumerate()
        .map(|(dim, size)| if over.contains(&dim) { 1 } else { *size })
        .collect();
    let mut result = Plain::from_fn(&kept, |place| {
        let elements: Vec<f64> = indices(&plain.shape)
            .iter()
            .filter(|index| (0..index.len()).all(|dim| over.contains(&dim) || index[dim] == place[dim]))
            .map(|index| plain.at(index))
            .collect();
        fold(&elements)
    });
    if !keepdim {
        result.shape = (0..kept.len())
            .filter(|dim| !over.contains(dim))
            .map(|dim| kept[dim])
            .collect();
    }
    result
}

fn dims(mask: u16, rank: usize) -> Vec<isize> {
    (0..rank)
        .filter(|dim| mask >> dim & 1 == 1)
        .map(|dim| dim as isize)
        .collect()
}

fn largest(x: &[f64]) -> f64 {
    x.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

fn first(x: &[f64], wanted: f64) -> f64 {
    x.iter().position(|x| *x == wanted).unwrap() as f64
}

proptest! {
    #[test]
    fn sums_products_any_and_all((array, plain) in view_of(DType::I64), mask: u16, keepdim: bool) {
        let dims = dims(mask, array.rank());
        let expect = |f: &dyn Fn(&[f64]) -> f64| fold(&plain, mask, keepdim, f);
        prop_assert_eq!(Plain::of(&array.sum(&dims, keepdim)), expect(&|x| x.iter().sum()));
        let floats = array.to_dtype(DType::F64);
        prop_assert_eq!(Plain::of(&floats.sum(&dims, keepdim)), expect(&|x| x.iter().sum()));
        prop_assert_eq!(Plain::of(&array.any(&dims, keepdim)), expect(&|x| f64::from(x.iter().any(|x| *x != 0.0))));
        prop_assert_eq!(Plain::of(&array.all(&dims, keepdim)), expect(&|x| f64::from(x.iter().all(|x| *x != 0.0))));
        let signs = array.to_dtype(DType::Bool);
        prop_assert_eq!(
            Plain::of(&signs.prod(&dims, keepdim)),
            expect(&|x| x.iter().map(|x| f64::from(*x != 0.0)).product())
        );
        if plain.values.is_empty() {
            return Ok(());
        }
        let mean = expect(&|x| x.iter().sum::<f64>() / x.len() as f64);
        prop_assert_eq!(Plain::of(&floats.mean(&dims, keepdim)), mean);
        prop_assert_eq!(Plain::of(&array.amax(&dims, keepdim)), expect(&largest));
        let least = |x: &[f64]| -largest(&x.iter().map(|x| -x).collect::<Vec<_>>());
        prop_assert_eq!(Plain::of(&array.amin(&dims, keepdim)), expect(&least));
    }

    #[test]
    fn extremes_and_their_first_places((array, plain) in view(), dim in 0_usize..6, keepdim: bool) {
        prop_assume!(!plain.values.is_empty() && array.rank() > 0);
        let dim = dim % array.rank();
        let mask = 1 << dim;
        let (values, places) = array.max_dim(dim as isize, keepdim);
        prop_assert_eq!(Plain::of(&values), fold(&plain, mask, keepdim, largest));
        prop_assert_eq!(Plain::of(&places), fold(&plain, mask, keepdim, |x| first(x, largest(x))));
        let negated = array.neg();
        let (values, places) = negated.min_dim(dim as isize, keepdim);
        prop_assert_eq!(Plain::of(&values.neg()), fold(&plain, mask, keepdim, largest));
        prop_assert_eq!(Plain::of(&places), fold(&plain, mask, keepdim, |x| first(x, largest(x))));
        let flat = first(&plain.values, largest(&plain.values));
        prop_assert_eq!(array.argmax(None, false).item().unwrap().to_f64(), flat);
        prop_assert_eq!(negated.argmin(None, keepdim).item().unwrap().to_f64(), flat);
    }

    #[test]
    fn running_sums((array, plain) in view(), dim in 0_usize..6) {
        prop_assume!(array.rank() > 0);
        let dim = dim % array.rank();
        let expected = Plain::from_fn(&plain.shape, |index| {
            (0..=index[dim])
                .map(|at| {
                    let mut index = index.to_vec();
                    index[dim] = at;
                    plain.at(&index)
                })
                .sum()
        });
        prop_assert_eq!(Plain::of(&array.cumsum(dim as isize)), expected);
    }

    #[test]
    fn sum_to_undoes_a_broadcast((array, plain) in view(), mask: u16, lead in 0_usize..6) {
        let lead = lead.min(array.rank());
        let shape: Vec<usize> = (lead..array.rank())
            .map(|dim| if mask >> dim & 1 == 1 { 1 } else { plain.shape[dim] })
            .collect();
        let mut expected = Plain::from_fn(&shape, |_| 0.0);
        let places = indices(&shape);
        for index in indices(&plain.shape) {
            let own: Vec<usize> =
                index[lead..].iter().zip(&shape).map(|(at, size)| if *size == 1 { 0 } else { *at }).collect();
            let place = places.iter().position(|place| *place == own).unwrap();
            expected.values[place] += plain.at(&index);
        }
        prop_assert_eq!(Plain::of(&array.sum_to(&shape)), expected);
    }
}

#[test]
fn long_sums_in_single_precision_stay_accurate() {
    // A naive f32 sum of 2^24 ones and more stops growing.
    let ones = Array::ones([17, 1 << 20], DType::F32);
    assert_eq!(
        ones.sum(&[], false).item().unwrap(),
        Scalar::Float(f64::from(17 << 20))
    );
    let tall = Array::ones([1 << 21, 9], DType::F32).slice(tensor_core::s![.., ..8]);
    assert_eq!(tall.sum(&[0], false).to_vec::<f32>(), [(1 << 21) as f32; 8]);
    let tenths = Array::full([1 << 20, 3], 0.1, DType::F32);
    let one_by_one = Array::full(1, 0.1, DType::F32).expand([3, 1 << 20]);
    for sum in [
        tenths.sum(&[0], false),
        tenths.t().contiguous().sum(&[1], false),
        one_by_one.sum(&[1], false),
    ] {
        for sum in sum.to_vec::<f32>() {
            let exact = f64::from(0.1_f32) * f64::from(1 << 20);
            assert!(
                (f64::from(sum) - exact).abs() / exact < 1e-6,
                "{sum} is not {exact}"
            );
        }
    }
}

#[test]
fn not_a_number_wins() {
    let x = Array::from([[1.0, f32::NAN, 3.0], [2.0, 1.0, f32::NAN]]);
    assert!(x.amax(&[1], false).to_vec::<f32>().iter().all(|x| x.is_nan()));
    assert!(x.amin(&[], false).to_vec::<f32>()[0].is_nan());
    assert_eq!(x.argmax(Some(1), false).to_vec::<i64>(), [1, 2]);
    let (values, places) = x.min_dim(0, false);
    assert_eq!(places.to_vec::<i64>(), [0, 0, 1]);
    assert!(values.to_vec::<f32>()[2].is_nan());
}

#[test]
fn sums_of_nothing() {
    let x = Array::zeros([2, 0], DType::F32);
    assert_eq!(x.sum(&[1], false).to_vec::<f32>(), [0.0, 0.0]);
    assert_eq!(x.prod(&[], false).to_vec::<f32>(), [1.0]);
    assert!(x.mean(&[1], true).to_vec::<f32>()[1].is_nan());
    assert_eq!(x.amax(&[0], false).shape(), [0]);
    assert_eq!(x.sum_to([1, 0]).shape(), [1, 0]);
    assert_eq!(x.sum_to([1]).to_vec::<f32>(), [0.0]);
}

#[test]
fn a_zero_dimensional_array_has_one_dimension_to_reduce() {
    let x = Array::from(5.0);
    assert_eq!(x.sum(&[-1], true).shape(), [0; 0]);
    assert_eq!(x.max_dim(0, false).1.to_vec::<i64>(), [0]);
    assert_eq!(x.cumsum(0).to_vec::<f32>(), [5.0]);
}

#[test]
#[should_panic(
    expected = "amax: dimension 1 of shape [2, 0] has size 0, and nothing has no largest or smallest element"
)]
fn the_largest_of_nothing_is_refused() {
    let _ = Array::zeros([2, 0], DType::F32).amax(&[1], false);
}

#[test]
#[should_panic(expected = "mean is for floating-point numbers, not int64: convert them first")]
fn the_mean_of_integers_is_refused() {
    let _ = Array::from([1, 2]).mean(&[], false);
}
