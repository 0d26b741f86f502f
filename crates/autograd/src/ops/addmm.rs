//! A product of matrices, added to something.

use tensor_core::functions::Add;
use tensor_core::{OrRaise, Scalar, addmm_shape, matmul_dtype};

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// `beta * self + alpha * (a @ b)` for matrices `[m, k] x [k, n]`, to whose product this tensor is broadcast. With
    /// `beta` 0 this tensor is not read, with `alpha` 0 the factors are not, and not-a-number in them does not spread.
    ///
    /// Gradient: `beta * grad` for this tensor, `alpha * grad @ b^T` for `a`, `alpha * a^T @ grad` for `b`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (a, b) = (Tensor::from([[1.0, 2.0]]), Tensor::from([[3.0], [4.0]]));
    /// assert_eq!(Tensor::from([100.0]).addmm(&a, &b, 0.5, 2.0).item(), 72.0);
    /// ```
    ///
    /// # Panics
    /// If `a` or `b` is not a matrix, the inner sizes differ, this tensor does not broadcast to the product, or element
    /// types differ.
    #[track_caller]
    pub fn addmm(&self, a: &Tensor, b: &Tensor, beta: impl Into<Scalar>, alpha: impl Into<Scalar>) -> Tensor {
        addmm_shape(self.shape(), a.shape(), b.shape()).or_raise();
        matmul_dtype(self.dtype(), a.dtype()).or_raise();
        self.add_product("Addmm", a, b, beta.into(), alpha.into())
    }

    /// `beta * self + alpha * (a @ b)`, of shapes and types that fit.
    #[track_caller]
    pub(super) fn add_product(
        &self,
        name: &'static str,
        a: &Tensor,
        b: &Tensor,
        beta: Scalar,
        alpha: Scalar,
    ) -> Tensor {
        let [beta, alpha] = [beta, alpha].map(|factor| self.factor(factor));
        let product = a.matmul(b).scaled(alpha);
        let value = match (beta.to_f64() == 0.0, alpha.to_f64() == 0.0) {
            (true, true) => product.zeros_like().to_array(),
            (true, false) => product.to_array(),
            (false, true) => self
                .detach()
                .scaled(beta)
                .expand(product.shape())
                .copy()
                .to_array(),
            (false, false) => Add::of(&*self.detach().scaled(beta).value(), &*product.value()),
        };
        record(name, value, [self, &product], [], move |cx| {
            [cx.to(0, |cx| cx.grad.scaled(beta)), Some(cx.grad)]
        })
    }

    /// This tensor times a number, of its element type.
    /// A factor in the class of the elements, cut off for integers.
    fn factor(&self, factor: Scalar) -> Scalar {
        if self.dtype().is_float() {
            factor
        } else {
            Scalar::Int(factor.to_f64() as i64)
        }
    }

    #[track_caller]
    fn scaled(&self, factor: Scalar) -> Tensor {
        if factor.to_f64() == 1.0 {
            return self.clone();
        }
        self.mul(factor).to_dtype(self.dtype())
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4], &[2, 3], &[3, 4]], |x| x[0].addmm(&x[1], &x[2], 1, 1));
        check(&[&[2, 1], &[2, 3], &[3, 4]], |x| {
            x[0].addmm(&x[1], &x[2], 0.5, -2.0)
        });
        check_second(&[&[2], &[2, 3], &[3, 2]], |x| {
            x[0].addmm(&x[1], &x[2], 2, 3).square()
        });
    }

    #[test]
    fn factors_of_integers_are_cut_off() {
        let a = &Tensor::from([[1, 2], [3, 4]]);
        assert_eq!(a.addmm(a, a, 2.9, -1.6).to_vec::<i64>(), [-5, -6, -9, -14]);
    }

    #[test]
    fn without_beta_the_tensor_is_not_read() {
        let (a, b) = (Tensor::ones([1, 2]), Tensor::ones([2, 1]));
        let input = Tensor::from(f64::NAN).requires_grad_(true);
        let y = input.addmm(&a, &b, 0, 1);
        y.backward();
        assert_eq!((y.item(), input.grad().unwrap().item()), (2.0, 0.0));
    }

    #[test]
    #[should_panic(expected = "addmm: an input of shape [3] does not broadcast to [2, 2]")]
    fn an_input_that_does_not_fit_is_refused() {
        Tensor::zeros(3).addmm(&Tensor::zeros([2, 3]), &Tensor::zeros([3, 2]), 1, 1);
    }

    #[test]
    fn without_alpha_the_factors_are_not_read() {
        let (input, broken) = (Tensor::ones(2), Tensor::full([2, 2], f64::NAN));
        assert_eq!(input.addmm(&broken, &broken, 2, 0).to_vec::<f32>(), [2.0; 4]);
        assert_eq!(broken.addmm(&broken, &broken, 0, 0).to_vec::<f32>(), [0.0; 4]);
        let (a, b) = (
            broken.requires_grad_(true),
            Tensor::ones([2, 2]).requires_grad_(true),
        );
        input.addmm(&a, &b, 1, 0).sum().backward();
        assert_eq!(a.grad().unwrap().to_vec::<f32>(), [0.0; 4]);
        assert!(b.grad().unwrap().to_vec::<f32>().iter().all(|x| x.is_nan()));
    }
}
