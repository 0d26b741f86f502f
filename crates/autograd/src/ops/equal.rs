//! Whether two tensors hold the same.

use crate::tensor::Tensor;

impl Tensor {
    /// Whether both have one shape and equal elements; not-a-number equals nothing.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, 2.0]);
    /// assert!(x.equal(&Tensor::from([1, 2])) && !x.equal(&Tensor::from([[1.0, 2.0]])));
    /// ```
    #[must_use]
    pub fn equal(&self, other: &Tensor) -> bool {
        self.shape() == other.shape() && holds(&self.eq(other))
    }

    /// Whether every element is within `1e-8 + 1e-5 |other|` of the other's, broadcast, as of PyTorch's `allclose`; equal
    /// infinities are, not-a-number is not.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, f64::INFINITY]);
    /// assert!(x.allclose(&Tensor::from([1.000001, f64::INFINITY])) && !x.allclose(&Tensor::from(1.0)));
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or elements are bool.
    #[must_use]
    #[track_caller]
    pub fn allclose(&self, other: &Tensor) -> bool {
        let (x, y) = (self.detach(), other.detach());
        let near = (&x - &y).abs().le(y.abs() * 1e-5 + 1e-8);
        // An infinity is within any distance of nothing but itself.
        holds(&x.eq(&y).logical_or(&near.logical_and(&y.isfinite())))
    }
}

fn holds(answers: &Tensor) -> bool {
    answers
        .value()
        .all(&[], false)
        .item()
        .is_ok_and(|all| all.to_f64() == 1.0)
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn none_and_infinities() {
        let (infinite, none) = (Tensor::from([f64::INFINITY]), Tensor::from([f64::NAN]));
        assert!(!none.equal(&none) && !none.allclose(&none));
        assert!(infinite.equal(&infinite) && infinite.allclose(&infinite));
        assert!(!infinite.allclose(&-&infinite) && !Tensor::from([1.0]).allclose(&infinite));
        assert!(!infinite.allclose(&Tensor::from([1.0])));
        assert!(Tensor::zeros(0).equal(&Tensor::zeros(0)) && !Tensor::zeros(0).equal(&Tensor::zeros([0, 1])));
    }

    #[test]
    fn leaves_are_compared_without_recording() {
        let x = Tensor::from([1.0, 2.0]).requires_grad_(true);
        assert!(x.allclose(&(&x + 1e-7)) && !x.allclose(&(&x + 1e-3)));
    }
}
