//! Calls that must fail.
//!
//! A call is refused by a panic or an error with a sentence of the library's own. A misuse that the language's types
//! do not let one write has passed as well: it cannot happen.

mod naming;

use flambeau::data::DataLoader;
use flambeau::optim::SGD;
use flambeau::{BackwardOptions, Tensor, backward};
use serde_json::Value;

use super::module_call;
use super::program::Machine;
use crate::modules;
use crate::ops;
use crate::optimizers;
use crate::options::set;
use crate::outcome::{Trouble, attempt, failed, refused, unspellable};
use crate::reading::{Area, Case, Precision, list, operands};
use crate::samplers::samples;
use crate::schedules;

pub(super) fn run(area: &Area, case: &Case) -> Result<(), Trouble> {
    match attempt(|| call(area, case)) {
        Ok(Ok(())) => Err(failed("it was not refused")),
        Ok(Err(Trouble::Unspellable(_))) => Ok(()),
        Ok(Err(Trouble::Refused(message))) | Err(message) => {
            check_sentence(&message)?;
            naming::check(case, &message)
        }
        Ok(Err(trouble)) => Err(trouble),
    }
}

/// Whether a refusal is a sentence of the library's own, not one of the language's run time.
pub(crate) fn check_sentence(message: &str) -> Result<(), Trouble> {
    const FOREIGN: [&str; 10] = [
        "index out of bounds: the len is",
        "called `Option::unwrap()`",
        "called `Result::unwrap()`",
        "attempt to ",
        "range end index",
        "range start index",
        "slice index starts at",
        "internal error: entered unreachable code",
        "assertion ",
        "capacity overflow",
    ];
    if message.trim().is_empty() {
        return Err(failed("it was refused without a word"));
    }
    match FOREIGN.iter().find(|foreign| message.contains(**foreign)) {
        Some(_) => Err(failed(format!(
            "it was refused by the language, not by the library: {message}"
        ))),
        None => Ok(()),
    }
}

fn call(area: &Area, case: &Case) -> Result<(), Trouble> {
    let args = &case.json["args"];
    match case.op() {
        "module" | "module_call" => {
            let subject = module_call::subject(case, Precision::Declared)?;
            let inputs = module_call::inputs(case, Precision::Declared)?;
            if !inputs.is_empty() {
                module_call::call(case, &subject, &inputs)?;
            }
        }
        "load_state_dict" => {
            let subject = modules::build(case.text("module"), args, Precision::Declared)?;
            let state = modules::state(&case.json["state"], Precision::Declared)?;
            subject.module().load_state_dict(&state).map_err(refused)?;
        }
        "optimizer" => {
            let no_parameters = case.json["no_params"] == true;
            let parameters = if no_parameters { vec![] } else { vec![leaf()] };
            optimizers::build(case.text("optimizer"), parameters, args)?;
        }
        "scheduler" => {
            let mut optimizer = SGD::new([leaf()], 0.1);
            schedules::build(case.text("scheduler"), &mut optimizer, args)?;
        }
        "dataloader" => loader(case)?,
        "program" => {
            let mut machine = Machine::new(&case.json["vars"], Precision::Declared)?;
            if let Some(refusal) = machine.run(list(&case.json["program"]))? {
                return Err(Trouble::Refused(refusal.message));
            }
        }
        op => on_tensors(op, &tensors(area, case)?, args)?,
    }
    Ok(())
}

fn on_tensors(op: &str, x: &[Tensor], args: &Value) -> Result<(), Trouble> {
    match op {
        "item" => {
            x[0].item();
        }
        "bool" => return Err(unspellable("a tensor as a condition")),
        "call_backward_on" => backward(&[(&x[0], None)], &BackwardOptions::new()).map_err(refused)?,
        _ => {
            ops::call(op, x, args, Precision::Declared)?;
        }
    }
    Ok(())
}

fn tensors(area: &Area, case: &Case) -> Result<Vec<Tensor>, Trouble> {
    let operands = operands(case.list("inputs"), &area.fixtures, Precision::Declared)?;
    Ok(operands.into_iter().map(|(_, operand)| operand).collect())
}

fn leaf() -> Tensor {
    Tensor::zeros(1).requires_grad_(true)
}

fn loader(case: &Case) -> Result<(), Trouble> {
    let args = case.args();
    if args.raw("batch_size").is_some_and(Value::is_null) {
        return Err(unspellable("batch_size=None"));
    }
    let loader = DataLoader::new(samples(&args)?);
    let loader = set!(loader, args, batch_size, shuffle, drop_last, num_workers);
    args.finish("DataLoader")?;
    loader.iter().for_each(drop);
    Ok(())
}
