//! A part replaced, in a new tensor.

use tensor_core::{Array, Index, OrRaise, Places, dimension};

use crate::ops::slice::along;
use crate::tensor::Tensor;

impl Tensor {
    /// This tensor with `src` at position `index` of `dim`.
    ///
    /// Gradient: `grad`, 0 at the part; the part of `grad` for `src`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::zeros([2, 2]).select_scatter(&Tensor::ones(2), 0, 1);
    /// assert_eq!(x.to_vec::<f32>(), [0.0, 0.0, 1.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If there is no such position, or `src` does not broadcast to the part.
    #[track_caller]
    pub fn select_scatter(&self, src: &Tensor, dim: isize, index: isize) -> Tensor {
        self.slice_replaced(src, dim, Index::At(index))
    }

    /// This tensor with `src` at a range of `dim`: `x.slice_scatter(&src, 0, 1..3)`.
    ///
    /// Gradient: `grad`, 0 at the part; the part of `grad` for `src`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::zeros(4).slice_scatter(&Tensor::ones(2), 0, 1..3);
    /// assert_eq!(x.to_vec::<f32>(), [0.0, 1.0, 1.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist, or `src` does not broadcast to the part.
    #[track_caller]
    pub fn slice_scatter(&self, src: &Tensor, dim: isize, range: impl Into<Index>) -> Tensor {
        self.slice_replaced(src, dim, range.into())
    }

    #[track_caller]
    fn slice_replaced(&self, src: &Tensor, dim: isize, item: Index) -> Tensor {
        let dim = dimension(dim, self.rank()).or_raise();
        self.overwritten(&along(dim, item), &src.to_dtype(self.dtype()))
    }

    /// This tensor with `src` as the diagonal that [`diagonal`](Tensor::diagonal) reads.
    ///
    /// Gradient: `grad`, 0 at the diagonal; the diagonal of `grad` for `src`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::zeros([2, 2]).diagonal_scatter(&Tensor::from([1.0, 2.0]), 0, 0, 1);
    /// assert_eq!(x.to_vec::<f32>(), [1.0, 0.0, 0.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist, both are the same, or `src` does not broadcast to the diagonal.
    #[track_caller]
    pub fn diagonal_scatter(&self, src: &Tensor, offset: isize, dim1: isize, dim2: isize) -> Tensor {
        let all = Array::arange(0, self.numel() as i64, 1, crate::DType::I64).or_raise();
        let places = Tensor::from(all.reshape(self.shape())).diagonal(offset, dim1, dim2);
        let places = Places::of_elements("diagonal_scatter", self.shape(), &places.value()).or_raise();
        self.with_places("DiagonalScatter", &places, &src.to_dtype(self.dtype()), false)
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[2]], |x| x[0].select_scatter(&x[1], 1, -1));
        check(&[&[4, 3], &[2, 3]], |x| x[0].slice_scatter(&x[1], 0, 1..3));
        check(&[&[2, 3, 3], &[2, 2]], |x| x[0].diagonal_scatter(&x[1], 1, 1, 2));
    }
}
