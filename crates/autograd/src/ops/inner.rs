//! Products over the last dimensions.

use tensor_core::{OrRaise, inner_shape};

use crate::tensor::Tensor;

impl Tensor {
    /// The products over the last dimensions of both: `[.., k] x [.., k] -> [.., ..]`, of vectors their dot product.
    /// A 0-d tensor multiplies each element of the other.
    ///
    /// Gradient: that of [`linear`](Tensor::linear), whose product this is: `grad @ other` for this tensor,
    /// `grad^T @ self` for the other.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (x, w) = (Tensor::from([[1.0], [2.0], [3.0]]), Tensor::from([[10.0]]));
    /// let y = x.inner(&w);
    /// assert_eq!((y.shape(), y.to_vec::<f32>()), (&[3, 1][..], vec![10.0, 20.0, 30.0]));
    /// ```
    ///
    /// # Panics
    /// If the last sizes or the element types differ.
    #[track_caller]
    pub fn inner(&self, other: &Tensor) -> Tensor {
        let shape = inner_shape(self.shape(), other.shape()).or_raise();
        match (self.shape(), other.shape()) {
            ([], _) | (_, []) => self.mul(other),
            (_, [_] | [_, _]) => self.linear(other, None),
            (_, [lead @ .., last]) => {
                let rows = other.reshape([lead.iter().product::<usize>(), *last]);
                self.linear(&rows, None).reshape(&shape)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3], &[2, 3]], |x| x[0].inner(&x[1]));
        check(&[&[3], &[3]], |x| x[0].inner(&x[1]));
        check(&[&[2, 3], &[3]], |x| x[0].inner(&x[1]));
        check(&[&[3], &[2, 3]], |x| x[0].inner(&x[1]));
        check(&[&[2, 2, 3], &[2, 4, 3]], |x| x[0].inner(&x[1]));
        check(&[&[2, 3], &[]], |x| x[0].inner(&x[1]));
        check_second(&[&[4, 3], &[2, 3]], |x| x[0].inner(&x[1]));
    }

    #[test]
    #[should_panic(
        expected = "shape [1073741824, 0, 1099511627776] has more elements than an address can count"
    )]
    fn products_that_nobody_can_count_are_refused() {
        let none = Tensor::ones([1, 0, 1]).expand([1 << 30, 0, 1]);
        none.inner(&Tensor::ones([1, 1]).expand([1_usize << 40, 1]));
    }

    #[test]
    #[should_panic(expected = "inner: the last sizes of [2] and [3] must be equal, and are 2 and 3")]
    fn other_sizes_are_refused() {
        Tensor::zeros(2).inner(&Tensor::zeros(3));
    }
}
