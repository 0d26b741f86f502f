//! Learning-rate schedules: the rate after each epoch, and the momentum where one is set.

use flambeau::Tensor;
use flambeau::optim::{Optimizer, SGD};

use super::Record;
use crate::options::set;
use crate::outcome::{Trouble, refused};
use crate::reading::{Args, Case, Precision};
use crate::schedules;

pub(super) fn run(case: &Case) -> Result<(), Trouble> {
    let top = Args::new(&case.json);
    let rates: Vec<f64> = top.get("base_lr")?;
    let build = || -> Result<SGD, Trouble> {
        let groups = rates
            .iter()
            .map(|lr| SGD::group([Tensor::zeros(1).requires_grad_(true)]).lr(*lr));
        Ok(set!(SGD::with_groups(groups, rates[0]), top, momentum))
    };
    let mut optimizer = build()?;
    let metrics: Vec<f64> = top.or("metrics", Vec::new())?;
    let epochs: Vec<f64> = top.or("epochs", Vec::new())?;
    let mut scheduler = schedules::build(case.op(), &mut optimizer, &case.json["args"])?;
    let (mut figures, mut momenta) = (Record::default(), Record::default());
    let mut note = |optimizer: &mut SGD| {
        for group in optimizer.groups() {
            figures.0.push(group.lr());
            if let Some(momentum) = group.get("momentum") {
                momenta.0.push(momentum);
            }
        }
    };
    note(&mut optimizer);
    let resume_at: Option<usize> = top.maybe("resume_at")?;
    for step in 0..top.get("steps")? {
        if resume_at == Some(step) {
            let mut second = build()?;
            let resumed = schedules::build(case.op(), &mut second, &case.json["args"])?;
            scheduler = resumed.go_on(&scheduler)?;
            second.load_state_dict(&optimizer.state_dict()).map_err(refused)?;
            optimizer = second;
        }
        optimizer.step();
        let metric: Option<&f64> = metrics.get::<usize>(step);
        match epochs.get::<usize>(step) {
            Some(epoch) => scheduler.step_to(*epoch, &mut optimizer)?,
            None => scheduler.step(metric.copied(), &mut optimizer)?,
        }
        note(&mut optimizer);
    }
    figures.check("lr", &case.expected()["lr"], case, Precision::Declared)?;
    match case.expected().get("momentum") {
        Some(figures) => momenta.check("momentum", figures, case, Precision::Declared),
        None => Ok(()),
    }
}
