//! [`RandomSampler`]: in random order, or picked at random.

use std::vec;

use autograd::random::default_generator;
use autograd::{Error, Generator, scratch};

use super::{Draws, Sampler};

/// PyTorch draws this many indices at a time when it draws with replacement.
const CHUNK: usize = 32;

/// Every index once, in an order drawn anew each epoch; or, with replacement, indices each drawn from all.
///
/// Each epoch draws one seed from the thread's default generator and shuffles by a private one. With a generator of
/// its own it shuffles by that one directly.
///
/// ```
/// use autograd::Generator;
/// use data::{RandomSampler, Sampler};
///
/// let sampler = RandomSampler::new(5).generator(&Generator::new(0));
/// let mut indices: Vec<usize> = sampler.iter().collect();
/// indices.sort();
/// assert_eq!(indices, [0, 1, 2, 3, 4]);
/// assert_eq!(RandomSampler::new(5).replacement(true).num_samples(100).iter().count(), 100);
/// ```
#[derive(Clone, Debug)]
pub struct RandomSampler {
    len: usize,
    replacement: bool,
    num_samples: Option<usize>,
    generator: Option<Generator>,
}

impl RandomSampler {
    /// The indices of a dataset of `len` samples.
    ///
    /// # Panics
    /// If there are none, or more than an `i64` can number.
    #[track_caller]
    pub fn new(len: usize) -> Self {
        if len == 0 {
            Error::argument(
                "RandomSampler: there must be at least one sample to draw, but the dataset is empty",
            )
            .raise();
        }
        if i64::try_from(len).is_err() {
            Error::argument(format!(
                "RandomSampler: {len} samples are more than can be drawn from"
            ))
            .raise();
        }
        Self {
            len,
            replacement: false,
            num_samples: None,
            generator: None,
        }
    }

    /// Whether one epoch may draw an index again.
    #[must_use]
    pub fn replacement(mut self, replacement: bool) -> Self {
        self.replacement = replacement;
        self
    }

    /// How many indices one epoch has, if not as many as the dataset. Without replacement, more than the dataset has
    /// means all of them several times over.
    ///
    /// # Panics
    /// If it is 0.
    #[must_use]
    #[track_caller]
    pub fn num_samples(mut self, num_samples: usize) -> Self {
        if num_samples == 0 {
            Error::argument("RandomSampler: num_samples must be at least 1, but it is 0").raise();
        }
        self.num_samples = Some(num_samples);
        self
    }

    /// Draws from `generator`.
    #[must_use]
    pub fn generator(mut self, generator: &Generator) -> Self {
        self.generator = Some(generator.clone());
        self
    }
}

impl Sampler for RandomSampler {
    type Item = usize;

    fn len(&self) -> usize {
        self.num_samples.unwrap_or(self.len)
    }

    fn iter(&self) -> Draws<'_, usize> {
        let generator = self.generator.clone();
        Box::new(if self.replacement {
            RandomDraws::picked(self.len, Sampler::len(self), generator)
        } else {
            RandomDraws::shuffled(self.len, Sampler::len(self), generator)
        })
    }

    fn own_generator(&self) -> Option<Generator> {
        self.generator.clone()
    }
}

/// The draws of one epoch: whole rounds, and then a last one. From a generator that was given it is drawn even if
/// nothing of it is delivered, as PyTorch does; nobody can see whether it is from one of our own.
pub(crate) struct RandomDraws {
    len: usize,
    kind: Kind,
    /// Set at the first draw if none was given.
    generator: Option<Generator>,
    /// How many indices a whole round has, and how many of those are to come.
    round_len: usize,
    rounds_left: usize,
    /// How many indices the last round delivers, until it is drawn.
    last: Option<usize>,
    round: vec::IntoIter<usize>,
}

#[derive(Clone, Copy)]
enum Kind {
    Shuffled,
    Picked,
}

impl RandomDraws {
    /// Orders of `0..len`, one after the other, up to `num_samples` indices.
    pub(crate) fn shuffled(len: usize, num_samples: usize, generator: Option<Generator>) -> Self {
        Self::new(Kind::Shuffled, len, num_samples, len, generator)
    }

    /// `num_samples` indices out of `0..len`, each drawn from all.
    fn picked(len: usize, num_samples: usize, generator: Option<Generator>) -> Self {
        Self::new(Kind::Picked, len, num_samples, CHUNK, generator)
    }

    fn new(
        kind: Kind,
        len: usize,
        num_samples: usize,
        round_len: usize,
        generator: Option<Generator>,
    ) -> Self {
        let last = num_samples % round_len;
        Self {
            len,
            kind,
            round_len,
            rounds_left: num_samples / round_len,
            last: (last > 0 || generator.is_some()).then_some(last),
            generator,
            round: Vec::new().into_iter(),
        }
    }

    fn draw(&mut self, count: usize) {
        let generator = self.generator.get_or_insert_with(|| default_generator().fork());
        let mut indices = match self.kind {
            Kind::Shuffled => generator.permutation(self.len),
            Kind::Picked => pick(generator, self.len, count),
        };
        indices.truncate(count);
        self.round = indices.into_iter();
    }
}

impl Iterator for RandomDraws {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        loop {
            if let Some(index) = self.round.next() {
                return Some(index);
            }
            if self.rounds_left > 0 {
                self.rounds_left -= 1;
                self.draw(self.round_len);
            } else {
                let last = self.last.take()?;
                self.draw(last);
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.round.len() + self.rounds_left * self.round_len + self.last.unwrap_or(0);
        (left, Some(left))
    }
}

fn pick(generator: &Generator, len: usize, count: usize) -> Vec<usize> {
    let mut picks = scratch::filled(0_i64, count);
    generator
        .fill_randint(&mut picks, 0, len as i64)
        .expect("a sampler has at least one index");
    picks.into_iter().map(|pick| pick as usize).collect()
}
