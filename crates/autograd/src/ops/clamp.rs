//! Values held within bounds.

use tensor_core::Scalar;
use tensor_core::functions::Clamp;

use crate::tensor::Tensor;

impl Tensor {
    /// Every element raised to `min` and lowered to `max`. Where `min` is above `max`, everything becomes `max`;
    /// not-a-number stays. Integers with floating-point bounds become floating point.
    ///
    /// Gradient: `grad` strictly between the bounds, else 0 (so too at the bounds, as in PyTorch).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-2.0, 0.5, 3.0]).clamp(-1, 1).to_vec::<f32>(), [-1.0, 0.5, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are bool.
    #[track_caller]
    pub fn clamp(&self, min: impl Into<Scalar>, max: impl Into<Scalar>) -> Tensor {
        self.clamp_within("ClampBackward1", Some(min.into()), Some(max.into()))
    }

    /// [`clamp`](Tensor::clamp) from below only.
    ///
    /// # Panics
    /// If the elements are bool.
    #[track_caller]
    pub fn clamp_min(&self, min: impl Into<Scalar>) -> Tensor {
        self.clamp_within("ClampMin", Some(min.into()), None)
    }

    /// [`clamp`](Tensor::clamp) from above only.
    ///
    /// # Panics
    /// If the elements are bool.
    #[track_caller]
    pub fn clamp_max(&self, max: impl Into<Scalar>) -> Tensor {
        self.clamp_within("ClampMax", None, Some(max.into()))
    }

    #[track_caller]
    fn clamp_within(&self, name: &'static str, min: Option<Scalar>, max: Option<Scalar>) -> Tensor {
        self.piecewise_as(name, Clamp { min, max })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3]], |x| x[0].clamp(-0.5, 0.25));
        check(&[&[4, 3]], |x| x[0].clamp_min(0.1) + x[0].clamp_max(-0.2));
        check_second(&[&[4, 3]], |x| x[0].clamp(-0.5, 0.25) * &x[0]);
    }

    #[test]
    fn the_slope_at_the_bounds_is_zero() {
        let slopes = |f: fn(&Tensor) -> Tensor| {
            let x = Tensor::from([-1.0, 0.0, 1.0, f64::INFINITY, f64::NAN]).requires_grad_(true);
            f(&x).sum().backward();
            x.grad().unwrap().to_vec::<f32>()
        };
        assert_eq!(slopes(|x| x.clamp(-1, 1)), [0.0, 1.0, 0.0, 0.0, 0.0]);
        assert_eq!(slopes(|x| x.clamp_min(-1)), [0.0, 1.0, 1.0, 1.0, 0.0]);
        assert_eq!(slopes(|x| x.clamp(1, -1)), [0.0; 5]);
    }
}
