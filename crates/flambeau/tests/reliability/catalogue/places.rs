//! Elements taken from places, and put there.

use flambeau::ScatterReduce;
use flambeau::nn::*;
use flambeau::prelude::*;

use super::{Operation, ones, zeros};

pub(super) const OPERATIONS: &[Operation] = &[
    ("index of rows", |x| x.index(zeros(x.size(0)))),
    ("index of columns", |x| x.index((.., &zeros(x.size(1))))),
    ("index of both", |x| x.index((&zeros(600), &zeros(600)))),
    ("index by a mask", |x| x.index(x.gt(0.5))),
    ("index by a mask of rows", |x| x.index(x.select(1, 0).gt(0.5))),
    ("index_put", |x| x.index_put(zeros(x.size(0)), x, false)),
    ("index_put by a mask", |x| x.index_put(x.gt(0.5), 0, false)),
    ("index_put that adds", |x| {
        x.index_put((.., &zeros(x.size(1))), x, true)
    }),
    ("take", |x| x.take(&zeros(600))),
    ("put", |x| {
        let source = ones(x, [600]).requires_grad_(true);
        x.put(&zeros(600), &source, true)
    }),
    ("take_along_dim", |x| x.take_along_dim(&x.argsort(0, false), 0)),
    ("scatter", |x| x.scatter(1, &x.argsort(1, false), x)),
    ("scatter of a number", |x| x.scatter(0, &x.argsort(0, false), 1.0)),
    ("scatter_add", |x| x.scatter_add(0, &x.argsort(0, false), x)),
    ("scatter_reduce by products", |x| reduce(x, ScatterReduce::Prod)),
    ("scatter_reduce by means", |x| reduce(x, ScatterReduce::Mean)),
    ("scatter_reduce by the largest", |x| {
        reduce(x, ScatterReduce::Amax)
    }),
    ("index_copy", |x| {
        x.index_copy(1, &Tensor::arange(0, x.size(1) as i64, 1), x)
    }),
    ("index_fill", |x| x.index_fill(0, &zeros(x.size(0)), 2.0)),
    ("masked_select", |x| x.masked_select(&x.gt(0.5))),
    ("masked_select of a row", |x| x.masked_select(&x.get(0).gt(0.5))),
    ("masked_scatter", |x| {
        x.masked_scatter(&x.gt(0.5), &x.reshape([-1_i64]))
    }),
    ("select_scatter", |x| x.select_scatter(&x.get(0), 0, 0)),
    ("slice_scatter", |x| x.slice_scatter(&x.narrow(0, 0, 1), 0, 0..1)),
    ("diagonal_scatter", |x| {
        x.diagonal_scatter(&ones(x, [x.size(0).min(x.size(1))]), 0, 0, 1)
    }),
    ("set_slice", |x| {
        let mut y = x * 1.0;
        y.set_slice(s![.., 0], 2.0);
        y
    }),
    ("diag", |x| x.diag(0)),
    ("triu", |x| x.triu(0)),
    ("rot90", |x| x.rot90(1, [0, 1])),
    ("movedim", |x| x.movedim(0, 1) * 1.0),
    ("tile", |x| x.tile([1, 2])),
    ("repeat_interleave", |x| x.repeat_interleave(2, 0)),
    ("repeat_interleave by counts", |x| {
        let counts = Tensor::full([x.size(1)], 2_i64);
        x.repeat_interleave(&counts, 1)
    }),
    ("tensor_split", |x| x.tensor_split(2, 0).remove(0)),
    ("unfold", |x| x.unfold(1, 1, 1)),
    ("hstack", |x| Tensor::hstack(&[x, x])),
    ("vstack", |x| Tensor::vstack(&[x, x])),
    ("dstack", |x| Tensor::dstack(&[x, x])),
    ("column_stack", |x| Tensor::column_stack(&[x, x])),
    ("unbind", |x| x.unbind(0).remove(0)),
    ("one_hot", |x| (x.detach() * 5).long().one_hot(6)),
    ("vander", |x| x.reshape([-1_i64]).vander(3, true)),
    ("pad by replication", |x| {
        x.unsqueeze(0).pad([2, 3], PadMode::Replicate)
    }),
    ("pad around", |x| {
        x.unsqueeze(0).pad([0, x.size(1) as isize], PadMode::Circular)
    }),
    ("kl_div", |x| kl_div(x, &x.detach().softmax(1))),
    ("binary cross entropy of probabilities", |x| {
        binary_cross_entropy(&x.sigmoid(), &x.detach().round())
    }),
    ("index_reduce", |x| {
        let index = zeros(x.size(0));
        x.index_reduce(0, &index, &x.detach(), ScatterReduce::Mean, true)
    }),
    ("apply_ and map_", |x| {
        let mut y = x.detach();
        y.apply_(f64::sqrt).map_(&x.detach(), |a, b| a * b);
        y
    }),
    ("updates in place", |x| {
        let mut y = x * 1.0;
        y.cumsum_(1)
            .masked_fill_(&x.detach().gt(0.5), 1.0)
            .tril_(0)
            .clamp_(0.1, 2.0);
        y
    }),
    ("multi_margin_loss", |x| multi_margin_loss(x, &zeros(x.size(0)))),
    // It compares each class with each.
    ("multilabel_margin_loss", |x| {
        let x = x.narrow(1, 0, x.size(1).min(100));
        multilabel_margin_loss(&x, &x.detach().mul(0).long())
    }),
    ("triplet_margin_loss", |x| {
        triplet_margin_loss(x, &x.detach().flip(0), &x.detach().flip(1))
    }),
    ("gaussian_nll_loss", |x| {
        gaussian_nll_loss(x, &x.detach().flip(0), &x.detach().ones_like())
    }),
];

fn reduce(x: &Tensor, how: ScatterReduce) -> Tensor {
    x.scatter_reduce(0, &x.argsort(0, false), x, how, true)
}
