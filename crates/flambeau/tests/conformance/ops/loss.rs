//! Losses, as modules with their options.

use flambeau::nn::{
    BCELoss, BCEWithLogitsLoss, CTCLoss, CosineEmbeddingLoss, CrossEntropyLoss, GaussianNLLLoss,
    HingeEmbeddingLoss, HuberLoss, KLDivLoss, L1Loss, MSELoss, MarginRankingLoss, MultiLabelMarginLoss,
    MultiLabelSoftMarginLoss, MultiMarginLoss, NLLLoss, SmoothL1Loss, SoftMarginLoss,
};
use serde_json::Value;

use super::{Call, Called, Row, ok};
use crate::losses::{cross_entropy, kl_div, nll, poisson_nll, triplet_margin};
use crate::options::set;

pub(super) const TABLE: &[Row] = &[
    ("mse_loss", |c| {
        ok(set!(MSELoss::new(), c, reduction).forward(&c[0], &c[1]))
    }),
    ("l1_loss", |c| {
        ok(set!(L1Loss::new(), c, reduction).forward(&c[0], &c[1]))
    }),
    ("smooth_l1_loss", |c| {
        ok(set!(SmoothL1Loss::new(), c, reduction, beta).forward(&c[0], &c[1]))
    }),
    ("huber_loss", |c| {
        ok(set!(HuberLoss::new(), c, reduction, delta).forward(&c[0], &c[1]))
    }),
    ("soft_margin_loss", |c| {
        ok(set!(SoftMarginLoss::new(), c, reduction).forward(&c[0], &c[1]))
    }),
    ("cross_entropy", |c| {
        let loss: CrossEntropyLoss = cross_entropy(c)?;
        ok(match c.operands.get(2) {
            Some(weight) => loss.weight(weight),
            None => loss,
        }
        .forward(&c[0], &c[1]))
    }),
    ("nll_loss", |c| {
        let loss: NLLLoss = nll(c)?;
        ok(match c.operands.get(2) {
            Some(weight) => loss.weight(weight),
            None => loss,
        }
        .forward(&c[0], &c[1]))
    }),
    ("bce", |c| {
        let loss = set!(BCELoss::new(), c, reduction);
        ok(match c.operands.get(2) {
            Some(weight) => loss.weight(weight),
            None => loss,
        }
        .forward(&c[0], &c[1]))
    }),
    ("bce_with_logits", bce_with_logits),
    ("kl_div", |c| {
        let loss: KLDivLoss = kl_div(c)?;
        ok(loss.forward(&c[0], &c[1]))
    }),
    ("cosine_embedding_loss", |c| {
        let loss = set!(CosineEmbeddingLoss::new(), c, reduction, margin);
        ok(loss.forward(&c[0], &c[1], &c[2]))
    }),
    ("margin_ranking_loss", |c| {
        let loss = set!(MarginRankingLoss::new(), c, reduction, margin);
        ok(loss.forward(&c[0], &c[1], &c[2]))
    }),
    ("triplet_margin_loss", |c| {
        ok(triplet_margin(c)?.forward(&c[0], &c[1], &c[2]))
    }),
    ("hinge_embedding_loss", |c| {
        let loss = set!(HingeEmbeddingLoss::new(), c, reduction, margin);
        ok(loss.forward(&c[0], &c[1]))
    }),
    ("multi_margin_loss", |c| {
        let loss = set!(MultiMarginLoss::new(), c, reduction, p, margin);
        ok(match c.operands.get(2) {
            Some(weight) => loss.weight(weight),
            None => loss,
        }
        .forward(&c[0], &c[1]))
    }),
    ("multilabel_margin_loss", |c| {
        ok(set!(MultiLabelMarginLoss::new(), c, reduction).forward(&c[0], &c[1]))
    }),
    ("multilabel_soft_margin_loss", |c| {
        let loss = set!(MultiLabelSoftMarginLoss::new(), c, reduction);
        ok(match c.operands.get(2) {
            Some(weight) => loss.weight(weight),
            None => loss,
        }
        .forward(&c[0], &c[1]))
    }),
    ("gaussian_nll_loss", |c| {
        let loss = set!(GaussianNLLLoss::new(), c, reduction, full, eps);
        ok(loss.forward(&c[0], &c[1], &c[2]))
    }),
    ("poisson_nll_loss", |c| ok(poisson_nll(c)?.forward(&c[0], &c[1]))),
    ("ctc_loss", |c| {
        let loss = set!(CTCLoss::new(), c, reduction, blank, zero_infinity);
        let (inputs, targets): (Vec<usize>, Vec<usize>) = (c.get("input_lengths")?, c.get("target_lengths")?);
        ok(loss.forward(&c[0], &c[1], &inputs, &targets))
    }),
];

fn bce_with_logits(c: &Call<'_>) -> Called {
    let mut loss = set!(BCEWithLogitsLoss::new(), c, reduction);
    let extra: Vec<&Value> = c.or("extra", Vec::new())?;
    for (name, tensor) in extra.into_iter().zip(&c.operands[2..]) {
        loss = if name == "weight" {
            loss.weight(tensor)
        } else {
            loss.pos_weight(tensor)
        };
    }
    ok(loss.forward(&c[0], &c[1]))
}
