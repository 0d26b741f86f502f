//! `x[index]` of Python, and its opposite, `embed`.

use smallvec::{SmallVec, smallvec};
use tensor_core::{Index, IntoIndex};

use crate::part::{Part, record_part};
use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// `x[index]` of Python, without a copy: integers, ranges with steps, new axes and an ellipsis, written with
    /// [`s!`](crate::s).
    ///
    /// Gradient: `grad` at `index`, 0 elsewhere.
    ///
    /// ```
    /// use autograd::{Tensor, s};
    /// let x = Tensor::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(x.slice(s![-1, ..;2]).to_vec::<f32>(), [4.0, 6.0]);
    /// assert_eq!(x.slice(s![.., NewAxis]).shape(), [2, 1, 3]);
    /// ```
    ///
    /// # Panics
    /// If a position does not exist, a step is not positive, or there are more items than dimensions.
    #[track_caller]
    pub fn slice(&self, index: impl IntoIndex) -> Tensor {
        let index = index.into_index();
        let value = self.value().slice(&index[..]);
        record_part("Slice", value, self, || Part::Slice(index))
    }

    /// Zeros of `shape` with this tensor at `index`: the gradient of a slice.
    ///
    /// Gradient: `grad` at `index`.
    #[track_caller]
    pub(crate) fn embed(&self, shape: &[usize], index: &[Index]) -> Tensor {
        let value = self.value().embed(shape, index);
        let index: SmallVec<[Index; 4]> = SmallVec::from_slice(index);
        record("Embed", value, [self], [], move |cx| {
            [Some(cx.grad.slice(&index[..]))]
        })
    }
}

/// The index with `item` in dimension `dim` and all others whole.
pub(super) fn along(dim: usize, item: Index) -> SmallVec<[Index; 4]> {
    let mut index: SmallVec<[Index; 4]> = smallvec![Index::from(..); dim];
    index.push(item);
    index
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{Tensor, s};

    #[test]
    fn gradients() {
        check(&[&[4, 5]], |x| x[0].slice(s![1..3, ..;2]));
        check(&[&[4, 5]], |x| x[0].slice(s![NewAxis, -1, 1..]));
        check(&[&[2, 3, 4]], |x| x[0].slice(s![Ellipsis, 0]));
        check(&[&[3]], |x| x[0].slice(5..));
        check_second(&[&[3, 4]], |x| x[0].slice(s![..2, 1..;2]).square());
    }

    #[test]
    fn what_is_not_in_the_slice_has_no_gradient() {
        let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]).requires_grad_(true);
        (x.slice(s![.., 1]) * 3.0).sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, 3.0, 0.0, 3.0]);
    }

    #[test]
    #[should_panic(expected = "index 3 is out of bounds for dimension 1 of shape [2, 3]")]
    fn a_refusal_names_the_dimension_of_the_tensor() {
        Tensor::zeros([2, 3]).slice(s![0, 3]);
    }
}
