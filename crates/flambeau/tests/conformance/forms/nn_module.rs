//! Whole modules with given weights: any number of calls of one tensor, in both modes.

use serde_json::Value;

use super::module_call::{check_buffers, check_gradients};
use super::ordinary::{check_one, go_backward, tolerance};
use crate::compare::gradient;
use crate::modules::{self, Given, Subject};
use crate::outcome::{Trouble, failed, refused};
use crate::reading::{Args, Case, Precision, base, list, viewed};

pub(super) fn run(case: &Case) -> Result<(), Trouble> {
    run_in(case, Precision::Declared)?;
    if case.has_double() {
        run_in(case, Precision::Double)?;
    }
    Ok(())
}

fn run_in(case: &Case, precision: Precision) -> Result<(), Trouble> {
    let subject = modules::build(case.text("module"), &case.json["args"], precision)?;
    let state = modules::state(&case.json["state"], precision)?;
    subject.module().load_state_dict(&state).map_err(refused)?;
    for (at, mode) in case.list("modes").iter().enumerate() {
        modules::set_mode(subject.module(), mode.as_str().unwrap_or_default());
        call(case, at, &subject, precision)?;
    }
    check_gradients(case, subject.module(), precision)?;
    check_buffers(case, subject.module(), precision)
}

/// The call number `at`, and its backward pass.
fn call(case: &Case, at: usize, subject: &Subject, precision: Precision) -> Result<(), Trouble> {
    let input = &case.list("inputs")[at];
    let leaf = base(input, &Value::Null, precision)?;
    let given = Given {
        tensors: &[viewed(&leaf, input)?],
        names: &[],
        args: Args::new(&Value::Null),
        packed: None,
    };
    let outputs = subject.call(&given)?;
    let [Some(output)] = &outputs[..] else {
        return Err(failed("the module gives more than one tensor, or none"));
    };
    check_one(
        case,
        &format!("output {at}"),
        output,
        &case.json["outputs"][at],
        precision,
    )?;
    let upstream = &list(&case.json["grad_output"])[at..=at];
    if upstream[0].is_null() {
        return Ok(());
    }
    go_backward([Some(output)].into_iter(), upstream, &Value::Null, precision)?;
    let figures = &case.json["grads"][at];
    gradient(
        &format!("gradient {at}{}", precision.tag()),
        leaf.grad().as_ref(),
        figures,
        &tolerance(case, figures, precision),
        precision,
    )
}
