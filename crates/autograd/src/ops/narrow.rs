//! Consecutive positions of one dimension.

use tensor_core::{Index, OrRaise, narrow_range};

use crate::ops::slice::along;
use crate::part::{Part, record_part};
use crate::tensor::Tensor;

impl Tensor {
    /// `length` positions of `dim` from `start`, without a copy; a negative `start` counts from the end.
    ///
    /// Gradient: `grad` at these positions, 0 elsewhere.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 2.0, 3.0]).narrow(0, 1, 2).to_vec::<f32>(), [2.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If the positions reach beyond the dimension.
    #[track_caller]
    pub fn narrow(&self, dim: isize, start: isize, length: usize) -> Tensor {
        self.narrow_as("Slice", dim, start, length)
    }

    /// [`narrow`](Tensor::narrow), recorded under the name of the operation that it is a part of.
    #[track_caller]
    pub(super) fn narrow_as(&self, name: &'static str, dim: isize, start: isize, length: usize) -> Tensor {
        let (dim, start) = narrow_range(self.shape(), dim, start, length).or_raise();
        let value = self.value().narrow(dim as isize, start as isize, length);
        record_part(name, value, self, || {
            Part::Slice(along(dim, Index::from(start..start + length)))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 5]], |x| x[0].narrow(1, 1, 3));
        check(&[&[4, 2]], |x| x[0].narrow(-2, -2, 2));
        check(&[&[2, 3]], |x| x[0].narrow(0, 2, 0));
        check_second(&[&[2, 4]], |x| x[0].narrow(1, 1, 2).square());
    }
}
