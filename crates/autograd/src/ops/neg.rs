//! `-x`.

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// The opposite: `-x`.
    ///
    /// Gradient: `-grad`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!((-Tensor::from([1.0, -2.0])).to_vec::<f32>(), [-1.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are bool.
    #[track_caller]
    pub fn neg(&self) -> Tensor {
        record("Neg", self.value().neg(), [self], [], |cx| [Some(cx.grad.neg())])
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| -&x[0]);
    }
}
