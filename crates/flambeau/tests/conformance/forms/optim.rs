//! Trajectories of optimizers, gradient clipping, learning-rate schedules.

mod averages;
mod closures;
mod problems;
mod quadratic;
mod rates;
mod saved;

pub(crate) use problems::{check_final, lecture_perceptron, perceptron};

use flambeau::Tensor;
use flambeau::optim::{ClipGradNorm, clip_grad_value_};
use serde_json::Value;

use crate::compare::{DOUBLE_LOOSE, Tolerance, numbers, tensors};
use crate::options::set;
use crate::outcome::{Trouble, refused};
use crate::reading::{Area, Case, Precision, base, numbers as figures_of};

pub(super) fn run(area: &Area, case: &Case) -> Result<(), Trouble> {
    if case.json.get("base_lr").is_some() {
        return rates::run(case);
    }
    let precisions = [Precision::Declared, Precision::Double];
    for precision in precisions.into_iter().take(1 + usize::from(case.has_double())) {
        match case.op() {
            "clip_grad_norm_" | "clip_grad_value_" => clip(case, precision)?,
            "resume" => saved::resume(area, case, precision)?,
            "optimizer_state" => saved::state(area, case, precision)?,
            "add_param_group" => saved::add_group(area, case, precision)?,
            "averaged_model" => averages::run(area, case, precision)?,
            "LBFGS" => closures::run(area, case, precision)?,
            _ => problems::run(area, case, precision)?,
        }
    }
    Ok(())
}

fn fixture(area: &Area, name: &str, precision: Precision) -> Result<Tensor, Trouble> {
    base(&area.fixtures[name], &area.fixtures, precision)
}

fn steps(case: &Case) -> u64 {
    case.json["steps"].as_u64().unwrap_or(0)
}

/// Figures of a run, kept as it goes.
#[derive(Default)]
pub(crate) struct Record(pub(crate) Vec<f64>);

impl Record {
    pub(crate) fn push(&mut self, tensor: &Tensor) {
        self.0.extend(tensor.to_vec::<f64>());
    }

    /// Compares with the figures of the corpus, whatever their shape.
    pub(crate) fn check(
        &self,
        what: &str,
        figures: &Value,
        case: &Case,
        precision: Precision,
    ) -> Result<(), Trouble> {
        let expected = figures_of(&figures["data"])?;
        let tolerance = Tolerance::of_run(figures, &case.json, precision, DOUBLE_LOOSE);
        numbers(
            &format!("{what}{}", precision.tag()),
            &self.0,
            &expected,
            &tolerance,
        )
    }
}

fn clip(case: &Case, precision: Precision) -> Result<(), Trouble> {
    let args = case.args();
    let grads = case
        .list("inputs")
        .iter()
        .map(|json| base(json, &Value::Null, precision));
    let grads = grads.collect::<Result<Vec<_>, _>>()?;
    let parameters: Vec<Tensor> = grads
        .iter()
        .map(|grad| {
            let parameter = grad.zeros_like().requires_grad_(true);
            parameter.set_grad(Some(grad.clone()));
            parameter
        })
        .collect();
    let mut expected = case.list("outputs");
    if case.op() == "clip_grad_value_" {
        clip_grad_value_(&parameters, args.get::<f64>("clip_value")?);
    } else {
        let clip = set!(ClipGradNorm::new(args.get::<f64>("max_norm")?), args, norm_type);
        let norm = clip.clip(&parameters).map_err(refused)?;
        Record(vec![norm]).check("the norm", &expected[0], case, precision)?;
        expected = &expected[1..];
    }
    for (at, (parameter, figures)) in parameters.iter().zip(expected).enumerate() {
        let tolerance = Tolerance::of_run(figures, &case.json, precision, DOUBLE_LOOSE);
        let grad = parameter.grad().unwrap_or_else(|| parameter.zeros_like());
        tensors(
            &format!("gradient {at}{}", precision.tag()),
            &grad,
            figures,
            &tolerance,
            precision,
        )?;
    }
    Ok(())
}
