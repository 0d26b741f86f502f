//! A rectifier whose slope below 0 is learnt.

use tensor_core::functions::Prelu;
use tensor_core::{Error, OrRaise};

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `x` where positive, else `weight x`. The weight is one number, or one for each channel, which is dimension 1 (of
    /// `[N, C, ..]`; a tensor with one dimension has one channel). After He and others, "Delving deep into rectifiers"
    /// (2015).
    ///
    /// Gradient: `grad` where `x` is positive, else `grad * weight`; for the weight the sum of `grad * x` where it is not.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[-1.0, -1.0], [2.0, -4.0]]);
    /// let y = x.prelu(&Tensor::from([0.5, 0.25]));
    /// assert_eq!(y.to_vec::<f32>(), [-0.5, -0.25, 2.0, -1.0]);
    /// ```
    ///
    /// # Panics
    /// If there is neither one weight nor one for each channel, or the element types differ or are not floating point.
    #[track_caller]
    pub fn prelu(&self, weight: &Tensor) -> Tensor {
        let weight = &weight.reshape(&weights_shape(self, weight).or_raise()[..]);
        let value = Prelu::of(&*self.value(), &*weight.value());
        record(
            "PreluKernel",
            value,
            [self, weight],
            [Save::Input(0), Save::Input(1)],
            |cx| {
                let [x, weight] = cx.saved();
                [
                    cx.to(0, |cx| x.gt(0).where_(&cx.grad, cx.grad.mul(weight))),
                    cx.to(1, |cx| x.gt(0).where_(0, cx.grad.mul(x))),
                ]
            },
        )
    }
}

/// The shape in which the weights broadcast to `x`.
#[track_caller]
fn weights_shape(x: &Tensor, weight: &Tensor) -> Result<Vec<usize>, Error> {
    if x.dtype() != weight.dtype() {
        return Err(Error::dtype(format!(
            "prelu is for an input and weights of one element type, not {} and {}",
            x.dtype(),
            weight.dtype()
        )));
    }
    let count = weight.numel();
    let channels = x.shape().get(1).copied().unwrap_or(1);
    if weight.dim() > 1 || count != 1 && count != channels {
        return Err(Error::shape(format!(
            "prelu: weights of shape {:?} are neither one nor one for each of the {channels} channels of an input of \
             shape {:?}",
            weight.shape(),
            x.shape()
        )));
    }
    let mut shape = vec![1; x.dim()];
    match shape.get_mut(1) {
        Some(size) => *size = count,
        None if count == 1 => {}
        None => unreachable!("without dimension 1 there is one channel"),
    }
    Ok(shape)
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3, 2], &[3]], |x| x[0].prelu(&x[1]));
        check(&[&[4], &[1]], |x| x[0].prelu(&x[1]));
        check(&[&[2, 3], &[]], |x| x[0].prelu(&x[1]));
        check_second(&[&[2, 3], &[3]], |x| x[0].prelu(&x[1]));
    }

    #[test]
    #[should_panic(expected = "weights of shape [2] are neither one nor one for each of the 3 channels")]
    fn weights_that_do_not_fit_are_refused() {
        Tensor::ones([2, 3]).prelu(&Tensor::ones(2));
    }
}
