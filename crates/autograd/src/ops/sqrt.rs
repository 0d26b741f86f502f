//! The square root.

use tensor_core::functions::Sqrt;

use crate::tensor::Tensor;

impl Tensor {
    /// The square root; not-a-number for negative `x`.
    ///
    /// Gradient: `grad / (2 result)`, infinite at 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([4.0, 0.0]).sqrt().to_vec::<f32>(), [2.0, 0.0]);
    /// ```
    #[track_caller]
    pub fn sqrt(&self) -> Tensor {
        self.smooth(Sqrt, |result| result.square().mul(-2).reciprocal())
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};
    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| (x[0].square() + 0.5).sqrt());
        check_second(&[&[2, 3]], |x| (x[0].square() + 0.5).sqrt());
    }

    #[test]
    fn the_slope_at_zero_is_infinite() {
        let x = Tensor::from([0.0, 4.0]).requires_grad_(true);
        x.sqrt().sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [f32::INFINITY, 0.25]);
    }
}
