//! Orders equal PyTorch's: figures of PyTorch 2.15 (CPU) for the same seeds, and of what the stream yields afterwards.

use autograd::Generator;
use autograd::random::{default_generator, set_default_generator};
use data::{
    DataLoader, RandomSampler, Sampler, SubsetRandomSampler, WeightedRandomSampler, random_split,
    random_split_with,
};

use crate::indices;

/// The seed of the default generator where the loader has one of its own, and what the default one yields next if it
/// was left alone.
const DEFAULT_SEED: u64 = 1001;
const DEFAULT_NEXT: f32 = 0.39543802;

/// One loader over `0..n`.
struct Case {
    seed: u64,
    /// Whether the loader is given a generator.
    own_generator: bool,
    n: usize,
    batch_size: usize,
    shuffle: bool,
    drop_last: bool,
    /// How many batches of each epoch are taken; all, and the end, if none.
    take: Option<usize>,
    epochs: &'static [&'static [&'static [i64]]],
    /// `torch.rand(1)` afterwards.
    next: f32,
}

const LOADERS: &[Case] = &[
    Case {
        seed: 42,
        own_generator: false,
        n: 10,
        batch_size: 4,
        shuffle: true,
        drop_last: false,
        take: None,
        epochs: &[
            &[&[8, 0, 9, 1], &[4, 5, 6, 3], &[2, 7]],
            &[&[4, 6, 9, 3], &[7, 5, 2, 0], &[1, 8]],
            &[&[6, 2, 1, 0], &[3, 8, 5, 9], &[4, 7]],
        ],
        next: 0.86940444,
    },
    Case {
        seed: 7,
        own_generator: true,
        n: 10,
        batch_size: 4,
        shuffle: true,
        drop_last: false,
        take: None,
        epochs: &[
            &[&[1, 3, 5, 7], &[9, 4, 6, 2], &[8, 0]],
            &[&[5, 1, 6, 0], &[9, 7, 8, 4], &[3, 2]],
            &[&[4, 3, 2, 8], &[1, 0, 6, 5], &[9, 7]],
        ],
        next: 0.4413675,
    },
    Case {
        seed: 123,
        own_generator: false,
        n: 10,
        batch_size: 4,
        shuffle: true,
        drop_last: true,
        take: None,
        epochs: &[
            &[&[8, 2, 6, 7], &[0, 3, 9, 1]],
            &[&[5, 9, 2, 7], &[8, 6, 4, 0]],
            &[&[6, 0, 5, 3], &[2, 4, 9, 7]],
        ],
        next: 0.075635314,
    },
    Case {
        seed: 31,
        own_generator: false,
        n: 5,
        batch_size: 2,
        shuffle: false,
        drop_last: false,
        take: None,
        epochs: &[
            &[&[0, 1], &[2, 3], &[4]],
            &[&[0, 1], &[2, 3], &[4]],
            &[&[0, 1], &[2, 3], &[4]],
        ],
        next: 0.6387211,
    },
    Case {
        seed: 77,
        own_generator: true,
        n: 5,
        batch_size: 2,
        shuffle: false,
        drop_last: false,
        take: None,
        epochs: &[
            &[&[0, 1], &[2, 3], &[4]],
            &[&[0, 1], &[2, 3], &[4]],
            &[&[0, 1], &[2, 3], &[4]],
        ],
        next: 0.6645293,
    },
    Case {
        seed: 600,
        own_generator: false,
        n: 10,
        batch_size: 4,
        shuffle: true,
        drop_last: false,
        take: Some(1),
        epochs: &[&[&[0, 7, 1, 8]], &[&[3, 7, 1, 9]]],
        next: 0.85978246,
    },
    Case {
        seed: 12,
        own_generator: true,
        n: 10,
        batch_size: 4,
        shuffle: true,
        drop_last: false,
        take: Some(3),
        epochs: &[
            &[&[2, 4, 3, 0], &[7, 8, 6, 1], &[5, 9]],
            &[&[2, 0, 7, 5], &[3, 6, 8, 9], &[1, 4]],
        ],
        next: 0.7274754,
    },
    Case {
        seed: 1,
        own_generator: false,
        n: 8,
        batch_size: 4,
        shuffle: true,
        drop_last: false,
        take: Some(2),
        epochs: &[&[&[6, 1, 0, 3], &[4, 5, 7, 2]], &[&[0, 5, 2, 6], &[3, 4, 1, 7]]],
        next: 0.5695085,
    },
    Case {
        seed: 3,
        own_generator: true,
        n: 8,
        batch_size: 4,
        shuffle: true,
        drop_last: false,
        take: Some(2),
        epochs: &[&[&[1, 5, 6, 3], &[4, 7, 0, 2]], &[&[3, 1, 7, 4], &[5, 0, 6, 2]]],
        next: 0.84731865,
    },
    Case {
        seed: 42,
        own_generator: false,
        n: 5,
        batch_size: 2,
        shuffle: true,
        drop_last: false,
        take: Some(0),
        epochs: &[&[], &[]],
        next: 0.3904482,
    },
];

fn next(generator: &Generator) -> f32 {
    let mut x = [0.0_f32];
    generator.fill_uniform(&mut x);
    x[0]
}

/// The generator of a case: the default one, or one beside it.
fn streams(seed: u64, own: bool) -> Option<Generator> {
    set_default_generator(Generator::pytorch(if own { DEFAULT_SEED } else { seed }));
    own.then(|| Generator::pytorch(seed))
}

fn check_streams(own: Option<&Generator>, expected: f32) {
    match own {
        Some(generator) => {
            assert_eq!(next(generator), expected);
            assert_eq!(next(&default_generator()), DEFAULT_NEXT);
        }
        None => assert_eq!(next(&default_generator()), expected),
    }
}

#[test]
fn loaders() {
    for case in LOADERS {
        let own = streams(case.seed, case.own_generator);
        let mut loader = DataLoader::new(indices(case.n))
            .batch_size(case.batch_size)
            .shuffle(case.shuffle)
            .drop_last(case.drop_last);
        if let Some(generator) = &own {
            loader = loader.generator(generator);
        }
        for expected in case.epochs {
            let batches = loader.iter().map(|batch| batch.to_vec::<i64>());
            let batches: Vec<Vec<i64>> = match case.take {
                Some(take) => batches.take(take).collect(),
                None => batches.collect(),
            };
            assert_eq!(batches, *expected, "seed {}", case.seed);
        }
        check_streams(own.as_ref(), case.next);
    }
}

#[test]
fn random_samplers() {
    let own = streams(123, false);
    let mut sampler = RandomSampler::new(10).replacement(true);
    if let Some(generator) = &own {
        sampler = sampler.generator(generator);
    }
    for expected in &[&[9, 5, 0, 0, 3, 3, 0, 3, 2, 2], &[8, 2, 6, 2, 0, 2, 1, 2, 3, 5]] {
        assert_eq!(sampler.iter().collect::<Vec<_>>(), *expected);
    }
    check_streams(own.as_ref(), 0.07397246);
    let own = streams(2024, false);
    let mut sampler = RandomSampler::new(10).replacement(true).num_samples(70);
    if let Some(generator) = &own {
        sampler = sampler.generator(generator);
    }
    for expected in &[
        &[
            6, 7, 3, 0, 5, 7, 4, 2, 5, 3, 3, 1, 3, 9, 9, 4, 4, 1, 3, 7, 6, 8, 3, 0, 0, 1, 0, 7, 8, 8, 2, 4,
            5, 4, 0, 9, 4, 4, 2, 3, 6, 7, 0, 7, 0, 0, 8, 1, 6, 1, 4, 6, 3, 2, 3, 0, 5, 1, 8, 7, 8, 2, 2, 9,
            0, 4, 4, 8, 1, 1,
        ],
        &[
            5, 8, 7, 9, 7, 6, 6, 5, 3, 2, 7, 8, 3, 9, 7, 1, 6, 3, 2, 0, 5, 0, 8, 3, 4, 4, 8, 0, 9, 1, 6, 4,
            3, 7, 0, 7, 8, 4, 7, 1, 4, 8, 7, 8, 2, 1, 4, 8, 7, 8, 7, 2, 1, 2, 4, 1, 0, 0, 7, 4, 1, 3, 7, 4,
            5, 4, 9, 4, 6, 0,
        ],
    ] {
        assert_eq!(sampler.iter().collect::<Vec<_>>(), *expected);
    }
    check_streams(own.as_ref(), 0.16690224);
    let own = streams(2718, true);
    let mut sampler = RandomSampler::new(10).replacement(false).num_samples(25);
    if let Some(generator) = &own {
        sampler = sampler.generator(generator);
    }
    for expected in &[
        &[
            4, 0, 6, 8, 7, 9, 1, 5, 2, 3, 6, 9, 0, 5, 2, 7, 3, 8, 4, 1, 3, 7, 8, 2, 1,
        ],
        &[
            5, 2, 7, 4, 8, 6, 1, 0, 9, 3, 4, 9, 7, 5, 8, 2, 0, 6, 1, 3, 2, 0, 6, 1, 8,
        ],
    ] {
        assert_eq!(sampler.iter().collect::<Vec<_>>(), *expected);
    }
    check_streams(own.as_ref(), 0.90137076);
    let own = streams(31, true);
    let mut sampler = RandomSampler::new(10).replacement(false).num_samples(4);
    if let Some(generator) = &own {
        sampler = sampler.generator(generator);
    }
    for expected in &[&[6, 0, 2, 7], &[5, 7, 6, 4]] {
        assert_eq!(sampler.iter().collect::<Vec<_>>(), *expected);
    }
    check_streams(own.as_ref(), 0.14488208);
}

#[test]
fn subset_random_samplers() {
    let own = streams(5, false);
    let mut sampler = SubsetRandomSampler::new([1, 3, 5, 7, 9]);
    if let Some(generator) = &own {
        sampler = sampler.generator(generator);
    }
    for expected in &[&[3, 7, 1, 9, 5], &[3, 7, 1, 9, 5]] {
        assert_eq!(sampler.iter().collect::<Vec<_>>(), *expected);
    }
    check_streams(own.as_ref(), 0.033264637);
    let own = streams(600, true);
    let mut sampler = SubsetRandomSampler::new([1, 3, 5, 7, 9]);
    if let Some(generator) = &own {
        sampler = sampler.generator(generator);
    }
    for expected in &[&[7, 9, 1, 3, 5], &[3, 9, 7, 5, 1]] {
        assert_eq!(sampler.iter().collect::<Vec<_>>(), *expected);
    }
    check_streams(own.as_ref(), 0.85978246);
}

#[test]
fn weighted_random_samplers() {
    let own = streams(7, false);
    let mut sampler = WeightedRandomSampler::new([0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 20).replacement(true);
    if let Some(generator) = &own {
        sampler = sampler.generator(generator);
    }
    for expected in &[
        &[3, 3, 4, 4, 5, 4, 3, 4, 4, 4, 1, 1, 1, 1, 1, 4, 0, 5, 1, 5],
        &[5, 4, 4, 3, 5, 4, 5, 4, 1, 5, 4, 1, 4, 4, 3, 1, 2, 1, 4, 3],
    ] {
        assert_eq!(sampler.iter().collect::<Vec<_>>(), *expected);
    }
    check_streams(own.as_ref(), 0.92778987);
    let own = streams(99, true);
    let mut sampler = WeightedRandomSampler::new([0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 5).replacement(false);
    if let Some(generator) = &own {
        sampler = sampler.generator(generator);
    }
    for expected in &[&[4, 3, 5, 1, 2], &[4, 5, 1, 2, 3]] {
        assert_eq!(sampler.iter().collect::<Vec<_>>(), *expected);
    }
    check_streams(own.as_ref(), 0.6243669);
}

#[test]
fn splits() {
    let own = streams(1000003, false);
    let parts = random_split(indices(50), [40, 10]);
    let expected: [&[usize]; 2] = [
        &[
            44, 36, 32, 33, 20, 19, 3, 4, 38, 46, 34, 43, 0, 23, 13, 48, 35, 5, 24, 39, 37, 42, 21, 6, 49,
            31, 9, 47, 40, 30, 1, 16, 28, 41, 14, 17, 22, 25, 2, 45,
        ],
        &[10, 26, 29, 18, 11, 15, 8, 27, 12, 7],
    ];
    assert_eq!(parts.each_ref().map(|part| part.indices()), expected);
    check_streams(own.as_ref(), 0.2705611);
    let own = streams(2718, true);
    let parts = random_split_with(indices(29), [0.8, 0.2], own.as_ref().unwrap());
    let expected: [&[usize]; 2] = [
        &[
            18, 0, 23, 8, 5, 27, 15, 7, 28, 6, 10, 17, 26, 13, 21, 3, 4, 11, 16, 9, 14, 12, 24, 22,
        ],
        &[1, 19, 25, 20, 2],
    ];
    assert_eq!(parts.each_ref().map(|part| part.indices()), expected);
    check_streams(own.as_ref(), 0.5460604);
    let own = streams(31, false);
    let parts = random_split(indices(6), [6, 0]);
    let expected: [&[usize]; 2] = [&[2, 1, 0, 3, 4, 5], &[]];
    assert_eq!(parts.each_ref().map(|part| part.indices()), expected);
    check_streams(own.as_ref(), 0.5275664);
}
