//! Calls that must fail.
//!
//! A call is refused by a panic or an error with a sentence of the library's own. A misuse that the language's types
//! do not let one write has passed as well: it cannot happen.

use flambeau::data::DataLoader;
use flambeau::nn::{Forward, Module};
use flambeau::optim::SGD;
use flambeau::{BackwardOptions, Tensor, backward};

use super::program::Machine;
use crate::modules;
use crate::ops;
use crate::optimizers;
use crate::outcome::{Trouble, attempt, failed, refused, unspellable};
use crate::reading::{Area, Case, Precision, base, list, viewed};
use crate::schedules;

pub(crate) fn run(area: &Area, case: &Case) -> Result<(), Trouble> {
    match attempt(|| call(area, case)) {
        Ok(Ok(())) => Err(failed("it was not refused")),
        Ok(Err(Trouble::Unspellable(_))) => Ok(()),
        Ok(Err(Trouble::Refused(message))) | Err(message) => check_sentence(&message),
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
    let inputs = || {
        let inputs = case.list("inputs").iter();
        inputs
            .map(|json| viewed(&base(json, &area.fixtures, Precision::Declared)?, json))
            .collect::<Result<Vec<Tensor>, Trouble>>()
    };
    let text = |key: &str| case.json[key].as_str().unwrap_or_default();
    match case.op() {
        "module" => {
            let module = modules::build(text("module"), case.args(), Precision::Declared)?;
            modules::set_mode(&*module, text("mode"));
            for input in inputs()? {
                module.forward(&input);
            }
        }
        "load_state_dict" => {
            let module = modules::build(text("module"), case.args(), Precision::Declared)?;
            let state = modules::state(&case.json["state"], Precision::Declared)?;
            module.load_state_dict(&state).map_err(refused)?;
        }
        "optimizer" => {
            let no_parameters = case.json["no_params"] == true;
            let parameters = if no_parameters { vec![] } else { vec![leaf()] };
            optimizers::build(text("optimizer"), parameters, case.args())?;
        }
        "scheduler" => {
            let mut optimizer = SGD::new([leaf()], 0.1);
            schedules::build(text("scheduler"), &mut optimizer, case.args())?;
        }
        "dataloader" => loader(case)?,
        "item" => {
            inputs()?[0].item();
        }
        "bool" => return Err(unspellable("a tensor as a condition")),
        "call_backward_on" => backward(&[(&inputs()?[0], None)], &BackwardOptions::new()).map_err(refused)?,
        "program" => {
            let mut machine = Machine::new(&case.json["vars"], Precision::Declared)?;
            if let Some(refusal) = machine.run(list(&case.json["program"]))? {
                return Err(Trouble::Refused(refusal.message));
            }
        }
        op => {
            ops::call(op, &inputs()?, case.args(), Precision::Declared)?;
        }
    }
    Ok(())
}

fn leaf() -> Tensor {
    Tensor::zeros(1).requires_grad_(true)
}

fn loader(case: &Case) -> Result<(), Trouble> {
    let args = case.args();
    if args.int("num_workers").is_some() {
        return Err(unspellable("a negative number of workers"));
    }
    let samples: Vec<i64> = (0..args.int("n").unwrap_or(0)).collect();
    let mut loader = DataLoader::new(samples);
    if case.json["args"].get("batch_size").is_some() {
        // Negative, or null, which would switch batches off.
        let size = args
            .size("batch_size")
            .ok_or_else(|| unspellable("a batch size that is no number of samples"))?;
        loader = loader.batch_size(size);
    }
    if args.get("shuffle").is_some() {
        loader = loader.shuffle(args.bool("shuffle"));
    }
    loader.drop_last(args.bool("drop_last")).iter().for_each(drop);
    Ok(())
}
