//! Which samples make a loader's batches, in which order.

use std::collections::VecDeque;

use autograd::Generator;
use autograd::random::{State, default_generator};

use crate::sampler::{Draws, RandomDraws, Sampler, batches as batch_count, given_or_default};

/// The options of a loader that decide the order of samples and which of them make a batch.
pub(super) struct Order {
    pub(super) source: Source,
    pub(super) batch_size: usize,
    pub(super) drop_last: bool,
    pub(super) generator: Option<Generator>,
}

/// Where a loader's indices come from.
pub(super) enum Source {
    Sequential,
    Shuffled,
    Sampled(Box<dyn Sampler<Item = usize> + Send + Sync>),
    Batched(Box<dyn Sampler<Item = Vec<usize>> + Send + Sync>),
}

impl Order {
    /// How many batches an epoch of so many samples has.
    pub(super) fn len(&self, samples: usize) -> usize {
        let indices = match &self.source {
            Source::Sequential | Source::Shuffled => samples,
            Source::Sampled(sampler) => sampler.len(),
            Source::Batched(sampler) => return sampler.len(),
        };
        batch_count(indices, self.batch_size, self.drop_last)
    }

    /// Where the generators are that an epoch may draw from: the thread's default one, the loader's and the sampler's own.
    pub(super) fn states(&self) -> Vec<State> {
        self.generators().map(|generator| generator.get_state()).collect()
    }

    /// Puts those generators into these states.
    pub(super) fn set_states(&self, states: &[State]) {
        for (generator, state) in self.generators().zip(states) {
            generator.set_state(state);
        }
    }

    fn generators(&self) -> impl Iterator<Item = Generator> {
        let sampler = match &self.source {
            Source::Sequential | Source::Shuffled => None,
            Source::Sampled(sampler) => sampler.own_generator(),
            Source::Batched(sampler) => sampler.own_generator(),
        };
        let own = self.generator.clone().into_iter().chain(sampler);
        [default_generator()].into_iter().chain(own)
    }

    /// The order of one epoch of so many samples, to be drawn on the thread that asks for it.
    pub(super) fn epoch(&self, samples: usize) -> Epoch<'_> {
        // PyTorch draws the seed of its workers even if it has none, and the streams must stay in step.
        let seed = given_or_default(self.generator.as_ref()).random_seed();
        let draws = match &self.source {
            Source::Sequential => EpochDraws::Indices(Box::new(0..samples)),
            Source::Shuffled => {
                let generator = self.generator.clone();
                EpochDraws::Indices(Box::new(RandomDraws::shuffled(samples, samples, generator)))
            }
            Source::Sampled(sampler) => EpochDraws::Indices(sampler.iter()),
            Source::Batched(sampler) => EpochDraws::Batches(sampler.iter()),
        };
        Epoch {
            seed,
            draws,
            batch_size: self.batch_size,
            least: if self.drop_last { self.batch_size } else { 1 },
            left: self.len(samples),
            ended: false,
            drawn: 0,
            ahead: VecDeque::new(),
            indices: Vec::new(),
        }
    }
}

/// The indices of an epoch's batches, one batch after the other.
pub(super) struct Epoch<'a> {
    seed: u64,
    draws: EpochDraws<'a>,
    batch_size: usize,
    /// The fewest samples that make a batch.
    least: usize,
    /// How many batches the epoch should still have.
    left: usize,
    ended: bool,
    /// How often a batch was drawn; the time that there was none counts, too.
    drawn: usize,
    /// Batches that were drawn before the epoch was gone on with, and not delivered.
    ahead: VecDeque<Vec<usize>>,
    /// The indices of the batch at hand, kept for the next.
    indices: Vec<usize>,
}

enum EpochDraws<'a> {
    Indices(Draws<'a, usize>),
    Batches(Draws<'a, Vec<usize>>),
}

impl Epoch<'_> {
    /// What the random streams of its samples follow from.
    pub(super) fn seed(&self) -> u64 {
        self.seed
    }

    /// The indices of the next batch, if there is one; none any more after the last.
    pub(super) fn next_batch(&mut self) -> Option<&[usize]> {
        match self.ahead.pop_front() {
            Some(indices) => self.indices = indices,
            None if self.ended => return None,
            None => {
                self.ended = !self.draw();
                if self.ended {
                    return None;
                }
            }
        }
        self.left = self.left.saturating_sub(1);
        Some(&self.indices)
    }

    /// Draws the indices of the next batch; whether there is one.
    fn draw(&mut self) -> bool {
        self.drawn += 1;
        match &mut self.draws {
            EpochDraws::Batches(batches) => match batches.next() {
                Some(indices) => self.indices = indices,
                None => return false,
            },
            EpochDraws::Indices(indices) => {
                self.indices.clear();
                self.indices.extend(indices.by_ref().take(self.batch_size));
                if self.indices.len() < self.least {
                    return false;
                }
            }
        }
        true
    }

    /// Draws as often as an epoch had when it was saved, and passes over the batches that it had delivered.
    pub(super) fn replay(&mut self, delivered: usize, drawn: usize) {
        for at in 0..drawn {
            self.ended = !self.draw();
            if self.ended {
                break;
            }
            if at >= delivered {
                self.ahead.push_back(self.indices.clone());
            }
        }
        self.left = self.left.saturating_sub(delivered);
    }

    /// How often a batch was drawn. With workers that is ahead of what the loop has been given.
    pub(super) fn drawn(&self) -> usize {
        self.drawn
    }

    /// How many batches the epoch should still have.
    pub(super) fn left(&self) -> usize {
        self.left
    }
}
