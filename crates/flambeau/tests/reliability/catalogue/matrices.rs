//! Sums of products of small matrices, and functions of pairs of their rows.

use flambeau::distributions::{
    Distribution, LKJCholesky, LowRankMultivariateNormal, Reparameterized, Wishart,
};
use flambeau::prelude::*;

use super::{Operation, ones};

pub(super) const OPERATIONS: &[Operation] = &[
    ("einsum of a product", |x| Tensor::einsum("ij,kj->ik", &[x, x])),
    ("einsum of three", |x| {
        Tensor::einsum("ij,kj,j->i", &[x, x, &x.get(0)])
    }),
    ("LowRankMultivariateNormal", |x| {
        let law = LowRankMultivariateNormal::new(x.get(0), x.narrow(0, 1, 2).t(), x.get(3));
        law.log_prob(&law.rsample([2])) + law.entropy()
    }),
    ("Wishart and LKJCholesky", |x| {
        let matrix = x.narrow(0, 0, 3).matmul(x.narrow(0, 0, 3).t()) + ones(x, [3]).diag_embed(0, -2, -1);
        let (law, triangles) = (Wishart::new(x.max() + 3, matrix), LKJCholesky::new(3, x.get(0)));
        law.log_prob(&law.rsample([])) + triangles.log_prob(&triangles.sample([]))
    }),
    ("einsum of sums", |x| Tensor::einsum("ij->j", &[x])),
    ("einsum of a trace", |x| Tensor::einsum("ii", &[&x.matmul(x.t())])),
    ("tensordot", |x| x.tensordot(x, [[1], [1]])),
    ("inner", |x| x.inner(x)),
    ("outer", |x| x.get(0).outer(x.select(1, 0))),
    ("kron", |x| x.kron(&ones(x, [2, 2]))),
    ("bmm", |x| x.unsqueeze(0).bmm(&x.t().unsqueeze(0))),
    ("addmm", |x| {
        ones(x, [x.size(0), x.size(0)]).addmm(x, &x.t(), 0.5, 2.0)
    }),
    ("baddbmm", |x| {
        let wide = ones(x, [1, x.size(0), x.size(0)]);
        wide.baddbmm(&x.unsqueeze(0), &x.t().unsqueeze(0), 0.5, 2.0)
    }),
    ("batch of matrices by one", |x| {
        Tensor::stack(&[x, x, x], 0).matmul(x.t())
    }),
    ("matrices by a vector", |x| {
        Tensor::stack(&[x, x, x], 0).matmul(x.get(0))
    }),
    ("product of half precision", |x| {
        let x = x.to_dtype(DType::BF16);
        x.matmul(x.t())
    }),
    ("product of integers", |x| {
        let x = (x.detach() * 9).long();
        x.matmul(x.t())
    }),
    ("cdist", |x| x.cdist(&x.detach().flip(1), 2)),
    ("cdist of absolute values", |x| x.cdist(&x.detach().flip(1), 1)),
    ("pairwise_distance", |x| {
        x.pairwise_distance(&x.detach().flip(1), 2, 1e-6, false)
    }),
    ("cosine_similarity", |x| {
        x.cosine_similarity(&x.detach().flip(1), 1, 1e-8)
    }),
    ("cross", |x| x.narrow(0, 0, 3).cross(&x.narrow(0, 1, 3), 0)),
    ("trace", |x| x.matmul(x.t()).trace()),
    ("diag_embed", |x| x.diag_embed(1, -2, -1)),
    ("block_diag", |x| Tensor::block_diag(&[x, x])),
    ("cartesian_prod", |x| {
        Tensor::cartesian_prod(&[&x.get(0), &x.select(1, 0)])
    }),
    ("combinations", |x| x.get(0).combinations(2, true)),
    ("meshgrid", |x| {
        let grids = Tensor::meshgrid(&[x.get(0), x.select(1, 0)], flambeau::GridIndexing::Xy);
        &grids[0] * &grids[1]
    }),
    ("jacobian", |x| {
        flambeau::functional::jacobian(|x| x.square().sum_dim(0, false), &x.detach())
    }),
    ("hessian", |x| {
        flambeau::functional::hessian(|x| x.exp().sum(), &x.detach().get(0))
    }),
    ("gradient of a gradient", |x| {
        let loss = x.square().mul(x).sum();
        let options = BackwardOptions::new().create_graph(true);
        let grads = flambeau::grad(&loss, &[x], &options).expect("it was made of x");
        grads
            .into_iter()
            .flatten()
            .next()
            .expect("it was made of x")
            .square()
    }),
];
