//! Learning-rate schedules by PyTorch's class names and options.

use flambeau::optim::Optimizer;
use flambeau::optim::scheduler::{
    Anneal, ConstantLR, CosineAnnealingLR, ExponentialLR, LinearLR, Mode, MultiStepLR, OneCycleLR,
    ReduceLROnPlateau, Schedule, Scheduler, SequentialLR, StepLR, ThresholdMode,
};
use serde_json::Value;

use crate::options::set;
use crate::outcome::{Trouble, unspellable, unsupported};
use crate::reading::{Args, indices, list};

/// A schedule on its way: one that counts epochs, or one that follows a metric.
pub(crate) enum Running {
    Counted(Scheduler<Box<dyn Schedule + Send + Sync>>),
    Following(ReduceLROnPlateau),
}

impl Running {
    /// The next epoch, after one with this metric.
    pub(crate) fn step(&mut self, metric: f64, optimizer: &mut dyn Optimizer) {
        match self {
            Running::Counted(scheduler) => scheduler.step(optimizer),
            Running::Following(scheduler) => scheduler.step(metric, optimizer),
        }
    }
}

/// The scheduler of a class, attached to an optimizer.
pub(crate) fn build(class: &str, optimizer: &mut dyn Optimizer, args: Args<'_>) -> Result<Running, Trouble> {
    if class == "ReduceLROnPlateau" {
        return Ok(Running::Following(plateau(args)?));
    }
    Ok(Running::Counted(schedule(class, args)?.attach(optimizer)))
}

fn schedule(class: &str, args: Args<'_>) -> Result<Box<dyn Schedule + Send + Sync>, Trouble> {
    let count = |key: &str| {
        args.size(key)
            .ok_or_else(|| unspellable(format!("no {key}, or a negative one")))
    };
    let rate = |key: &str| args.float(key).ok_or_else(|| unspellable(format!("no {key}")));
    Ok(match class {
        "StepLR" => Box::new(set!(StepLR::new(count("step_size")?), args, gamma: float)),
        "MultiStepLR" => Box::new(set!(MultiStepLR::new(indices(&args.0["milestones"])), args, gamma: float)),
        "ExponentialLR" => Box::new(ExponentialLR::new(rate("gamma")?)),
        "ConstantLR" => Box::new(set!(ConstantLR::new(), args, factor: float, total_iters: size)),
        "CosineAnnealingLR" => Box::new(set!(CosineAnnealingLR::new(count("T_max")?), args, eta_min: float)),
        "LinearLR" => {
            Box::new(set!(LinearLR::new(), args, start_factor: float, end_factor: float, total_iters: size))
        }
        "OneCycleLR" => Box::new(one_cycle(args)?),
        "SequentialLR" => Box::new(sequential(args)?),
        other => return Err(unsupported(format!("the schedule {other} does not exist here"))),
    })
}

fn one_cycle(args: Args<'_>) -> Result<OneCycleLR, Trouble> {
    let product = || Some(args.size("epochs")? * args.size("steps_per_epoch")?);
    let total = args.size("total_steps").or_else(product);
    let total = total.ok_or_else(|| unspellable("a cycle without a number of steps"))?;
    let max_lr = args
        .float("max_lr")
        .ok_or_else(|| unspellable("a cycle without max_lr"))?;
    let mut cycle = set!(OneCycleLR::new(max_lr, total), args, pct_start: float, base_momentum: float,
        max_momentum: float, div_factor: float, final_div_factor: float);
    match args.str("anneal_strategy") {
        None | Some("cos") => {}
        Some("linear") => cycle = cycle.anneal_strategy(Anneal::Linear),
        Some(other) => return Err(unspellable(format!("the curve {other}"))),
    }
    if args.get("cycle_momentum").is_some() {
        cycle = cycle.cycle_momentum(args.bool("cycle_momentum"));
    }
    Ok(cycle.three_phase(args.bool("three_phase")))
}

fn sequential(args: Args<'_>) -> Result<SequentialLR, Trouble> {
    let parts = list(&args.0["schedulers"]).iter().map(|part| {
        let class = part["op"].as_str().unwrap_or_default();
        schedule(class, Args(part.get("args").unwrap_or(&Value::Null)))
    });
    let mut parts = parts.collect::<Result<Vec<_>, _>>()?.into_iter();
    let first = parts
        .next()
        .ok_or_else(|| unspellable("a sequence of no schedules"))?;
    let milestones = indices(&args.0["milestones"]);
    Ok(parts
        .zip(milestones)
        .fold(SequentialLR::new(first), |sequence, (part, at)| {
            sequence.then(at, part)
        }))
}

fn plateau(args: Args<'_>) -> Result<ReduceLROnPlateau, Trouble> {
    let mode = match args.str("mode") {
        None | Some("min") => Mode::Min,
        Some("max") => Mode::Max,
        Some(other) => return Err(unspellable(format!("the mode {other}"))),
    };
    let threshold_mode = match args.str("threshold_mode") {
        None | Some("rel") => ThresholdMode::Rel,
        Some("abs") => ThresholdMode::Abs,
        Some(other) => return Err(unspellable(format!("the threshold mode {other}"))),
    };
    let scheduler = ReduceLROnPlateau::new().mode(mode).threshold_mode(threshold_mode);
    Ok(
        set!(scheduler, args, factor: float, patience: size, threshold: float, cooldown: size, min_lr: float,
        eps: float),
    )
}
