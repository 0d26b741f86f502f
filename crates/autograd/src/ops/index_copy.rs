//! Slices of a dimension overwritten.

use tensor_core::{
    DType, Error, Index, IndexItem, OrRaise, Places, Scalar, check_index_dtype, dimension,
    index_select_shape, same,
};

use crate::operators::Arg;
use crate::tensor::Tensor;

impl Tensor {
    /// This tensor with slice `i` of `source` along `dim` as the slice at position `index[i]`.
    ///
    /// Gradient: `grad` for this tensor, 0 at what was overwritten; its slices at `index` for the source.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let rows = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let x = Tensor::zeros([3, 2]).index_copy(0, &Tensor::from([2, 0]), &rows);
    /// assert_eq!(x.to_vec::<f32>(), [3.0, 4.0, 0.0, 0.0, 1.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist, `index` is not a vector of int64, a position does not exist or is negative, the source has not one
    /// slice for each position, or element types differ.
    #[track_caller]
    pub fn index_copy(&self, dim: isize, index: &Tensor, source: &Tensor) -> Tensor {
        let (shape, places) = self.slices("index_copy", dim, index).or_raise();
        self.counted_from_the_start(dim, index).or_raise();
        if !same(source.shape(), &shape) || source.dtype() != self.dtype() {
            Error::shape(format!(
                "index_copy: the source has shape {:?} of {} and must have {shape} of {}, one slice for each position",
                source.shape(),
                source.dtype(),
                self.dtype()
            ))
            .raise();
        }
        let source = source.reshape(places.shape());
        self.with_places("IndexCopy", &places, &source, false)
    }

    /// This tensor with `value` in all slices along `dim` at the positions in `index`.
    ///
    /// Gradient: `grad`, 0 at what was overwritten.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::zeros([2, 3]).index_fill(1, &Tensor::from([0, 2]), 1);
    /// assert_eq!(x.to_vec::<f32>(), [1.0, 0.0, 1.0, 1.0, 0.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist, `index` is not a vector of int64, or a position does not exist.
    #[track_caller]
    pub fn index_fill(&self, dim: isize, index: &Tensor, value: impl Into<Scalar>) -> Tensor {
        let (_, places) = self.slices("index_fill", dim, index).or_raise();
        self.with_places(
            "IndexFill",
            &places,
            &self.of_arg(Arg::Number(value.into())),
            false,
        )
    }

    /// PyTorch's rule for `index_copy`, not for `index_fill`.
    #[track_caller]
    fn counted_from_the_start(&self, dim: isize, index: &Tensor) -> Result<(), Error> {
        let index = index.to_dtype(DType::I64).to_vec::<i64>();
        match index.iter().find(|at| **at < 0) {
            None => Ok(()),
            Some(at) => Err(Error::index(format!(
                "index_copy: index {at} is out of bounds for dimension {dim} of shape {:?}: positions count from the start",
                self.shape()
            ))),
        }
    }

    /// The shape and the places of the slices along `dim` at the positions in `index`.
    #[track_caller]
    fn slices(
        &self,
        operation: &str,
        dim: isize,
        index: &Tensor,
    ) -> Result<(tensor_core::Shape, Places), Error> {
        let (shape, along) = index_select_shape(self.shape(), dim, index.shape())?;
        // A mask would be another kind of index.
        check_index_dtype(operation, index.dtype())?;
        let index = index.reshape(-1);
        if self.rank() == 0 {
            dimension(dim, 0)?;
            return Ok((shape, Places::of_elements(operation, &[], &index.value())?));
        }
        let mut items = vec![IndexItem::from(Index::from(..)); along];
        items.push(IndexItem::from(&index));
        let places = Places::of_index(self.shape(), &items).map_err(|error| error.within(operation))?;
        Ok((shape, places))
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        let index = &Tensor::from([2, 0]);
        check(&[&[3, 2], &[2, 2]], |x| x[0].index_copy(0, index, &x[1]));
        check(&[&[], &[]], |x| x[0].index_copy(0, &Tensor::from([0]), &x[1]));
        check(&[&[2, 3]], |x| x[0].index_fill(-1, index, 3));
        check_second(&[&[3], &[2]], |x| x[0].index_copy(0, index, &x[1]).square());
    }

    #[test]
    #[should_panic(
        expected = "index_copy: index -1 is out of bounds for dimension 0 of shape [3]: positions count from the start"
    )]
    fn what_is_copied_has_no_negative_place() {
        Tensor::zeros(3).index_copy(0, &Tensor::from([0, -1]), &Tensor::ones(2));
    }

    #[test]
    #[should_panic(expected = "index_fill needs an index of int64 or int32, not bool")]
    fn a_mask_is_no_list_of_places() {
        Tensor::zeros(2).index_fill(0, &Tensor::from([true, false]), 1);
    }
}
