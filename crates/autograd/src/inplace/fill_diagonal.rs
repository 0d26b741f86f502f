//! The diagonal of a tensor, filled with one number.

use tensor_core::{Error, Scalar};

use crate::tensor::Tensor;

impl Tensor {
    /// Every element of the main diagonal `value`, in place; of a matrix with more rows than columns the diagonal begins anew
    /// below it, one row apart, if it is to `wrap`.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let mut x = Tensor::zeros([2, 3]);
    /// x.fill_diagonal_(5, false);
    /// assert_eq!(x.to_vec::<f32>(), [5.0, 0.0, 0.0, 0.0, 5.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If there are fewer than two dimensions, or more whose sizes differ, or this is a leaf that requires a gradient and
    /// recording is on.
    #[track_caller]
    pub fn fill_diagonal_(&mut self, value: impl Into<Scalar>, wrap: bool) -> &mut Self {
        self.writable("fill_diagonal_");
        let places = self.diagonal_places(wrap);
        let filled = self
            .reshape(-1)
            .index_fill(0, &places, value)
            .reshape(self.shape());
        self.assign("fill_diagonal_", filled)
    }

    /// Where the elements of the diagonal are in the flattened tensor.
    #[track_caller]
    fn diagonal_places(&self, wrap: bool) -> Tensor {
        let shape = self.shape();
        if shape.len() < 2 || (shape.len() > 2 && shape.iter().any(|size| *size != shape[0])) {
            Error::shape(format!(
                "fill_diagonal_: shape {shape:?} has no diagonal: there must be two dimensions, or more of one size"
            ))
            .raise();
        }
        // From one element of the diagonal to the next.
        let step = shape
            .iter()
            .rev()
            .fold((0, 1), |(sum, stride), size| (sum + stride, stride * size))
            .0;
        let count = match wrap && shape.len() == 2 {
            true => self.numel().div_ceil(step.max(1)),
            false => shape.iter().copied().min().unwrap_or(0),
        };
        Tensor::arange(0, count as i64, 1).mul(step as i64)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::check;

    #[test]
    fn the_diagonal_has_no_gradient() {
        check(&[&[3, 3]], |x| {
            let mut y = &x[0] * 2.0;
            y.fill_diagonal_(7, false);
            y
        });
    }

    #[test]
    fn it_begins_anew_below() {
        let filled = |wrap| {
            let mut x = Tensor::zeros([5, 2]);
            x.fill_diagonal_(1, wrap);
            x.to_vec::<i64>()
        };
        assert_eq!(filled(false), [1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        assert_eq!(filled(true), [1, 0, 0, 1, 0, 0, 1, 0, 0, 1]);
    }

    #[test]
    fn more_dimensions_of_one_size() {
        let mut x = Tensor::zeros([2, 2, 2]);
        x.fill_diagonal_(1, false);
        assert_eq!(x.to_vec::<i64>(), [1, 0, 0, 0, 0, 0, 0, 1]);
    }

    #[test]
    #[should_panic(expected = "fill_diagonal_: shape [2, 3, 2] has no diagonal")]
    fn other_shapes_are_refused() {
        Tensor::zeros([2, 3, 2]).fill_diagonal_(1, false);
    }
}
