//! Learning-rate schedules: the rate after each epoch, and the momentum where one is set.

use flambeau::Tensor;
use flambeau::optim::{Optimizer, SGD, Value as Choice};

use super::Record;
use crate::outcome::Trouble;
use crate::reading::{Args, Case, Precision, list, number};
use crate::schedules;

pub(super) fn run(case: &Case) -> Result<(), Trouble> {
    let parameter = Tensor::zeros(1).requires_grad_(true);
    let top = Args(&case.json);
    let mut optimizer = SGD::new([parameter], top.float("base_lr").unwrap_or(f64::NAN));
    if let Some(momentum) = top.float("momentum") {
        optimizer = optimizer.momentum(momentum);
    }
    let metrics: Vec<f64> = list(&case.json["metrics"]).iter().filter_map(number).collect();
    let mut scheduler = schedules::build(case.op(), &mut optimizer, case.args())?;
    let (mut rates, mut momenta) = (Record::default(), Record::default());
    let mut note = |optimizer: &mut SGD| {
        let group = &optimizer.groups()[0];
        rates.0.push(group.lr());
        if let Some(Choice::Float(momentum)) = group.get("momentum") {
            momenta.0.push(momentum);
        }
    };
    note(&mut optimizer);
    for step in 0..top.size("steps").unwrap_or(0) {
        optimizer.step();
        scheduler.step(metrics.get(step).copied().unwrap_or(f64::NAN), &mut optimizer);
        note(&mut optimizer);
    }
    rates.check("lr", &case.expected()["lr"], case, Precision::Declared)?;
    match case.expected().get("momentum") {
        Some(figures) => momenta.check("momentum", figures, case, Precision::Declared),
        None => Ok(()),
    }
}
