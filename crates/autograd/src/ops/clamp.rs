//! Values held within bounds.

use tensor_core::functions::{Clamp, Maximum, Minimum};
use tensor_core::{Array, DType, Error};

use crate::operators::{Arg, Operand};
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// Every element raised to `min` and lowered to `max`, which are numbers or tensors that broadcast. Where `min` is
    /// above `max`, everything becomes `max`; not-a-number stays. Integers with floating-point bounds become floating
    /// point.
    ///
    /// Gradient: `grad` strictly between the bounds, else 0 (so too at the bounds, as in PyTorch); a bound that is a
    /// tensor has it where it holds.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([-2.0, 0.5, 3.0]);
    /// assert_eq!(x.clamp(-1, 1).to_vec::<f32>(), [-1.0, 0.5, 1.0]);
    /// assert_eq!(x.clamp(-1, Tensor::from([0.0, 0.0, 2.0])).to_vec::<f32>(), [-1.0, 0.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are bool beside numbers that are too, or the shapes do not broadcast.
    #[track_caller]
    pub fn clamp(&self, min: impl Operand, max: impl Operand) -> Tensor {
        self.clamp_between("ClampBackward1", Some(min.arg()), Some(max.arg()))
    }

    /// [`clamp`](Tensor::clamp) from below only.
    ///
    /// # Panics
    /// As [`clamp`](Tensor::clamp).
    #[track_caller]
    pub fn clamp_min(&self, min: impl Operand) -> Tensor {
        self.clamp_between("ClampMin", Some(min.arg()), None)
    }

    /// [`clamp`](Tensor::clamp) from above only.
    ///
    /// # Panics
    /// As [`clamp`](Tensor::clamp).
    #[track_caller]
    pub fn clamp_max(&self, max: impl Operand) -> Tensor {
        self.clamp_between("ClampMax", None, Some(max.arg()))
    }

    #[track_caller]
    fn clamp_between(&self, name: &'static str, min: Option<Arg<'_>>, max: Option<Arg<'_>>) -> Tensor {
        let number = |bound| match bound {
            Some(Arg::Number(number)) => Some(number),
            _ => None,
        };
        let is_tensor = |bound| matches!(bound, Some(Arg::Tensor(_)));
        if is_tensor(min) || is_tensor(max) {
            return self.clamp_by_tensors(min, max);
        }
        let (min, max) = (number(min), number(max));
        self.piecewise_as(name, Clamp { min, max })
    }

    #[track_caller]
    fn clamp_by_tensors(&self, min: Option<Arg<'_>>, max: Option<Arg<'_>>) -> Tensor {
        let is_bool = |bound| match bound {
            None => true,
            Some(Arg::Tensor(bound)) => bound.dtype() == DType::Bool,
            Some(Arg::Number(bound)) => bound.dtype() == DType::Bool,
        };
        if self.dtype() == DType::Bool && is_bool(min) && is_bool(max) {
            Error::dtype("clamp is not for bool with bounds of bool: convert them to numbers").raise();
        }
        match (min.map(|min| self.bound(min)), max.map(|max| self.bound(max))) {
            (Some(min), Some(max)) => clamp_both(self, &min, &max),
            (Some(min), None) => {
                let value = Maximum::of(&*self.value(), &*min.value());
                clamp_one(self, &min, value, |x, min| x.le(min))
            }
            (None, Some(max)) => {
                let value = Minimum::of(&*self.value(), &*max.value());
                clamp_one(self, &max, value, |x, max| x.ge(max))
            }
            (None, None) => self.clone(),
        }
    }

    /// A bound as a tensor: a number takes the type that it has beside this one.
    fn bound(&self, bound: Arg<'_>) -> Tensor {
        match bound {
            Arg::Tensor(bound) => bound.clone(),
            Arg::Number(number) => self.number_like(number),
        }
    }
}

#[track_caller]
fn clamp_both(x: &Tensor, min: &Tensor, max: &Tensor) -> Tensor {
    let raised = Maximum::of(&*x.value(), &*min.value());
    let value = Minimum::of(&raised, &*max.value());
    let save = [Save::Input(0), Save::Input(1), Save::Input(2)];
    record("ClampBackward0", value, [x, min, max], save, |cx| {
        let [x, min, max] = cx.saved();
        [
            // So written that not-a-number counts as inside, as in PyTorch.
            cx.to(0, |cx| (x.le(min) | x.ge(max)).where_(0, &cx.grad)),
            cx.to(1, |cx| (min.lt(max) & x.lt(min)).where_(&cx.grad, 0)),
            cx.to(2, |cx| (max.lt(min) | x.gt(max)).where_(&cx.grad, 0)),
        ]
    })
}

/// `inside` says where the bound does not hold.
#[track_caller]
fn clamp_one(x: &Tensor, bound: &Tensor, value: Array, outside: fn(&Tensor, &Tensor) -> Tensor) -> Tensor {
    record(
        "ClampBackward0",
        value,
        [x, bound],
        [Save::Input(0), Save::Input(1)],
        move |cx| {
            let [x, bound] = cx.saved();
            [
                cx.to(0, |cx| outside(x, bound).where_(0, &cx.grad)),
                cx.to(1, |cx| outside(bound, x).where_(0, &cx.grad)),
            ]
        },
    )
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

    /// PyTorch's gradients.
    #[test]
    fn not_a_number_is_between_bounds_that_are_tensors() {
        let nan = f64::NAN;
        let leaf = |x: [f64; 5]| Tensor::from(x).requires_grad_(true);
        let grad = |x: &Tensor| x.grad().unwrap().to_vec::<f64>();
        let bounds = [[-1.0, nan, -1.0, -1.0, 1.0], [1.0, 2.0, 1.0, nan, -1.0]];
        let x = [nan, 1.0, 5.0, -5.0, 0.0];
        let (both, [min, max]) = (leaf(x), bounds.map(leaf));
        both.clamp(&min, &max).sum().backward();
        assert_eq!(grad(&both), [1.0, 1.0, 0.0, 0.0, 0.0]);
        assert_eq!(grad(&min), [0.0; 5]);
        assert_eq!(grad(&max), [0.0, 0.0, 1.0, 0.0, 1.0]);
        let (raised, min) = (leaf(x), leaf(bounds[0]));
        raised.clamp_min(&min).sum().backward();
        assert_eq!(grad(&raised), [1.0, 1.0, 1.0, 0.0, 0.0]);
        assert_eq!(grad(&min), [1.0, 1.0, 0.0, 1.0, 1.0]);
    }

    #[test]
    fn bounds_that_are_tensors_have_gradients() {
        check(&[&[2, 3], &[3], &[2, 1]], |x| {
            x[0].clamp(&x[1] - 0.5, &x[2] + 0.5)
        });
        check(&[&[2, 3], &[3]], |x| {
            x[0].clamp_min(&x[1]) + x[0].clamp_max(&x[1]).square()
        });
        check(&[&[2, 3], &[3]], |x| x[0].clamp(-0.1, &x[1]));
    }
}
