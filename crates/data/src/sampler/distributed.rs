//! [`DistributedSampler`]: one worker's share of the indices.

use std::sync::atomic::{AtomicU64, Ordering};

use autograd::Error;
use autograd::random::default_generator;

use super::{Draws, Sampler};

/// The share of one of several workers that train together: every `num_replicas`th index from `rank` on, in an order
/// that all of them derive from the same seed.
///
/// All shares have one length: the first indices are given out again where the samples do not divide evenly, unless
/// [`drop_last`](Self::drop_last) leaves the rest out. The order changes only with [`set_epoch`](Self::set_epoch).
///
/// ```
/// use data::{DistributedSampler, Sampler};
///
/// let share = |rank| DistributedSampler::new(5, 2, rank).shuffle(false).iter().collect::<Vec<_>>();
/// assert_eq!((share(0), share(1)), (vec![0, 2, 4], vec![1, 3, 0]));
/// ```
#[derive(Debug)]
pub struct DistributedSampler {
    len: usize,
    num_replicas: usize,
    rank: usize,
    shuffle: bool,
    seed: u64,
    drop_last: bool,
    epoch: AtomicU64,
}

impl DistributedSampler {
    /// The share of worker `rank` of `num_replicas` in a dataset of `len` samples.
    ///
    /// # Panics
    /// If `rank` is not less than `num_replicas`.
    #[track_caller]
    pub fn new(len: usize, num_replicas: usize, rank: usize) -> Self {
        if rank >= num_replicas {
            Error::argument(format!(
                "DistributedSampler: rank must be less than num_replicas, but they are {rank} and {num_replicas}"
            ))
            .raise();
        }
        Self {
            len,
            num_replicas,
            rank,
            shuffle: true,
            seed: 0,
            drop_last: false,
            epoch: AtomicU64::new(0),
        }
    }

    /// Whether the order is random; it is, unless told otherwise.
    #[must_use]
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = shuffle;
        self
    }

    /// The seed of the random orders, 0 unless told otherwise. All workers need the same one, and the same kind of
    /// default generator: they use its engine, not its stream.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Whether samples that do not divide evenly are left out.
    #[must_use]
    pub fn drop_last(mut self, drop_last: bool) -> Self {
        self.drop_last = drop_last;
        self
    }

    /// Chooses the order of the next epoch. A loader that must be told shares its sampler: `Arc<DistributedSampler>`.
    pub fn set_epoch(&self, epoch: u64) {
        self.epoch.store(epoch, Ordering::Relaxed);
    }

    /// The random order of this epoch; none if the samples come in their own.
    #[track_caller]
    fn order(&self) -> Option<Vec<usize>> {
        if !self.shuffle {
            return None;
        }
        let seed = self.seed.wrapping_add(self.epoch.load(Ordering::Relaxed));
        Some(default_generator().with_seed(seed).permutation(self.len))
    }
}

impl Sampler for DistributedSampler {
    type Item = usize;

    fn len(&self) -> usize {
        if self.drop_last {
            self.len / self.num_replicas
        } else {
            self.len.div_ceil(self.num_replicas)
        }
    }

    fn iter(&self) -> Draws<'_, usize> {
        let order = self.order();
        // Samples are dealt out in turn; after the last one comes the first again. In 128 bits no place wraps.
        let wide = |number: usize| number as u128;
        let place =
            move |turn| ((wide(self.rank) + wide(turn) * wide(self.num_replicas)) % wide(self.len)) as usize;
        let share = (0..Sampler::len(self)).map(place);
        Box::new(share.map(move |at| order.as_ref().map_or(at, |order| order[at])))
    }
}
