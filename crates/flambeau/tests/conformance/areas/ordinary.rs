//! Ordinary cases: an operation, its outputs, its gradients; as declared and again in double precision.

use flambeau::{BackwardOptions, Tensor, backward};
use serde_json::Value;

use crate::compare::{DOUBLE, DOUBLE_LOOSE, Tolerance, gradient, tensors};
use crate::ops;
use crate::outcome::{Trouble, failed, refused};
use crate::reading::{Area, Case, Precision, base, list, viewed};

pub(crate) fn run(area: &Area, case: &Case) -> Result<(), Trouble> {
    run_in(area, case, Precision::Declared)?;
    // Figures of a float32 run say nothing about a float64 one, and without floats there is nothing to widen.
    let widened = case
        .list("inputs")
        .iter()
        .any(|input| input["dtype"] == "float32");
    if case.json["reference"] == "float32" || !widened {
        Ok(())
    } else {
        run_in(area, case, Precision::Double)
    }
}

fn run_in(area: &Area, case: &Case, precision: Precision) -> Result<(), Trouble> {
    let jsons = case.list("inputs");
    let leaves = jsons
        .iter()
        .map(|json| base(json, &area.fixtures, precision))
        .collect::<Result<Vec<_>, _>>()?;
    let operands = leaves
        .iter()
        .zip(jsons)
        .map(|(leaf, json)| viewed(leaf, json))
        .collect::<Result<Vec<_>, _>>()?;
    let outputs = ops::call(case.op(), &operands, case.args(), precision)?;
    let expected = case.list("outputs");
    if outputs.len() != expected.len() {
        return Err(failed(format!(
            "{} outputs, not {}",
            outputs.len(),
            expected.len()
        )));
    }
    let tolerance = |figures: &Value| tolerance(case, figures, precision);
    for (at, (output, expected)) in outputs.iter().zip(expected).enumerate() {
        tensors(
            &format!("output {at}{}", precision.tag()),
            output,
            expected,
            &tolerance(expected),
            precision,
        )?;
    }
    let upstream = list(&case.json["grad_output"]);
    if upstream.is_empty() {
        return Ok(());
    }
    go_backward(area, &outputs, upstream, precision)?;
    for (at, (leaf, expected)) in leaves.iter().zip(case.list("grads")).enumerate() {
        let what = format!("gradient {at}{}", precision.tag());
        gradient(
            &what,
            leaf.grad().as_ref(),
            expected,
            &tolerance(expected),
            precision,
        )?;
    }
    Ok(())
}

fn go_backward(
    area: &Area,
    outputs: &[Tensor],
    upstream: &[Value],
    precision: Precision,
) -> Result<(), Trouble> {
    let grads = upstream
        .iter()
        .map(|json| {
            if json.is_null() {
                Ok(None)
            } else {
                base(json, &area.fixtures, precision).map(Some)
            }
        })
        .collect::<Result<Vec<_>, _>>()?;
    let roots: Vec<_> = outputs
        .iter()
        .zip(&grads)
        .filter(|(_, grad)| grad.is_some())
        .map(|(of, grad)| (of, grad.as_ref()))
        .collect();
    backward(&roots, &BackwardOptions::new()).map_err(refused)
}

fn tolerance(case: &Case, figures: &Value, precision: Precision) -> Tolerance {
    let name = case.name();
    let ill = name.contains("_offset") || name.contains("_constant");
    Tolerance::of_run(
        figures,
        &case.json,
        precision,
        if ill { DOUBLE_LOOSE } else { DOUBLE },
    )
}
