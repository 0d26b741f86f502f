//! Padding.

use tensor_core::{OrRaise, PadMode, Pads, Scalar};

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// This tensor with more elements around it, or, where a number is negative, fewer. `pad` has a pair of numbers for each
    /// padded dimension, the last dimension's first: how many elements come in front and how many behind. They are zeros
    /// for [`PadMode::Constant`]; [`pad_with`](Tensor::pad_with) has another number. PyTorch's `F.pad`.
    ///
    /// # Shape
    /// Any for a constant; for the other modes `[N, C, ..]` or `[C, ..]`, of which all of one to three dimensions behind `C`
    /// are padded.
    ///
    /// Gradient: to each element the sum over what was made of it.
    ///
    /// ```
    /// # use autograd::{PadMode, Tensor};
    /// let x = Tensor::from([[1.0, 2.0, 3.0]]);
    /// assert_eq!(x.pad([1, 2], PadMode::Constant).to_vec::<f32>(), [0.0, 1.0, 2.0, 3.0, 0.0, 0.0]);
    /// assert_eq!(x.pad([2, 0], PadMode::Reflect).to_vec::<f32>(), [3.0, 2.0, 1.0, 2.0, 3.0]);
    /// assert_eq!(x.pad([1, 1], PadMode::Replicate).to_vec::<f32>(), [1.0, 1.0, 2.0, 3.0, 3.0]);
    /// assert_eq!(x.pad([1, 1], PadMode::Circular).to_vec::<f32>(), [3.0, 1.0, 2.0, 3.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the numbers do not fit the shape, or the mode cannot give so many elements.
    #[track_caller]
    pub fn pad(&self, pad: impl AsRef<[isize]>, mode: PadMode) -> Tensor {
        let pads = Pads::new(self.shape(), pad.as_ref(), mode).or_raise();
        match mode {
            PadMode::Constant => surrounded(self, pad.as_ref(), &pads, Scalar::Int(0)),
            _ => padded(self, pads),
        }
    }

    /// [`pad`](Tensor::pad) with a constant of this value.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1, 2], [3, 4]]);
    /// assert_eq!(x.pad_with([0, 1, 1, 0], 7).to_vec::<i64>(), [7, 7, 7, 1, 2, 7, 3, 4, 7]);
    /// ```
    ///
    /// # Panics
    /// If the numbers do not fit the shape.
    #[track_caller]
    pub fn pad_with(&self, pad: impl AsRef<[isize]>, value: impl Into<Scalar>) -> Tensor {
        let pads = Pads::new(self.shape(), pad.as_ref(), PadMode::Constant).or_raise();
        surrounded(self, pad.as_ref(), &pads, value.into())
    }
}

/// Padding with a constant: what was added is taken away from the gradient.
#[track_caller]
fn surrounded(x: &Tensor, pad: &[isize], pads: &Pads, value: Scalar) -> Tensor {
    let back: Box<[isize]> = pad.iter().map(|count| -count).collect();
    record("ConstantPad", x.value().pad(pads, value), [x], [], move |cx| {
        [Some(cx.grad.pad(&back, PadMode::Constant))]
    })
}

#[track_caller]
fn padded(x: &Tensor, pads: Pads) -> Tensor {
    let value = x.value().pad(&pads, Scalar::Int(0));
    record("Pad", value, [x], [], move |cx| {
        [Some(gathered(&cx.grad, pads.clone()))]
    })
}

/// The gradient of [`padded`].
#[track_caller]
fn gathered(grad: &Tensor, pads: Pads) -> Tensor {
    record(
        "PadBackward",
        grad.value().pad_input(&pads),
        [grad],
        [],
        move |cx| [Some(padded(&cx.grad, pads.clone()))],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        for pad in [[1, 2, 2, 1], [-1, 2, 1, 0], [2, -2, 0, 2]] {
            for mode in [
                PadMode::Constant,
                PadMode::Reflect,
                PadMode::Replicate,
                PadMode::Circular,
            ] {
                check(&[&[2, 3, 4]], |x| x[0].pad(pad, mode));
                check_second(&[&[2, 3, 4]], |x| x[0].square().pad(pad, mode).square());
            }
        }
        check(&[&[2, 3]], |x| x[0].pad_with([1, 0], 2.5));
        check(&[&[1, 2, 3, 2, 3]], |x| {
            x[0].pad([1, 1, 1, 0, 2, 1], PadMode::Reflect)
        });
    }

    #[test]
    #[should_panic(
        expected = "pad: Reflect cannot give 3 elements in front and 0 behind dimension 1 of shape [1, 3]"
    )]
    fn more_than_there_is_is_refused() {
        Tensor::zeros([1, 3]).pad([3, 0], PadMode::Reflect);
    }
}
