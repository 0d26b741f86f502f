//! The larger and the smaller of two, where not-a-number counts as missing.

use tensor_core::Array;
use tensor_core::functions::{Fmax, Fmin};

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The larger of both, element by element, broadcast; the other where one is not a number.
    ///
    /// Gradient: `grad` for the larger; where both are equal, half of it for each.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([1.0, f64::NAN]).fmax(&Tensor::from([3.0, 2.0]));
    /// assert_eq!(y.to_vec::<f32>(), [3.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn fmax(&self, other: &Tensor) -> Tensor {
        let value = Fmax::of(&*self.value(), &*other.value());
        extreme("Fmax", value, self, other, |a, b| a.gt(b))
    }

    /// The smaller of both, element by element, broadcast; the other where one is not a number.
    ///
    /// Gradient: `grad` for the smaller; where both are equal, half of it for each.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([1.0, f64::NAN]).fmin(&Tensor::from([3.0, 2.0]));
    /// assert_eq!(y.to_vec::<f32>(), [1.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn fmin(&self, other: &Tensor) -> Tensor {
        let value = Fmin::of(&*self.value(), &*other.value());
        extreme("Fmin", value, self, other, |a, b| a.lt(b))
    }
}

/// The extreme of two; `wins` says where the first is it.
#[track_caller]
fn extreme(
    name: &'static str,
    value: Array,
    a: &Tensor,
    b: &Tensor,
    wins: fn(&Tensor, &Tensor) -> Tensor,
) -> Tensor {
    record(name, value, [a, b], [Save::Input(0), Save::Input(1)], move |cx| {
        let [a, b] = cx.saved();
        let first = wins(a, b).logical_or(&b.isnan());
        let shared = a.eq(b).where_(cx.grad.mul(0.5), &cx.grad);
        [
            cx.to(0, |_| (&first | a.eq(b)).where_(&shared, 0)),
            cx.to(1, |_| first.where_(0, &shared)),
        ]
    })
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        let both = |x: &[crate::Tensor]| x[0].fmax(&x[1]) + x[0].fmin(&x[1]).square();
        check(&[&[2, 3], &[3]], both);
        check_second(&[&[2, 3], &[3]], both);
    }

    #[test]
    fn the_gradient_goes_to_a_number() {
        let a = Tensor::from([f64::NAN, 1.0, 2.0]).requires_grad_(true);
        let b = Tensor::from([1.0, f64::NAN, 2.0]).requires_grad_(true);
        a.fmin(&b).sum().backward();
        assert_eq!(a.grad().unwrap().to_vec::<f32>(), [0.0, 1.0, 0.5]);
        assert_eq!(b.grad().unwrap().to_vec::<f32>(), [1.0, 0.0, 0.5]);
    }
}
