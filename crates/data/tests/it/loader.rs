//! Loaders: every sample once, lengths, refusals.

use autograd::{Generator, Tensor, manual_seed};
use data::{BatchSampler, DataLoader, Dataset, SequentialSampler, TensorDataset};
use proptest::prelude::*;

use crate::{indices, refusal};

fn epoch(loader: &DataLoader<impl Dataset<Item = i64>>) -> Vec<Vec<i64>> {
    loader.iter().map(|batch| batch.to_vec::<i64>()).collect()
}

proptest! {
    #[test]
    fn an_epoch_visits_every_sample_once(
        n in 1_usize..60, batch_size in 1_usize..20, drop_last: bool, shuffle: bool, seed: u64,
    ) {
        manual_seed(seed);
        let loader = DataLoader::new(indices(n)).batch_size(batch_size).drop_last(drop_last).shuffle(shuffle);
        let batches = epoch(&loader);
        prop_assert_eq!(batches.len(), loader.len());
        for (at, batch) in batches.iter().enumerate() {
            let is_short = at + 1 == n.div_ceil(batch_size) && n % batch_size != 0;
            prop_assert_eq!(batch.len(), if is_short { n % batch_size } else { batch_size });
        }
        let mut visited = batches.concat();
        if !shuffle {
            prop_assert!(visited.is_sorted());
        }
        visited.sort_unstable();
        visited.dedup();
        prop_assert_eq!(visited.len(), if drop_last { n - n % batch_size } else { n });
    }
}

#[test]
fn each_epoch_has_its_own_order_and_a_seed_repeats_them() {
    let generator = Generator::new(3);
    let loader = DataLoader::new(indices(50))
        .batch_size(50)
        .shuffle(true)
        .generator(&generator);
    let (first, second) = (epoch(&loader), epoch(&loader));
    assert_ne!(first, second);
    generator.manual_seed(3);
    assert_eq!((epoch(&loader), epoch(&loader)), (first, second));
}

#[test]
fn an_empty_dataset_has_no_batches() {
    let loader = DataLoader::new(indices(0)).batch_size(4);
    assert!(loader.is_empty());
    assert_eq!(epoch(&loader).len(), 0);
}

#[test]
fn the_length_counts_down() {
    let loader = DataLoader::new(indices(5)).batch_size(2);
    let mut batches = loader.iter();
    assert_eq!(batches.len(), 3);
    batches.next();
    assert_eq!(batches.len(), 2);
    assert_eq!(batches.by_ref().count(), 2);
    assert_eq!(batches.len(), 0);
    assert!(batches.next().is_none());
}

#[test]
fn loops_borrow_the_loader() {
    let x = Tensor::arange(0, 6, 1).to_dtype(autograd::DType::F32);
    let loader = DataLoader::new(TensorDataset::new((x.clone(), x))).batch_size(4);
    let mut sum = 0.0;
    for _epoch in 0..2 {
        for (x, y) in &loader {
            sum += (x * y).sum().item();
        }
    }
    assert_eq!(sum, 110.0);
}

#[test]
fn samplers_decide_the_order() {
    let loader = DataLoader::new(indices(6))
        .sampler(SequentialSampler::new(3))
        .batch_size(2)
        .drop_last(true);
    assert_eq!((epoch(&loader), loader.len()), (vec![vec![0, 1]], 1));
    let batches = BatchSampler::new(SequentialSampler::new(5), 2);
    let loader = DataLoader::new(indices(5)).batch_sampler(batches);
    assert_eq!(epoch(&loader), [vec![0, 1], vec![2, 3], vec![4]]);
    assert_eq!(loader.len(), 3);
}

#[test]
fn options_that_exclude_each_other_are_refused() {
    let loader = || DataLoader::new(indices(4));
    let order = || SequentialSampler::new(4);
    let batches = || BatchSampler::new(order(), 2);
    for (message, file) in [
        refusal(|| loader().batch_size(0)),
        refusal(|| loader().sampler(order()).shuffle(true)),
        refusal(|| loader().shuffle(true).sampler(order())),
        refusal(|| loader().sampler(order()).batch_sampler(batches())),
        refusal(|| loader().batch_sampler(batches()).sampler(order())),
        refusal(|| loader().batch_sampler(batches()).shuffle(true)),
        refusal(|| loader().batch_sampler(batches()).batch_size(2)),
        refusal(|| loader().batch_size(2).batch_sampler(batches())),
        refusal(|| loader().batch_sampler(batches()).drop_last(true)),
        refusal(|| DataLoader::new(indices(0)).shuffle(true)),
    ] {
        assert!(message.starts_with("DataLoader: "), "{message}");
        assert!(file.ends_with("loader.rs"), "{message} at {file}");
    }
    assert_eq!(loader().sampler(order()).shuffle(false).len(), 4);
}

#[test]
fn samples_that_do_not_fit_are_blamed_on_the_loop() {
    let loader = DataLoader::new(vec![Tensor::zeros(2), Tensor::zeros(3)]).batch_size(2);
    let (message, file) = refusal(|| for _batch in &loader {});
    assert!(message.contains("[3]"), "{message}");
    assert!(file.ends_with("loader.rs"), "{file}");
}

#[test]
fn a_loader_can_be_sent_and_shared() {
    fn check<T: Send + Sync>(_: &T) {}
    check(&DataLoader::new(indices(4)).shuffle(true));
}
