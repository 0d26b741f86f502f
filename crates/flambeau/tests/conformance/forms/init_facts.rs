//! What is known of a fresh module's weights: facts, not samples.

use flambeau::{Tensor, manual_seed};
use serde_json::Value;

use crate::compare::plain;
use crate::modules;
use crate::outcome::{Trouble, failed};
use crate::reading::{Case, Precision, entries, integer, number, sizes};

/// How many numbers of a distribution are looked at.
const SAMPLES: usize = 20_000;
/// How many standard errors a mean, or a standard deviation, may be away: one seed in a million is.
const ERRORS: f64 = 5.0;

pub(super) fn run(case: &Case) -> Result<(), Trouble> {
    manual_seed(0);
    let fresh = || {
        let subject = modules::build(case.text("module"), &case.json["args"], Precision::Declared)?;
        Ok(subject.module().state_dict())
    };
    let facts = entries(case.expected());
    let state = fresh()?;
    plain("the size of the state", state.len(), facts.clone().count())?;
    for (name, fact) in facts {
        let tensor = state
            .get(name)
            .ok_or_else(|| failed(format!("there is no {name}")))?;
        let shape = format!("the shape of {name}");
        plain(&shape, tensor.shape().to_vec(), sizes(&fact["shape"])?)?;
        check_zero_row(name, tensor, fact)?;
        if fact["distribution"] == "constant" {
            check_constant(name, tensor, fact)?;
            continue;
        }
        let mut values = drawn(tensor, fact);
        while !values.is_empty() && values.len() < SAMPLES {
            values.extend(drawn(&fresh()?[name], fact));
        }
        check_bounds(name, &values, fact)?;
        check_moments(name, &values, fact)?;
    }
    Ok(())
}

/// The values that were drawn: all but a row that is zero by rule.
fn drawn(tensor: &Tensor, fact: &Value) -> Vec<f64> {
    let zero_row = integer(&fact["zero_row"]);
    let rows = (0..tensor.len()).filter(|row| Some(*row as i64) != zero_row);
    rows.flat_map(|row| tensor.select(0, row as isize).to_vec::<f64>())
        .collect()
}

fn check_zero_row(name: &str, tensor: &Tensor, fact: &Value) -> Result<(), Trouble> {
    let Some(row) = integer(&fact["zero_row"]) else {
        return Ok(());
    };
    let zeros = vec![0.0; tensor.size(1)];
    let row = row as isize;
    plain(
        &format!("row {row} of {name}"),
        tensor.select(0, row).to_vec::<f64>(),
        zeros,
    )
}

fn check_constant(name: &str, tensor: &Tensor, fact: &Value) -> Result<(), Trouble> {
    let value = figure(fact, "value")?.ok_or_else(|| failed("a constant without a value"))?;
    match tensor.to_vec::<f64>().iter().all(|x| *x == value) {
        true => Ok(()),
        false => Err(failed(format!("{name} is not {value} throughout"))),
    }
}

/// A figure of a fact; an empty tensor has no mean.
fn figure(fact: &Value, key: &str) -> Result<Option<f64>, Trouble> {
    match fact.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(json) => {
            Ok(Some(number(json).ok_or_else(|| {
                failed(format!("the corpus has {json} for {key}"))
            })?))
        }
    }
}

fn check_bounds(name: &str, values: &[f64], fact: &Value) -> Result<(), Trouble> {
    let (Some(low), Some(high)) = (figure(fact, "low")?, figure(fact, "high")?) else {
        return Ok(());
    };
    // The bounds themselves are rounded to the element type.
    let (low, high) = (f64::from(low as f32), f64::from(high as f32));
    match values.iter().find(|x| !(low..=high).contains(*x)) {
        Some(x) => Err(failed(format!(
            "{name} has an element {x}, not between {low} and {high}"
        ))),
        None => Ok(()),
    }
}

fn check_moments(name: &str, values: &[f64], fact: &Value) -> Result<(), Trouble> {
    let (Some(expected_mean), Some(expected)) = (figure(fact, "mean")?, figure(fact, "std")?) else {
        return plain(&format!("the number of elements of {name}"), values.len(), 0);
    };
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let std = (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count).sqrt();
    let near = |got: f64, wanted: f64| (got - wanted).abs() <= ERRORS * expected / count.sqrt();
    if near(mean, expected_mean) && near(std, expected) {
        return Ok(());
    }
    Err(failed(format!(
        "{name} has mean {mean} and standard deviation {std}, not {expected_mean} and {expected}"
    )))
}
