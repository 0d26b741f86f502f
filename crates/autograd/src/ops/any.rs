//! Whether any or all elements hold, answered in bool, without gradients.

use tensor_core::IntoDims;

use crate::tensor::Tensor;

impl Tensor {
    /// Whether any element is true, or a number other than 0. Of no elements none is.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert!(Tensor::from([false, true]).any().item() == 1.0);
    /// ```
    #[track_caller]
    pub fn any(&self) -> Tensor {
        self.value().any(&[], false).into()
    }

    /// Whether any element over `dims` is true, or a number other than 0.
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn any_dim(&self, dims: impl IntoDims, keepdim: bool) -> Tensor {
        self.value().any(&dims.into_dims(), keepdim).into()
    }

    /// Whether all elements are true, or numbers other than 0. Of no elements all are.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert!(Tensor::from([false, true]).all().item() == 0.0);
    /// ```
    #[track_caller]
    pub fn all(&self) -> Tensor {
        self.value().all(&[], false).into()
    }

    /// Whether all elements over `dims` are true, or numbers other than 0.
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn all_dim(&self, dims: impl IntoDims, keepdim: bool) -> Tensor {
        self.value().all(&dims.into_dims(), keepdim).into()
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn answers_over_dimensions() {
        let x = Tensor::from([[0.0, 2.0], [0.0, 0.0]]);
        assert_eq!(x.any_dim(1, false).to_vec::<bool>(), [true, false]);
        assert_eq!(x.all_dim([0], true).to_vec::<bool>(), [false, false]);
        assert_eq!(
            (Tensor::zeros(0).any().item(), Tensor::zeros(0).all().item()),
            (0.0, 1.0)
        );
    }
}
