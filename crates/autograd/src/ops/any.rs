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

    /// Whether any element over `dims` is true, or a number other than 0; with none named, whether each element is.
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn any_dim(&self, dims: impl IntoDims, keepdim: bool) -> Tensor {
        let dims = dims.into_dims();
        match dims.is_empty() {
            true => self.truth(),
            false => self.value().any(&dims, keepdim).into(),
        }
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

    /// Whether all elements over `dims` are true, or numbers other than 0; with none named, whether each element is.
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn all_dim(&self, dims: impl IntoDims, keepdim: bool) -> Tensor {
        let dims = dims.into_dims();
        match dims.is_empty() {
            true => self.truth(),
            false => self.value().all(&dims, keepdim).into(),
        }
    }

    /// Of each element whether it is true, or a number other than 0: over no dimensions, in the type that answers have.
    #[track_caller]
    fn truth(&self) -> Tensor {
        Tensor::from(self.value().unsqueeze(-1).any(&[-1], false))
    }
}

#[cfg(test)]
mod tests {
    use crate::{DType, Tensor};

    #[test]
    fn answers_over_dimensions() {
        let x = Tensor::from([[0.0, 2.0], [0.0, 0.0]]);
        assert_eq!(x.any_dim(1, false).to_vec::<bool>(), [true, false]);
        assert_eq!(x.all_dim([0], true).to_vec::<bool>(), [false, false]);
        // torch.any(x, dim=[]), which reduces nothing
        let over_none = x.any_dim([], true);
        assert_eq!(
            (over_none.shape(), over_none.to_vec::<bool>()),
            (&[2, 2][..], vec![false, true, false, false])
        );
        let bytes = Tensor::from([0, 2]).to_dtype(DType::U8).all_dim([], false);
        assert_eq!(bytes.to_vec::<u8>(), [0, 1]);
        assert_eq!(
            (Tensor::zeros(0).any().item(), Tensor::zeros(0).all().item()),
            (0.0, 1.0)
        );
    }
}
