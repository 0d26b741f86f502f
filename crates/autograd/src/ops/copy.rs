//! A copy of the elements.

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// A new tensor with a copy of the elements, through which gradients flow: PyTorch's `clone`. (Rust's
    /// [`clone`](Clone::clone) makes another handle to the same tensor.)
    ///
    /// Gradient: `grad`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, 2.0]).requires_grad_(true);
    /// let y = x.copy();
    /// assert!(!y.is_leaf() && !y.is_same(&x));
    /// y.sum().backward();
    /// assert_eq!(x.grad().unwrap().to_vec::<f32>(), [1.0, 1.0]);
    /// ```
    #[track_caller]
    pub fn copy(&self) -> Tensor {
        record("Clone", self.value().copied(), [self], [], |cx| [Some(cx.grad)])
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].t().copy());
    }
}
