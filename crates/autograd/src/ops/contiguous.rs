//! The same elements in row-major order.

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// The same elements in row-major order without gaps: this tensor if they lie so, else a copy.
    ///
    /// Gradient: `grad`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]).t();
    /// assert!(!x.is_contiguous() && x.contiguous().is_contiguous());
    /// ```
    #[track_caller]
    pub fn contiguous(&self) -> Tensor {
        if self.is_contiguous() {
            return self.clone();
        }
        record("Clone", self.value().contiguous(), [self], [], |cx| {
            [Some(cx.grad)]
        })
    }

    /// Whether the elements lie in row-major order without gaps.
    #[inline]
    pub fn is_contiguous(&self) -> bool {
        self.value().is_contiguous()
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].t().contiguous());
    }
}
