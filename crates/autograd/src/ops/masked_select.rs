//! The elements where a mask holds, read and written.

use tensor_core::{DType, Error, OrRaise, Places, broadcast};

use crate::tensor::Tensor;

impl Tensor {
    /// The elements where `mask` holds, in one vector, in row-major order; tensor and mask are broadcast to each other.
    ///
    /// Gradient: `grad` where the mask holds, else 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, -2.0], [-3.0, 4.0]]);
    /// assert_eq!(x.masked_select(&x.gt(0)).to_vec::<f32>(), [1.0, 4.0]);
    /// ```
    ///
    /// # Panics
    /// If `mask` is not bool, or the shapes do not broadcast.
    #[track_caller]
    pub fn masked_select(&self, mask: &Tensor) -> Tensor {
        self.at_places(&Places::of_mask("masked_select", self.shape(), &mask.value()).or_raise())
    }

    /// This tensor with the elements of `source`, one after the other, where `mask`, which is broadcast, holds.
    ///
    /// Gradient: `grad` where the mask does not hold, else 0; for the source `grad` where it holds.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let mask = Tensor::from([true, false, true]);
    /// let x = Tensor::zeros(3).masked_scatter(&mask, &Tensor::from([5.0, 6.0, 7.0]));
    /// assert_eq!(x.to_vec::<f32>(), [5.0, 0.0, 6.0]);
    /// ```
    ///
    /// # Panics
    /// If `mask` is not bool, the shapes do not broadcast, the element types differ, or the source has fewer elements than
    /// the mask wants.
    #[track_caller]
    pub fn masked_scatter(&self, mask: &Tensor, source: &Tensor) -> Tensor {
        let both = broadcast(self.shape(), mask.shape()).or_raise();
        let places = Places::of_mask("masked_scatter", &both, &mask.value()).or_raise();
        let wanted = places.shape()[0];
        if source.numel() < wanted || source.dtype() != self.dtype() {
            Error::shape(format!(
                "masked_scatter: a source of {} and shape {:?} does not give the {wanted} elements of {} that the mask \
                 wants",
                source.dtype(),
                source.shape(),
                self.dtype()
            ))
            .raise();
        }
        let source = source.reshape(-1).narrow(0, 0, wanted);
        self.expand(&both)
            .with_places("MaskedScatter", &places, &source, false)
    }

    /// Where the elements are that are not 0: a row of positions (int64), one for each dimension, for each of them, in
    /// row-major order. PyTorch has it as `argwhere` too. `x.nonzero().unbind(1)` is an index for
    /// [`index`](Tensor::index).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let places = Tensor::from([[0.0, 3.0], [1.0, 0.0]]).nonzero();
    /// assert_eq!((places.shape(), places.to_vec::<i64>()), (&[2, 2][..], vec![0, 1, 1, 0]));
    /// ```
    #[track_caller]
    pub fn nonzero(&self) -> Tensor {
        self.value().nonzero().into()
    }

    /// How many elements are not 0, over `dims` (none named means all of them), as int64.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[0.0, 3.0], [1.0, 2.0]]);
    /// assert_eq!(x.count_nonzero(1).to_vec::<i64>(), [1, 2]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn count_nonzero(&self, dims: impl tensor_core::IntoDims) -> Tensor {
        let truths = self.value().to_dtype(DType::Bool);
        truths.sum(&dims.into_dims(), false).into()
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        let mask = &Tensor::from([[true, false, true], [false, false, true]]);
        check(&[&[2, 3]], |x| x[0].masked_select(mask));
        check(&[&[3]], |x| x[0].masked_select(mask));
        check(&[&[2, 3], &[2, 2]], |x| x[0].masked_scatter(mask, &x[1]));
        check_second(&[&[2, 3]], |x| x[0].masked_select(mask).square());
    }

    #[test]
    #[should_panic(expected = "does not give the 2 elements")]
    fn a_source_that_is_too_short_is_refused() {
        Tensor::zeros(2).masked_scatter(&Tensor::from([true, true]), &Tensor::zeros(1));
    }
}
