//! Every operation, forward and backward, on operands that are very long or very wide.

use flambeau::prelude::*;

use crate::catalogue;
use crate::panics::caught;
use crate::rounds::{are_few as rounds_are_few, rounds};

/// A budget of work divided by a size must not come to nothing, and no size be taken for small.
#[test]
fn no_operation_minds_how_long_or_wide_a_matrix_is() {
    // Longer than what a chunk of any kernel's work has been divided by; two million elements where there is time.
    let few: &[[usize; 2]] = &[[1, 270_001], [270_001, 1]];
    let many: &[[usize; 2]] = &[
        [1, 1 << 21],
        [1 << 21, 1],
        [3, 700_001],
        [700_001, 3],
        [300_000, 8],
        [8, 300_000],
    ];
    let mut rounds = rounds("large", 2);
    let mut failed = Vec::new();
    let mut count = 0;
    for mut random in rounds.by_ref() {
        // Where there is little time, only what is more than a walk over elements.
        let is_short = rounds_are_few();
        let shapes = if is_short { few } else { many };
        let shape = shapes[random.seed as usize % shapes.len()];
        let dtype = *random.pick(&[DType::F32, DType::F64]);
        let left_out = if is_short { catalogue::ELEMENTWISE.len() } else { 0 };
        for (name, operation) in catalogue::of_any_size().skip(left_out) {
            let x = (Tensor::rand(shape) * 0.9 + 0.1).to_dtype(dtype);
            let x = x.requires_grad_(true);
            count += 1;
            let run = || {
                catalogue::there_and_back(operation, &x);
                assert!(x.grad().is_none_or(|grad| grad.shape() == x.shape()));
            };
            if let Err(panicked) = caught(run) {
                failed.push(format!("{name} of {shape:?}, {dtype}: {panicked:?}"));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    rounds.tell(format_args!("{count} operations forward and backward"));
}
