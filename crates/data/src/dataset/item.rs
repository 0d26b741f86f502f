//! The random numbers of a sample: a stream of its own, whoever fetches it, and when.

use std::cell::Cell;
use std::thread::panicking;

use autograd::Generator;
use autograd::random::{default_generator, set_default_generator};

use super::Dataset;

/// The streams of an epoch's samples. Within its [`scope`](Streams::scope), the default generator of the thread restarts
/// with every sample, at a seed that follows from the epoch's and from the sample's index. So what a sample draws depends
/// on neither the number of workers nor the samples before it.
pub(crate) struct Streams {
    epoch_seed: u64,
    generator: Generator,
}

/// What this thread fetches.
#[derive(Clone, Copy)]
struct Current {
    /// The seed of the epoch, within a scope.
    epoch_seed: Option<u64>,
    sample: Option<usize>,
}

thread_local! {
    static CURRENT: Cell<Current> = const { Cell::new(Current { epoch_seed: None, sample: None }) };
}

impl Streams {
    pub(crate) fn new(epoch_seed: u64) -> Self {
        Self {
            epoch_seed,
            generator: Generator::new(epoch_seed),
        }
    }

    /// Begins the fetch of a batch, until what it gives is dropped. What is drawn outside of samples belongs to the batch.
    pub(crate) fn scope(&self, batch: usize) -> Scope {
        let scope = Scope {
            fetched: CURRENT.replace(Current {
                epoch_seed: Some(self.epoch_seed),
                sample: None,
            }),
            generator: default_generator(),
        };
        // No sample has this number.
        self.generator
            .manual_seed(mixed(self.epoch_seed, !(batch as u64)));
        set_default_generator(self.generator.clone());
        scope
    }
}

/// Puts back on drop what was before.
#[must_use = "the scope ends when it is dropped"]
pub(crate) struct Scope {
    fetched: Current,
    generator: Generator,
}

impl Drop for Scope {
    fn drop(&mut self) {
        set_default_generator(self.generator.clone());
        // In a panic the sample stays, so that it can be named.
        let sample = if panicking() {
            CURRENT.get().sample
        } else {
            self.fetched.sample
        };
        CURRENT.set(Current {
            sample,
            ..self.fetched
        });
    }
}

/// The sample that was fetched when this thread panicked, if it was within a scope.
pub(crate) fn interrupted() -> Option<usize> {
    CURRENT
        .replace(Current {
            epoch_seed: None,
            sample: None,
        })
        .sample
}

/// The sample at `index`, which draws from its own stream where a loader fetches it.
#[inline]
#[track_caller]
pub(crate) fn get<D: Dataset + ?Sized>(dataset: &D, index: usize) -> D::Item {
    begin(index);
    dataset.get(index)
}

/// Begins the stream of the sample at `index`, within a scope.
#[inline]
pub(crate) fn begin(index: usize) {
    let current = CURRENT.get();
    if let Some(epoch_seed) = current.epoch_seed {
        CURRENT.set(Current {
            sample: Some(index),
            ..current
        });
        default_generator().manual_seed(mixed(epoch_seed, index as u64));
    }
}

/// A seed of two numbers, by the finalizer of SplitMix64 (Steele, Lea, Flood 2014): seeds that differ in any bit are far
/// apart.
fn mixed(epoch_seed: u64, index: u64) -> u64 {
    let finalized = |z: u64| {
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    finalized(epoch_seed ^ finalized(index.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

#[cfg(test)]
mod tests {
    use autograd::Tensor;

    use super::*;
    use crate::dataset::IntoDataset;

    struct Noise;

    impl Dataset for Noise {
        type Item = f64;
        fn len(&self) -> usize {
            4
        }
        fn get(&self, _: usize) -> f64 {
            Tensor::rand([]).item()
        }
    }

    #[test]
    fn a_sample_draws_the_same_in_any_order() {
        let streams = Streams::new(7);
        let one = |index| {
            let _scope = streams.scope(0);
            get(&Noise, index)
        };
        let all: Vec<f64> = {
            let _scope = streams.scope(3);
            (0..4).map(|index| get(&Noise, index)).collect()
        };
        assert_eq!(all, [one(0), one(1), one(2), one(3)]);
        assert!(all[1..].iter().all(|draw| *draw != all[0]), "{all:?}");
        let _scope = Streams::new(8).scope(0);
        assert_ne!(get(&Noise, 0), all[0]);
    }

    #[test]
    fn the_threads_own_stream_goes_on() {
        autograd::manual_seed(0);
        let before = Tensor::rand([2]).to_vec::<f32>();
        autograd::manual_seed(0);
        let first = Tensor::rand([]).item() as f32;
        {
            let _scope = Streams::new(1).scope(0);
            get(&Noise, 0);
        }
        let second = Tensor::rand([]).item() as f32;
        assert_eq!(before, [first, second]);
    }

    #[test]
    fn outside_of_a_loader_nothing_is_seeded() {
        let dataset = vec![1, 2].into_dataset();
        assert_eq!((get(&dataset, 1), interrupted()), (2, None));
    }
}
