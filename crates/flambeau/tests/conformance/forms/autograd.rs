//! Gradient semantics: small programs, their values, gradients and flags, and where they must be refused.

use serde_json::Value;

use super::program::{Machine, Refusal};
use super::refusals::check_sentence;
use crate::compare::{DOUBLE, Tolerance, gradient, plain, tensors};
use crate::outcome::{Trouble, failed};
use crate::reading::{Case, Precision, entries, list};

pub(super) fn run(case: &Case) -> Result<(), Trouble> {
    run_in(case, Precision::Declared)?;
    run_in(case, Precision::Double)
}

fn run_in(case: &Case, precision: Precision) -> Result<(), Trouble> {
    let mut machine = Machine::new(&case.json["vars"], precision)?;
    let refusal = machine.run(list(&case.json["program"]))?;
    check_end(refusal, &case.expected()["error"])?;
    for (name, figures) in entries(&case.expected()["values"]) {
        let what = format!("{name}{}", precision.tag());
        tensors(
            &what,
            named(&machine, name)?,
            figures,
            &tolerance(case, figures, precision),
            precision,
        )?;
    }
    for (name, figures) in entries(&case.expected()["grads"]) {
        let what = format!("the gradient of {name}{}", precision.tag());
        let grad = named(&machine, name)?.grad();
        gradient(
            &what,
            grad.as_ref(),
            figures,
            &tolerance(case, figures, precision),
            precision,
        )?;
    }
    for (name, flags) in entries(&case.expected()["flags"]) {
        let tensor = named(&machine, name)?;
        let got = (tensor.requires_grad(), tensor.is_leaf());
        let expected = (flags["requires_grad"] == true, flags["is_leaf"] == true);
        plain(&format!("(requires_grad, is_leaf) of {name}"), got, expected)?;
    }
    Ok(())
}

/// Whether the program ended where it should.
fn check_end(refusal: Option<Refusal>, error: &Value) -> Result<(), Trouble> {
    match (refusal, error["step"].as_u64()) {
        (None, None) => Ok(()),
        (Some(Refusal { step, message }), None) => Err(failed(format!("step {step} was refused: {message}"))),
        (None, Some(step)) => Err(failed(format!("step {step} was not refused"))),
        (Some(Refusal { step, message }), Some(expected)) => {
            check_sentence(&message)?;
            plain("the step that was refused", step as u64, expected)
        }
    }
}

fn named<'a>(machine: &'a Machine, name: &str) -> Result<&'a flambeau::Tensor, Trouble> {
    machine
        .tensors
        .get(name)
        .ok_or_else(|| failed(format!("there is no tensor {name} at the end")))
}

fn tolerance(case: &Case, figures: &Value, precision: Precision) -> Tolerance {
    Tolerance::of_run(figures, &case.json, precision, DOUBLE)
}
