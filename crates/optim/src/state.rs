//! What an optimizer keeps for a parameter between steps.

use tensor_core::Array;

/// What is kept for one parameter: how many steps it has made, and arrays of its shape.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    pub(crate) step: u64,
    /// In the order of the algorithm's names for them; made when they are first needed.
    pub(crate) buffers: Vec<Option<Array>>,
}

impl State {
    pub(crate) fn new(buffers: usize) -> Self {
        Self {
            step: 0,
            buffers: vec![None; buffers],
        }
    }

    /// Whether buffer `at` has been made.
    #[inline]
    pub(crate) fn has(&self, at: usize) -> bool {
        self.buffers[at].is_some()
    }

    /// The buffers at these places; those that are not there yet begin with `value` everywhere.
    #[inline]
    pub(crate) fn buffers<const S: usize>(
        &mut self,
        at: [usize; S],
        parameter: &Array,
        value: f64,
    ) -> [&mut Array; S] {
        let buffers = self
            .buffers
            .get_disjoint_mut(at)
            .expect("an algorithm names different buffers that it has");
        buffers.map(|buffer| {
            buffer.get_or_insert_with(|| Array::full(parameter.shape(), value, parameter.dtype()))
        })
    }
}
