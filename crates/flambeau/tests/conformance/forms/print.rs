//! What is printed, letter by letter.

use flambeau::{Scalar, Tensor};
use tensor_core::print::item;

use crate::compare::plain;
use crate::ops;
use crate::optimizers;
use crate::outcome::{Trouble, unsupported};
use crate::reading::{Area, Case, Precision, base, declared, viewed};
use crate::tagged::Tagged;
use crate::trees;

pub(super) fn run(area: &Area, case: &Case) -> Result<(), Trouble> {
    let expected = case.expected()["text"].as_str().unwrap_or_default();
    plain("the text", text(area, case)?.as_str(), expected)
}

fn text(area: &Area, case: &Case) -> Result<String, Trouble> {
    let input = |json| viewed(&base(json, &area.fixtures, Precision::Declared)?, json);
    let inputs = || {
        case.list("inputs")
            .iter()
            .map(input)
            .collect::<Result<Vec<_>, _>>()
    };
    Ok(match case.op() {
        "tensor" if case.args().has("arange") => counted(case)?.to_string(),
        "tensor" => inputs()?[0].to_string(),
        "grad_fn" => {
            let op = case.json["call"].as_str().unwrap_or_default();
            ops::call(op, &inputs()?, &case.json["args"], Precision::Declared)?[0].to_string()
        }
        "item_repr" => item(inputs()?[0].item_scalar()),
        "value" => {
            let value = Tagged::read(&case.json["value"])?;
            if value.has_dict() {
                return Err(unsupported(
                    "maps print as the language's do, with double quotes around their keys",
                ));
            }
            format!("{value:?}")
        }
        "optimizer" => optimizers::build(
            case.text("optimizer"),
            vec![Tensor::zeros(1).requires_grad_(true)],
            &case.json["args"],
        )?
        .to_string(),
        "module" => trees::print(&case.json["module"])?,
        other => {
            return Err(unsupported(format!(
                "this runner does not know the operation {other}"
            )));
        }
    })
}

/// 0, 1, 2 …, divided and reshaped.
fn counted(case: &Case) -> Result<Tensor, Trouble> {
    let args = case.args();
    let dtype = declared(&case.list("inputs")[0])?;
    let mut tensor = Tensor::options()
        .dtype(dtype)
        .arange(0, args.get::<Scalar>("arange")?, 1);
    if let Some(divisor) = args.maybe::<Scalar>("div")? {
        tensor /= divisor;
    }
    Ok(match args.maybe::<Vec<i64>>("reshape")? {
        Some(shape) => tensor.reshape(shape),
        None => tensor,
    })
}
