//! Optimizers by PyTorch's class names and options.

use flambeau::Tensor;
use flambeau::optim::Optimizer;
use flambeau::optim::optimizers::*;
use serde_json::Value;

use crate::options::set;
use crate::outcome::{Trouble, unspellable, unsupported};
use crate::reading::Args;

/// Parameters, and the options of their group where it has its own.
pub(crate) struct Group<'a> {
    pub(crate) parameters: Vec<Tensor>,
    pub(crate) options: &'a Value,
}

/// An optimizer that prints itself and takes further groups.
pub(crate) trait Subject: Optimizer + std::fmt::Display {
    fn add(&mut self, group: Group<'_>) -> Result<(), Trouble>;
}

/// The optimizer of a class over one group, with its arguments.
pub(crate) fn build(class: &str, parameters: Vec<Tensor>, args: &Value) -> Result<Box<dyn Subject>, Trouble> {
    let options = &Value::Null;
    build_with(class, vec![Group { parameters, options }], args)
}

/// Writes `build_with` and further groups, for classes with their default learning rate and other options.
macro_rules! classes {
    ($($class:ident, $lr:literal: $($option:ident),+;)+) => {
        /// The optimizer of a class over several groups, with the arguments that hold for all of them.
        pub(crate) fn build_with(
            class: &str,
            groups: Vec<Group<'_>>,
            args: &Value,
        ) -> Result<Box<dyn Subject>, Trouble> {
            let args = Args::new(args);
            let optimizer: Box<dyn Subject> = match class {
                $(stringify!($class) => {
                    let groups = groups.into_iter().map(|group| group!($class, group, $($option),+));
                    let groups = groups.collect::<Result<Vec<_>, Trouble>>()?;
                    Box::new(set!($class::with_groups(groups, args.or("lr", $lr)?), args, $($option),+))
                })+
                "LBFGS" => Box::new(lbfgs(groups, &args)?),
                other => return Err(unsupported(format!("the optimizer {other} does not exist here"))),
            };
            args.finish(class)?;
            Ok(optimizer)
        }

        $(impl Subject for $class {
            fn add(&mut self, group: Group<'_>) -> Result<(), Trouble> {
                self.add_param_group(group!($class, group, $($option),+)?);
                Ok(())
            }
        })+
    };
}

/// A group of a class, with its options.
macro_rules! group {
    ($class:ident, $own:ident, $($option:ident),+) => {{
        let options = Args::new($own.options);
        let group = set!($class::group($own.parameters), options, lr: f64, $($option),+);
        options.finish("a group")?;
        Ok::<_, Trouble>(group)
    }};
}

classes! {
    SGD, 1e-3: momentum, dampening, weight_decay, maximize, nesterov;
    Adam, 1e-3: betas, eps, weight_decay, amsgrad, maximize, decoupled_weight_decay;
    AdamW, 1e-3: betas, eps, weight_decay, amsgrad, maximize;
    NAdam, 2e-3: betas, eps, weight_decay, momentum_decay, decoupled_weight_decay, maximize;
    RMSprop, 1e-2: alpha, eps, weight_decay, momentum, centered, maximize;
    RAdam, 1e-3: betas, eps, weight_decay, decoupled_weight_decay, maximize;
    Adamax, 2e-3: betas, eps, weight_decay, maximize;
    Adadelta, 1.0: rho, eps, weight_decay, maximize;
    ASGD, 1e-2: lambd, alpha, t0, weight_decay, maximize;
    Rprop, 1e-2: etas, step_sizes, maximize;
    Adafactor, 1e-2: beta2_decay, eps, d, weight_decay, maximize;
    Muon, 1e-3: weight_decay, momentum, nesterov, eps, ns_steps;
    Adagrad, 1e-2: lr_decay, weight_decay, initial_accumulator_value, eps, maximize;
}

/// The optimizer that takes closures.
pub(crate) fn lbfgs(groups: Vec<Group<'_>>, args: &Args<'_>) -> Result<LBFGS, Trouble> {
    let [group] = <[Group<'_>; 1]>::try_from(groups).map_err(|_| unspellable("LBFGS of several groups"))?;
    let optimizer = LBFGS::new(group.parameters, args.or("lr", 1.0)?);
    let optimizer = match args.choice("line_search_fn", &[("strong_wolfe", LineSearch::StrongWolfe)])? {
        Some(search) => optimizer.line_search_fn(search),
        None => optimizer,
    };
    Ok(set!(
        optimizer,
        args,
        max_iter,
        max_eval,
        tolerance_grad,
        tolerance_change,
        history_size,
        maximize
    ))
}

impl Subject for LBFGS {
    fn add(&mut self, _: Group<'_>) -> Result<(), Trouble> {
        Err(unspellable("LBFGS of several groups"))
    }
}
