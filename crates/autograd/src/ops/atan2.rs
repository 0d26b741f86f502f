//! The angle of a point.

use tensor_core::functions::Atan2;

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The angle in `[-π, π]` of the point with ordinate `self` and abscissa `other`, broadcast.
    ///
    /// Gradient: `grad * b / (a^2 + b^2)` for the ordinate `a`, `-grad * a / (a^2 + b^2)` for the abscissa `b`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([1.0, 1.0]).atan2(&Tensor::from([1.0, 0.0]));
    /// assert_eq!(y.to_vec::<f32>(), [std::f32::consts::FRAC_PI_4, std::f32::consts::FRAC_PI_2]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn atan2(&self, other: &Tensor) -> Tensor {
        let value = Atan2::of(&*self.value(), &*other.value());
        record(
            "Atan2",
            value,
            [self, other],
            [Save::Input(0), Save::Input(1)],
            |cx| {
                let [a, b] = cx.saved();
                [
                    cx.to(0, |cx| cx.grad.mul(b.mul(closeness(a, b)))),
                    cx.to(1, |cx| cx.grad.mul(a.neg().mul(closeness(a, b)))),
                ]
            },
        )
    }
}

/// One over the square of the distance from the origin; 0 there, so that no slope is, as in PyTorch.
#[track_caller]
fn closeness(a: &Tensor, b: &Tensor) -> Tensor {
    let square = a.square().add(b.square());
    square.eq(0).where_(0, square.reciprocal())
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| x[0].atan2(&x[1]));
        check_second(&[&[2, 3], &[3]], |x| x[0].atan2(&x[1]));
    }
}
