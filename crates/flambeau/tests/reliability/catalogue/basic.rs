//! What every program calls: functions of elements, reductions, moves, products, losses.

use flambeau::nn::*;
use flambeau::prelude::*;

use super::{Operation, ones, zeros};

pub(crate) const ELEMENTWISE: &[Operation] = &[
    ("abs", |x| x.abs()),
    ("exp", |x| x.exp()),
    ("log", |x| x.log()),
    ("sqrt", |x| x.sqrt()),
    ("sin", |x| x.sin()),
    ("tanh", |x| x.tanh()),
    ("sigmoid", |x| x.sigmoid()),
    ("relu", |x| x.relu()),
    ("gelu", |x| x.gelu()),
    ("elu", |x| x.elu(1.0)),
    ("softplus", |x| x.softplus()),
    ("powf", |x| x.powf(1.5)),
    ("pow", |x| x.pow(x)),
    ("clamp", |x| x.clamp(-0.5, 0.5)),
    ("add", |x| x + x),
    ("add a transpose", |x| x.t() + x.t().contiguous()),
    ("mul a number", |x| x.t() * 2.0),
    ("div by a row", |x| x / x.get(0)),
    ("maximum", |x| x.maximum(0.5)),
    ("where", |x| x.gt(0.5).where_(x, 0.0)),
    ("lerp", |x| x.lerp(&x.detach(), 0.5)),
    ("masked_fill", |x| x.masked_fill(&x.gt(0.5), 0.0)),
    ("to_dtype", |x| x.to_dtype(DType::F64).to_dtype(DType::F32)),
    ("half precision", |x| x.to_dtype(DType::BF16).exp()),
];

pub(crate) const REDUCTIONS: &[Operation] = &[
    ("sum", |x| x.sum()),
    ("sum_dim 0", |x| x.sum_dim(0, false)),
    ("sum_dim 1", |x| x.sum_dim(1, true)),
    ("mean", |x| x.mean()),
    ("var_dim 0", |x| x.var_dim(0, 1.0, false)),
    ("std_dim 1", |x| x.std_dim(1, 0.0, false)),
    ("norm", |x| x.norm(2.0)),
    ("max", |x| x.max()),
    ("max_dim 0", |x| x.max_dim(0, false).0),
    ("max_dim 1", |x| x.max_dim(1, false).0),
    ("amin", |x| x.amin([0, 1], false)),
    ("prod_dim", |x| x.prod_dim(0, false)),
    ("softmax 0", |x| x.softmax(0)),
    ("softmax 1", |x| x.softmax(1)),
    ("log_softmax of a transpose", |x| x.t().log_softmax(0)),
    ("logsumexp", |x| x.logsumexp([0, 1], false)),
    ("cumsum 0", |x| x.cumsum(0)),
    ("cumsum 1", |x| x.cumsum(1)),
];

pub(crate) const MOVES: &[Operation] = &[
    ("transpose", |x| x.t() * 1.0),
    ("permute", |x| x.permute([1, 0])),
    ("reshape", |x| x.t().reshape([-1_i64])),
    ("expand", |x| x.unsqueeze(0).expand([2, -1, -1])),
    ("slice", |x| x.slice(s![..;2, ..;2]) * 2.0),
    ("select", |x| x.select(0, 0)),
    ("narrow", |x| x.narrow(0, 0, 1)),
    ("split", |x| x.split(1, 0).remove(0)),
    ("chunk", |x| x.chunk(2, 1).remove(0)),
    ("flip", |x| x.flip(0)),
    ("roll", |x| x.roll(1, 0)),
    ("cat", |x| Tensor::cat(&[x, x], 0)),
    ("stack", |x| Tensor::stack(&[x, x], 1)),
    ("repeat", |x| x.repeat([2, 1])),
    ("contiguous", |x| x.t().contiguous()),
    ("copy", |x| x.copy()),
    ("tril", |x| x.tril(0)),
    ("pad", |x| x.pad_with([1, 2], 0.0)),
    ("index_select 0", |x| x.index_select(0, &zeros(x.size(0)))),
    ("index_select 1", |x| x.index_select(1, &zeros(x.size(1)))),
    ("gather", |x| x.gather(0, &zeros(x.size(1)).unsqueeze(0))),
    ("index_add", |x| x.index_add(0, &zeros(x.size(0)), x)),
];

pub(crate) const PRODUCTS: &[Operation] = &[
    ("linear to 1", |x| x.linear(&ones(x, [1, x.size(1)]), None)),
    ("linear to 3", |x| {
        x.linear(&ones(x, [3, x.size(1)]), Some(&ones(x, [3])))
    }),
    ("linear, weight", |x| ones(x, [2, x.size(1)]).linear(x, None)),
    ("matmul of a row", |x| ones(x, [1, x.size(0)]).matmul(x)),
    ("matmul of two rows", |x| ones(x, [2, x.size(0)]).matmul(x)),
    ("matrix by vector", |x| x.mv(ones(x, [x.size(1)]))),
    ("vector by matrix", |x| ones(x, [x.size(0)]).matmul(x)),
    ("dot", |x| x.reshape([-1_i64]).dot(ones(x, [x.numel()]))),
    ("gram", |x| {
        if x.size(0) < x.size(1) {
            x.matmul(x.t())
        } else {
            x.t().matmul(x)
        }
    }),
    ("batch", |x| x.unsqueeze(0).matmul(ones(x, [1, x.size(1), 2]))),
];

pub(crate) const LOSSES: &[Operation] = &[
    ("mse", |x| x.mse(&x.detach().zeros_like())),
    ("smooth l1", |x| smooth_l1_loss(x, &x.detach().ones_like())),
    ("huber", |x| huber_loss(x, &x.detach().ones_like())),
    ("binary cross entropy", |x| {
        binary_cross_entropy_with_logits(x, &x.detach().ones_like())
    }),
    ("cross entropy", |x| cross_entropy(x, &zeros(x.size(0)))),
    ("cross entropy of probabilities", |x| {
        cross_entropy(x, &x.detach().softmax(1))
    }),
    ("nll", |x| nll_loss(&x.log_softmax(1), &zeros(x.size(0)))),
];
