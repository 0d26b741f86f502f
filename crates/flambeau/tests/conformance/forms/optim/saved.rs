//! States of optimizers and schedules, and groups that come later.

use flambeau::optim::Optimizer;

use super::quadratic::{Path, Quadratic};
use super::{Record, steps};
use crate::optimizers::{self, Group};
use crate::outcome::{Trouble, failed, refused};
use crate::reading::{Area, Case, Precision, entries};
use crate::schedules::{self, Running};

/// An optimizer that is built anew on the way and goes on from a saved state, its schedule too.
pub(super) fn resume(area: &Area, case: &Case, precision: Precision) -> Result<(), Trouble> {
    let mut problem = Quadratic::new(area, case, precision)?;
    let build = |problem: &Quadratic, args: &str| {
        optimizers::build(case.text("optimizer"), problem.parts.clone(), &case.json[args])
    };
    let mut optimizer = build(&problem, "args")?;
    let mut scheduler = schedule(case, &mut optimizer)?;
    let (mut path, mut rates) = (Path::default(), Record::default());
    rates.0.push(optimizer.groups()[0].lr());
    for step in 0..steps(case) {
        if case.json["stop_at"] == step {
            problem = problem.anew();
            let mut second = build(&problem, "args_new")?;
            let resumed = schedule(case, &mut second)?;
            second.load_state_dict(&optimizer.state_dict()).map_err(refused)?;
            optimizer = second;
            scheduler = match (resumed, scheduler) {
                (Some(resumed), Some(saved)) => Some(resumed.go_on(&saved)?),
                _ => None,
            };
        }
        path.step(&problem, || optimizer.step());
        if let Some(scheduler) = &mut scheduler {
            scheduler.step(None, &mut optimizer)?;
        }
        rates.0.push(optimizer.groups()[0].lr());
    }
    path.check(case, precision)?;
    rates.check("lr", &case.expected()["lr"], case, Precision::Declared)
}

fn schedule(case: &Case, optimizer: &mut dyn Optimizer) -> Result<Option<Running>, Trouble> {
    let json = &case.json["scheduler"];
    let op = json["op"].as_str();
    op.map(|op| schedules::build(op, optimizer, &json["args"]))
        .transpose()
}

/// What an optimizer has kept for its only parameter after some steps.
pub(super) fn state(area: &Area, case: &Case, precision: Precision) -> Result<(), Trouble> {
    let problem = Quadratic::new(area, case, precision)?;
    let mut optimizer = optimizers::build(case.text("optimizer"), problem.parts.clone(), &case.json["args"])?;
    let mut path = Path::default();
    (0..steps(case)).for_each(|_| path.step(&problem, || optimizer.step()));
    let state = optimizer.state_dict();
    for (key, figures) in entries(case.expected()) {
        let key = key.replace("state.", "state.0.");
        let kept = state
            .get(&key)
            .ok_or_else(|| failed(format!("there is no {key}")))?;
        Record(kept.to_vec()).check(&key, figures, case, precision)?;
    }
    if state.len() == entries(case.expected()).count() {
        return Ok(());
    }
    Err(failed(format!("the state has other entries too:\n{state}")))
}

/// An optimizer that gets the second part of x in the middle of the way.
pub(super) fn add_group(area: &Area, case: &Case, precision: Precision) -> Result<(), Trouble> {
    let problem = Quadratic::new(area, case, precision)?;
    let first = vec![problem.parts[0].clone()];
    let mut optimizer = optimizers::build(case.text("optimizer"), first, &case.json["args"])?;
    let mut path = Path::default();
    for step in 0..steps(case) {
        if case.json["add_at"] == step {
            optimizer.add(Group {
                parameters: vec![problem.parts[1].clone()],
                options: &case.json["group"],
            })?;
        }
        path.step(&problem, || optimizer.step());
    }
    path.check(case, precision)
}
