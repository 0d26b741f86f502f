//! Samplers: lengths, shares, refusals.

use std::collections::BTreeSet;
use std::sync::Arc;

use data::{
    BatchSampler, DataLoader, DistributedSampler, RandomSampler, Sampler, SequentialSampler,
    WeightedRandomSampler,
};

use crate::{indices, refusal};

#[test]
fn batches_of_indices() {
    let batches = |batch_size, drop_last| {
        BatchSampler::new(SequentialSampler::new(10), batch_size).drop_last(drop_last)
    };
    for (batch_size, drop_last, count) in [(3, false, 4), (3, true, 3), (20, false, 1), (20, true, 0)] {
        let sampler = batches(batch_size, drop_last);
        let all: Vec<Vec<usize>> = sampler.iter().collect();
        assert_eq!((sampler.len(), all.len()), (count, count));
        assert!(
            all.concat()
                .into_iter()
                .eq(0..if drop_last { 10 - 10 % batch_size } else { 10 })
        );
    }
    refusal(|| batches(0, false));
}

#[test]
fn random_samplers_have_the_length_they_say() {
    for replacement in [false, true] {
        for num_samples in [1, 4, 10, 25, 64] {
            let sampler = RandomSampler::new(10)
                .replacement(replacement)
                .num_samples(num_samples);
            let drawn: Vec<usize> = sampler.iter().collect();
            assert_eq!(
                (sampler.len(), drawn.len(), sampler.iter().size_hint().0),
                (num_samples, num_samples, num_samples)
            );
            let different = drawn.iter().collect::<BTreeSet<_>>().len();
            assert!(
                drawn.iter().all(|&index| index < 10) && (replacement || different == num_samples.min(10))
            );
        }
    }
    refusal(|| RandomSampler::new(0));
    refusal(|| RandomSampler::new(10).num_samples(0));
}

#[test]
fn weights_that_cannot_be_drawn_from_are_refused() {
    for (message, file) in [
        refusal(|| WeightedRandomSampler::new([1.0], 0)),
        refusal(|| WeightedRandomSampler::new([], 1)),
        refusal(|| WeightedRandomSampler::new([0.0], 1)),
        refusal(|| WeightedRandomSampler::new([1.0, -1.0], 1)),
        refusal(|| WeightedRandomSampler::new([1.0, 1.0, 0.0], 3).replacement(false)),
    ] {
        assert!(message.starts_with("WeightedRandomSampler: "), "{message}");
        assert!(file.ends_with("sampler.rs"), "{file}");
    }
}

#[test]
fn shares_of_workers_are_pytorchs() {
    #[rustfmt::skip]
    let cases: Vec<(_, &[usize])> = vec![
        ((11, 4, 0, false), &[0, 4, 8]),
        ((11, 4, 1, false), &[1, 5, 9]),
        ((11, 4, 2, false), &[2, 6, 10]),
        ((11, 4, 3, false), &[3, 7, 0]),
        ((11, 4, 0, true), &[0, 4]),
        ((11, 4, 1, true), &[1, 5]),
        ((11, 4, 2, true), &[2, 6]),
        ((11, 4, 3, true), &[3, 7]),
        ((3, 4, 0, false), &[0]),
        ((3, 4, 1, false), &[1]),
        ((3, 4, 2, false), &[2]),
        ((3, 4, 3, false), &[0]),
        ((3, 4, 0, true), &[]),
        ((3, 4, 1, true), &[]),
        ((3, 4, 2, true), &[]),
        ((3, 4, 3, true), &[]),
        ((1, 3, 0, false), &[0]),
        ((1, 3, 1, false), &[0]),
        ((1, 3, 2, false), &[0]),
        ((1, 3, 0, true), &[]),
        ((1, 3, 1, true), &[]),
        ((1, 3, 2, true), &[]),
    ];
    for ((len, num_replicas, rank, drop_last), expected) in cases {
        let sampler = DistributedSampler::new(len, num_replicas, rank)
            .shuffle(false)
            .drop_last(drop_last);
        assert_eq!(sampler.iter().collect::<Vec<_>>(), expected);
        assert_eq!(sampler.len(), expected.len());
    }
    let (message, _) = refusal(|| DistributedSampler::new(4, 2, 2));
    assert_eq!(
        message,
        "DistributedSampler: rank must be less than num_replicas, but they are 2 and 2"
    );
}

#[test]
fn workers_share_one_order_that_changes_with_the_epoch() {
    let share = |rank, epoch| {
        let sampler = Arc::new(DistributedSampler::new(20, 2, rank).seed(7));
        let loader = DataLoader::new(indices(20))
            .sampler(Arc::clone(&sampler))
            .batch_size(10);
        sampler.set_epoch(epoch);
        loader.iter().next().unwrap().to_vec::<i64>()
    };
    let both: BTreeSet<i64> = share(0, 1).into_iter().chain(share(1, 1)).collect();
    assert_eq!(both.len(), 20);
    assert_eq!(share(0, 1), share(0, 1));
    assert_ne!(share(0, 1), share(0, 2));
}

#[test]
fn an_epoch_that_no_memory_holds_is_refused() {
    const LEN: usize = 1 << 50;
    for (message, bytes) in [
        (refusal(|| RandomSampler::new(LEN).iter().next()), LEN * 8),
        (
            refusal(|| BatchSampler::new(SequentialSampler::new(LEN), LEN).iter().next()),
            LEN * 8,
        ),
        (refusal(|| WeightedRandomSampler::new([0.5, 0.5], LEN)), LEN * 8),
    ] {
        let expected = format!("needs {bytes} bytes of memory, which the system does not give");
        assert!(message.0.contains(&expected), "{message:?}");
    }
    assert_eq!(SequentialSampler::new(LEN).iter().next(), Some(0));
}
