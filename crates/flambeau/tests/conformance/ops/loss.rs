//! Losses.

use flambeau::Tensor;
use flambeau::nn::{
    BCELoss, BCEWithLogitsLoss, CrossEntropyLoss, HuberLoss, KLDivLoss, L1Loss, MSELoss, NLLLoss, Reduction,
    SmoothL1Loss,
};

use super::Called;
use crate::options::set;
use crate::outcome::{Trouble, unspellable};
use crate::reading::{Args, list};

const LOSSES: [&str; 9] = [
    "mse_loss",
    "l1_loss",
    "smooth_l1_loss",
    "huber_loss",
    "cross_entropy",
    "nll_loss",
    "bce",
    "bce_with_logits",
    "kl_div",
];

pub(crate) fn call(op: &str, x: &[Tensor], args: Args<'_>) -> Called {
    match x {
        [input, target, rest @ ..] if LOSSES.contains(&op) => {
            Some(loss(op, input, target, rest, args).map(|loss| vec![loss]))
        }
        _ => None,
    }
}

fn loss(
    op: &str,
    input: &Tensor,
    target: &Tensor,
    rest: &[Tensor],
    args: Args<'_>,
) -> Result<Tensor, Trouble> {
    let batch_mean = args.str("reduction") == Some("batchmean");
    let reduction = if batch_mean {
        Reduction::Mean
    } else {
        reduction(args)?
    };
    Ok(match op {
        "mse_loss" => MSELoss::new().reduction(reduction).forward(input, target),
        "l1_loss" => L1Loss::new().reduction(reduction).forward(input, target),
        "smooth_l1_loss" => {
            set!(SmoothL1Loss::new().reduction(reduction), args, beta: float).forward(input, target)
        }
        "huber_loss" => {
            set!(HuberLoss::new().reduction(reduction), args, delta: float).forward(input, target)
        }
        "cross_entropy" => {
            let mut loss = CrossEntropyLoss::new().reduction(reduction);
            if let [weight] = rest {
                loss = loss.weight(weight);
            }
            set!(loss, args, ignore_index: int, label_smoothing: float).forward(input, target)
        }
        "nll_loss" => {
            let mut loss = NLLLoss::new().reduction(reduction);
            if let [weight] = rest {
                loss = loss.weight(weight);
            }
            set!(loss, args, ignore_index: int).forward(input, target)
        }
        "bce" => {
            let mut loss = BCELoss::new().reduction(reduction);
            if let [weight] = rest {
                loss = loss.weight(weight);
            }
            loss.forward(input, target)
        }
        "bce_with_logits" => {
            let mut loss = BCEWithLogitsLoss::new().reduction(reduction);
            for (name, tensor) in list(&args.0["extra"]).iter().zip(rest) {
                loss = if name == "weight" {
                    loss.weight(tensor)
                } else {
                    loss.pos_weight(tensor)
                };
            }
            loss.forward(input, target)
        }
        _ => {
            let loss = KLDivLoss::new()
                .reduction(reduction)
                .log_target(args.bool("log_target"));
            let loss = if batch_mean { loss.batch_mean() } else { loss };
            loss.forward(input, target)
        }
    })
}

fn reduction(args: Args<'_>) -> Result<Reduction, Trouble> {
    match args.str("reduction") {
        None | Some("mean") => Ok(Reduction::Mean),
        Some("sum") => Ok(Reduction::Sum),
        Some("none") => Ok(Reduction::None),
        Some(other) => Err(unspellable(format!("the reduction {other}"))),
    }
}
