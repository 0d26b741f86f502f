//! One dimension as several.

use tensor_core::{IntoReshape, OrRaise, Shape, dimension, reshape_shape};

use crate::tensor::Tensor;

impl Tensor {
    /// `dim` as dimensions of `sizes`, of which one may be -1: the opposite of [`flatten`](Tensor::flatten).
    ///
    /// Gradient: `grad`, in this shape.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let heads = Tensor::zeros([5, 12]).unflatten(1, [4, -1]);
    /// assert_eq!(heads.shape(), [5, 4, 3]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist, or `sizes` do not multiply to its size.
    #[track_caller]
    pub fn unflatten(&self, dim: isize, sizes: impl IntoReshape) -> Tensor {
        let dim = dimension(dim, self.rank()).or_raise();
        let (before, rest) = self.shape().split_at(dim);
        let inner = reshape_shape(&rest[..1], &sizes.into_reshape()).or_raise();
        let shape = [before, &inner[..], &rest[1..]].concat();
        self.reshape_to(&Shape::from(&shape[..]))
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 6]], |x| x[0].unflatten(-1, [3, -1]));
        check_second(&[&[4]], |x| x[0].unflatten(0, [2, 2]).square());
    }

    #[test]
    #[should_panic(expected = "[6]")]
    fn sizes_that_do_not_fit_are_refused() {
        Tensor::zeros([2, 6]).unflatten(1, [4, 2]);
    }
}
