//! Second derivatives: the gradient of an operation's gradient.

use flambeau::{BackwardOptions, Tensor, grad};
use serde_json::Value;

use super::ordinary::{check, go_backward, widens};
use crate::ops;
use crate::outcome::{Trouble, refused};
use crate::reading::{Area, Case, Precision, base, list, number, operands};

pub(super) fn run(area: &Area, case: &Case) -> Result<(), Trouble> {
    run_in(area, case, Precision::Declared)?;
    if case.has_double() && widens(case) {
        run_in(area, case, Precision::Double)?;
    }
    Ok(())
}

fn run_in(area: &Area, case: &Case, precision: Precision) -> Result<(), Trouble> {
    let (leaves, operands): (Vec<_>, Vec<_>) = operands(case.list("inputs"), &area.fixtures, precision)?
        .into_iter()
        .unzip();
    let outputs = ops::call(case.text("call"), &operands, &case.json["args"], precision)?;
    let first = first_gradients(&leaves, &outputs, area, case, precision)?;
    check(
        case,
        "first gradient",
        first.iter().map(Option::as_ref),
        &case.json["outputs"],
        precision,
    )?;
    // What depends on no input any more contributes nothing.
    let recorded = first.iter().zip(case.list("v"));
    let (first, v): (Vec<_>, Vec<_>) = recorded
        .filter(|(grad, _)| grad.as_ref().is_some_and(Tensor::requires_grad))
        .unzip();
    go_backward(
        first.into_iter().map(Option::as_ref),
        v,
        &area.fixtures,
        precision,
    )?;
    // Where nothing depends on an input any more PyTorch gives zeros, or none; here there is none.
    let zeros = |leaf: &Tensor, figures: &Value| {
        let none = !figures.is_null() && list(&figures["data"]).iter().all(|x| number(x) == Some(0.0));
        leaf.grad().or_else(|| none.then(|| leaf.detach().zeros_like()))
    };
    let second: Vec<_> = leaves
        .iter()
        .zip(case.list("grads"))
        .map(|(leaf, figures)| zeros(leaf, figures))
        .collect();
    check(
        case,
        "second gradient",
        second.iter().map(Option::as_ref),
        &case.json["grads"],
        precision,
    )
}

/// The gradients of the outputs by the leaves that require one, which can be differentiated again.
fn first_gradients(
    leaves: &[Tensor],
    outputs: &[Tensor],
    area: &Area,
    case: &Case,
    precision: Precision,
) -> Result<Vec<Option<Tensor>>, Trouble> {
    let mut products = Vec::new();
    for (output, upstream) in outputs.iter().zip(list(&case.json["grad_output"])) {
        if !upstream.is_null() {
            products.push((output * base(upstream, &area.fixtures, precision)?).sum());
        }
    }
    // The gradient of the sum is what the outputs' upstream gradients make together.
    let total: Tensor = products.into_iter().sum();
    let options = BackwardOptions::new().create_graph(true);
    let required: Vec<&Tensor> = leaves.iter().filter(|leaf| leaf.requires_grad()).collect();
    let mut grads = grad(&total, &required, &options).map_err(refused)?.into_iter();
    let by_leaf = |leaf: &Tensor| leaf.requires_grad().then(|| grads.next()).flatten().flatten();
    Ok(leaves.iter().map(by_leaf).collect())
}
