//! Whole modules with given weights, and what is known of fresh ones.

use flambeau::nn::{Forward, Module};
use flambeau::{BackwardOptions, Tensor, backward, manual_seed};
use serde_json::Value;

use crate::compare::{DOUBLE, DOUBLE_LOOSE, Tolerance, gradient, plain, tensors};
use crate::modules;
use crate::outcome::{Trouble, failed, refused};
use crate::reading::{Case, Precision, base, indices, number, viewed};

pub(crate) fn run(case: &Case) -> Result<(), Trouble> {
    if case.op() == "init_facts" {
        return facts(case);
    }
    run_in(case, Precision::Declared)?;
    if case.json["reference"] == "float32" {
        Ok(())
    } else {
        run_in(case, Precision::Double)
    }
}

/// One run of a module case.
struct Run<'a> {
    case: &'a Case,
    precision: Precision,
}

fn run_in(case: &Case, precision: Precision) -> Result<(), Trouble> {
    let module = modules::build(
        case.json["module"].as_str().unwrap_or_default(),
        case.args(),
        precision,
    )?;
    module
        .load_state_dict(&modules::state(&case.json["state"], precision)?)
        .map_err(refused)?;
    let run = Run { case, precision };
    for (at, mode) in case.list("modes").iter().enumerate() {
        modules::set_mode(&*module, mode.as_str().unwrap_or_default());
        run.call(at, &*module)?;
    }
    run.check_state(&*module)
}

impl Run<'_> {
    fn tolerance(&self, figures: &Value) -> Tolerance {
        let name = self.case.name();
        let ill = name.contains("_offset") || name.contains("_constant");
        Tolerance::of_run(
            figures,
            &self.case.json,
            self.precision,
            if ill { DOUBLE_LOOSE } else { DOUBLE },
        )
    }

    fn compare(&self, what: &str, got: &Tensor, figures: &Value) -> Result<(), Trouble> {
        let what = format!("{what}{}", self.precision.tag());
        tensors(&what, got, figures, &self.tolerance(figures), self.precision)
    }

    /// The call number `at`, and its backward pass.
    fn call(&self, at: usize, module: &dyn Forward) -> Result<(), Trouble> {
        let input = &self.case.list("inputs")[at];
        let leaf = base(input, &Value::Null, self.precision)?;
        let output = module.forward(&viewed(&leaf, input)?);
        self.compare(&format!("output {at}"), &output, &self.case.json["outputs"][at])?;
        let upstream = &self.case.json["grad_output"][at];
        if upstream.is_null() {
            return Ok(());
        }
        let upstream = base(upstream, &Value::Null, self.precision)?;
        backward(&[(&output, Some(&upstream))], &BackwardOptions::new()).map_err(refused)?;
        let figures = &self.case.json["grads"][at];
        let what = format!("gradient {at}{}", self.precision.tag());
        gradient(
            &what,
            leaf.grad().as_ref(),
            figures,
            &self.tolerance(figures),
            self.precision,
        )
    }

    /// The parameters' gradients and the buffers after all calls.
    fn check_state(&self, module: &dyn Forward) -> Result<(), Trouble> {
        let parameters = module.named_parameters();
        for (name, figures) in self.case.json["param_grads"].as_object().into_iter().flatten() {
            let parameter = parameters.iter().find(|(own, _)| own == name);
            let (_, parameter) = parameter.ok_or_else(|| failed(format!("there is no parameter {name}")))?;
            let what = format!("the gradient of {name}{}", self.precision.tag());
            gradient(
                &what,
                parameter.grad().as_ref(),
                figures,
                &self.tolerance(figures),
                self.precision,
            )?;
        }
        let buffers = module.named_buffers();
        for (name, figures) in self.case.json["buffers_after"].as_object().into_iter().flatten() {
            let buffer = buffers.iter().find(|(own, _)| own == name);
            let (_, buffer) = buffer.ok_or_else(|| failed(format!("there is no buffer {name}")))?;
            self.compare(name, buffer, figures)?;
        }
        Ok(())
    }
}

/// How many numbers of a distribution are looked at.
const SAMPLES: usize = 20_000;
/// How many standard errors a mean, or a standard deviation, may be away: one seed in a million is.
const ERRORS: f64 = 5.0;

fn facts(case: &Case) -> Result<(), Trouble> {
    manual_seed(0);
    let class = case.json["module"].as_str().unwrap_or_default();
    let fresh = || Ok(modules::build(class, case.args(), Precision::Declared)?.state_dict());
    let facts = case.expected().as_object().into_iter().flatten();
    let state = fresh()?;
    plain("the size of the state", state.len(), facts.clone().count())?;
    for (name, fact) in facts {
        let tensor = state
            .get(name)
            .ok_or_else(|| failed(format!("there is no {name}")))?;
        plain(
            &format!("the shape of {name}"),
            tensor.shape().to_vec(),
            indices(&fact["shape"]),
        )?;
        let constant = fact["distribution"] == "constant";
        let mut values = if constant {
            tensor.to_vec()
        } else {
            drawn(tensor, fact)
        };
        while !constant && !values.is_empty() && values.len() < SAMPLES {
            values.extend(drawn(&fresh()?[name.as_str()], fact));
        }
        check_values(name, &values, fact)?;
        if let Some(row) = fact["zero_row"].as_i64() {
            let zeros = vec![0.0; tensor.shape()[1]];
            plain(
                &format!("row {row} of {name}"),
                tensor.select(0, row as isize).to_vec::<f64>(),
                zeros,
            )?;
        }
    }
    Ok(())
}

/// The values that were drawn: all but a row that is zero by rule.
fn drawn(tensor: &Tensor, fact: &Value) -> Vec<f64> {
    let zero_row = fact["zero_row"].as_u64().map(|row| row as usize);
    let rows = (0..tensor.shape()[0]).filter(|row| Some(*row) != zero_row);
    rows.flat_map(|row| tensor.select(0, row as isize).to_vec::<f64>())
        .collect()
}

fn check_values(name: &str, values: &[f64], fact: &Value) -> Result<(), Trouble> {
    let figure = |key: &str| number(&fact[key]).unwrap_or(f64::NAN);
    if fact["distribution"] == "constant" {
        let value = figure("value");
        let right = values.iter().all(|x| *x == value);
        return if right {
            Ok(())
        } else {
            Err(failed(format!("{name} is not {value} throughout")))
        };
    }
    if fact["distribution"] == "uniform" {
        // The bounds themselves are rounded to the element type.
        let (low, high) = (f64::from(figure("low") as f32), f64::from(figure("high") as f32));
        if let Some(x) = values.iter().find(|x| !(low..=high).contains(*x)) {
            return Err(failed(format!(
                "{name} has an element {x}, not between {low} and {high}"
            )));
        }
    }
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let std = (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count).sqrt();
    let expected = figure("std");
    let near = |got: f64, wanted: f64| (got - wanted).abs() <= ERRORS * expected / count.sqrt();
    if near(mean, figure("mean")) && near(std, expected) {
        return Ok(());
    }
    Err(failed(format!(
        "{name} has mean {mean} and standard deviation {std}, not {} and {expected}",
        figure("mean")
    )))
}
