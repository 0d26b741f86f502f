//! Different elements, and places among ordered ones.

use tensor_core::{Array, DType, Error, OrRaise};

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
    /// the order (int64): before what equals it, or behind if `right`. A vector is for all values; else each row is for the
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
    /// If element types differ, or this is neither a vector nor has the leading dimensions of `values`.
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
    /// If `boundaries` is no vector, or element types differ.
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

    /// How often each of the numbers from 0 to the largest, or to `minlength - 1`, occurs in this vector of integers
    /// (int64); or the sum of the weights of those that are it, in their element type if that is float32, else in float64.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1, 3, 1]).bincount(None, 0).to_vec::<i64>(), [0, 2, 0, 1]);
    /// ```
    ///
    /// # Panics
    /// If this is no vector of integers, one is negative, or there are not as many weights.
    #[track_caller]
    pub fn bincount(&self, weights: Option<&Tensor>, minlength: usize) -> Tensor {
        countable(self, weights).or_raise();
        let largest = match self.is_empty() {
            true => 0,
            false => self.value().amax(&[], false).to_dtype(DType::I64).to_vec::<i64>()[0] as usize + 1,
        };
        let bins = largest.max(minlength);
        let weights = match weights {
            Some(weights) if weights.dtype() == DType::F32 => weights.detach(),
            Some(weights) => weights.detach().to_dtype(DType::F64),
            None => Tensor::from(Array::ones(self.numel(), DType::I64)),
        };
        let counts = Tensor::from(Array::zeros(bins, weights.dtype()));
        counts.index_add(0, &self.to_dtype(DType::I64), &weights)
    }

    /// How many elements lie in each of `bins` intervals of equal length from `min` to `max`, in this tensor's element
    /// type; if both are 0, from the smallest element to the largest. Elements outside are not counted, one at `max` is in
    /// the last interval.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([0.5, 1.5, 1.7, 4.0, 9.0]);
    /// assert_eq!(x.histc(4, 0.0, 4.0).to_vec::<f32>(), [1.0, 2.0, 0.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, `bins` is 0, or the bounds are not finite and in order.
    #[track_caller]
    pub fn histc(&self, bins: usize, min: impl Into<f64>, max: impl Into<f64>) -> Tensor {
        let (mut min, mut max) = (min.into(), max.into());
        if min == max && !self.is_empty() {
            let ends = |end: Array| end.item().or_raise().to_f64();
            let x = self.value();
            (min, max) = (ends(x.amin(&[], false)), ends(x.amax(&[], false)));
        }
        if min == max {
            (min, max) = (min - 1.0, max + 1.0);
        }
        self.value().histc(bins, min, max).into()
    }
}

fn countable(x: &Tensor, weights: Option<&Tensor>) -> Result<(), Error> {
    if !x.dtype().is_integer() || x.rank() != 1 {
        return Err(Error::argument(format!(
            "bincount is for a vector of integers, not for shape {:?} of {}",
            x.shape(),
            x.dtype()
        )));
    }
    if x.lt(0).any().item() != 0.0 {
        return Err(Error::argument(
            "bincount is for integers that are not negative, and one is",
        ));
    }
    match weights {
        Some(weights) if weights.shape() != x.shape() => Err(Error::shape(format!(
            "bincount: weights of shape {:?} are not one for each of {:?}",
            weights.shape(),
            x.shape()
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn weights_are_summed() {
        let weights = Tensor::from([0.5, 1.0, 2.0]);
        let sums = Tensor::from([0, 2, 0]).bincount(Some(&weights), 5);
        assert_eq!(sums.to_vec::<f32>(), [2.5, 0.0, 1.0, 0.0, 0.0]);
    }

    #[test]
    fn a_histogram_of_what_is_all_equal() {
        assert_eq!(
            Tensor::from([2.0, 2.0]).histc(3, 0.0, 0.0).to_vec::<f32>(),
            [0.0, 2.0, 0.0]
        );
        assert_eq!(Tensor::zeros(0).histc(2, 0.0, 0.0).to_vec::<f32>(), [0.0, 0.0]);
    }

    #[test]
    #[should_panic(expected = "integers that are not negative")]
    fn negative_numbers_are_not_counted() {
        Tensor::from([-1, 2]).bincount(None, 0);
    }
}
