//! Diagonals: read, summed, put into matrices.

use tensor_core::{DType, Error, OrRaise, dimensions, s};

use crate::tensor::Tensor;

impl Tensor {
    /// The diagonal of the matrices of `dim1` and `dim2`, where `column - row` is `offset`, as a new last dimension.
    ///
    /// Gradient: `grad` on the diagonal, 0 elsewhere.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(x.diagonal(1, 0, 1).to_vec::<f32>(), [2.0, 6.0]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist, or both are the same.
    #[track_caller]
    pub fn diagonal(&self, offset: isize, dim1: isize, dim2: isize) -> Tensor {
        dimensions(&[dim1, dim2], self.rank())
            .map_err(|error| error.within("diagonal"))
            .or_raise();
        let matrices = self.movedim([dim1, dim2], [-2, -1]);
        let &[ref batch @ .., rows, columns] = matrices.shape() else {
            unreachable!("two dimensions exist")
        };
        let (below, above) = (offset.min(0).unsigned_abs(), offset.max(0).unsigned_abs());
        let length = rows.saturating_sub(below).min(columns.saturating_sub(above));
        // In row-major order the next element of the diagonal comes a row and a column later.
        let flat = matrices.reshape([batch, &[rows * columns]].concat());
        if length == 0 {
            return flat.narrow(-1, 0, 0);
        }
        let start = below * columns + above;
        let end = start + (length - 1) * (columns + 1) + 1;
        flat.slice(s![Ellipsis, start..end; (columns + 1) as isize])
    }

    /// Of a matrix its diagonal `diagonal`, where `column - row` is that number; of a vector the matrix that has it on
    /// this diagonal and 0 elsewhere.
    ///
    /// Gradient: the other of the two, of `grad`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, 2.0]).diag(0);
    /// assert_eq!(x.to_vec::<f32>(), [1.0, 0.0, 0.0, 2.0]);
    /// assert_eq!(x.diag(1).to_vec::<f32>(), [0.0]);
    /// ```
    ///
    /// # Panics
    /// If this is neither a matrix nor a vector.
    #[track_caller]
    pub fn diag(&self, diagonal: isize) -> Tensor {
        match self.rank() {
            1 => self.diag_embed(diagonal, 0, 1),
            2 => self.diagonal(diagonal, 0, 1),
            _ => Error::shape(format!(
                "diag is for a vector or a matrix, not shape {:?}",
                self.shape()
            ))
            .raise(),
        }
    }

    /// Matrices of the new dimensions `dim1` and `dim2` of the result, with the last dimension of this tensor where
    /// `column - row` is `offset`, and 0 elsewhere.
    ///
    /// Gradient: that diagonal of `grad`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]).diag_embed(0, -2, -1);
    /// assert_eq!(x.to_vec::<f32>(), [1.0, 0.0, 0.0, 2.0, 3.0, 0.0, 0.0, 4.0]);
    /// ```
    ///
    /// # Panics
    /// If this is 0-d, or the result has no such dimensions, or both are the same.
    #[track_caller]
    pub fn diag_embed(&self, offset: isize, dim1: isize, dim2: isize) -> Tensor {
        let &[ref batch @ .., length] = self.shape() else {
            Error::shape("diag_embed is for one or more dimensions, not for a 0-d tensor").raise()
        };
        dimensions(&[dim1, dim2], self.rank() + 1)
            .map_err(|error| error.within("diag_embed"))
            .or_raise();
        let (below, above) = (offset.min(0).unsigned_abs(), offset.max(0).unsigned_abs());
        let size = length + below + above;
        let shape = |inner: &[usize]| [batch, inner].concat();
        let mut flat = Tensor::options().dtype(self.dtype()).zeros(shape(&[size * size]));
        let start = below * size + above;
        let end = (start + length * (size + 1)).saturating_sub(size).max(start);
        // Also of nothing, so that the result has a history.
        flat.set_slice(s![Ellipsis, start..end; (size + 1) as isize], self);
        flat.reshape(shape(&[size, size])).movedim([-2, -1], [dim1, dim2])
    }

    /// The sum of the main diagonal of a matrix.
    ///
    /// Gradient: `grad` on the diagonal, 0 elsewhere.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([[1.0, 2.0], [3.0, 4.0]]).trace().item(), 5.0);
    /// ```
    ///
    /// # Panics
    /// If this is not a matrix, or the elements are bool.
    #[track_caller]
    pub fn trace(&self) -> Tensor {
        if self.rank() != 2 {
            Error::shape(format!("trace is for a matrix, not shape {:?}", self.shape())).raise();
        }
        if self.dtype() == DType::Bool {
            Error::dtype("trace is for numbers, not bool: convert them first").raise();
        }
        self.diagonal(0, 0, 1).sum()
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    #[test]
    fn gradients() {
        check(&[&[3, 2, 4]], |x| x[0].diagonal(1, 0, -1));
        check(&[&[4, 3]], |x| x[0].diagonal(-2, 1, 0));
        check(&[&[3]], |x| x[0].diag(-1));
        check(&[&[2, 3]], |x| x[0].diag_embed(1, 0, 2));
        check(&[&[3, 4]], |x| x[0].trace());
        check_second(&[&[3, 3]], |x| x[0].diagonal(0, 0, 1).square().diag(1));
    }

    #[test]
    fn outside_of_the_matrix_there_is_nothing() {
        assert_eq!(Tensor::zeros([2, 3, 4]).diagonal(-5, 1, 2).shape(), [2, 0]);
        assert_eq!(Tensor::zeros([0, 4]).trace().item(), 0.0);
        assert_eq!(Tensor::zeros(0).diag(2).to_vec::<f32>(), [0.0; 4]);
    }

    #[test]
    fn nothing_has_a_gradient_too() {
        let x = Tensor::zeros([3, 0]).requires_grad_(true);
        x.diag_embed(-1, 0, 2).sum().backward();
        assert_eq!(x.grad().unwrap().shape(), [3, 0]);
    }

    #[test]
    fn the_element_type_stays() {
        assert_eq!(Tensor::from([true]).diag(0).dtype(), DType::Bool);
        assert_eq!(Tensor::from([[1, 2], [3, 4]]).trace().item(), 5.0);
    }

    #[test]
    #[should_panic(expected = "diag is for a vector or a matrix, not shape [1, 1, 1]")]
    fn more_dimensions_are_refused() {
        Tensor::zeros([1, 1, 1]).diag(0);
    }
}
