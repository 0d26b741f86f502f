//! A point between two.

use tensor_core::functions::float_dtype;
use tensor_core::{Array, OrRaise};

use crate::mode::NoGrad;
use crate::operators::{Arg, Operand};
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `self + weight * (end - self)`, broadcast: this tensor at weight 0, `end` at weight 1, both exactly.
    ///
    /// Gradient: `grad * (1 - weight)` for this tensor, `grad * weight` for `end`, `grad * (end - self)` for a weight
    /// that is a tensor.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (a, b) = (Tensor::from([0.0, 10.0]), Tensor::from([4.0, 20.0]));
    /// assert_eq!(a.lerp(&b, 0.25).to_vec::<f32>(), [1.0, 12.5]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or this is not floating point.
    #[track_caller]
    pub fn lerp(&self, end: &Tensor, weight: impl Operand) -> Tensor {
        float_dtype("lerp", self.dtype()).or_raise();
        match weight.arg() {
            Arg::Tensor(weight) => self.lerp_tensor(end, weight),
            Arg::Number(weight) => {
                let weight = Array::scalar(weight, self.dtype());
                self.lerp_tensor(end, &Tensor::from(weight))
            }
        }
    }

    #[track_caller]
    fn lerp_tensor(&self, end: &Tensor, weight: &Tensor) -> Tensor {
        let value = {
            let _off = NoGrad::new();
            self.between(end, weight).to_array()
        };
        let save = [Save::Input(0), Save::Input(1), Save::Input(2)];
        record("Lerp", value, [self, end, weight], save, |cx| {
            let [start, end, weight] = cx.saved();
            [
                cx.to(0, |cx| cx.grad.mul(1.0 - weight)),
                cx.to(1, |cx| cx.grad.mul(weight)),
                cx.to(2, |cx| cx.grad.mul(end.sub(start))),
            ]
        })
    }

    /// From the nearer of both ends, so that each is reached exactly.
    #[track_caller]
    fn between(&self, end: &Tensor, weight: &Tensor) -> Tensor {
        let distance = end.sub(self);
        let from_start = self.add(distance.mul(weight));
        let from_end = end.sub(distance.mul(1.0 - weight));
        weight.abs().lt(0.5).where_(from_start, from_end)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| x[0].lerp(&x[1], 0.3));
        check(&[&[2, 3], &[3], &[2, 1]], |x| x[0].lerp(&x[1], &x[2]));
        check_second(&[&[2], &[2], &[2]], |x| x[0].lerp(&x[1], &x[2]));
    }

    #[test]
    fn both_ends_are_reached() {
        let (a, b) = (Tensor::from([1e8, 0.1]), Tensor::from([1.0, 0.7]));
        assert_eq!(a.lerp(&b, 1.0).to_vec::<f32>(), b.to_vec::<f32>());
        assert_eq!(a.lerp(&b, 0.0).to_vec::<f32>(), a.to_vec::<f32>());
    }

    #[test]
    #[should_panic(expected = "lerp is for floating-point numbers, not int64")]
    fn integers_are_refused() {
        Tensor::from([1]).lerp(&Tensor::from([2]), 0.5);
    }
}
