//! [`WeightedRandomSampler`]: picked by weight.

use std::iter;

use autograd::{Error, Generator};

use super::{Draws, Sampler, given_or_default};

/// Indices picked with a probability in proportion to their weight, with replacement unless told otherwise: to show
/// rare classes as often as common ones.
///
/// ```
/// use data::{Sampler, WeightedRandomSampler};
///
/// let sampler = WeightedRandomSampler::new([0.0, 0.3, 0.7], 8);
/// assert!(sampler.iter().all(|index| index == 1 || index == 2));
/// ```
#[derive(Clone, Debug)]
pub struct WeightedRandomSampler {
    weights: Vec<f64>,
    num_samples: usize,
    replacement: bool,
    generator: Option<Generator>,
}

impl WeightedRandomSampler {
    /// `num_samples` picks an epoch; `weights` has one weight per sample of the dataset. They need not add up to 1.
    ///
    /// # Panics
    /// If `num_samples` is 0, a weight is negative or not finite, or none is positive.
    #[track_caller]
    pub fn new(weights: impl Into<Vec<f64>>, num_samples: usize) -> Self {
        if num_samples == 0 {
            Error::argument("WeightedRandomSampler: num_samples must be at least 1, but it is 0").raise();
        }
        let sampler = Self {
            weights: weights.into(),
            num_samples,
            replacement: true,
            generator: None,
        };
        sampler.check();
        sampler
    }

    /// Whether one epoch may pick an index again; it may, unless told otherwise.
    ///
    /// # Panics
    /// If it may not, and fewer weights are positive than samples are picked.
    #[must_use]
    #[track_caller]
    pub fn replacement(mut self, replacement: bool) -> Self {
        self.replacement = replacement;
        self.check();
        self
    }

    /// Draws from `generator`, not from the thread's default one.
    #[must_use]
    pub fn generator(mut self, generator: &Generator) -> Self {
        self.generator = Some(generator.clone());
        self
    }

    /// Draws once from a generator that nobody uses, so that what cannot be drawn is known at the line that asks
    /// for it.
    #[track_caller]
    fn check(&self) {
        if let Err(error) = self.draw(&Generator::new(0)) {
            error.within("WeightedRandomSampler").raise();
        }
    }

    fn draw(&self, generator: &Generator) -> Result<Vec<usize>, Error> {
        generator.multinomial(&self.weights, self.num_samples, self.replacement)
    }
}

impl Sampler for WeightedRandomSampler {
    type Item = usize;

    fn len(&self) -> usize {
        self.num_samples
    }

    fn iter(&self) -> Draws<'_, usize> {
        let draw = || {
            self.draw(&given_or_default(self.generator.as_ref()))
                .expect("weights were checked when they were given")
        };
        Box::new(iter::once_with(draw).flatten())
    }

    fn own_generator(&self) -> Option<Generator> {
        self.generator.clone()
    }
}
