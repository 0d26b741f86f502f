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
    pub(crate) options: &'a Value,
}

/// An optimizer that prints itself.
pub(crate) trait Subject: Optimizer + std::fmt::Display {}

impl<O: Optimizer + std::fmt::Display> Subject for O {}

/// The optimizer of a class over one group, with its arguments.
pub(crate) fn build(class: &str, parameters: Vec<Tensor>, args: &Value) -> Result<Box<dyn Subject>, Trouble> {
    let options = &Value::Null;
    build_with(class, vec![Group { parameters, options }], args)
}

/// The optimizer of a class over several groups, with the arguments that hold for all of them.
pub(crate) fn build_with(
    class: &str,
    mut groups: Vec<Group<'_>>,
    args: &Value,
) -> Result<Box<dyn Subject>, Trouble> {
    let args = Args::new(args);
    macro_rules! of {
        ($class:ident, $lr:literal, $($options:tt)+) => {{
            let lr = args.or("lr", $lr)?;
            let optimizer = match groups.pop() {
                Some(only) if groups.is_empty() => $class::new(only.parameters, lr),
                last => {
                    let groups: Result<Vec<_>, _> = groups.into_iter().chain(last).map(builder).collect();
                    $class::with_groups(groups?, lr)
                }
            };
            Box::new(set!(optimizer, args, $($options)+))
        }};
    }
    let optimizer: Box<dyn Subject> = match class {
        "SGD" => of!(SGD, 1e-3, momentum, dampening, weight_decay, maximize, nesterov),
        "Adam" => of!(Adam, 1e-3, betas, eps, weight_decay, amsgrad, maximize),
        "AdamW" => of!(AdamW, 1e-3, betas, eps, weight_decay, amsgrad, maximize),
        "RMSprop" => of!(
            RMSprop,
            1e-2,
            alpha,
            eps,
            weight_decay,
            momentum,
            centered,
            maximize
        ),
        "Adagrad" => of!(
            Adagrad,
            1e-2,
            lr_decay,
            weight_decay,
            initial_accumulator_value,
            eps,
            maximize
        ),
        other => return Err(unsupported(format!("the optimizer {other} does not exist here"))),
    };
    args.finish(class)?;
    Ok(optimizer)
}

fn builder(own: Group<'_>) -> Result<GroupBuilder, Trouble> {
    let options = Args::new(own.options);
    let group = set!(
        group(own.parameters), options, lr: f64, momentum, dampening, weight_decay, maximize, nesterov, betas, eps,
        amsgrad, alpha, centered, lr_decay, initial_accumulator_value
    );
    options.finish("a group")?;
    Ok(group)
}
