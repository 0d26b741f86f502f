//! One call of a module of any signature.

use flambeau::Tensor;
use flambeau::nn::Module;
use serde_json::Value;

use super::ordinary::{check, check_one, go_backward, tolerance};
use crate::compare::gradient;
use crate::modules::{self, Given, Subject};
use crate::outcome::{Trouble, failed, refused};
use crate::reading::{Args, Case, Precision, base, entries, viewed};

pub(super) fn run(case: &Case) -> Result<(), Trouble> {
    run_in(case, Precision::Declared)?;
    if case.has_double() {
        run_in(case, Precision::Double)?;
    }
    Ok(())
}

fn run_in(case: &Case, precision: Precision) -> Result<(), Trouble> {
    let subject = subject(case, precision)?;
    let inputs = inputs(case, precision)?;
    let outputs = call(case, &subject, &inputs)?;
    check(
        case,
        "output",
        outputs.iter().map(Option::as_ref),
        &case.json["outputs"],
        precision,
    )?;
    if !case.list("grad_output").iter().all(Value::is_null) {
        go_backward(
            outputs.iter().map(Option::as_ref),
            case.list("grad_output"),
            &Value::Null,
            precision,
        )?;
    }
    let grads: Vec<_> = inputs.iter().map(|input| input.leaf.as_ref()?.grad()).collect();
    if !case.list("grads").is_empty() {
        check(
            case,
            "gradient",
            grads.iter().map(Option::as_ref),
            &case.json["grads"],
            precision,
        )?;
    }
    check_gradients(case, subject.module(), precision)?;
    check_buffers(case, subject.module(), precision)
}

/// The module of a case, with its weights where the case has some, in its mode.
pub(super) fn subject(case: &Case, precision: Precision) -> Result<Subject, Trouble> {
    let subject = modules::build(case.text("module"), &case.json["args"], precision)?;
    if case.json.get("state").is_some() {
        let state = modules::state(&case.json["state"], precision)?;
        subject.module().load_state_dict(&state).map_err(refused)?;
    }
    modules::set_mode(subject.module(), case.text("mode"));
    Ok(subject)
}

/// An input and the leaf it is a view of: no leaf where it is the very tensor of an earlier input.
pub(super) struct Input {
    leaf: Option<Tensor>,
    operand: Tensor,
}

pub(super) fn inputs(case: &Case, precision: Precision) -> Result<Vec<Input>, Trouble> {
    let mut inputs: Vec<Input> = Vec::new();
    for json in case.list("inputs") {
        inputs.push(match json["same_as"].as_u64() {
            Some(k) => Input {
                leaf: None,
                operand: inputs[k as usize].operand.clone(),
            },
            None => {
                let leaf = base(json, &Value::Null, precision)?;
                Input {
                    operand: viewed(&leaf, json)?,
                    leaf: Some(leaf),
                }
            }
        });
    }
    Ok(inputs)
}

pub(super) fn call(case: &Case, subject: &Subject, inputs: &[Input]) -> Result<Vec<Option<Tensor>>, Trouble> {
    let tensors: Vec<_> = inputs.iter().map(|input| input.operand.clone()).collect();
    let given = Given {
        tensors: &tensors,
        names: case.list("names"),
        args: Args::new(&case.json["kwargs"]),
        packed: case.json.get("packed"),
    };
    let outputs = subject.call(&given)?;
    given.args.finish(case.text("module"))?;
    Ok(outputs)
}

/// The gradients of the parameters.
pub(super) fn check_gradients(case: &Case, module: &dyn Module, precision: Precision) -> Result<(), Trouble> {
    let parameters = module.named_parameters();
    for (name, figures) in entries(&case.json["param_grads"]) {
        let parameter = parameters.iter().find(|(own, _)| own == name);
        let (_, parameter) = parameter.ok_or_else(|| failed(format!("there is no parameter {name}")))?;
        gradient(
            &format!("the gradient of {name}{}", precision.tag()),
            parameter.grad().as_ref(),
            figures,
            &tolerance(case, figures, precision),
            precision,
        )?;
    }
    Ok(())
}

/// The buffers after all calls; where the case says so, parameters which a call has changed as well.
pub(super) fn check_buffers(case: &Case, module: &dyn Module, precision: Precision) -> Result<(), Trouble> {
    let buffers = module.named_buffers();
    let parameters = module.named_parameters();
    let with_parameters = case.json["params_after"] == true;
    for (name, figures) in entries(&case.json["buffers_after"]) {
        let buffer = buffers.iter().find(|(own, _)| own == name);
        let parameter = parameters.iter().find(|(own, _)| with_parameters && own == name);
        let found = buffer.map(|(_, buffer)| &**buffer);
        let tensor = found.or(parameter.map(|(_, parameter)| &**parameter));
        let tensor = tensor.ok_or_else(|| failed(format!("there is no buffer {name}")))?;
        check_one(case, name, tensor, figures, precision)?;
    }
    Ok(())
}
