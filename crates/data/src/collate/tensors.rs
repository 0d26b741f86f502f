//! Tensors stack.

use autograd::Tensor;

use super::Collate;

impl Collate for Tensor {
    type Batch = Tensor;

    /// # Panics
    /// If the tensors differ in shape.
    fn collate(samples: Vec<Self>) -> Tensor {
        Tensor::stack(&samples, 0)
    }
}
