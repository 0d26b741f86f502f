//! Products of batches of matrices.

use tensor_core::{Error, OrRaise, Scalar, Shape, broadcast, matmul_dtype};

use crate::tensor::Tensor;

impl Tensor {
    /// The products of the matrices of two batches, `[b, m, k] x [b, k, n]`, without broadcasting:
    /// [`matmul`](Tensor::matmul) that takes nothing else.
    ///
    /// Gradient: that of `matmul`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (a, b) = (Tensor::ones([5, 2, 3]), Tensor::ones([5, 3, 4]));
    /// assert_eq!(a.bmm(&b).shape(), [5, 2, 4]);
    /// ```
    ///
    /// # Panics
    /// If the shapes are not so, or the element types differ.
    #[track_caller]
    pub fn bmm(&self, other: &Tensor) -> Tensor {
        bmm_shape("bmm", self.shape(), other.shape()).or_raise();
        self.matmul(other).named("Bmm")
    }

    /// `beta * self + alpha * a.bmm(b)`; this tensor is broadcast to the product. With `beta` 0 it is not read, and
    /// not-a-number in it does not spread. Of integers the factors are cut to integers, as PyTorch does.
    ///
    /// Gradient: `beta * grad` for this tensor, that of `alpha * a.bmm(b)` for the others.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (a, b) = (Tensor::ones([1, 1, 3]), Tensor::ones([1, 3, 1]));
    /// assert_eq!(Tensor::from([10.0]).baddbmm(&a, &b, 0.5, 2.0).item(), 11.0);
    /// ```
    ///
    /// # Panics
    /// As [`bmm`](Tensor::bmm), and if this tensor does not broadcast to the product.
    #[track_caller]
    pub fn baddbmm(
        &self,
        a: &Tensor,
        b: &Tensor,
        beta: impl Into<Scalar>,
        alpha: impl Into<Scalar>,
    ) -> Tensor {
        let product = bmm_shape("baddbmm", a.shape(), b.shape()).or_raise();
        if broadcast(self.shape(), &product).or_raise() != product {
            Error::shape(format!(
                "baddbmm: shape {:?} does not broadcast to the product's {product:?}",
                self.shape()
            ))
            .raise();
        }
        matmul_dtype(self.dtype(), a.dtype()).or_raise();
        let factor = |number: Scalar| match self.dtype().is_float() {
            true => number,
            false => Scalar::Int(number.to_f64() as i64),
        };
        self.add_product("Baddbmm", a, b, factor(beta.into()), factor(alpha.into()))
    }
}

fn bmm_shape(name: &str, a: &[usize], b: &[usize]) -> Result<Shape, Error> {
    match (a, b) {
        (&[batch, m, k], &[other_batch, other_k, n]) if batch == other_batch && k == other_k => {
            Ok(Shape::from(&[batch, m, n][..]))
        }
        _ => Err(Error::shape(format!(
            "{name} is for shapes [b, m, k] and [b, k, n], not {a:?} and {b:?}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 2, 3], &[2, 3, 4]], |x| x[0].bmm(&x[1]));
        check(&[&[2, 1], &[2, 2, 3], &[2, 3, 4]], |x| {
            x[0].baddbmm(&x[1], &x[2], 0.5, -2.0)
        });
        check_second(&[&[4], &[2, 2, 3], &[2, 3, 4]], |x| {
            x[0].baddbmm(&x[1], &x[2], 2, 1).square()
        });
    }

    #[test]
    #[should_panic(expected = "bmm is for shapes [b, m, k] and [b, k, n], not [1, 2, 3] and [5, 3, 4]")]
    fn batches_are_not_broadcast() {
        Tensor::zeros([1, 2, 3]).bmm(&Tensor::zeros([5, 3, 4]));
    }

    #[test]
    #[should_panic(expected = "baddbmm: shape [3, 2, 2] does not broadcast to the product's [1, 2, 2]")]
    fn a_sum_larger_than_the_product_is_refused() {
        let one = Tensor::zeros([1, 2, 2]);
        Tensor::zeros([3, 2, 2]).baddbmm(&one, &one, 1, 1);
    }
}
