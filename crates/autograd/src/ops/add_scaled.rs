//! `a + alpha b`.

use tensor_core::functions::{Add, Mul};
use tensor_core::{DType, Error, Scalar, promote};

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// The sum with a multiple of another, broadcast: `a + alpha b`, which is `torch.add(a, b, alpha=alpha)`.
    ///
    /// Gradient: `grad` for `a`, `alpha * grad` for `b`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (a, b) = (Tensor::from([1.0, 2.0]), Tensor::from([10.0, 20.0]));
    /// assert_eq!(a.add_scaled(&b, -0.5).to_vec::<f32>(), [-4.0, -8.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or both are integers and `alpha` is not one.
    #[track_caller]
    pub fn add_scaled(&self, other: &Tensor, alpha: impl Into<Scalar>) -> Tensor {
        let (left, right) = (self.value(), other.value());
        let dtype = promote((&*left).into(), (&*right).into());
        let alpha = match alpha.into() {
            // A factor of bools is one itself.
            Scalar::Int(alpha) if dtype == DType::Bool => Scalar::Bool(alpha != 0),
            alpha => alpha,
        };
        if alpha.promote(dtype) != dtype {
            Error::dtype(format!(
                "add_scaled: a sum of {dtype} cannot have the factor alpha={alpha}, which is a {}",
                alpha.dtype()
            ))
            .raise();
        }
        let scaled = Mul::of(&right.to_dtype(dtype), alpha);
        let value = Add::of(&*left, &scaled);
        record("Add", value, [self, other], [], move |cx| {
            let right = cx.to(1, |cx| cx.grad.mul(alpha));
            [Some(cx.grad), right]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| x[0].add_scaled(&x[1], 2.5));
        check_second(&[&[2, 3], &[3]], |x| x[0].square().add_scaled(&x[1].square(), -2));
    }

    #[test]
    fn the_factor_acts_in_the_element_type_of_the_sum() {
        let (sum, third) = (Tensor::from_vec(vec![0.0_f64], 1), 1.0 / 3.0);
        assert_eq!(sum.add_scaled(&Tensor::from([1]), third).item(), third);
    }

    #[test]
    fn bools_have_integer_factors_too() {
        let (x, y) = (Tensor::from([true, false]), Tensor::from([true, true]));
        assert_eq!(x.add_scaled(&y, -2).to_vec::<bool>(), [true, true]);
        assert_eq!(x.add_scaled(&y, 0).to_vec::<bool>(), [true, false]);
    }

    #[test]
    #[should_panic(expected = "a sum of int64 cannot have the factor alpha=0.5")]
    fn integers_have_integer_factors() {
        Tensor::from([1]).add_scaled(&Tensor::from([2]), 0.5);
    }
}
