//! Whether two tensors hold the same.

use tensor_core::{DType, Error, OrRaise};

use crate::tensor::Tensor;

impl Tensor {
    /// Whether both have one shape and equal elements; not-a-number equals nothing.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, 2.0]);
    /// assert!(x.equal(&Tensor::from([1, 2])) && !x.equal(&Tensor::from([[1.0, 2.0]])));
    /// ```
    #[must_use]
    pub fn equal(&self, other: &Tensor) -> bool {
        self.shape() == other.shape() && holds(&self.eq(other))
    }

    /// Whether every element is [close](Tensor::isclose) to the other's.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, f64::INFINITY]);
    /// assert!(x.allclose(&Tensor::from([1.000001, f64::INFINITY])) && !x.allclose(&Tensor::from(1.0)));
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or the element types differ.
    #[must_use]
    #[track_caller]
    pub fn allclose(&self, other: &Tensor) -> bool {
        holds(&self.isclose(other))
    }

    /// [`allclose`](Tensor::allclose) by other distances: [`isclose_with`](Tensor::isclose_with).
    ///
    /// # Panics
    /// As [`isclose_with`](Tensor::isclose_with).
    #[must_use]
    #[track_caller]
    pub fn allclose_with(&self, other: &Tensor, rtol: f64, atol: f64, equal_nan: bool) -> bool {
        holds(&self.isclose_with(other, rtol, atol, equal_nan))
    }

    /// Whether an element is within `1e-8 + 1e-5 |other|` of the other's, broadcast. Equal infinities are, not-a-number
    /// is not.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let close = Tensor::from([1.0, 1.0]).isclose(&Tensor::from([1.000001, 1.1]));
    /// assert_eq!(close.to_vec::<bool>(), [true, false]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or the element types differ.
    #[track_caller]
    pub fn isclose(&self, other: &Tensor) -> Tensor {
        self.isclose_with(other, 1e-5, 1e-8, false)
    }

    /// Whether an element is within `atol + rtol |other|` of the other's, broadcast; with `equal_nan`, not-a-number is
    /// close to itself.
    ///
    /// # Panics
    /// If the shapes do not broadcast, the element types differ, or a distance is negative.
    #[track_caller]
    pub fn isclose_with(&self, other: &Tensor, rtol: f64, atol: f64, equal_nan: bool) -> Tensor {
        check_distances(self.dtype(), other.dtype(), rtol, atol).or_raise();
        let (x, y) = (comparable(self), comparable(other));
        let same = x.eq(&y);
        // An infinity is within any distance of nothing but itself.
        let distance = (&x - &y).abs();
        let near = distance.le((&y * rtol).abs() + atol) & distance.isfinite();
        if equal_nan {
            same | near | (x.isnan() & y.isnan())
        } else {
            same | near
        }
    }
}

/// Without history; integers and bools in a type that holds their differences.
#[track_caller]
fn comparable(x: &Tensor) -> Tensor {
    if x.dtype().is_float() {
        x.detach()
    } else {
        x.to_dtype(DType::F64)
    }
}

fn check_distances(a: DType, b: DType, rtol: f64, atol: f64) -> Result<(), Error> {
    if a != b {
        return Err(Error::dtype(format!(
            "isclose compares tensors of one element type, not {a} with {b}: convert one of them"
        )));
    }
    for (name, distance) in [("rtol", rtol), ("atol", atol)] {
        if distance.is_nan() || distance < 0.0 {
            return Err(Error::argument(format!(
                "isclose: {name} is {distance}, and must not be negative"
            )));
        }
    }
    Ok(())
}

fn holds(answers: &Tensor) -> bool {
    answers
        .value()
        .all(&[], false)
        .item()
        .is_ok_and(|all| all.to_f64() == 1.0)
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn none_and_infinities() {
        let (infinite, none) = (Tensor::from([f64::INFINITY]), Tensor::from([f64::NAN]));
        assert!(!none.equal(&none) && !none.allclose(&none));
        assert!(infinite.equal(&infinite) && infinite.allclose(&infinite));
        assert!(!infinite.allclose(&-&infinite) && !Tensor::from([1.0]).allclose(&infinite));
        assert!(!infinite.allclose(&Tensor::from([1.0])));
        assert!(Tensor::zeros(0).equal(&Tensor::zeros(0)) && !Tensor::zeros(0).equal(&Tensor::zeros([0, 1])));
    }

    #[test]
    fn leaves_are_compared_without_recording() {
        let x = Tensor::from([1.0, 2.0]).requires_grad_(true);
        assert!(x.allclose(&(&x + 1e-7)) && !x.allclose(&(&x + 1e-3)));
    }

    #[test]
    fn integers_are_close_within_a_distance() {
        let close = Tensor::from([1, 5, 9]).isclose_with(&Tensor::from([1, 6, 7]), 0.0, 1.0, false);
        assert_eq!(close.to_vec::<bool>(), [true, true, false]);
        let none = Tensor::from([f64::NAN]);
        assert!(none.allclose_with(&none, 0.0, 0.0, true));
    }

    #[test]
    #[should_panic(expected = "isclose compares tensors of one element type, not float32 with int64")]
    fn other_types_are_refused() {
        Tensor::from([1.0]).isclose(&Tensor::from([1]));
    }
}
