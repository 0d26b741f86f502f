//! Optimizers on small problems.

use flambeau::Tensor;
use flambeau::nn::{Forward, Module};
use serde_json::Value;

use super::quadratic::{Path, Quadratic};
use super::{Record, fixture, steps};
use crate::modules;
use crate::optimizers::{self, Group};
use crate::outcome::{Trouble, failed, refused};
use crate::reading::{Area, Case, Precision, entries};

pub(super) fn run(area: &Area, case: &Case, precision: Precision) -> Result<(), Trouble> {
    match case.json["problem"].as_str().unwrap_or_default() {
        "quadratic" | "two_groups" => quadratic(area, case, precision),
        "mlp" => whole_batch(area, case, precision),
        other => {
            // Most often the optimizer does not exist either.
            optimizers::build(
                case.op(),
                vec![fixture(area, "quad_x0", precision)?],
                &case.json["args"],
            )?;
            Err(failed(format!("this runner does not know the problem {other}")))
        }
    }
}

fn quadratic(area: &Area, case: &Case, precision: Precision) -> Result<(), Trouble> {
    let problem = Quadratic::new(area, case, precision)?;
    let mut optimizer = optimizer(case, &problem.parts)?;
    let mut path = Path::default();
    for _ in 0..steps(case) {
        path.step(&problem, || {
            if case.json["unused_second"] == true {
                problem.parts[1].zero_grad();
            }
            optimizer.step();
        });
    }
    path.check(case, precision)
}

fn optimizer(case: &Case, parts: &[Tensor]) -> Result<Box<dyn optimizers::Subject>, Trouble> {
    let groups = case.list("groups");
    if groups.is_empty() {
        return optimizers::build(case.op(), parts.to_vec(), &case.json["args"]);
    }
    let groups = groups.iter().zip(parts);
    let groups = groups.map(|(options, part)| Group {
        parameters: vec![part.clone()],
        options,
    });
    optimizers::build_with(case.op(), groups.collect(), &case.json["args"])
}

/// The lecture's perceptron on its whole data.
fn whole_batch(area: &Area, case: &Case, precision: Precision) -> Result<(), Trouble> {
    let model = lecture_perceptron(area, precision)?;
    let (x, y) = (
        fixture(area, "mlp_x", precision)?,
        fixture(area, "mlp_y", precision)?,
    );
    let parameters = model.parameters();
    let handles = parameters.iter().map(Tensor::from).collect();
    let mut optimizer = optimizers::build(case.op(), handles, &case.json["args"])?;
    let (mut losses, mut norms) = (Record::default(), Record::default());
    for _ in 0..steps(case) {
        let loss = (model.forward(&x) - &y).powi(2).mean();
        losses.push(&loss);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        parameters
            .iter()
            .for_each(|parameter| norms.push(&parameter.square().sum().sqrt()));
    }
    losses.check("losses", &case.expected()["losses"], case, precision)?;
    norms.check("param_norms", &case.expected()["param_norms"], case, precision)?;
    check_final(&*model, case, precision)
}

/// The lecture's perceptron, fresh.
pub(crate) fn perceptron(precision: Precision) -> Result<Box<dyn Forward>, Trouble> {
    let args = serde_json::json!({"input_dim": 1, "output_dim": 1});
    modules::build("myMultiLayerPerceptron", &args, precision)?.into_layer()
}

/// The lecture's perceptron with the weights of the fixtures.
pub(crate) fn lecture_perceptron(area: &Area, precision: Precision) -> Result<Box<dyn Forward>, Trouble> {
    let model = perceptron(precision)?;
    let weights = entries(&area.fixtures)
        .filter_map(|(name, json)| Some((name.strip_prefix("mlp.")?.to_owned(), json.clone())));
    let weights = Value::Object(weights.collect());
    model
        .load_state_dict(&modules::state(&weights, precision)?)
        .map_err(refused)?;
    Ok(model)
}

/// Compares the parameters with those `final.` ones that the corpus has.
pub(crate) fn check_final(model: &dyn Forward, case: &Case, precision: Precision) -> Result<(), Trouble> {
    let state = model.state_dict();
    for (key, figures) in entries(case.expected()) {
        let Some(name) = key.strip_prefix("final.") else {
            continue;
        };
        let tensor = state
            .get(name)
            .ok_or_else(|| failed(format!("the model has no {name}")))?;
        Record(tensor.to_vec()).check(key, figures, case, precision)?;
    }
    Ok(())
}
