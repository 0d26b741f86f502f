//! Layers, datasets, samplers, loaders and schedules of hostile sizes.

use flambeau::Error;
use flambeau::data::*;
use flambeau::nn::*;
use flambeau::prelude::*;

use super::Call;

/// Draws a few samples. They come through a `dyn Iterator`, which does not tell who asks for them, so what no memory
/// holds is raised here.
fn draw<T: Ord>(draws: impl Iterator<Item = T>) -> Option<Tensor> {
    let _ = Error::raise_memory_here(|| draws.take(50).max());
    None
}

pub(crate) const CALLS: &[Call] = &[
    ("Linear", |h| {
        let layer = Linear::new(h.some(), h.some());
        Some(layer.forward(&h.of_rank(2)))
    }),
    ("Embedding", |h| {
        let (layer, count) = (Embedding::new(h.some(), h.some()), h.small());
        Some(layer.forward(&h.integers(count)))
    }),
    ("LayerNorm", |h| {
        let rank = h.small();
        let layer = LayerNorm::new(h.mixed(rank));
        Some(layer.forward(&h.tensor()))
    }),
    ("GroupNorm", |h| {
        let layer = GroupNorm::new(h.some(), h.some());
        Some(layer.forward(&h.of_rank(3)))
    }),
    ("BatchNorm1d", |h| {
        let layer = BatchNorm1d::new(h.some());
        Some(layer.forward(&h.of_rank(2)))
    }),
    ("Flatten", |h| {
        let layer = Flatten::new().start_dim(h.signed()).end_dim(h.signed());
        Some(layer.forward(&h.tensor()))
    }),
    ("RandomSampler", |h| {
        let sampler = RandomSampler::new(h.size()).num_samples(h.size());
        draw(sampler.iter())
    }),
    ("RandomSampler with replacement", |h| {
        let sampler = RandomSampler::new(h.size())
            .replacement(true)
            .num_samples(h.size());
        draw(sampler.iter())
    }),
    ("SequentialSampler", |h| {
        draw(SequentialSampler::new(h.size()).iter())
    }),
    ("WeightedRandomSampler", |h| {
        let weights: Vec<f64> = (0..h.small()).map(|_| h.signed() as f64).collect();
        draw(WeightedRandomSampler::new(weights, h.size()).iter())
    }),
    ("BatchSampler", |h| {
        let sampler = BatchSampler::new(SequentialSampler::new(h.small()), h.size());
        draw(sampler.iter())
    }),
    ("DistributedSampler", |h| {
        let sampler = DistributedSampler::new(h.size(), h.size(), h.size()).shuffle(h.random.one_in(2));
        draw(sampler.iter())
    }),
    ("DataLoader", |h| {
        let dataset = TensorDataset::new((h.tensor(),));
        let loader = DataLoader::new(dataset)
            .batch_size(h.size())
            .shuffle(h.random.one_in(2));
        assert_eq!(loader.len(), loader.iter().count());
        None
    }),
    ("Subset", |h| {
        let subset = Subset::new(TensorDataset::new((h.tensor(),)), vec![h.size(), h.small()]);
        Some(subset.get(h.size()).0)
    }),
    ("random_split", |h| {
        let parts = random_split(TensorDataset::new((h.tensor(),)), [h.some(), h.some()]);
        assert_eq!(parts.len(), 2);
        None
    }),
    ("schedules", |h| {
        let w = Tensor::zeros([2]).requires_grad_(true);
        let mut optimizer = SGD::new([&w], 0.1);
        let mut schedule = StepLR::new(h.size()).attach(&mut optimizer);
        (0..3).for_each(|_| schedule.step(&mut optimizer));
        let mut schedule = CosineAnnealingLR::new(h.size()).attach(&mut optimizer);
        (0..3).for_each(|_| schedule.step(&mut optimizer));
        None
    }),
    ("OneCycleLR", |h| {
        let w = Tensor::zeros([2]).requires_grad_(true);
        let mut optimizer = SGD::new([&w], 0.1);
        let mut schedule = OneCycleLR::new(0.1, h.size()).attach(&mut optimizer);
        (0..3).for_each(|_| schedule.step(&mut optimizer));
        None
    }),
];
