//! Two dimensions exchanged.

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// Dimensions `a` and `b` exchanged, without a copy.
    ///
    /// Gradient: `grad`, exchanged back.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::zeros([2, 3, 4]).transpose(0, -1).shape(), [4, 3, 2]);
    /// ```
    ///
    /// # Panics
    /// If one does not exist.
    #[track_caller]
    pub fn transpose(&self, a: isize, b: isize) -> Tensor {
        let value = self.value().transpose(a, b);
        record("Transpose", value, [self], [], move |cx| {
            [Some(cx.grad.transpose(a, b))]
        })
    }

    /// A matrix transposed; vectors and 0-d tensors as they are.
    ///
    /// # Panics
    /// If there are more than two dimensions.
    #[track_caller]
    pub fn t(&self) -> Tensor {
        record("T", self.value().t(), [self], [], |cx| [Some(cx.grad.t())])
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2, 3, 4]], |x| x[0].transpose(0, 2));
        check(&[&[2, 3]], |x| x[0].t());
    }
}
