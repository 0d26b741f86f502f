//! Every operation, forward and backward, with each of its requests for memory refused once.

use flambeau::prelude::*;

use super::{Faults, Outcome, refuse, stride};
use crate::catalogue::{self, Operation, there_and_back};
use crate::kept::Kept;
use crate::rounds::rounds;

#[test]
fn every_operation_refuses_at_the_line_that_calls_it() {
    let mut rounds = rounds("refused operations", 1);
    // Nothing is kept, so that every array is a request.
    let _kept = Kept::at_most(0);
    let (mut refused, mut faults) = (0, Faults::default());
    for _ in rounds.by_ref() {
        // So large that lists as long as the elements are requests too.
        for operation in catalogue::of_any_size().chain(catalogue::of_small_matrices()) {
            refused += refuse_each(operation, [40, 30], &mut faults);
        }
        // So large that their operands are packed.
        for operation in catalogue::PRODUCTS {
            refused += refuse_each(*operation, [130, 70], &mut faults);
        }
    }
    assert!(refused > 1000, "{refused}");
    rounds.tell(format_args!("{refused} refusals"));
}

/// Refuses each request of an operation, after each of which it is done as if nothing had been.
fn refuse_each((name, operation): Operation, shape: [usize; 2], faults: &mut Faults) -> usize {
    let x = (Tensor::rand(shape) * 0.9 + 0.1).requires_grad_(true);
    let run = || {
        x.zero_grad();
        let bits = |x: &Tensor| -> Vec<u64> { x.to_vec::<f64>().into_iter().map(f64::to_bits).collect() };
        let y = there_and_back(operation, &x);
        (bits(&y), x.grad().as_ref().map(bits))
    };
    let expected = run();
    let mut refused = 0;
    for nth in (0..).step_by(stride()) {
        let outcome = refuse(nth, name, faults, || {
            x.zero_grad();
            there_and_back(operation, &x);
        });
        if outcome == Outcome::NoneRefused {
            break;
        }
        refused += usize::from(outcome == Outcome::Refused);
        assert!(run() == expected, "{name}, after request {nth} was refused");
    }
    refused
}
