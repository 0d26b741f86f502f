//! Updates in place write in place, and never where somebody else looks.

use proptest::prelude::*;
use tensor_core::{Array, DType, Rule, RuleFloat};

use crate::plain::Plain;
use crate::strategies::view;

/// Keeps a running sum and a running maximum of gradients.
#[derive(Clone, Copy)]
struct SumAndMax;

impl Rule<2> for SumAndMax {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [sum, max]: [F; 2]) -> (F, [F; 2]) {
        (parameter - grad * F::from_f64(0.5), [sum + grad, max.max(grad)])
    }
}

proptest! {
    #[test]
    fn a_rule_sees_every_element_once((grad, plain) in view()) {
        let mut parameter = grad.clone();
        let (mut sum, mut max) = (grad.copied(), grad.neg());
        for _ in 0..2 {
            parameter.update(&grad, [&mut sum, &mut max], &SumAndMax);
        }
        let expect = |f: fn(f64) -> f64| Plain { values: plain.values.iter().map(|x| f(*x)).collect(), ..plain.clone() };
        prop_assert_eq!(Plain::of(&parameter), expect(|_| 0.0));
        prop_assert_eq!(Plain::of(&sum), expect(|x| 3.0 * x));
        prop_assert_eq!(Plain::of(&max), expect(f64::abs));
        prop_assert_eq!(Plain::of(&grad), plain);
    }

    #[test]
    fn sums_and_products_in_place((array, plain) in view()) {
        let mut twice = array.clone();
        twice.add_assign(&array);
        twice.mul_scalar_assign(0.25);
        prop_assert_eq!(Plain::of(&twice).values, plain.values.iter().map(|x| x / 2.0).collect::<Vec<_>>());
        prop_assert_eq!(Plain::of(&array), plain);
    }
}

#[test]
fn a_sole_owner_is_written_in_place() {
    let mut x = Array::from([1.0, 2.0]);
    let address = x.as_slice::<f32>().unwrap().as_ptr();
    x.add_assign(&Array::from([true, false]));
    x.fill(3);
    x.mul_scalar_assign(2);
    x.update(&Array::from([1.0, 1.0]), [], &Step);
    assert_eq!(x.as_slice::<f32>().unwrap(), [5.0, 5.0]);
    assert_eq!(x.as_slice::<f32>().unwrap().as_ptr(), address);
}

#[derive(Clone, Copy)]
struct Step;

impl Rule<0> for Step {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, _: [F; 0]) -> (F, [F; 0]) {
        (parameter - grad, [])
    }
}

#[test]
#[should_panic(expected = "add_assign: float32 does not fit in elements of int64: convert one side")]
fn fractions_do_not_fit_in_integers() {
    Array::from([1]).add_assign(&Array::from([0.5]));
}

#[test]
#[should_panic(
    expected = "update: a parameter (float32, [2]) needs a gradient and state of the same shape and element type, not (float32, [1])"
)]
fn a_gradient_of_another_shape_is_refused() {
    Array::zeros([2], DType::F32).update(&Array::zeros([1], DType::F32), [], &Step);
}
