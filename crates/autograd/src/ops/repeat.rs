//! Repetition with a copy.

use smallvec::SmallVec;
use tensor_core::{IntoShape, Shape};

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// The whole, `times[dim]` times along each dimension; more `times` than dimensions add leading ones.
    /// [`expand`](Tensor::expand) repeats dimensions of size 1 without a copy.
    ///
    /// Gradient: `grad`, summed over what was repeated.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 2.0]).repeat(2).to_vec::<f32>(), [1.0, 2.0, 1.0, 2.0]);
    /// assert_eq!(Tensor::zeros([2, 3]).repeat([4, 1, 2]).shape(), [4, 2, 6]);
    /// ```
    ///
    /// # Panics
    /// If there are fewer `times` than dimensions.
    #[track_caller]
    pub fn repeat(&self, times: impl IntoShape) -> Tensor {
        let times = times.into_shape();
        let value = self.value().repeat(&times);
        let from = Shape::from(self.shape());
        record("Repeat", value, [self], [], move |cx| {
            // [r a, s b] seen as [r, a, s, b], then summed over r and s.
            let lead = times.len() - from.len();
            let sizes = (0..times.len()).map(|dim| if dim < lead { 1 } else { from[dim - lead] });
            let seen: Shape = times.iter().zip(sizes).flat_map(|(r, a)| [*r, a]).collect();
            let repeats: SmallVec<[isize; 4]> = (0..times.len()).map(|dim| 2 * dim as isize).collect();
            [Some(
                cx.grad.reshape(&seen).sum_dim(&repeats[..], false).reshape(&from),
            )]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].repeat([2, 1]));
        check(&[&[2, 3]], |x| x[0].repeat([3, 1, 2]));
        check(&[&[]], |x| x[0].repeat(()));
        check(&[&[2]], |x| x[0].repeat(0));
        check_second(&[&[2]], |x| x[0].repeat([2, 2]).square());
    }

    #[test]
    #[should_panic(expected = "repeat: [2] must say how often for each of the 2 dimensions of shape [2, 3]")]
    fn too_few_times_are_refused() {
        Tensor::zeros([2, 3]).repeat(2);
    }
}
