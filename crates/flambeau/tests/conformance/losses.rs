//! Losses as modules, by PyTorch's class names, and the options that functions and modules share.

use flambeau::nn::{
    BCELoss, BCEWithLogitsLoss, CTCLoss, CosineEmbeddingLoss, CrossEntropyLoss, GaussianNLLLoss,
    HingeEmbeddingLoss, HuberLoss, KLDivLoss, L1Loss, MSELoss, MarginRankingLoss, MultiLabelMarginLoss,
    MultiLabelSoftMarginLoss, MultiMarginLoss, NLLLoss, PoissonNLLLoss, Reduction, SmoothL1Loss,
    SoftMarginLoss, TripletMarginLoss,
};
use flambeau::prelude::{DType, Tensor};
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
    ("CosineEmbeddingLoss", |m| {
        called(set!(CosineEmbeddingLoss::new(), m, reduction, margin), |l, x| {
            l.forward(&x[0], &x[1], &x[2])
        })
    }),
    ("MarginRankingLoss", |m| {
        called(set!(MarginRankingLoss::new(), m, reduction, margin), |l, x| {
            l.forward(&x[0], &x[1], &x[2])
        })
    }),
    ("TripletMarginLoss", |m| {
        called(triplet_margin(m)?, |l, x| l.forward(&x[0], &x[1], &x[2]))
    }),
    ("HingeEmbeddingLoss", |m| {
        called(set!(HingeEmbeddingLoss::new(), m, reduction, margin), |l, x| {
            l.forward(&x[0], &x[1])
        })
    }),
    ("MultiMarginLoss", |m| {
        called(set!(MultiMarginLoss::new(), m, reduction, p, margin), |l, x| {
            l.forward(&x[0], &x[1])
        })
    }),
    ("MultiLabelMarginLoss", |m| {
        called(set!(MultiLabelMarginLoss::new(), m, reduction), |l, x| {
            l.forward(&x[0], &x[1])
        })
    }),
    ("MultiLabelSoftMarginLoss", |m| {
        called(set!(MultiLabelSoftMarginLoss::new(), m, reduction), |l, x| {
            l.forward(&x[0], &x[1])
        })
    }),
    ("GaussianNLLLoss", |m| {
        called(set!(GaussianNLLLoss::new(), m, reduction, full, eps), |l, x| {
            l.forward(&x[0], &x[1], &x[2])
        })
    }),
    ("CTCLoss", |m| {
        let loss = set!(CTCLoss::new(), m, reduction, blank, zero_infinity);
        called(loss, |l, x| {
            l.forward(&x[0], &x[1], &lengths(&x[2]), &lengths(&x[3]))
        })
    }),
    ("PoissonNLLLoss", |m| {
        called(poisson_nll(m)?, |l, x| l.forward(&x[0], &x[1]))
    }),
];

fn lengths(given: &Tensor) -> Vec<usize> {
    given
        .to_dtype(DType::I64)
        .to_vec::<i64>()
        .into_iter()
        .map(|length| length as usize)
        .collect()
}

pub(crate) fn triplet_margin(args: &Args<'_>) -> Result<TripletMarginLoss, Trouble> {
    Ok(set!(
        TripletMarginLoss::new(),
        args,
        reduction,
        margin,
        p,
        eps,
        swap
    ))
}

pub(crate) fn poisson_nll(args: &Args<'_>) -> Result<PoissonNLLLoss, Trouble> {
    Ok(set!(PoissonNLLLoss::new(), args, reduction, log_input, full, eps))
}

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
