//! Variances and standard deviations.

use tensor_core::functions::{Add, Div, Eq, Sub};
use tensor_core::{Array, DType, IntoDims, OrRaise, Scalar, Shape, float_dtype, reduced_shape, where_};

use crate::ops::kept_dims;
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The variance of all elements, with Bessel's correction: `Σ (x - mean)² / (n - 1)`.
    ///
    /// Gradient: `grad * 2 (x - mean) / (n - 1)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 2.0, 3.0]).var().item(), 1.0);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn var(&self) -> Tensor {
        self.var_dim([], 1, false)
    }

    /// The variance over `dims` (none named means all of them), which stay with size 1 if `keepdim`:
    /// `Σ (x - mean)² / (n - correction)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 3.0], [2.0, 6.0]]);
    /// assert_eq!(x.var_dim(1, 0, false).to_vec::<f32>(), [1.0, 4.0]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice, or the elements are not floating point.
    #[track_caller]
    pub fn var_dim(&self, dims: impl IntoDims, correction: impl Into<f64>, keepdim: bool) -> Tensor {
        float_dtype("var", self.dtype()).or_raise();
        let spread = Spread::of(self.shape(), &dims.into_dims(), correction.into());
        let value = spread.variance(&self.value());
        let value = if keepdim {
            value
        } else {
            value.reshape(&spread.reduced)
        };
        record("Var", value, [self], [Save::Input(0)], move |cx| {
            let [x] = cx.saved();
            [Some(spread.backward(&cx.grad, x))]
        })
    }

    /// The standard deviation of all elements, the square root of [`var`](Tensor::var).
    ///
    /// Gradient: `grad * (x - mean) / (n - 1) / std`; 0 where the deviation is 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 3.0, 5.0]).std().item(), 2.0);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn std(&self) -> Tensor {
        self.std_dim([], 1, false)
    }

    /// The standard deviation over `dims` (none named means all of them), the square root of
    /// [`var_dim`](Tensor::var_dim).
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice, or the elements are not floating point.
    #[track_caller]
    pub fn std_dim(&self, dims: impl IntoDims, correction: impl Into<f64>, keepdim: bool) -> Tensor {
        float_dtype("std", self.dtype()).or_raise();
        let spread = Spread::of(self.shape(), &dims.into_dims(), correction.into());
        let value = spread.deviation(&self.value());
        let value = if keepdim {
            value
        } else {
            value.reshape(&spread.reduced)
        };
        record("Std", value, [self], [Save::Input(0), Save::Result], move |cx| {
            let [x, result] = cx.saved();
            let std = result;
            let grad = cx.grad.div(std.eq(0).where_(f64::INFINITY, std)).div(2);
            [Some(spread.backward(&grad, x))]
        })
    }
}

type Dims = smallvec::SmallVec<[isize; 4]>;

/// What a variance is taken over.
struct Spread {
    dims: Dims,
    /// The shape of the result with the dimensions left out.
    reduced: Shape,
    /// The shape of the result with the dimensions of size 1.
    kept: Shape,
    /// What the sum of squares is divided by; by 0 if it is less.
    freedom: f64,
}

impl Spread {
    #[track_caller]
    fn of(shape: &[usize], dims: &[isize], correction: f64) -> Self {
        let reduced = reduced_shape(shape, dims, false).or_raise();
        let kept = kept_dims(shape, dims);
        let count: usize = shape
            .iter()
            .zip(kept.iter())
            .map(|(size, kept)| if size == kept { 1 } else { *size })
            .product();
        Self {
            dims: dims.into(),
            reduced,
            kept,
            // Nothing has no variance, whatever is corrected.
            freedom: if count == 0 {
                0.0
            } else {
                count as f64 - correction
            },
        }
    }

    fn is_of_all(&self) -> bool {
        self.dims.is_empty() || self.kept.is_empty()
    }

    /// The variances of `x`, with the dimensions of size 1.
    #[track_caller]
    fn variance(&self, x: &Array) -> Array {
        let squares = centred(x, &self.dims).square().sum(&self.dims, true);
        Div::of(&squares, self.freedom.max(0.0))
    }

    /// The roots of the variances, also where a sum or a square is too large for the element type and the root is not.
    #[track_caller]
    fn deviation(&self, x: &Array) -> Array {
        let deviation = self.variance(x).sqrt();
        let overflows = Tensor::from(deviation.clone()).isfinite().all().item() == 0.0;
        match overflows && x.dtype() != DType::F64 {
            true => self.variance(&x.to_dtype(DType::F64)).sqrt().to_dtype(x.dtype()),
            false => deviation,
        }
    }

    /// The gradient for `x` from that of its variance.
    fn backward(&self, grad: &Tensor, x: &Tensor) -> Tensor {
        let (grad, deviation) = (grad.reshape(&self.kept), deviation(x, &self.dims));
        if self.freedom <= 0.0 && self.is_of_all() {
            // PyTorch has this rule for the variance of all elements only.
            return grad.mul(deviation.eq(0).where_(f64::NAN, f64::INFINITY));
        }
        grad.mul(2.0 / self.freedom).mul(deviation)
    }
}

/// `x - mean`, with a mean that is as near as its element type allows: of equal elements it is that element, so that
/// their deviation is 0 and not the rounding of a sum, which the gradient of `std` would blow up.
#[track_caller]
fn centred(x: &Array, dims: &[isize]) -> Array {
    let mean = x.mean(dims, true);
    let rest = Sub::of(x, &mean).mean(dims, true);
    // An infinite mean leaves no number to be added.
    let rest = where_(&Eq::of(&rest, &rest), &rest, Scalar::Int(0));
    Sub::of(x, &Add::of(&mean, &rest))
}

/// [`centred`], differentiable: its gradient is the gradient that arrives, centred.
#[track_caller]
fn deviation(x: &Tensor, dims: &Dims) -> Tensor {
    let value = centred(&x.value(), dims);
    let dims = dims.clone();
    record("Deviation", value, [x], [], move |cx| {
        [Some(deviation(&cx.grad, &dims))]
    })
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    #[test]
    fn nothing_has_no_variance() {
        assert!(Tensor::zeros(0).var_dim([], -1, false).item().is_nan());
    }

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].var());
        check(&[&[2, 3, 4]], |x| x[0].var_dim([0, -1], 0, true));
        check(&[&[2, 3]], |x| x[0].std());
        check(&[&[4, 3]], |x| x[0].std_dim(0, 1.5, false));
        check_second(&[&[2, 3]], |x| x[0].var_dim(1, 1, false).square());
        check_second(&[&[2, 3]], |x| x[0].std_dim(1, 0, false));
    }

    #[test]
    fn without_freedom_gradients_are_those_of_pytorch() {
        let x = Tensor::from([[-1.0, 3.0]]).requires_grad_(true);
        let gradient = |y: &Tensor| {
            x.zero_grad();
            y.sum().backward();
            x.grad().unwrap().to_vec::<f32>()
        };
        // torch: x.var(1, correction=3).sum().backward() and x.var(correction=3).backward()
        assert_eq!(gradient(&x.var_dim(1, 3, false)), [4.0, -4.0]);
        assert_eq!(gradient(&x.var_dim([], 3, false)), [f32::INFINITY; 2]);
    }

    #[test]
    fn constants_have_a_deviation_and_a_gradient_of_zero() {
        // Seventeen times this number is no number of 24 bits.
        let x = Tensor::full(17, -2.467).requires_grad_(true);
        let std = x.std();
        std.backward();
        assert_eq!(std.item(), 0.0);
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0; 17]);
    }

    #[test]
    fn a_deviation_has_its_square_outside_the_element_type() {
        // torch.std and its gradient
        let x = Tensor::from([1e30, 2e30, 3e30, 5e30]).requires_grad_(true);
        let std = x.std();
        std.backward();
        assert_eq!(std.to_vec::<f32>(), [1.707_825e30]);
        let slopes = [-0.341_565, -0.146_385, 0.048_795, 0.439_155];
        for (grad, expected) in x.grad().unwrap().to_vec::<f32>().into_iter().zip(slopes) {
            assert!((grad - expected).abs() < 1e-6, "{grad}");
        }
        assert_eq!(
            Tensor::from([3e38, 3e38, 0.0]).std().to_vec::<f32>(),
            [1.732_050_8e38]
        );
        let half = Tensor::from([0.0, 600.0, 1200.0]).to_dtype(DType::F16);
        assert_eq!(half.std().item(), 600.0);
    }

    #[test]
    fn one_element_has_no_variance() {
        assert!(Tensor::from([3.0]).var().item().is_nan());
        assert_eq!(Tensor::from([3.0]).var_dim(0, 0, false).item(), 0.0);
    }

    #[test]
    #[should_panic(expected = "std is for floating-point numbers, not int64")]
    fn integers_are_refused() {
        Tensor::from([1, 2]).std();
    }

    #[test]
    fn an_infinite_element_pulls_the_others_away() {
        for (x, at_others) in [
            (f64::INFINITY, f32::NEG_INFINITY),
            (f64::NEG_INFINITY, f32::INFINITY),
        ] {
            let x = Tensor::from([1.0, x, 2.0]).requires_grad_(true);
            let var = x.var();
            var.backward();
            let grad = x.grad().unwrap().to_vec::<f32>();
            assert!(var.item().is_nan() && grad[1].is_nan(), "{grad:?}");
            assert_eq!([grad[0], grad[2]], [at_others; 2]);
        }
        let x = Tensor::from([f64::INFINITY, f64::NEG_INFINITY, 1.0]).requires_grad_(true);
        x.var().backward();
        assert!(x.grad().unwrap().to_vec::<f32>().iter().all(|x| x.is_nan()));
    }
}
