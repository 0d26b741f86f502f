//! Splits: PyTorch's lengths, refusals, and that parts divide the dataset.

use autograd::manual_seed;
use data::{Dataset, Lengths, random_split};
use proptest::prelude::*;

use crate::{indices, refusal};

#[test]
fn fractions_become_pytorchs_lengths() {
    let cases: &[(usize, &[f64], &[usize])] = &[
        (10, &[0.8, 0.2], &[8, 2]),
        (10, &[0.5, 0.3, 0.2], &[5, 3, 2]),
        (11, &[0.5, 0.5], &[6, 5]),
        (7, &[0.3, 0.3, 0.4], &[3, 2, 2]),
        (5, &[1.0], &[5]),
        (10, &[0.9, 0.05, 0.05], &[10, 0, 0]),
        (3, &[0.1, 0.9], &[1, 2]),
    ];
    for (total, fractions, expected) in cases {
        assert_eq!(
            fractions.counted(*total).unwrap(),
            *expected,
            "{fractions:?} of {total}"
        );
        let parts = random_split(indices(*total), *fractions);
        assert_eq!(parts.iter().map(Dataset::len).collect::<Vec<_>>(), *expected);
    }
}

#[test]
fn lengths_that_do_not_add_up_are_refused() {
    assert_eq!(
        [3, 3].counted(10).unwrap_err().to_string(),
        "random_split: the lengths [3, 3] add up to 6, but the dataset has 10 samples"
    );
    assert_eq!(
        vec![0.5, 0.4].counted(10).unwrap_err().to_string(),
        "random_split: the fractions [0.5, 0.4] add up to 0.9, not to 1"
    );
    assert_eq!(
        [1.5, -0.5].counted(10).unwrap_err().to_string(),
        "random_split: fraction 0 is 1.5, which is not between 0 and 1"
    );
    assert!([f64::NAN, 1.0].counted(10).is_err());
    assert!([usize::MAX, 11].counted(10).is_err());
    let (message, file) = refusal(|| random_split(indices(4), [2, 3]));
    assert!(
        message.starts_with("random_split: the lengths [2, 3] add up to 5"),
        "{message}"
    );
    assert!(file.ends_with("split.rs"), "{file}");
}

proptest! {
    #[test]
    fn parts_divide_the_dataset(lengths in prop::collection::vec(0_usize..20, 1..6), seed: u64) {
        manual_seed(seed);
        let total = lengths.iter().sum();
        let parts = random_split(indices(total), &lengths[..]);
        prop_assert_eq!(parts.iter().map(Dataset::len).collect::<Vec<_>>(), lengths);
        let mut all: Vec<usize> = parts.iter().flat_map(|part| part.indices().to_vec()).collect();
        all.sort_unstable();
        prop_assert!(all.into_iter().eq(0..total));
    }

    #[test]
    fn fractions_leave_nobody_out(weights in prop::collection::vec(0.0_f64..1.0, 1..6), total in 0_usize..200) {
        let sum: f64 = weights.iter().sum();
        prop_assume!(sum > 0.0);
        let fractions: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();
        let counts = fractions.counted(total).unwrap();
        prop_assert_eq!(counts.iter().sum::<usize>(), total);
        for (count, fraction) in counts.iter().zip(&fractions) {
            prop_assert!((*count as f64 - fraction * total as f64).abs() <= 1.0 + 1e-6);
        }
    }
}
