//! The step.

use crate::operators::{Arg, Operand};
use crate::tensor::Tensor;

impl Tensor {
    /// 0 below 0, 1 above, and `values` at 0, which is a number or a tensor that broadcasts; 0 for not-a-number. Without a
    /// gradient.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-2.0, 0.0, 3.0]).heaviside(0.5).to_vec::<f32>(), [0.0, 0.5, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn heaviside(&self, values: impl Operand) -> Tensor {
        let step = self.gt(0).to_dtype(self.dtype());
        match values.arg() {
            Arg::Tensor(values) => self.eq(0).where_(values.detach(), step),
            Arg::Number(value) => self.eq(0).where_(self.full_like(value), step),
        }
    }
}
