//! One value wherever a mask holds.

use tensor_core::{Array, DType, Error, OrRaise, where_};

use crate::operators::{Arg, Operand};
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `value`, a number or a 0-d tensor, where `mask` holds, and this tensor elsewhere, broadcast to each other. The
    /// element type stays this tensor's.
    ///
    /// Gradient: `grad` where the mask does not hold, else 0; for `value` the sum of the others.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let scores = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let future = Tensor::ones([2, 2]).triu(1).gt(0);
    /// let weights = scores.masked_fill(&future, f64::NEG_INFINITY).softmax(-1);
    /// assert_eq!(weights.get(0).to_vec::<f32>(), [1.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If `mask` is not bool, `value` has dimensions, or the shapes do not broadcast.
    #[track_caller]
    pub fn masked_fill(&self, mask: &Tensor, value: impl Operand) -> Tensor {
        match value.arg() {
            Arg::Tensor(value) => self.masked_fill_tensor(mask, &value.to_dtype(self.dtype())),
            Arg::Number(value) => {
                let value = Array::scalar(value, self.dtype());
                self.masked_fill_tensor(mask, &Tensor::from(value))
            }
        }
    }

    #[track_caller]
    fn masked_fill_tensor(&self, mask: &Tensor, value: &Tensor) -> Tensor {
        fits(mask, value).or_raise();
        let mask = mask.value();
        let filled = where_(&mask, &*value.value(), &*self.value());
        record("MaskedFill", filled, [self, value], [Save::Value(&mask)], |cx| {
            let [mask] = cx.saved();
            [
                cx.to(0, |cx| cx.grad.masked_fill(mask, 0)),
                cx.to(1, |cx| mask.where_(&cx.grad, 0)),
            ]
        })
    }
}

fn fits(mask: &Tensor, value: &Tensor) -> Result<(), Error> {
    if mask.dtype() != DType::Bool {
        return Err(Error::dtype(format!(
            "masked_fill: the mask is {}, and must be bool",
            mask.dtype()
        )));
    }
    if value.rank() != 0 {
        return Err(Error::shape(format!(
            "masked_fill: the value has shape {:?}, and must be one number",
            value.shape()
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        let mask = Tensor::from([[true, false, true], [false, false, true]]);
        check(&[&[2, 3], &[]], |x| x[0].masked_fill(&mask, &x[1]));
        check(&[&[3], &[]], |x| x[0].masked_fill(&mask, &x[1]));
        check_second(&[&[2, 3], &[]], |x| x[0].masked_fill(&mask, &x[1]).square());
    }

    #[test]
    fn the_element_type_stays() {
        let x = Tensor::from([1, 2]).masked_fill(&Tensor::from([true, false]), 7.9);
        assert_eq!(x.to_vec::<i64>(), [7, 2]);
    }

    #[test]
    #[should_panic(expected = "masked_fill: the mask is int64, and must be bool")]
    fn a_mask_of_numbers_is_refused() {
        Tensor::zeros(2).masked_fill(&Tensor::from([0, 1]), 1);
    }

    #[test]
    #[should_panic(expected = "masked_fill: the value has shape [2], and must be one number")]
    fn many_values_are_refused() {
        Tensor::zeros(2).masked_fill(&Tensor::from([true, false]), Tensor::zeros(2));
    }
}
