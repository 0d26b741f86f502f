//! Elements that are taken, put, repeated and multiplied.

use flambeau::nn::PadMode;
use flambeau::prelude::*;

use super::Call;

pub(crate) const CALLS: &[Call] = &[
    ("repeat", |h| {
        let (x, times) = (h.tensor(), 1 + h.small());
        let times = h.mixed(times);
        Some(x.repeat(times))
    }),
    ("cat", |h| {
        let x = h.repeated();
        Some(Tensor::cat(&[&x, &x], 0))
    }),
    ("stack", |h| {
        let x = h.repeated();
        Some(Tensor::stack(&[&x, &x, &x], 0))
    }),
    ("outer", |h| {
        let (a, b) = (h.repeated(), h.repeated());
        Some(a.outer(&b))
    }),
    ("add", |h| {
        let (a, b) = (h.view(), h.view());
        Some(a + b)
    }),
    ("matmul", |h| {
        let (m, k, n) = (h.some(), h.some(), h.some());
        let (a, b) = (
            Tensor::ones([1, 1]).expand([m, k]),
            Tensor::ones([1, 1]).expand([k, n]),
        );
        let work = [m, k, n].iter().map(|size| *size as f64).product::<f64>();
        let is_too_long = work > 1e8 && [m, n].iter().all(|size| *size < 1 << 20);
        (!is_too_long).then(|| a.matmul(&b))
    }),
    ("matmul of every second element", |h| {
        let (m, k) = (h.small(), h.size());
        let b = Tensor::ones([4]).slice(s![..;2]).unsqueeze(0);
        let is_too_long = k > 1 << 20 && k < 1 << 60;
        (!is_too_long).then(|| Tensor::ones([1]).expand([m, k]).matmul(b.expand([k, 2])))
    }),
    ("kron", |h| {
        let (a, b) = (h.view(), h.view());
        Some(a.kron(&b))
    }),
    ("index_select", |h| {
        let (x, count) = (h.view(), h.small());
        let dim = h.dim(x.rank());
        Some(x.index_select(dim, &h.integers(count)))
    }),
    ("gather", |h| {
        let (x, count) = (h.of_rank(1), h.small());
        Some(x.gather(0, &h.integers(count)))
    }),
    ("scatter_add", |h| {
        let (x, count) = (h.of_rank(1), h.small());
        Some(x.scatter_add(0, &h.integers(count), &Tensor::ones(count)))
    }),
    ("index_add", |h| {
        let (x, count) = (h.of_rank(1), h.small());
        Some(x.index_add(0, &h.integers(count), &Tensor::ones(count)))
    }),
    ("roll", |h| {
        let x = h.tensor();
        Some(x.roll(h.signed(), h.dim(x.rank())))
    }),
    ("tril", |h| {
        let x = h.tensor();
        Some(x.tril(h.signed() as i64))
    }),
    ("triu", |h| {
        let x = h.tensor();
        Some(x.triu(h.signed() as i64))
    }),
    ("diag", |h| {
        let x = h.of_rank(1);
        Some(x.diag(h.signed()))
    }),
    ("diag_embed", |h| {
        let x = h.of_rank(2);
        Some(x.diag_embed(h.signed(), -2, -1))
    }),
    ("pad", |h| {
        let x = h.of_rank(3);
        Some(x.pad_with([h.signed(), h.signed()], 1.0))
    }),
    ("pad by reflection", |h| {
        let (x, mode) = (
            h.of_rank(3),
            *h.random.pick(&[PadMode::Reflect, PadMode::Circular]),
        );
        Some(x.pad([h.signed(), h.signed()], mode))
    }),
    ("set_slice", |h| {
        let mut x = h.tensor();
        let at = h.size();
        x.set_slice(s![at], 5.0);
        Some(x)
    }),
    ("cross entropy of labels", |h| {
        let labels = h.integers(2);
        Some(cross_entropy(&Tensor::zeros([2, 3]), &labels))
    }),
    ("powers of integers", |h| {
        let (x, power) = (h.integers(3), h.small() as i32);
        Some(x.powi(power) + x.sum() * x.prod() - x.cumsum(0))
    }),
];
