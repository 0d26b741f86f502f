//! Powers in double precision.

use tensor_core::DType;

use crate::operators::{Arg, Operand};
use crate::tensor::Tensor;

impl Tensor {
    /// `self` to the power of a tensor, broadcast, or of a number, computed and answered in `f64`: integers too have
    /// powers of every kind. Gradients are those of [`pow`](Tensor::pow).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([2, 4]).float_power(-1).to_vec::<f64>(), [0.5, 0.25]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn float_power(&self, exponent: impl Operand) -> Tensor {
        let base = self.to_dtype(DType::F64);
        match exponent.arg() {
            Arg::Tensor(exponent) => base.pow(exponent.to_dtype(DType::F64)),
            Arg::Number(exponent) => base.powf(exponent.to_f64()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| (x[0].square() + 0.5).float_power(&x[1]));
        check(&[&[2, 3]], |x| x[0].float_power(3));
    }
}
