//! [`SubsetRandomSampler`]: some indices in random order.

use std::iter;

use autograd::Generator;

use super::{Draws, Sampler, given_or_default};

/// Given indices, in an order drawn anew each epoch.
///
/// ```
/// use data::{Sampler, SubsetRandomSampler};
///
/// let mut indices: Vec<usize> = SubsetRandomSampler::new([1, 3, 5]).iter().collect();
/// indices.sort();
/// assert_eq!(indices, [1, 3, 5]);
/// ```
#[derive(Clone, Debug)]
pub struct SubsetRandomSampler {
    indices: Vec<usize>,
    generator: Option<Generator>,
}

impl SubsetRandomSampler {
    /// The given indices.
    pub fn new(indices: impl Into<Vec<usize>>) -> Self {
        Self {
            indices: indices.into(),
            generator: None,
        }
    }

    /// Draws from `generator`, not from the thread's default one.
    #[must_use]
    pub fn generator(mut self, generator: &Generator) -> Self {
        self.generator = Some(generator.clone());
        self
    }
}

impl Sampler for SubsetRandomSampler {
    type Item = usize;

    fn len(&self) -> usize {
        self.indices.len()
    }

    fn iter(&self) -> Draws<'_, usize> {
        let draw = || given_or_default(self.generator.as_ref()).permutation(self.indices.len());
        let order = iter::once_with(draw).flatten();
        Box::new(order.map(|at| self.indices[at]))
    }

    fn own_generator(&self) -> Option<Generator> {
        self.generator.clone()
    }
}
