//! A sum with a product or a quotient.

use tensor_core::{Error, Scalar};

use crate::precision::rounded_once;
use crate::tensor::Tensor;

impl Tensor {
    /// `self + value * a * b`, broadcast. Where all are integers, `value` is cut to one, as PyTorch does.
    ///
    /// Gradient: `grad` for this tensor, `value * grad * b` for `a`, `value * grad * a` for `b`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([1.0]).addcmul(&Tensor::from([2.0]), &Tensor::from([3.0]), 10.0);
    /// assert_eq!(y.item(), 61.0);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn addcmul(&self, a: &Tensor, b: &Tensor, value: impl Into<Scalar>) -> Tensor {
        let value = match value.into() {
            Scalar::Float(value) if [self, a, b].iter().all(|x| !x.dtype().is_float()) => {
                Scalar::Int(value as i64)
            }
            value => value,
        };
        rounded_once([self, a, b], |[x, a, b]| x.add_scaled(&a.mul(b), value))
    }

    /// `self + value * a / b`, broadcast.
    ///
    /// Gradient: `grad` for this tensor, `value * grad / b` for `a`, `-value * grad * a / b^2` for `b`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([1.0]).addcdiv(&Tensor::from([6.0]), &Tensor::from([3.0]), 10.0);
    /// assert_eq!(y.item(), 21.0);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or neither `a` nor `b` is floating point.
    #[track_caller]
    pub fn addcdiv(&self, a: &Tensor, b: &Tensor, value: impl Into<Scalar>) -> Tensor {
        if !a.dtype().is_float() && !b.dtype().is_float() {
            Error::dtype(format!(
                "addcdiv: a quotient of {} and {}, neither of them floating point",
                a.dtype(),
                b.dtype()
            ))
            .raise();
        }
        let value = value.into();
        rounded_once([self, a, b], |[x, a, b]| x.add_scaled(&a.div(b), value))
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3], &[2, 1]], |x| x[0].addcmul(&x[1], &x[2], -0.5));
        check(&[&[2, 3], &[3], &[2, 1]], |x| {
            x[0].addcdiv(&x[1], &(x[2].square() + 1.0), 2.0)
        });
        check_second(&[&[2], &[2], &[2]], |x| x[0].addcmul(&x[1], &x[2], 2.0).square());
    }

    #[test]
    fn a_factor_of_integers_is_cut() {
        let x = Tensor::from([1, -5]);
        // torch.addcmul(x, x, x, value=...)
        assert_eq!(x.addcmul(&x, &x, -2.9).to_vec::<i64>(), [-1, -55]);
        assert_eq!(x.addcmul(&x, &x, 0.5).to_vec::<i64>(), [1, -5]);
        // One of the factors is floating point, and so is the sum.
        assert_eq!(x.addcmul(&Tensor::ones(2), &x, 0.5).to_vec::<f32>(), [1.5, -7.5]);
    }

    #[test]
    #[should_panic(expected = "addcdiv: a quotient of int64 and int64, neither of them floating point")]
    fn a_quotient_of_integers_is_refused() {
        Tensor::zeros(1).addcdiv(&Tensor::from([4]), &Tensor::from([2]), 1);
    }
}
