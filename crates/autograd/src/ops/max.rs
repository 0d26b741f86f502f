//! The largest and the smallest of all elements.

use tensor_core::functions::{Eq, Ne};
use tensor_core::{Array, DType, Error};

use crate::record::{Context, Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The largest of all elements; not-a-number wins.
    ///
    /// Gradient: `grad`, shared evenly by the elements that are the largest.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, 5.0, 5.0]).requires_grad_(true);
    /// let max = x.max();
    /// max.backward();
    /// assert_eq!(max.item(), 5.0);
    /// assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, 0.5, 0.5]);
    /// ```
    ///
    /// # Panics
    /// If there are no elements.
    #[track_caller]
    pub fn max(&self) -> Tensor {
        self.has_an_extreme("max", "largest");
        let value = self.value().amax(&[], false);
        record(
            "MaxBackward1",
            value,
            [self],
            [Save::Input(0), Save::Result],
            |cx| [Some(shared(&cx))],
        )
    }

    /// The smallest of all elements; not-a-number wins.
    ///
    /// Gradient: `grad`, shared evenly by the elements that are the smallest.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([3.0, 1.0, 2.0]).min().item(), 1.0);
    /// ```
    ///
    /// # Panics
    /// If there are no elements.
    #[track_caller]
    pub fn min(&self) -> Tensor {
        self.has_an_extreme("min", "smallest");
        let value = self.value().amin(&[], false);
        record(
            "MinBackward1",
            value,
            [self],
            [Save::Input(0), Save::Result],
            |cx| [Some(shared(&cx))],
        )
    }
}

impl Tensor {
    #[track_caller]
    fn has_an_extreme(&self, operation: &str, extreme: &str) {
        if self.is_empty() {
            Error::shape(format!(
                "{operation}: a tensor of shape {:?} has no elements, and so no {extreme}",
                self.shape()
            ))
            .raise();
        }
    }
}

/// `grad`, shared evenly by the elements that equal the result.
pub(super) fn shared(cx: &Context<'_, 2>) -> Tensor {
    let (x, extreme) = (cx.saved()[0].value(), cx.saved()[1].value());
    // Not-a-number does not equal itself; those that are so share.
    let ties = if is_nan(&extreme) {
        Ne::of(&*x, &*x)
    } else {
        Eq::of(&*x, &*extreme)
    };
    cx.grad.mul(shares(&ties, &[], cx.grad.dtype()))
}

fn is_nan(number: &Array) -> bool {
    number.item().is_ok_and(|number| number.to_f64().is_nan())
}

/// For each place where `ties` holds, one part in as many as there are over `dims`; 0 elsewhere. It is piecewise
/// constant, so no gradient flows through it.
pub(super) fn shares(ties: &Array, dims: &[isize], dtype: DType) -> Tensor {
    let ties = Tensor::from(ties.to_dtype(dtype));
    ties.div(Tensor::from(ties.value().sum(dims, true)))
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[3, 4]], |x| x[0].max());
        check(&[&[3, 4]], |x| x[0].min());
        check_second(&[&[4]], |x| x[0].square().max());
    }

    #[test]
    fn numbers_that_are_none_share() {
        let x = Tensor::from([1.0, f64::NAN, f64::NAN]).requires_grad_(true);
        let max = x.max();
        max.backward();
        assert!(max.item().is_nan());
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, 0.5, 0.5]);
    }

    #[test]
    #[should_panic(expected = "max: a tensor of shape [0] has no elements, and so no largest")]
    fn nothing_has_no_largest_element() {
        Tensor::zeros(0).max();
    }
}
