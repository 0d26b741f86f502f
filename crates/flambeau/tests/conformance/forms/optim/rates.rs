//! Learning-rate schedules: the rate after each epoch, and the momentum where one is set.

use flambeau::Tensor;
use flambeau::optim::{Optimizer, SGD, Value, group};

use super::Record;
use crate::options::set;
use crate::outcome::{Trouble, unsupported};
use crate::reading::{Args, Case, Precision};
use crate::schedules;

pub(super) fn run(case: &Case) -> Result<(), Trouble> {
    let top = Args::new(&case.json);
    if top.has("resume_at") {
        return Err(unsupported("a schedule has no state to go on from here"));
    }
    if top.has("epochs") {
        return Err(unsupported("a schedule's step takes no epoch here"));
    }
    let rates: Vec<f64> = top.get("base_lr")?;
    let groups = rates
        .iter()
        .map(|lr| group([Tensor::zeros(1).requires_grad_(true)]).lr(*lr));
    let mut optimizer = set!(SGD::with_groups(groups, rates[0]), top, momentum);
    let metrics: Vec<f64> = top.or("metrics", Vec::new())?;
    let mut scheduler = schedules::build(case.op(), &mut optimizer, &case.json["args"])?;
    let (mut rates, mut momenta) = (Record::default(), Record::default());
    let mut note = |optimizer: &mut SGD| {
        for group in optimizer.groups() {
            rates.0.push(group.lr());
            if let Some(Value::Float(momentum)) = group.get("momentum") {
                momenta.0.push(momentum);
            }
        }
    };
    note(&mut optimizer);
    for step in 0..top.get("steps")? {
        optimizer.step();
        let metric: Option<&f64> = metrics.get::<usize>(step);
        scheduler.step(metric.copied(), &mut optimizer)?;
        note(&mut optimizer);
    }
    rates.check("lr", &case.expected()["lr"], case, Precision::Declared)?;
    match case.expected().get("momentum") {
        Some(figures) => momenta.check("momentum", figures, case, Precision::Declared),
        None => Ok(()),
    }
}
