//! Membership, and positions by dimensions.

use tensor_core::{DType, Error, IntoShape, promote};

use crate::tensor::Tensor;

impl Tensor {
    /// Whether each element is among `elements`, which have any shape (bool); not-a-number is nowhere.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1, 2], [3, 4]]).isin(&Tensor::from([4, 2, 9]));
    /// assert_eq!(x.to_vec::<bool>(), [false, true, false, true]);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn isin(&self, elements: &Tensor) -> Tensor {
        if elements.is_empty() || self.is_empty() {
            return Tensor::options().dtype(DType::Bool).zeros(self.shape());
        }
        let dtype = promote((&*self.value()).into(), (&*elements.value()).into());
        let x = self.detach().to_dtype(dtype);
        let (sorted, _) = elements.detach().to_dtype(dtype).reshape(-1).sort(0, false);
        let place = sorted
            .searchsorted(&x, false)
            .clamp_max(sorted.numel() as i64 - 1);
        sorted.take(&place).eq(&x)
    }

    /// The positions that numbers stand for, which count the elements of a tensor of `shape` row by row: one tensor of
    /// positions (int64) for each dimension.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let positions = Tensor::from([[0.0, 9.0], [5.0, 1.0]]).argmax().unravel_index([2, 2]);
    /// assert_eq!(positions.iter().map(|at| at.item()).collect::<Vec<_>>(), [0.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If these are no integers, or one is no number of such an element.
    #[track_caller]
    #[must_use]
    pub fn unravel_index(&self, shape: impl IntoShape) -> Vec<Tensor> {
        let shape = shape.into_shape();
        let numel: usize = shape.iter().product();
        let numbers = self.to_dtype(DType::I64);
        let is_number = |x: &Tensor| x.lt(numel as i64).logical_and(&x.ge(0)).all().item() != 0.0;
        if self.dtype().is_float() || (!self.is_empty() && !is_number(&numbers)) {
            Error::argument(format!(
                "unravel_index: the numbers are {}, and must be integers from 0 to below {numel}, the elements of shape {shape:?}",
                self.dtype()
            ))
            .raise();
        }
        let mut behind = numel;
        let mut positions = Vec::new();
        for &size in shape.iter() {
            behind /= size.max(1);
            let position = numbers
                .floor_divide(behind.max(1) as i64)
                .remainder(size.max(1) as i64);
            positions.push(position);
        }
        positions
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn what_is_not_a_number_is_nowhere() {
        let x = Tensor::from([f64::NAN, 1.0, f64::INFINITY]);
        assert_eq!(x.isin(&x).to_vec::<bool>(), [false, true, true]);
        assert_eq!(x.isin(&Tensor::zeros(0)).to_vec::<bool>(), [false; 3]);
        assert_eq!(
            Tensor::from([1, 2])
                .isin(&Tensor::from([1.5, 2.0]))
                .to_vec::<bool>(),
            [false, true]
        );
    }

    #[test]
    fn positions_of_numbers() {
        let [rows, columns] = &Tensor::from([5, 0, 3]).unravel_index([2, 3])[..] else {
            panic!("there are two dimensions")
        };
        assert_eq!(
            (rows.to_vec::<i64>(), columns.to_vec::<i64>()),
            (vec![1, 0, 1], vec![2, 0, 0])
        );
    }

    #[test]
    #[should_panic(expected = "unravel_index: the numbers are int64, and must be integers from 0 to below 6")]
    fn numbers_beyond_are_refused() {
        let _ = Tensor::from([6]).unravel_index([2, 3]);
    }
}
