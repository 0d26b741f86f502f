//! Sums of products, grids, decompositions and distributions of hostile sizes.

use autograd::linalg;
use flambeau::distributions::*;
use flambeau::prelude::*;

use super::Call;
use super::views::is_walked;

pub(crate) const CALLS: &[Call] = &[
    ("einsum of an outer product", |h| {
        let (a, b) = (h.repeated(), h.repeated());
        Some(Tensor::einsum("i,j->ij", &[&a, &b]))
    }),
    ("einsum of any letters", |h| {
        let letters: String = (0..h.small())
            .map(|_| *h.random.pick(&['i', 'j', 'k', '.']))
            .collect();
        let (a, b) = (h.tensor(), h.tensor());
        Some(Tensor::einsum(&format!("{letters},ij->{letters}"), &[&a, &b]))
    }),
    ("tensordot", |h| {
        let (a, b) = (h.tensor(), h.tensor());
        Some(a.tensordot(&b, h.some()))
    }),
    ("tensordot of views", |h| {
        let (a, b) = (h.view(), h.view());
        (is_walked(&a) && is_walked(&b)).then(|| a.tensordot(&b, 0))
    }),
    ("inner", |h| {
        let (a, b) = (h.view(), h.view());
        (is_walked(&a) && is_walked(&b)).then(|| a.inner(&b))
    }),
    ("cdist", |h| {
        let (a, b) = (h.of_rank(2), h.of_rank(2));
        Some(a.cdist(&b, h.signed() as f64))
    }),
    ("cdist of many rows", |h| {
        let [a, b] = [h.some(), h.some()].map(|rows| Tensor::ones([1, 2]).expand([rows, 2]));
        let is_few = a.size(0) < 1000 || a.size(0) > 1 << 50;
        is_few.then(|| a.cdist(&b, 1))
    }),
    ("cross", |h| {
        let (a, b) = (h.tensor(), h.tensor());
        Some(a.cross(&b, h.dim(a.rank())))
    }),
    ("meshgrid", |h| {
        let (a, b) = (h.repeated(), h.repeated());
        Tensor::meshgrid(&[a, b], flambeau::GridIndexing::Ij).pop()
    }),
    ("cartesian_prod", |h| {
        let (a, b) = (h.repeated(), h.repeated());
        Some(Tensor::cartesian_prod(&[a, b]))
    }),
    ("combinations", |h| {
        let x = h.of_rank(1);
        Some(x.combinations(h.some(), h.random.one_in(2)))
    }),
    ("combinations of many", |h| {
        let x = h.repeated();
        let is_few = x.len() < 1000 || x.len() > 1 << 50;
        is_few.then(|| x.combinations(2, h.random.one_in(2)))
    }),
    ("tril_indices", |h| {
        Some(Tensor::tril_indices(h.size(), h.size(), h.signed() as i64))
    }),
    ("triu_indices", |h| {
        Some(Tensor::triu_indices(h.size(), h.size(), h.signed() as i64))
    }),
    ("vander", |h| {
        let x = h.of_rank(1);
        Some(x.vander(h.size(), h.random.one_in(2)))
    }),
    ("block_diag", |h| {
        let (a, b) = (h.repeated(), h.repeated());
        Some(Tensor::block_diag(&[a, b]))
    }),
    ("hstack and the like", |h| {
        let (a, b) = (h.view(), h.view());
        let both = [&a, &b];
        Some(match h.random.below(4) {
            0 => Tensor::hstack(&both),
            1 => Tensor::vstack(&both),
            2 => Tensor::dstack(&both),
            _ => Tensor::column_stack(&both),
        })
    }),
    ("broadcast_tensors", |h| {
        let (a, b) = (h.view(), h.view());
        Tensor::broadcast_tensors(&[a, b]).pop()
    }),
    ("matrix_power", |h| {
        let x = h.of_rank(2);
        Some(linalg::matrix_power(&x, h.signed() as i32))
    }),
    ("decompositions", |h| {
        let x = h.tensor();
        Some(match h.random.below(6) {
            0 => linalg::inv(&x),
            1 => linalg::det(&x),
            2 => linalg::cholesky(&x),
            3 => linalg::svdvals(&x),
            4 => linalg::eigvalsh(&x),
            _ => linalg::matrix_exp(&x),
        })
    }),
    ("solve", |h| Some(linalg::solve(&h.tensor(), &h.tensor()))),
    ("lu_factor", |h| {
        let x = h.tensor();
        let (factors, pivots, _) = linalg::lu_factor_ex(&x);
        Some(linalg::lu_solve(&factors, &pivots, &h.tensor(), true, false))
    }),
    ("what is not positive definite", |h| {
        let x = h.tensor();
        Some(linalg::cholesky_ex(&x).0)
    }),
    ("lstsq", |h| Some(linalg::lstsq(&h.tensor(), &h.tensor()))),
    ("qr of views", |h| {
        let x = h.view();
        (x.numel() < 1000).then(|| linalg::qr(&x).1)
    }),
    ("Normal", |h| {
        let shape = h.shape();
        Some(Normal::new(0.0, 1.0).sample(shape))
    }),
    ("Gamma and Dirichlet", |h| {
        let shape = h.shape();
        let laws = [
            Gamma::new(2.0, 1.0).sample(&shape[..]),
            Dirichlet::new(Tensor::ones(3)).sample(&shape[..]),
        ];
        laws.into_iter().next()
    }),
    ("Categorical", |h| {
        let shape = h.shape();
        Some(Categorical::new(Tensor::ones([2, 3])).sample(shape))
    }),
    ("Multinomial", |h| {
        let (count, rank) = (h.some(), h.small());
        let shape = h.mixed(rank);
        let is_few = count < 100;
        is_few.then(|| Multinomial::new(count, Tensor::ones(3)).sample(shape))
    }),
    ("multinomial", |h| {
        let weights = h.tensor();
        Some(weights.multinomial(h.size(), h.random.one_in(2)))
    }),
    ("poisson", |h| Some((h.tensor() * h.size() as f64).poisson())),
    ("functional", |h| {
        let x = h.tensor();
        Some(flambeau::functional::hessian(|x| x.square().sum(), &x))
    }),
];
