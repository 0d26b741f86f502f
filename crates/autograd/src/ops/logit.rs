//! The logarithm of odds.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The logarithm of the odds of a probability, `ln(x / (1 - x))`: what [`sigmoid`](Tensor::sigmoid) undoes.
    ///
    /// Gradient: `grad / (x (1 - x))`; not-a-number outside of [0, 1], as the value is.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 0.5]).logit().to_vec::<f32>(), [f32::NEG_INFINITY, 0.0]);
    /// ```
    #[track_caller]
    pub fn logit(&self) -> Tensor {
        record(
            "Logit",
            self.value().logit(None),
            [self],
            [Save::Input(0)],
            |cx| {
                let [x] = cx.saved();
                // At -0 too the slope is plus infinity.
                let slope = cx.grad.div(x.mul(1.0 - x).abs());
                let outside = x.lt(0).logical_or(&x.gt(1));
                [Some(outside.where_(f64::NAN, slope))]
            },
        )
    }

    /// [`logit`](Tensor::logit) of probabilities held within `[eps, 1 - eps]`.
    ///
    /// Gradient: `grad / (x (1 - x))` within, else 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 0.5, 1.0]).logit_with(0.5).to_vec::<f32>(), [0.0; 3]);
    /// ```
    #[track_caller]
    pub fn logit_with(&self, eps: f64) -> Tensor {
        let value = self.value().logit(Some(eps));
        record("Logit", value, [self], [Save::Input(0)], move |cx| {
            let [x] = cx.saved();
            let slope = cx.grad.div(x.mul(1.0 - x));
            let outside = x.lt(eps).logical_or(&x.gt(1.0 - eps));
            [Some(outside.where_(0, slope))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].sigmoid().logit());
        check(&[&[2, 3]], |x| x[0].sigmoid().logit_with(0.3));
        check_second(&[&[2, 3]], |x| x[0].sigmoid().logit().square());
    }
}
