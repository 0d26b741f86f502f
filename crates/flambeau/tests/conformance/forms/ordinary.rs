//! Ordinary cases: an operation, its outputs, its gradients; as declared and again in double precision.

use flambeau::{BackwardOptions, Tensor, backward};
use serde_json::Value;

use crate::compare::{DOUBLE, DOUBLE_LOOSE, Tolerance, gradient, tensors};
use crate::ops;
use crate::outcome::{Trouble, failed, refused};
use crate::reading::{Area, Case, Precision, base, list, operands};

pub(super) fn run(area: &Area, case: &Case) -> Result<(), Trouble> {
    run_in(area, case, Precision::Declared)?;
    if case.has_double() && widens(case) {
        run_in(area, case, Precision::Double)?;
    }
    Ok(())
}

/// Whether there is something to widen.
pub(super) fn widens(case: &Case) -> bool {
    let mut inputs = case.list("inputs").iter();
    inputs.any(|input| input["dtype"] == "float32")
}

fn run_in(area: &Area, case: &Case, precision: Precision) -> Result<(), Trouble> {
    let (leaves, operands): (Vec<_>, Vec<_>) = operands(case.list("inputs"), &area.fixtures, precision)?
        .into_iter()
        .unzip();
    let outputs = ops::call(case.op(), &operands, &case.json["args"], precision)?;
    check(
        case,
        "output",
        outputs.iter().map(Some),
        &case.json["outputs"],
        precision,
    )?;
    let upstream = list(&case.json["grad_output"]);
    if upstream.is_empty() {
        return Ok(());
    }
    go_backward(outputs.iter().map(Some), upstream, &area.fixtures, precision)?;
    let grads: Vec<_> = leaves.iter().map(Tensor::grad).collect();
    check(
        case,
        "gradient",
        grads.iter().map(Option::as_ref),
        &case.json["grads"],
        precision,
    )
}

/// Compares tensors one by one; `null` in the corpus says that there is none.
pub(super) fn check<'a>(
    case: &Case,
    what: &str,
    got: impl ExactSizeIterator<Item = Option<&'a Tensor>>,
    expected: &Value,
    precision: Precision,
) -> Result<(), Trouble> {
    let expected = list(expected);
    if got.len() != expected.len() {
        return Err(failed(format!("{} of {what}, not {}", got.len(), expected.len())));
    }
    for (at, (got, figures)) in got.zip(expected).enumerate() {
        let what = format!("{what} {at}{}", precision.tag());
        gradient(
            &what,
            got,
            figures,
            &tolerance(case, figures, precision),
            precision,
        )?;
    }
    Ok(())
}

/// One backward pass from all outputs that have an upstream gradient.
pub(super) fn go_backward<'a>(
    outputs: impl Iterator<Item = Option<&'a Tensor>>,
    upstream: impl IntoIterator<Item = &'a Value>,
    fixtures: &Value,
    precision: Precision,
) -> Result<(), Trouble> {
    let mut roots = Vec::new();
    for (output, json) in outputs.zip(upstream) {
        if !json.is_null() {
            let output = output.ok_or_else(|| failed("an output with an upstream gradient is None"))?;
            roots.push((output, base(json, fixtures, precision)?));
        }
    }
    let roots: Vec<_> = roots.iter().map(|(output, grad)| (*output, Some(grad))).collect();
    backward(&roots, &BackwardOptions::new()).map_err(refused)
}

pub(super) fn tolerance(case: &Case, figures: &Value, precision: Precision) -> Tolerance {
    let name = case.name();
    let ill = name.contains("_offset") || name.contains("_constant");
    let bound = if ill { DOUBLE_LOOSE } else { DOUBLE };
    Tolerance::of_run(figures, &case.json, precision, bound)
}

/// Compares one tensor of a case.
pub(super) fn check_one(
    case: &Case,
    what: &str,
    got: &Tensor,
    figures: &Value,
    precision: Precision,
) -> Result<(), Trouble> {
    let what = format!("{what}{}", precision.tag());
    tensors(
        &what,
        got,
        figures,
        &tolerance(case, figures, precision),
        precision,
    )
}
