//! Elements that are taken, put, repeated and multiplied.

use flambeau::ScatterReduce;
use flambeau::nn::PadMode;
use flambeau::prelude::*;

use super::Call;
use super::views::is_walked;

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
    ("index", |h| {
        let (x, count) = (h.view(), h.small());
        let positions = h.integers(count);
        Some(x.index(&positions))
    }),
    ("index among ranges", |h| {
        let (x, rows, columns) = (h.view(), h.small(), h.small());
        let (rows, columns) = (h.integers(rows), h.integers(columns));
        Some(x.index((&rows, .., &columns.unsqueeze(1))))
    }),
    ("index of repeated positions", |h| {
        let (x, times) = (h.tensor(), h.size());
        Some(x.index(Tensor::full([1], 0_i64).expand([times])))
    }),
    ("index by a mask", |h| {
        let x = h.view();
        is_walked(&x).then(|| x.index(x.gt(0.5)))
    }),
    ("index_put", |h| {
        let (x, count) = (h.tensor(), h.small());
        let positions = h.integers(count);
        Some(x.index_put(&positions, 1.0, h.random.one_in(2)))
    }),
    ("take", |h| {
        let (x, count) = (h.tensor(), h.small());
        Some(x.take(&h.integers(count)))
    }),
    ("put", |h| {
        let (x, count) = (h.tensor(), h.small());
        Some(x.put(&h.integers(count), &Tensor::ones(count), h.random.one_in(2)))
    }),
    ("take_along_dim", |h| {
        let (x, index) = (h.of_rank(2), h.integers(6).reshape([2, 3]));
        Some(x.take_along_dim(&index, h.dim(2)))
    }),
    ("scatter", |h| {
        let (x, index) = (h.of_rank(2), h.integers(6).reshape([2, 3]));
        Some(x.scatter(h.dim(2), &index, 1.0))
    }),
    ("scatter_reduce", |h| {
        let (x, index) = (h.of_rank(2), h.integers(6).reshape([2, 3]));
        let how = *h
            .random
            .pick(&[ScatterReduce::Prod, ScatterReduce::Mean, ScatterReduce::Amin]);
        Some(x.scatter_reduce(h.dim(2), &index, &Tensor::ones([2, 3]), how, h.random.one_in(2)))
    }),
    ("index_reduce", |h| {
        let (x, source, count) = (h.tensor(), h.tensor(), h.small());
        let index = h.integers(count);
        let how = *h
            .random
            .pick(&[ScatterReduce::Prod, ScatterReduce::Mean, ScatterReduce::Amin]);
        Some(x.index_reduce(h.dim(x.rank()), &index, &source, how, h.random.one_in(2)))
    }),
    ("index_copy", |h| {
        let (x, count) = (h.of_rank(2), h.small());
        let index = h.integers(count);
        let source = h.of_rank(2);
        Some(x.index_copy(h.dim(2), &index, &source))
    }),
    ("index_fill", |h| {
        let (x, count) = (h.tensor(), h.small());
        let index = h.integers(count);
        Some(x.index_fill(h.dim(x.rank()), &index, 2.0))
    }),
    ("masked_select", |h| {
        let (x, mask) = (h.view(), h.view());
        (is_walked(&x) && is_walked(&mask)).then(|| x.masked_select(&mask.gt(0.5)))
    }),
    ("select_scatter", |h| {
        let (x, src) = (h.tensor(), h.tensor());
        Some(x.select_scatter(&src, h.dim(x.rank()), h.signed()))
    }),
    ("slice_scatter", |h| {
        let (x, src) = (h.tensor(), h.tensor());
        let range = Index::Range {
            start: h.signed(),
            end: Some(h.signed()),
            step: h.signed(),
        };
        Some(x.slice_scatter(&src, h.dim(x.rank()), range))
    }),
    ("diagonal_scatter", |h| {
        let (x, src) = (h.tensor(), h.of_rank(1));
        Some(x.diagonal_scatter(&src, h.signed(), 0, 1))
    }),
    ("repeat_interleave", |h| {
        let x = h.view();
        Some(x.repeat_interleave(h.size(), h.dim(x.rank())))
    }),
    ("repeat_interleave by counts", |h| {
        let (x, count) = (h.of_rank(1), h.small());
        Some(x.repeat_interleave(&h.integers(count), 0))
    }),
    ("tile", |h| {
        let (x, times) = (h.tensor(), 1 + h.small());
        let times = h.mixed(times);
        Some(x.tile(times))
    }),
    ("tensor_split", |h| {
        let x = h.view();
        x.tensor_split([h.signed(), h.signed()], h.dim(x.rank())).pop()
    }),
    ("unfold", |h| {
        let x = h.view();
        Some(x.unfold(h.dim(x.rank()), h.some(), h.some()))
    }),
    ("rot90", |h| {
        let x = h.tensor();
        Some(x.rot90(h.signed(), [h.dim(x.rank()), h.dim(x.rank())]))
    }),
    ("flip", |h| {
        let x = h.view();
        is_walked(&x).then(|| x.flip([h.dim(x.rank()), h.dim(x.rank())]))
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
