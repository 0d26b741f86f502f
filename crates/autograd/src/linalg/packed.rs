//! Several results of one operation, as parts of one: their gradients meet there.

use crate::tensor::Tensor;

/// What the parts are.
#[derive(Clone)]
pub(super) struct Packed {
    batch: Vec<usize>,
    shapes: Vec<Vec<usize>>,
}

impl Packed {
    /// Parts of these shapes, behind the leading dimensions `batch`.
    pub(super) fn new(batch: &[usize], shapes: &[&[usize]]) -> Self {
        Self {
            batch: batch.to_vec(),
            shapes: shapes.iter().map(|shape| shape.to_vec()).collect(),
        }
    }

    /// How many elements all parts have together.
    pub(super) fn len(&self) -> usize {
        self.shapes
            .iter()
            .map(|shape| shape.iter().product::<usize>())
            .sum()
    }

    /// Part number `part` of what holds all parts in its last dimension, one after the other.
    #[track_caller]
    pub(super) fn part(&self, packed: &Tensor, part: usize) -> Tensor {
        let len = |shape: &Vec<usize>| shape.iter().product::<usize>();
        let before: usize = self.shapes[..part].iter().map(len).sum();
        let shape = &self.shapes[part];
        let part = packed.narrow(-1, before as isize, len(shape));
        part.reshape([&self.batch[..], shape].concat())
    }
}
