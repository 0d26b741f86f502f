//! Different elements, and places among ordered ones.

use tensor_core::Error;

use crate::tensor::Tensor;

/// What [`Tensor::unique`] finds.
#[derive(Clone, Debug)]
pub struct Unique {
    /// One of each group of equal elements, or of equal slices.
    pub values: Tensor,
    /// For each element, or slice, the position of its group in `values` (int64).
    pub inverse: Tensor,
    /// How many each group has (int64).
    pub counts: Tensor,
}

impl From<tensor_core::Unique> for Unique {
    fn from(found: tensor_core::Unique) -> Self {
        Self {
            values: found.values.into(),
            inverse: found.inverse.into(),
            counts: found.counts.into(),
        }
    }
}

impl Tensor {
    /// The different elements in ascending order, or the different slices along a dimension; with them where each element
    /// is among them, and how often each occurs. Not-a-number equals nothing.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let unique = Tensor::from([3, 1, 3]).unique(None);
    /// assert_eq!(unique.values.to_vec::<i64>(), [1, 3]);
    /// assert_eq!(unique.inverse.to_vec::<i64>(), [1, 0, 1]);
    /// assert_eq!(unique.counts.to_vec::<i64>(), [1, 2]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn unique(&self, dim: Option<isize>) -> Unique {
        self.value().unique(dim, true).into()
    }

    /// One of each run of equal elements, or of equal slices along a dimension, in their order: see
    /// [`unique`](Tensor::unique).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let runs = Tensor::from([1, 1, 2, 1]).unique_consecutive(None);
    /// assert_eq!((runs.values.to_vec::<i64>(), runs.counts.to_vec::<i64>()), (vec![1, 2, 1], vec![2, 1, 1]));
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn unique_consecutive(&self, dim: Option<isize>) -> Unique {
        self.value().unique(dim, false).into()
    }

    /// For each of `values`, at which position of this tensor, ascending along its last dimension, it would be put to keep
    /// the order (int64), compared in the type that both promote to: before what equals it, or behind if `right`. A vector is for all values; else each row is for the
    /// values of the same row.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (sorted, values) = (Tensor::from([1.0, 3.0, 5.0]), Tensor::from([3.0, 9.0]));
    /// assert_eq!(sorted.searchsorted(&values, false).to_vec::<i64>(), [1, 3]);
    /// assert_eq!(sorted.searchsorted(&values, true).to_vec::<i64>(), [2, 3]);
    /// ```
    ///
    /// # Panics
    /// If this is neither a vector nor has the leading dimensions of `values`.
    #[track_caller]
    pub fn searchsorted(&self, values: &Tensor, right: bool) -> Tensor {
        self.value().searchsorted(&values.value(), right).into()
    }

    /// For each element, between which of the ascending `boundaries` it lies (int64): `boundaries.searchsorted(self,
    /// right)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let bins = Tensor::from([0.5, 2.0, 9.0]).bucketize(&Tensor::from([1.0, 2.0]), false);
    /// assert_eq!(bins.to_vec::<i64>(), [0, 1, 2]);
    /// ```
    ///
    /// # Panics
    /// If `boundaries` is no vector.
    #[track_caller]
    pub fn bucketize(&self, boundaries: &Tensor, right: bool) -> Tensor {
        if boundaries.rank() != 1 {
            Error::shape(format!(
                "bucketize: boundaries of shape {:?} are no vector",
                boundaries.shape()
            ))
            .raise();
        }
        boundaries.searchsorted(self, right)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn equal_slices_and_where_they_are() {
        let unique = Tensor::from([[1, 2], [0, 5], [1, 2]]).unique(Some(0));
        assert_eq!(unique.values.to_vec::<i64>(), [0, 5, 1, 2]);
        let back = unique.values.index_select(0, &unique.inverse);
        assert_eq!(back.to_vec::<i64>(), [1, 2, 0, 5, 1, 2]);
    }

    #[test]
    fn places_of_other_types() {
        // torch.searchsorted(torch.tensor([0, 1, 2]), torch.tensor([0.5, 1.0, 9.0]))
        let integers = Tensor::from([0, 1, 2]);
        let found = integers.searchsorted(&Tensor::from([0.5, 1.0, 9.0]), false);
        assert_eq!(found.to_vec::<i64>(), [1, 1, 3]);
        // torch.bucketize(torch.tensor([0, 1, 2]), torch.tensor([0.5, 1.0]), right=True)
        let bins = integers.bucketize(&Tensor::from([0.5, 1.0]), true);
        assert_eq!(bins.to_vec::<i64>(), [0, 2, 2]);
    }

    #[test]
    #[should_panic(expected = "bucketize: boundaries of shape [1, 2] are no vector")]
    fn boundaries_are_a_vector() {
        Tensor::zeros(3).bucketize(&Tensor::zeros([1, 2]), false);
    }
}
