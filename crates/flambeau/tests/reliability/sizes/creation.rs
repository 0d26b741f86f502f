//! Tensors from nothing.

use flambeau::prelude::*;

use super::Call;

pub(crate) const CALLS: &[Call] = &[
    ("zeros", |h| Some(Tensor::zeros(h.shape()))),
    ("ones", |h| Some(Tensor::ones(h.shape()))),
    ("full of bool", |h| {
        Some(Tensor::options().dtype(DType::Bool).zeros(h.shape()))
    }),
    ("full of half precision", |h| {
        Some(Tensor::options().dtype(DType::F16).full(h.shape(), 1.5))
    }),
    ("rand", |h| Some(Tensor::rand(h.shape()))),
    ("randn", |h| Some(Tensor::randn(h.shape()))),
    ("randn of half precision", |h| {
        Some(Tensor::options().dtype(DType::BF16).randn(h.shape()))
    }),
    ("randint", |h| {
        let (low, high) = (h.signed() as i64, h.signed() as i64);
        Some(Tensor::randint(low, high, h.shape()))
    }),
    ("randperm", |h| Some(Tensor::randperm(h.size()))),
    ("eye", |h| Some(Tensor::eye(h.size()))),
    ("eye of a rectangle", |h| {
        Some(Tensor::options().eye(h.size(), h.size()))
    }),
    ("arange of integers", |h| {
        let [start, end, step] = [h.signed(), h.signed(), h.signed()].map(|number| number as i64);
        Some(Tensor::arange(start, end, step))
    }),
    ("arange of floats", |h| {
        let [start, end, step] = [h.signed(), h.signed(), h.signed()].map(|number| number as f64);
        Some(Tensor::arange(start, end, step / 3.0))
    }),
    ("arange of small integers", |h| {
        let options = Tensor::options().dtype(DType::I16);
        Some(options.arange(0, h.size() as i64, 1))
    }),
    ("linspace", |h| {
        let (start, end) = (h.signed() as f64, h.signed() as f64);
        Some(Tensor::linspace(start, end, h.size()))
    }),
    ("from_vec", |h| {
        let count = h.small();
        Some(Tensor::from_vec(vec![1.0_f32; count], h.shape()))
    }),
    ("from_le_bytes", |h| {
        let bytes = vec![0; 8 * h.small()];
        Tensor::from_le_bytes(DType::F32, h.shape(), &bytes).ok()
    }),
    ("read_from", |h| {
        let bytes = vec![0; 8 * h.small()];
        Tensor::read_from(DType::I64, h.shape(), &mut &bytes[..]).ok()
    }),
    ("one_hot", |h| {
        let count = h.small();
        let classes = h.size();
        Some(h.integers(count).one_hot(classes))
    }),
    ("one_hot of what there is", |h| {
        let count = h.small();
        Some(h.integers(count).one_hot(None))
    }),
    ("zeros_like", |h| Some(h.view().zeros_like())),
    ("randn_like", |h| Some(h.view().randn_like())),
];
