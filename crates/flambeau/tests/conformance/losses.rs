//! Losses as modules, by PyTorch's class names, and the options that functions and modules share.

use flambeau::nn::{
    BCELoss, BCEWithLogitsLoss, CrossEntropyLoss, HuberLoss, KLDivLoss, L1Loss, MSELoss, NLLLoss, Reduction,
    SmoothL1Loss, SoftMarginLoss,
};
use serde_json::Value;

use crate::modules::{Row, called};
use crate::options::set;
use crate::outcome::Trouble;
use crate::reading::{Args, Read};

pub(crate) const TABLE: &[Row] = &[
    ("MSELoss", |m| {
        called(set!(MSELoss::new(), m, reduction), |l, x| l.forward(&x[0], &x[1]))
    }),
    ("L1Loss", |m| {
        called(set!(L1Loss::new(), m, reduction), |l, x| l.forward(&x[0], &x[1]))
    }),
    ("SmoothL1Loss", |m| {
        called(set!(SmoothL1Loss::new(), m, reduction, beta), |l, x| {
            l.forward(&x[0], &x[1])
        })
    }),
    ("HuberLoss", |m| {
        called(set!(HuberLoss::new(), m, reduction, delta), |l, x| {
            l.forward(&x[0], &x[1])
        })
    }),
    ("SoftMarginLoss", |m| {
        called(set!(SoftMarginLoss::new(), m, reduction), |l, x| {
            l.forward(&x[0], &x[1])
        })
    }),
    ("CrossEntropyLoss", |m| {
        called(cross_entropy(m)?, |l, x| l.forward(&x[0], &x[1]))
    }),
    ("NLLLoss", |m| called(nll(m)?, |l, x| l.forward(&x[0], &x[1]))),
    ("BCELoss", |m| {
        called(set!(BCELoss::new(), m, reduction), |l, x| l.forward(&x[0], &x[1]))
    }),
    ("BCEWithLogitsLoss", |m| {
        called(set!(BCEWithLogitsLoss::new(), m, reduction), |l, x| {
            l.forward(&x[0], &x[1])
        })
    }),
    ("KLDivLoss", |m| {
        called(kl_div(m)?, |l, x| l.forward(&x[0], &x[1]))
    }),
];

pub(crate) fn cross_entropy(args: &Args<'_>) -> Result<CrossEntropyLoss, Trouble> {
    Ok(set!(
        CrossEntropyLoss::new(),
        args,
        reduction,
        ignore_index,
        label_smoothing
    ))
}

pub(crate) fn nll(args: &Args<'_>) -> Result<NLLLoss, Trouble> {
    Ok(set!(NLLLoss::new(), args, reduction, ignore_index))
}

/// Its reduction is an option of its own where PyTorch has the word "batchmean".
pub(crate) fn kl_div(args: &Args<'_>) -> Result<KLDivLoss, Trouble> {
    let loss = if args.maybe::<&str>("reduction")? == Some("batchmean") {
        KLDivLoss::new().batch_mean()
    } else {
        set!(KLDivLoss::new(), args, reduction)
    };
    Ok(set!(loss, args, log_target))
}

impl<'a> Read<'a> for Reduction {
    const KIND: &'static str = "a reduction";

    fn read(json: &'a Value) -> Option<Self> {
        match json.as_str()? {
            "mean" => Some(Reduction::Mean),
            "sum" => Some(Reduction::Sum),
            "none" => Some(Reduction::None),
            _ => None,
        }
    }
}
