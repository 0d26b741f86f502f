//! The slices of one dimension.

use tensor_core::{OrRaise, dimension, room_for};

use crate::tensor::Tensor;

impl Tensor {
    /// The tensors at each position of `dim`, without that dimension and without a copy: the opposite of
    /// [`stack`](Tensor::stack).
    ///
    /// Gradient: each one's at its place.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let rows = Tensor::from([[1.0, 2.0], [3.0, 4.0]]).unbind(0);
    /// assert_eq!(rows[1].to_vec::<f32>(), [3.0, 4.0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn unbind(&self, dim: isize) -> Vec<Tensor> {
        let along = dimension(dim, self.rank()).or_raise();
        let size = self.shape().get(along).copied().unwrap_or(1);
        let mut parts = room_for(format_args!("a list of {size} parts"), size).or_raise();
        for at in 0..size {
            parts.push(self.select(dim, at as isize));
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| {
            let columns = x[0].unbind(-1);
            &columns[0] * &columns[2]
        });
        check_second(&[&[2, 3]], |x| {
            let rows = x[0].unbind(0);
            &rows[0] * &rows[1]
        });
    }

    #[test]
    fn of_nothing_there_are_no_parts() {
        assert!(Tensor::zeros([0, 2]).unbind(0).is_empty());
    }
}
