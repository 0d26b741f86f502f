//! `x[index] = value`.

use smallvec::SmallVec;
use tensor_core::{Array, Index, IntoIndex};

use crate::mode::is_grad_enabled;
use crate::operators::{Arg, Operand};
use crate::record::record;
use crate::tensor::{Repr, Tensor};

impl Tensor {
    /// `x[index] = value` of Python: the value, a tensor or a number, is broadcast to the part and converted to this
    /// tensor's element type. Values are copy-on-write, so nobody else sees the change.
    ///
    /// Gradient: `grad` without the part for what this tensor was, the part of `grad` for the value.
    ///
    /// ```
    /// use autograd::{Tensor, s};
    /// let mut x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// x.set_slice(s![.., 0], 9.0);
    /// x.set_slice(1, Tensor::from([5.0, 6.0]));
    /// assert_eq!(x.to_vec::<f32>(), [9.0, 2.0, 5.0, 6.0]);
    /// ```
    ///
    /// # Panics
    /// If the index does not fit ([`slice`](Tensor::slice)), the value does not broadcast to the part, or this is a
    /// leaf that requires a gradient and recording is on.
    #[track_caller]
    pub fn set_slice(&mut self, index: impl IntoIndex, value: impl Operand) {
        self.writable("set_slice");
        let index = index.into_index();
        let value = match value.arg() {
            Arg::Tensor(value) => value.to_dtype(self.dtype()),
            Arg::Number(number) => Tensor::from(Array::scalar(number, self.dtype())),
        };
        let untraced = !(is_grad_enabled() && value.requires_grad());
        match &mut self.0 {
            Repr::Value(array) if untraced => array.set_slice(&index[..], &value.value()),
            Repr::Leaf(leaf) if untraced => {
                // Fetched before the lock is taken: it can be this very leaf.
                let value = value.to_array();
                leaf.update(|array, _| array.set_slice(&index[..], &value));
            }
            _ => *self = self.overwritten(&index, &value),
        }
    }

    /// This tensor with `value` at `index`.
    #[track_caller]
    pub(super) fn overwritten(&self, index: &[Index], value: &Tensor) -> Tensor {
        let mut array = self.to_array();
        array.set_slice(index, &value.value());
        // Leading dimensions of size 1 that the part has not: the gradient would not broadcast to them.
        let rank = array.slice(index).rank();
        let extra = value.rank().saturating_sub(rank);
        let value = &value.reshape(&value.shape()[extra..]);
        let index: SmallVec<[Index; 4]> = SmallVec::from_slice(index);
        record("CopySlices", array, [self, value], [], move |cx| {
            let zero = Tensor::from(Array::zeros((), cx.grad.dtype()));
            [
                cx.to(0, |cx| cx.grad.overwritten(&index, &zero)),
                cx.to(1, |cx| cx.grad.slice(&index[..])),
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{Tensor, no_grad, s};

    #[test]
    fn gradients() {
        check(&[&[3, 4], &[3, 2]], |x| {
            let mut y = x[0].square();
            y.set_slice(s![.., 1..3], &x[1]);
            y
        });
        check(&[&[3, 4], &[1, 1, 2]], |x| {
            let mut y = x[0].square();
            y.set_slice(s![0, ..;2], &x[1]);
            y
        });
        check_second(&[&[2, 3], &[3]], |x| {
            let mut y = x[0].square();
            y.set_slice(0, &x[1] * 2.0);
            y.square()
        });
    }

    #[test]
    fn a_plain_tensor_takes_part_in_the_graph_from_then_on() {
        let w = Tensor::from(2.0).requires_grad_(true);
        let mut x = Tensor::zeros(3);
        x.set_slice(1.., &w);
        assert!(x.requires_grad() && !x.is_leaf());
        x.sum().backward();
        assert_eq!(w.grad().unwrap().item(), 2.0);
    }

    #[test]
    fn an_update_does_not_show_elsewhere() {
        let mut x = Tensor::from([1.0, 2.0]);
        let before = x.clone();
        x.set_slice(0, 5);
        assert_eq!(
            (x.to_vec::<f32>(), before.to_vec::<f32>()),
            (vec![5.0, 2.0], vec![1.0, 2.0])
        );
    }

    #[test]
    fn without_recording_a_leaf_is_updated_for_every_handle() {
        let x = Tensor::from([1.0, 2.0]).requires_grad_(true);
        let mut handle = x.clone();
        no_grad(|| handle.set_slice(0, x.get(1)));
        assert_eq!(x.to_vec::<f32>(), [2.0, 2.0]);
        assert!(x.requires_grad() && x.is_leaf());
    }

    #[test]
    #[should_panic(expected = "set_slice would change a leaf that requires a gradient")]
    fn a_leaf_is_not_changed_while_recording() {
        Tensor::zeros(2).requires_grad_(true).set_slice(0, 1.0);
    }

    #[test]
    #[should_panic(expected = "a value of shape [4] cannot be written to a part of shape [3]")]
    fn a_value_that_does_not_fit_is_refused() {
        Tensor::zeros([2, 3]).set_slice(0, Tensor::zeros(4));
    }
}
