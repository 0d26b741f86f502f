//! The running figures of the norms that have some.

use autograd::Tensor;

use crate::buffer::Buffer;

/// What a layer has seen so far.
pub(super) struct Running<'a> {
    /// The means of the channels.
    pub(super) mean: &'a Buffer,
    /// Their unbiased variances.
    pub(super) var: &'a Buffer,
    /// How many batches were seen.
    pub(super) batches: &'a Buffer,
}

impl<'a> Running<'a> {
    /// The buffers of a layer, if it has some.
    pub(super) fn of(
        mean: Option<&'a Buffer>,
        var: Option<&'a Buffer>,
        batches: Option<&'a Buffer>,
    ) -> Option<Self> {
        Some(Self {
            mean: mean?,
            var: var?,
            batches: batches?,
        })
    }

    /// One batch more; how many they are now.
    pub(super) fn count_batch(&self) -> f64 {
        let batches = self.batches.item() + 1.0;
        self.batches.set_data(self.batches.full_like(batches as i64));
        batches
    }

    /// Replaces this part of the figures by those of a batch.
    pub(super) fn take_in(&self, mean: &Tensor, var: &Tensor, part: f64) {
        for (old, new) in [(self.mean, mean), (self.var, var)] {
            old.set_data((&**old * (1.0 - part) + new * part).to_dtype(old.dtype()));
        }
    }
}
