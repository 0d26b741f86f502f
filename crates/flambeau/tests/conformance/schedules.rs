//! Learning-rate schedules by PyTorch's class names and options.

use flambeau::optim::Optimizer;
use flambeau::optim::scheduler::*;
use serde_json::Value;

use crate::options::set;
use crate::outcome::{Trouble, failed, refused, unspellable, unsupported};
use crate::reading::Args;

/// A schedule on its way: one that counts epochs, or one that follows a metric.
pub(crate) enum Running {
    Counted(Scheduler<Box<dyn Schedule + Send + Sync>>),
    /// One that may be stepped to parts of epochs.
    Restarting(Scheduler<CosineAnnealingWarmRestarts>),
    Following(ReduceLROnPlateau),
}

impl Running {
    /// An epoch that need not be whole.
    pub(crate) fn step_to(&mut self, epoch: f64, optimizer: &mut dyn Optimizer) -> Result<(), Trouble> {
        match self {
            Running::Restarting(scheduler) => scheduler.step_to(epoch, optimizer),
            _ => return Err(unsupported("this schedule's step takes no epoch here")),
        }
        Ok(())
    }

    /// The next epoch, after one with this metric.
    pub(crate) fn step(&mut self, metric: Option<f64>, optimizer: &mut dyn Optimizer) -> Result<(), Trouble> {
        match (self, metric) {
            (Running::Counted(scheduler), _) => scheduler.step(optimizer),
            (Running::Restarting(scheduler), _) => scheduler.step(optimizer),
            (Running::Following(scheduler), Some(metric)) => scheduler.step(metric, optimizer),
            (Running::Following(_), None) => return Err(unspellable("a step without a metric")),
        }
        Ok(())
    }

    /// This one, where a saved one of its kind was.
    pub(crate) fn go_on(self, saved: &Running) -> Result<Running, Trouble> {
        Ok(match (self, saved) {
            (Running::Counted(mut scheduler), Running::Counted(saved)) => {
                scheduler.load_state_dict(&saved.state_dict()).map_err(refused)?;
                Running::Counted(scheduler)
            }
            (Running::Restarting(mut scheduler), Running::Restarting(saved)) => {
                scheduler.load_state_dict(&saved.state_dict()).map_err(refused)?;
                Running::Restarting(scheduler)
            }
            (Running::Following(mut scheduler), Running::Following(saved)) => {
                scheduler.load_state_dict(&saved.state_dict()).map_err(refused)?;
                Running::Following(scheduler)
            }
            _ => return Err(failed("two kinds of scheduler")),
        })
    }
}

/// The scheduler of a class, attached to an optimizer.
pub(crate) fn build(class: &str, optimizer: &mut dyn Optimizer, args: &Value) -> Result<Running, Trouble> {
    if class == "ReduceLROnPlateau" {
        return Ok(Running::Following(plateau(&Args::new(args))?));
    }
    if class == "CosineAnnealingWarmRestarts" {
        let args = Args::new(args);
        let schedule = warm_restarts(&args)?;
        args.finish(class)?;
        return Ok(Running::Restarting(schedule.attach(optimizer)));
    }
    Ok(Running::Counted(schedule(class, args)?.attach(optimizer)))
}

/// The schedule of a class; where options are lists, one for each group.
fn schedule(class: &str, args: &Value) -> Result<Box<dyn Schedule + Send + Sync>, Trouble> {
    const LISTED: [&str; 4] = ["max_lr", "base_lr", "swa_lr", "lr_lambda"];
    let Some(groups) = LISTED.iter().find_map(|key| args[key].as_array().map(Vec::len)) else {
        return for_all(class, args);
    };
    let schedules = (0..groups).map(|at| {
        let mut own = args.clone();
        for key in LISTED {
            if let Some(values) = args[key].as_array() {
                own[key] = values[at].clone();
            }
        }
        for_all(class, &own)
    });
    Ok(Box::new(PerGroup::new(schedules.collect::<Result<Vec<_>, _>>()?)))
}

fn for_all(class: &str, args: &Value) -> Result<Box<dyn Schedule + Send + Sync>, Trouble> {
    let args = &Args::new(args);
    let schedule: Box<dyn Schedule + Send + Sync> = match class {
        "StepLR" => Box::new(set!(StepLR::new(args.get("step_size")?), args, gamma)),
        "MultiStepLR" => {
            let milestones: Vec<usize> = args.get("milestones")?;
            Box::new(set!(MultiStepLR::new(milestones), args, gamma))
        }
        "ExponentialLR" => Box::new(ExponentialLR::new(args.get("gamma")?)),
        "ConstantLR" => Box::new(set!(ConstantLR::new(), args, factor, total_iters)),
        "CosineAnnealingLR" => Box::new(set!(CosineAnnealingLR::new(args.get("T_max")?), args, eta_min)),
        "LinearLR" => Box::new(set!(LinearLR::new(), args, start_factor, end_factor, total_iters)),
        "CosineAnnealingWarmRestarts" => Box::new(warm_restarts(args)?),
        "CyclicLR" => Box::new(cyclic(args)?),
        "SWALR" => Box::new(swa(args)?),
        "ChainedScheduler" => Box::new(chained(args)?),
        "MultiplicativeLR" => Box::new(MultiplicativeLR::new(lr_lambda(args)?)),
        "LambdaLR" => Box::new(LambdaLR::new(lr_lambda(args)?)),
        "PolynomialLR" => Box::new(set!(PolynomialLR::new(), args, total_iters, power)),
        "OneCycleLR" => Box::new(one_cycle(args)?),
        "SequentialLR" => Box::new(sequential(args)?),
        other => return Err(unsupported(format!("the schedule {other} does not exist here"))),
    };
    args.finish(class)?;
    Ok(schedule)
}

/// A factor by the epoch, of the forms that the corpus has.
fn lr_lambda(args: &Args<'_>) -> Result<Box<dyn Fn(usize) -> f64 + Send + Sync>, Trouble> {
    let form = Args::new(args.get("lr_lambda")?);
    Ok(match form.get("form")? {
        "const" => {
            let value: f64 = form.get("value")?;
            Box::new(move |_| value)
        }
        "power" => {
            let base: f64 = form.get("base")?;
            Box::new(move |epoch| base.powf(epoch as f64))
        }
        "inverse" => {
            let k: f64 = form.get("k")?;
            Box::new(move |epoch| 1.0 / (1.0 + k * epoch as f64))
        }
        "table" => {
            let values: Vec<f64> = form.get("values")?;
            Box::new(move |epoch| values[epoch.min(values.len() - 1)])
        }
        other => return Err(failed(format!("this runner does not know the form {other}"))),
    })
}

const ANNEALS: [(&str, Anneal); 2] = [("cos", Anneal::Cos), ("linear", Anneal::Linear)];

fn warm_restarts(args: &Args<'_>) -> Result<CosineAnnealingWarmRestarts, Trouble> {
    let schedule = CosineAnnealingWarmRestarts::new(args.get("T_0")?);
    let schedule = match args.maybe("T_mult")? {
        Some(t_mult) => schedule.t_mult(t_mult),
        None => schedule,
    };
    Ok(set!(schedule, args, eta_min))
}

fn cyclic(args: &Args<'_>) -> Result<CyclicLR, Trouble> {
    let modes = [
        ("triangular", CyclicMode::Triangular),
        ("triangular2", CyclicMode::Triangular2),
        ("exp_range", CyclicMode::ExpRange),
    ];
    let cyclic = CyclicLR::new(args.get("base_lr")?, args.get("max_lr")?);
    let cyclic = match args.choice("mode", &modes)? {
        Some(mode) => cyclic.mode(mode),
        None => cyclic,
    };
    Ok(set!(
        cyclic,
        args,
        step_size_up,
        step_size_down,
        gamma,
        cycle_momentum,
        base_momentum,
        max_momentum
    ))
}

fn swa(args: &Args<'_>) -> Result<SWALR, Trouble> {
    let swa = SWALR::new(args.get("swa_lr")?);
    let swa = match args.choice("anneal_strategy", &ANNEALS)? {
        Some(anneal) => swa.anneal_strategy(anneal),
        None => swa,
    };
    Ok(set!(swa, args, anneal_epochs))
}

fn chained(args: &Args<'_>) -> Result<ChainedScheduler, Trouble> {
    let parts: Vec<&Value> = args.get("schedulers")?;
    let parts = parts
        .into_iter()
        .map(|part| schedule(part["op"].as_str().unwrap_or_default(), &part["args"]));
    let mut parts = parts.collect::<Result<Vec<_>, _>>()?.into_iter();
    let first = parts
        .next()
        .ok_or_else(|| unspellable("a chain of no schedules"))?;
    Ok(parts.fold(ChainedScheduler::new(first), ChainedScheduler::and))
}

fn one_cycle(args: &Args<'_>) -> Result<OneCycleLR, Trouble> {
    let total = match args.maybe("total_steps")? {
        Some(total) => total,
        None => args.get::<usize>("epochs")? * args.get::<usize>("steps_per_epoch")?,
    };
    let cycle = OneCycleLR::new(args.get("max_lr")?, total);
    let cycle = match args.choice("anneal_strategy", &ANNEALS)? {
        Some(anneal) => cycle.anneal_strategy(anneal),
        None => cycle,
    };
    Ok(set!(
        cycle,
        args,
        pct_start,
        base_momentum,
        max_momentum,
        div_factor,
        final_div_factor,
        cycle_momentum,
        three_phase
    ))
}

fn sequential(args: &Args<'_>) -> Result<SequentialLR, Trouble> {
    let parts: Vec<&Value> = args.get("schedulers")?;
    let milestones: Vec<usize> = args.get("milestones")?;
    if parts.len() != milestones.len() + 1 {
        return Err(unspellable(
            "a sequence without a milestone between two schedules",
        ));
    }
    let parts = parts
        .into_iter()
        .map(|part| schedule(part["op"].as_str().unwrap_or_default(), &part["args"]));
    let mut parts = parts.collect::<Result<Vec<_>, _>>()?.into_iter();
    let first = parts
        .next()
        .ok_or_else(|| unspellable("a sequence of no schedules"))?;
    Ok(parts
        .zip(milestones)
        .fold(SequentialLR::new(first), |sequence, (part, at)| {
            sequence.then(at, part)
        }))
}

fn plateau(args: &Args<'_>) -> Result<ReduceLROnPlateau, Trouble> {
    let modes = [("min", Mode::Min), ("max", Mode::Max)];
    let thresholds = [("rel", ThresholdMode::Rel), ("abs", ThresholdMode::Abs)];
    let mut plateau = ReduceLROnPlateau::new();
    if let Some(mode) = args.choice("mode", &modes)? {
        plateau = plateau.mode(mode);
    }
    if let Some(mode) = args.choice("threshold_mode", &thresholds)? {
        plateau = plateau.threshold_mode(mode);
    }
    let plateau = set!(
        plateau,
        args,
        factor,
        patience,
        threshold,
        cooldown,
        min_lr: Vec<f64>,
        eps
    );
    args.finish("ReduceLROnPlateau")?;
    Ok(plateau)
}
