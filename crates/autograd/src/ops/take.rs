//! Elements by their place in the flattened tensor, and along a dimension.

use tensor_core::{OrRaise, Places, broadcast, check_index_dtype};

use crate::tensor::Tensor;

impl Tensor {
    /// The elements of the flattened tensor at the positions in `index`, in its shape; negative ones count from the end.
    ///
    /// Gradient: each element of `grad` added to where its value came from.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.take(&Tensor::from([3, 0, -1])).to_vec::<f32>(), [4.0, 1.0, 4.0]);
    /// ```
    ///
    /// # Panics
    /// If `index` is not int64 or a position does not exist.
    #[track_caller]
    pub fn take(&self, index: &Tensor) -> Tensor {
        self.at_places(&Places::of_elements("take", self.shape(), &index.value()).or_raise())
    }

    /// This tensor with the elements of `source` at the positions in `index` of the flattened tensor, or added there if
    /// `accumulate`.
    ///
    /// Gradient: `grad` for this tensor, 0 at what was overwritten; `grad.take(index)` for the source.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::zeros([2, 2]).put(&Tensor::from([3, 0]), &Tensor::from([5.0, 6.0]), false);
    /// assert_eq!(x.to_vec::<f32>(), [6.0, 0.0, 0.0, 5.0]);
    /// ```
    ///
    /// # Panics
    /// If `index` is not int64, a position does not exist, or the source has not as many elements as the index.
    #[track_caller]
    pub fn put(&self, index: &Tensor, source: &Tensor, accumulate: bool) -> Tensor {
        let places = Places::of_elements("put", self.shape(), &index.value()).or_raise();
        let source = source.to_dtype(self.dtype()).reshape(index.shape());
        self.with_places("Put", &places, &source, accumulate)
    }

    /// For each place of `index`, the element whose position along `dim` stands there, with all other dimensions broadcast
    /// to each other; negative positions count from the end. What [`argsort`](Tensor::argsort) gives puts in order.
    ///
    /// Gradient: each element of `grad` added to where its value came from.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.take_along_dim(&Tensor::from([[1]]), 1).to_vec::<f32>(), [2.0, 4.0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist, `index` is not int64 or has another rank, the other dimensions do not broadcast, or
    /// a position does not exist.
    #[track_caller]
    pub fn take_along_dim(&self, index: &Tensor, dim: isize) -> Tensor {
        let along = tensor_core::dimension(dim, self.rank()).or_raise();
        check_index_dtype("take_along_dim", index.dtype()).or_raise();
        if self.rank() != index.rank() {
            // Refuses in its own words.
            return self.gather(dim, index);
        }
        let mut others = [self.shape(), index.shape()].map(<[usize]>::to_vec);
        others.iter_mut().for_each(|shape| shape[along] = 1);
        let both = broadcast(&others[0], &others[1]).or_raise();
        let over = |x: &Tensor| {
            let mut shape = both.clone();
            shape[along] = x.shape()[along];
            shape
        };
        let from_the_start = index.lt(0).where_(index + self.shape()[along] as i64, index);
        let index = from_the_start.expand(&over(&from_the_start));
        self.expand(&over(self)).gather(dim, &index)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        let index = &Tensor::from([[5, 0], [0, -1]]);
        check(&[&[3, 2]], |x| x[0].take(index));
        check(&[&[3, 2], &[4]], |x| x[0].put(index, &x[1], true));
        check(&[&[3, 2], &[2]], |x| {
            x[0].put(&Tensor::from([4, 1]), &x[1], false)
        });
        check(&[&[2, 3]], |x| x[0].take_along_dim(&Tensor::from([[2, 0]]), 1));
        check_second(&[&[3, 2]], |x| x[0].take(index).square());
    }

    #[test]
    #[should_panic(expected = "take_along_dim needs an index of int64 or int32, not bool")]
    fn a_mask_is_no_list_of_places() {
        Tensor::zeros(2).take_along_dim(&Tensor::from([true, false]), 0);
    }
}
