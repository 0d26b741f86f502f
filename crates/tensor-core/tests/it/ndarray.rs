//! Arrays become `ndarray` arrays and come back, in any layout.

use ndarray::{Array1, ArrayD, Axis, array};
use proptest::prelude::*;
use tensor_core::{Array, DType};

use crate::plain::{Plain, indices};
use crate::strategies::view;

proptest! {
    #[test]
    fn views_are_shared_and_copies_are_equal((array, plain) in view()) {
        let seen = array.view_ndarray::<f64>().unwrap();
        prop_assert_eq!(seen.shape(), &plain.shape[..]);
        for index in indices(&plain.shape) {
            prop_assert_eq!(seen[index.as_slice()], plain.at(&index));
        }
        if let (Some(ours), Some(theirs)) = (array.as_slice::<f64>(), seen.as_slice()) {
            prop_assert!(ours.is_empty() || ours.as_ptr() == theirs.as_ptr());
        }
        prop_assert_eq!(Plain::of(&Array::from(&seen)), plain.clone());
        prop_assert_eq!(Plain::of(&Array::from(seen.reversed_axes().reversed_axes())), plain.clone());
        prop_assert_eq!(Plain::of(&Array::from(array.to_ndarray::<f64>())), plain);
    }
}

#[test]
fn arrays_of_any_rank_and_order_come_in() {
    assert_eq!(Array::from(Array1::from(vec![1_i64, 2])).dtype(), DType::I64);
    let mut backwards = array![[1.0_f32, 2.0], [3.0, 4.0]];
    backwards.invert_axis(Axis(1));
    assert_eq!(Array::from(&backwards.t()).to_vec::<f32>(), [2.0, 4.0, 1.0, 3.0]);
    assert_eq!(
        Array::from(ArrayD::<bool>::from_elem(vec![], true)).to_vec::<bool>(),
        [true]
    );
}

#[test]
fn another_element_type_is_refused() {
    assert_eq!(
        Array::from([1.0]).view_ndarray::<i64>().unwrap_err().to_string(),
        "view_ndarray: the elements are float32, not int64: convert them with to_dtype"
    );
}
