//! Functions of one number, and arithmetic of two, agree with doing it one by one.

use proptest::prelude::*;
use tensor_core::functions::{Add, Div, Lt, Maximum, Minimum, Mul, Pow, Sub};
use tensor_core::{Array, DType, Scalar, broadcast, where_};

use crate::plain::Plain;
use crate::strategies::{view, view_of};

fn close(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-14 * b.abs().max(1e-300) * 8.0
}

type Function = (fn(&Array) -> Array, fn(f64) -> f64);

type Pair = (fn(&Array, &Array) -> Array, fn(f64, f64) -> f64);

/// What the standard library has too.
const FUNCTIONS: [Function; 12] = [
    (Array::exp, f64::exp),
    (Array::expm1, f64::exp_m1),
    (Array::log, f64::ln),
    (Array::log1p, f64::ln_1p),
    (Array::sqrt, f64::sqrt),
    (Array::rsqrt, |x| 1.0 / x.sqrt()),
    (Array::reciprocal, f64::recip),
    (Array::sin, f64::sin),
    (Array::cos, f64::cos),
    (Array::tanh, f64::tanh),
    (Array::sigmoid, |x| 1.0 / (1.0 + (-x).exp())),
    (Array::silu, |x| x / (1.0 + (-x).exp())),
];

/// A shape that broadcasts with `shape`, and the shape of both.
fn partner(shape: &[usize], mask: u16, lead: usize) -> Vec<usize> {
    let lead = lead.min(shape.len());
    (lead..shape.len())
        .map(|dim| if mask >> dim & 1 == 1 { 1 } else { shape[dim] })
        .collect()
}

proptest! {
    #[test]
    fn functions_of_any_layout((array, plain) in view()) {
        for (ours, theirs) in FUNCTIONS {
            let result = Plain::of(&ours(&array));
            prop_assert_eq!(&result.shape, &plain.shape);
            for (ours, x) in result.values.iter().zip(&plain.values) {
                prop_assert!(close(*ours, theirs(*x)), "{} of {} is not {}", ours, x, theirs(*x));
            }
        }
        let signs = plain.values.iter().map(|x| if *x == 0.0 { 0.0 } else { x.signum() });
        prop_assert_eq!(Plain::of(&array.sign()).values, signs.collect::<Vec<_>>());
        let clamped = array.clamp(Some(Scalar::Int(-2)), Some(Scalar::Float(1.5)));
        let expected = plain.values.iter().map(|x| x.clamp(-2.0, 1.5));
        prop_assert_eq!(Plain::of(&clamped).values, expected.collect::<Vec<_>>());
    }

    #[test]
    fn a_view_has_the_bits_of_its_copy((array, _) in view_of(DType::F32)) {
        let halves = Mul::of(&array, 0.37);
        let copy = array.copied();
        prop_assert_eq!(halves.to_vec::<f32>(), Mul::of(&copy, 0.37).to_vec::<f32>());
        for f in [Array::exp, Array::sigmoid, Array::tanh, Array::sin, Array::gelu, Array::erf] {
            prop_assert_eq!(f(&array).to_vec::<f32>(), f(&copy).to_vec::<f32>());
        }
    }

    #[test]
    fn pairs_are_broadcast((a, plain) in view(), mask: u16, lead in 0_usize..6, turned: bool) {
        let shape = partner(&plain.shape, mask, lead);
        let other = Plain::from_fn(&shape, |index| index.iter().sum::<usize>() as f64 - 2.0);
        let b = Array::from_vec(&other.values, &shape).unwrap();
        let both = broadcast(&plain.shape, &shape).unwrap();
        let pairs: [Pair; 7] = [
            (|a, b| Add::of(a, b), |a, b| a + b),
            (|a, b| Sub::of(a, b), |a, b| a - b),
            (|a, b| Mul::of(a, b), |a, b| a * b),
            (|a, b| Div::of(a, b), |a, b| a / b),
            (|a, b| Maximum::of(a, b), f64::max),
            (|a, b| Minimum::of(a, b), f64::min),
            (|a, b| Pow::of(a, b), f64::powf),
        ];
        for (number, (op, f)) in pairs.into_iter().enumerate() {
            let result = if turned { op(&b, &a) } else { op(&a, &b) };
            let expected = Plain::from_fn(&both, |index| {
                let (a, b) = (plain.broadcast_at(index), other.broadcast_at(index));
                if turned { f(b, a) } else { f(a, b) }
            });
            prop_assert_eq!(result.shape(), &both[..]);
            for (ours, theirs) in Plain::of(&result).values.iter().zip(&expected.values) {
                prop_assert!(close(*ours, *theirs), "{}: {} is not {}", number, ours, theirs);
            }
        }
        let less = Lt::of(&a, &b);
        let expected = Plain::from_fn(&both, |index| f64::from(plain.broadcast_at(index) < other.broadcast_at(index)));
        prop_assert_eq!(Plain::of(&less), expected);
        let least = Plain::from_fn(&both, |index| plain.broadcast_at(index).min(other.broadcast_at(index)));
        prop_assert_eq!(Plain::of(&where_(&less, &a, &b)), least);
    }
}

#[test]
fn powers_by_plain_numbers_take_the_short_ways() {
    let x = Array::from([-2.0, -0.5, 0.0, 0.5, 1.0, 2.0]);
    for exponent in [0.0, 1.0, 2.0, 3.0, 0.5, -0.5, -1.0, -2.0, 1.5, 2.5] {
        let power = Pow::of(&x, exponent).to_vec::<f32>();
        for (power, x) in power.iter().zip(x.to_vec::<f32>()) {
            let expected = x.powf(exponent as f32);
            assert!(
                close(f64::from(*power), f64::from(expected)) || (power - expected).abs() < 1e-6,
                "{x}^{exponent}"
            );
        }
    }
    let squares = Pow::of(&Array::from([-7, 6]), 2);
    assert_eq!(squares.to_vec::<i64>(), [49, 36]);
    let roots = Pow::of(&Array::from([4, 9]), 0.5);
    assert_eq!(
        (roots.dtype(), roots.to_vec::<f32>()),
        (DType::F32, vec![2.0, 3.0])
    );
}

#[test]
fn bools_have_powers_that_are_a_number() {
    let bools = Array::from([true, false]);
    let power = |exponent: bool| Pow::of(&bools, exponent).to_vec::<bool>();
    assert_eq!((power(true), power(false)), (vec![true, false], vec![true, true]));
    assert_eq!(Pow::of(&bools, 2).dtype(), DType::I64);
}

#[test]
#[should_panic(expected = "pow is not for bool to the power of bool: convert one side to numbers")]
fn bools_have_no_powers_that_are_bools() {
    let bools = Array::from([true, false]);
    Pow::of(&bools, &bools);
}

#[test]
fn bounds_promote_and_not_a_number_stays() {
    let x = Array::from([f32::NAN, 5.0])
        .clamp(None, Some(Scalar::Int(1)))
        .to_vec::<f32>();
    assert!(x[0].is_nan() && x[1] == 1.0);
    assert_eq!(
        Array::from([1, 5])
            .clamp(None, Some(Scalar::Float(2.5)))
            .to_vec::<f32>(),
        [1.0, 2.5]
    );
    let crossed = Array::from([0.0, 9.0]).clamp(Some(Scalar::Float(1.0)), Some(Scalar::Float(-1.0)));
    assert_eq!(crossed.to_vec::<f32>(), [-1.0, -1.0]);
}

#[test]
#[should_panic(expected = "clamp needs a lower or an upper bound, and got neither")]
fn a_clamp_without_bounds_is_refused() {
    let _ = Array::from([1.0]).clamp(None, None);
}

#[test]
#[should_panic(expected = "gelu is for floating-point numbers, not int64: convert them first")]
fn integers_have_no_gelu() {
    let _ = Array::from([1]).gelu();
}
