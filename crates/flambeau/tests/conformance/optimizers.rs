//! Optimizers by PyTorch's class names and options.

use flambeau::Tensor;
use flambeau::optim::{Adagrad, Adam, AdamW, GroupBuilder, Optimizer, RMSprop, SGD, group};
use serde_json::Value;

use crate::options::set;
use crate::outcome::{Trouble, unsupported};
use crate::reading::Args;

/// Parameters, and the options of their group where it has its own.
pub(crate) struct Group<'a> {
    pub(crate) parameters: Vec<Tensor>,
    pub(crate) options: Args<'a>,
}

/// The optimizer of a class over one group, with its arguments.
pub(crate) fn build(
    class: &str,
    parameters: Vec<Tensor>,
    args: Args<'_>,
) -> Result<Box<dyn Optimizer>, Trouble> {
    build_with(
        class,
        vec![Group {
            parameters,
            options: Args(&Value::Null),
        }],
        args,
    )
}

/// The optimizer of a class over several groups, with the arguments that hold for all of them.
pub(crate) fn build_with(
    class: &str,
    mut groups: Vec<Group<'_>>,
    args: Args<'_>,
) -> Result<Box<dyn Optimizer>, Trouble> {
    macro_rules! of {
        ($class:ident, $lr:literal, $($options:tt)+) => {{
            let lr = args.float("lr").unwrap_or($lr);
            let optimizer = match groups.pop() {
                Some(only) if groups.is_empty() => $class::new(only.parameters, lr),
                last => $class::with_groups(groups.into_iter().chain(last).map(builder), lr),
            };
            Box::new(set!(optimizer, args, $($options)+))
        }};
    }
    Ok(match class {
        "SGD" => {
            of!(SGD, 1e-3, momentum: float, dampening: float, weight_decay: float, maximize: flag, nesterov: flag)
        }
        "Adam" => {
            of!(Adam, 1e-3, betas: pair, eps: float, weight_decay: float, amsgrad: flag, maximize: flag)
        }
        "AdamW" => {
            of!(AdamW, 1e-3, betas: pair, eps: float, weight_decay: float, amsgrad: flag, maximize: flag)
        }
        "RMSprop" => of!(
            RMSprop, 1e-2, alpha: float, eps: float, weight_decay: float, momentum: float, centered: flag,
            maximize: flag
        ),
        "Adagrad" => of!(
            Adagrad, 1e-2, lr_decay: float, weight_decay: float, initial_accumulator_value: float, eps: float,
            maximize: flag
        ),
        other => return Err(unsupported(format!("the optimizer {other} does not exist here"))),
    })
}

fn builder(own: Group<'_>) -> GroupBuilder {
    set!(
        group(own.parameters), own.options, lr: float, momentum: float, dampening: float, weight_decay: float,
        maximize: flag, nesterov: flag, betas: pair, eps: float, amsgrad: flag, alpha: float, centered: flag,
        lr_decay: float, initial_accumulator_value: float
    )
}
