//! A bounded activation without an exponential.

use tensor_core::functions::Softsign;

use crate::tensor::Tensor;

impl Tensor {
    /// `x / (1 + |x|)`, which goes to -1 and 1 more slowly than [`tanh`](Tensor::tanh) does.
    ///
    /// Gradient: `grad / (1 + |x|)^2`; not-a-number at infinities, as the value is.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-3.0, 0.0, 1.0]).softsign().to_vec::<f32>(), [-0.75, 0.0, 0.5]);
    /// ```
    #[track_caller]
    pub fn softsign(&self) -> Tensor {
        if self.dtype().iinfo().is_some() {
            // The divisor wraps in small integers, as PyTorch's does.
            return self.div(self.abs() + 1);
        }
        self.smooth(Softsign, |x| (x.abs() + 1).pow(-3) * x.sign() * -2)
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].softsign());
        check_second(&[&[2, 3]], |x| x[0].softsign());
    }

    /// PyTorch's figures.
    #[test]
    fn the_divisor_of_integers_wraps() {
        let x = Tensor::from([-127, 127, 3]).to_dtype(DType::I8).softsign();
        assert_eq!(x.to_vec::<f32>(), [0.992_187_5, -0.992_187_5, 0.75]);
    }

    #[test]
    fn far_away_it_is_pytorchs() {
        let x = Tensor::from([f64::INFINITY, 1e30, -0.0, -2.0]).requires_grad_(true);
        let y = x.softsign();
        y.sum().backward();
        // torch.nn.functional.softsign
        assert!(y.to_vec::<f32>()[0].is_nan() && x.grad().unwrap().to_vec::<f32>()[0].is_nan());
        assert_eq!(y.to_vec::<f32>()[1..], [1.0, -0.0, -2.0 / 3.0]);
        assert_eq!(x.grad().unwrap().to_vec::<f32>()[1..3], [0.0, 1.0]);
    }
}
