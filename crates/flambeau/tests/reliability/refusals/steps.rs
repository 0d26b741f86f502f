//! Steps of trainings, with each of their requests for memory refused once.

use super::trainings::{KINDS, Training};
use super::{Faults, Outcome, refuse, stride};
use crate::kept::Kept;
use crate::rounds::rounds;

/// Each request of a step of several kinds of training.
#[test]
fn a_step_after_a_refused_one_is_right() {
    let mut rounds = rounds("refused steps", 1);
    // Nothing is kept, so that every array is a request.
    let _kept = Kept::at_most(0);
    let (mut refused, mut faults) = (0, Faults::default());
    for _ in rounds.by_ref() {
        for (name, make) in KINDS {
            let mut training = make();
            for _ in 0..2 {
                refused += refuse_a_step(name, &mut training, &mut faults);
            }
        }
    }
    assert!(refused >= 1000, "{refused}");
    rounds.tell(format_args!("{refused} refusals"));
}

/// Refuses each request of the next step, after each of which the step is made as if nothing had been.
fn refuse_a_step(name: &str, training: &mut Training, faults: &mut Faults) -> usize {
    let before = training.save();
    training.step();
    let expected = training.parameters();
    let mut refused = 0;
    for nth in (0..).step_by(stride()) {
        training.load(&before);
        let outcome = refuse(nth, name, faults, || training.step());
        if outcome == Outcome::Refused {
            refused += 1;
            // A step leaves everything as it was, but for the running means of norms.
            if training.has_buffers {
                training.load(&before);
            }
            training.step();
        }
        assert_eq!(
            training.parameters(),
            expected,
            "{name}, after request {nth} was refused"
        );
        if outcome == Outcome::NoneRefused {
            break;
        }
    }
    refused
}
