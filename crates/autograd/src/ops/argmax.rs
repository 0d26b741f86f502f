//! Where the largest and the smallest elements are: positions, without gradients.

use crate::tensor::Tensor;

impl Tensor {
    /// The position of the largest element in row-major order (int64), the first where several are; not-a-number wins.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([[1.0, 9.0], [4.0, 2.0]]).argmax().item(), 1.0);
    /// ```
    ///
    /// # Panics
    /// If there are no elements.
    #[track_caller]
    pub fn argmax(&self) -> Tensor {
        self.value().argmax(None, false).into()
    }

    /// The positions of the largest elements along `dim` (int64), which stays with size 1 if `keepdim`; the first where
    /// several are; not-a-number wins.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 9.0], [4.0, 2.0]]);
    /// assert_eq!(x.argmax_dim(1, false).to_vec::<i64>(), [1, 0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or has size 0.
    #[track_caller]
    pub fn argmax_dim(&self, dim: isize, keepdim: bool) -> Tensor {
        self.value().argmax(Some(dim), keepdim).into()
    }

    /// The position of the smallest element in row-major order (int64), the first where several are; not-a-number wins.
    ///
    /// # Panics
    /// If there are no elements.
    #[track_caller]
    pub fn argmin(&self) -> Tensor {
        self.value().argmin(None, false).into()
    }

    /// The positions of the smallest elements along `dim` (int64), which stays with size 1 if `keepdim`; the first
    /// where several are; not-a-number wins.
    ///
    /// # Panics
    /// If the dimension does not exist or has size 0.
    #[track_caller]
    pub fn argmin_dim(&self, dim: isize, keepdim: bool) -> Tensor {
        self.value().argmin(Some(dim), keepdim).into()
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn a_position_requires_no_gradient() {
        let x = Tensor::from([[3.0, 1.0], [0.0, 2.0]]).requires_grad_(true);
        let (largest, smallest) = (x.argmax(), x.argmin());
        assert!(!largest.requires_grad() && !smallest.requires_grad());
        assert_eq!((largest.item(), smallest.item()), (0.0, 2.0));
        assert_eq!(x.argmin_dim(0, true).to_vec::<i64>(), [1, 0]);
    }
}
