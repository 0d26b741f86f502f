//! One position of one dimension.

use tensor_core::{Index, OrRaise, Size, select_position};

use crate::ops::slice::along;
use crate::part::{Part, record_part};
use crate::tensor::Tensor;

impl Tensor {
    /// What lies at `index` of `dim`, without that dimension and without a copy; negative ones count from the end.
    ///
    /// Gradient: `grad` at this position, 0 elsewhere.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.select(1, -1).to_vec::<f32>(), [2.0, 4.0]);
    /// ```
    ///
    /// # Panics
    /// If there is no such dimension or position.
    #[track_caller]
    pub fn select(&self, dim: isize, index: isize) -> Tensor {
        let (dim, at) = select_position(self.shape(), dim, index).or_raise();
        let value = self.value().select(dim as isize, at as isize);
        record_part("Select", value, self, || Part::Slice(along(dim, Index::from(at))))
    }

    /// `x[index]` of Python for one integer: what lies at this position of the first dimension.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.get(0).get(-1).item(), 2.0);
    /// ```
    ///
    /// # Panics
    /// If there is no such position.
    #[track_caller]
    pub fn get(&self, index: impl Size) -> Tensor {
        let at = index.to_i64();
        // What an address does not reach is beyond every size.
        let at = isize::try_from(at).unwrap_or(if at < 0 { isize::MIN } else { isize::MAX });
        self.select(0, at)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3, 4]], |x| x[0].select(1, -1));
        check(&[&[3, 2]], |x| x[0].get(1_usize));
        check_second(&[&[2, 3]], |x| x[0].select(1, 0) * x[0].get(-1).sum());
    }

    #[test]
    #[should_panic(expected = "index 2 is out of bounds for dimension 0 of shape [2]")]
    fn a_position_beyond_the_end_is_refused() {
        Tensor::zeros(2).get(2);
    }
}
