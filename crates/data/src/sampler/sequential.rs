//! [`SequentialSampler`]: in order.

use super::{Draws, Sampler};

/// Every index once, in order.
#[derive(Clone, Copy, Debug)]
pub struct SequentialSampler {
    len: usize,
}

impl SequentialSampler {
    /// The indices of a dataset of `len` samples.
    pub fn new(len: usize) -> Self {
        Self { len }
    }
}

impl Sampler for SequentialSampler {
    type Item = usize;

    fn len(&self) -> usize {
        self.len
    }

    fn iter(&self) -> Draws<'_, usize> {
        Box::new(0..self.len)
    }
}
