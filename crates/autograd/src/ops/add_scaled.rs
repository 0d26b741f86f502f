//! `a + alpha b`.

use tensor_core::{Arithmetic, Scalar, arithmetic};

use crate::node::{Keep, record};
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
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn add_scaled(&self, other: &Tensor, alpha: impl Into<Scalar>) -> Tensor {
        let alpha = alpha.into();
        let scaled = arithmetic(Arithmetic::Mul, &*other.value(), alpha);
        let value = arithmetic(Arithmetic::Add, &*self.value(), &scaled);
        record("Add", value, [self, other], Keep::NOTHING, move |cx| {
            let right = cx.to(1, |cx| cx.grad.mul(alpha));
            [Some(cx.grad), right]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| x[0].add_scaled(&x[1], 2.5));
        check_second(&[&[2, 3], &[3]], |x| x[0].square().add_scaled(&x[1].square(), -2));
    }
}
