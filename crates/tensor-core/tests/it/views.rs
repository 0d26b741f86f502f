//! Views show the elements that plain indexing finds.

use proptest::prelude::*;
use tensor_core::{Array, DType};

use crate::plain::{Plain, indices};
use crate::strategies::{view, view_of};

proptest! {
    #[test]
    fn chains_of_views_hold_what_indexing_finds((array, plain) in view()) {
        prop_assert_eq!(Plain::of(&array), plain.clone());
        for index in indices(&plain.shape) {
            let element = index.iter().fold(array.clone(), |part, at| part.select(0, *at as isize));
            prop_assert_eq!(element.item().unwrap().to_f64(), plain.at(&index));
        }
    }

    #[test]
    fn casts_keep_values_and_order((array, plain) in view_of(DType::I64)) {
        prop_assert_eq!(array.dtype(), DType::I64);
        prop_assert_eq!(Plain::of(&array), plain);
    }

    #[test]
    fn contiguous_copies_and_reshapes_keep_the_order((array, plain) in view()) {
        let contiguous = array.contiguous();
        prop_assert!(contiguous.is_contiguous());
        prop_assert_eq!(Plain::of(&contiguous), plain.clone());
        let numel = plain.values.len();
        prop_assert_eq!(array.reshape(numel).to_vec::<f64>(), plain.values.clone());
        for part in (1..=numel).filter(|part| numel.is_multiple_of(*part)) {
            let shape = [part, numel / part];
            prop_assert_eq!(array.reshape(shape).to_vec::<f64>(), plain.values.clone());
            if let Ok(view) = array.view(shape) {
                prop_assert!(view.shares_storage(&array));
                prop_assert_eq!(view.to_vec::<f64>(), plain.values.clone());
            }
        }
    }

    #[test]
    fn writing_to_a_view_leaves_others_alone((array, plain) in view()) {
        let mut written = array.clone();
        written.as_mut_slice::<f64>().fill(99.0);
        prop_assert_eq!(Plain::of(&array), plain.clone());
        prop_assert_eq!(written.to_vec::<f64>(), vec![99.0; plain.values.len()]);
    }
}

#[test]
fn a_rank_beyond_the_inline_one_works() {
    let shape = [2, 1, 3, 2, 1, 2, 2];
    let x = Array::arange(0.0, 48.0, 1.0, DType::F32).unwrap().reshape(shape);
    let back = x.permute(&[6, 5, 4, 3, 2, 1, 0]).permute(&[6, 5, 4, 3, 2, 1, 0]);
    assert_eq!(back.to_vec::<f32>(), x.to_vec::<f32>());
    assert_eq!(x.sum(&[0, 3, 6], false).shape(), [1, 3, 1, 2]);
}
