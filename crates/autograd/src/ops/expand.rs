//! Repetition without a copy.

use tensor_core::{IntoReshape, OrRaise, expand_shape};

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// Repeated without a copy: along new leading dimensions and dimensions of size 1. A size of -1 stays as it is.
    ///
    /// Gradient: `grad`, summed over what was repeated.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::zeros([3, 1]).expand([2, -1, 4]).shape(), [2, 3, 4]);
    /// ```
    ///
    /// # Panics
    /// If another size would have to change.
    #[track_caller]
    pub fn expand(&self, shape: impl IntoReshape) -> Tensor {
        let shape = expand_shape(self.shape(), &shape.into_reshape()).or_raise();
        // The engine sums the gradient to this shape.
        record("Expand", self.value().expand(&shape), [self], [], |cx| {
            [Some(cx.grad)]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[3, 1]], |x| x[0].expand([2, 3, 4]));
        check(&[&[]], |x| x[0].expand([2]));
    }
}
