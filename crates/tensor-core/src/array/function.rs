//! Functions of one floating-point number, element by element.

use crate::array::Array;
use crate::dtype::{DType, Element, Scalar, dispatch_float, dispatch_number};
use crate::error::{Error, OrRaise};
use crate::kernel::functions as f;

/// Declares functions that take any numbers: integers and truths become `f32` first, as in PyTorch.
macro_rules! of_numbers {
    ($($(#[$doc:meta])* $name:ident: $op:ident;)*) => {
        impl Array {$(
            $(#[$doc])*
            ///
            /// Integers and truths are taken as `f32`.
            pub fn $name(&self) -> Array {
                let x = self.to_dtype(self.dtype().to_float());
                dispatch_float!(x.dtype(), T => x.map::<T, T>(&f::$op))
            }
        )*}
    };
}

of_numbers! {
    /// `e` to the power of `x`.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([0, 1]).exp().to_vec::<f32>(), [1.0, std::f32::consts::E]);
    /// ```
    exp: Exp;
    /// `e^x - 1`, accurate for small `x`.
    exp_m1: ExpM1;
    /// The natural logarithm; minus infinity for 0, not-a-number below.
    log: Log;
    /// `ln(1 + x)`, accurate for small `x`.
    log1p: Log1p;
    /// The square root; not-a-number for negative `x`.
    sqrt: Sqrt;
    /// `1 / sqrt(x)`.
    rsqrt: Rsqrt;
    /// `1 / x`.
    reciprocal: Reciprocal;
    /// The sine of an angle in radians.
    sin: Sin;
    /// The cosine of an angle in radians.
    cos: Cos;
    /// The hyperbolic tangent.
    tanh: Tanh;
    /// `1 / (1 + e^-x)`.
    sigmoid: Sigmoid;
    /// The error function.
    erf: Erf;
}

/// Declares functions that take floating-point numbers only.
macro_rules! of_floats {
    ($($(#[$doc:meta])* $name:ident($($parameter:ident),*): $op:expr;)*) => {
        impl Array {$(
            $(#[$doc])*
            ///
            /// # Panics
            /// If the elements are not floating point.
            #[track_caller]
            pub fn $name(&self $(, $parameter: f64)*) -> Array {
                let dtype = float_dtype(stringify!($name), self.dtype()).or_raise();
                dispatch_float!(dtype, T => {
                    $(let $parameter = <T as Element>::from_f64($parameter);)*
                    self.map::<T, T>(&$op)
                })
            }
        )*}
    };
}

of_floats! {
    /// `x * sigmoid(x)`.
    silu(): f::Silu;
    /// `x Φ(x)`, where Φ is the distribution function of the standard normal distribution.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([0.0, 100.0]).gelu().to_vec::<f32>(), [0.0, 100.0]);
    /// ```
    gelu(): f::Gelu;
    /// The approximation of [`gelu`](Array::gelu) by `x/2 (1 + tanh(sqrt(2/π) (x + 0.044715 x^3)))`.
    gelu_tanh(): f::GeluTanh;
    /// The distribution function Φ of the standard normal distribution.
    normal_cdf(): f::NormalCdf;
    /// The density of the standard normal distribution.
    normal_pdf(): f::NormalPdf;
    /// `ln(1 + e^(beta x)) / beta`, and `x` itself where `beta x > threshold`.
    softplus(beta, threshold): f::Softplus { beta, threshold };
    /// `x` where positive, else `alpha (e^x - 1)`.
    elu(alpha): f::Elu { alpha };
    /// `x` where positive, else `slope x`.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([-2.0, 2.0]).leaky_relu(0.5).to_vec::<f32>(), [-1.0, 2.0]);
    /// ```
    leaky_relu(slope): f::LeakyRelu { slope };
}

impl Array {
    /// Every element raised to `min` and lowered to `max`, of which one may be left out. Not-a-number stays; where
    /// `min` is above `max`, everything becomes `max`. Integers with floating-point bounds become `f32`.
    ///
    /// ```
    /// use tensor_core::{Array, Scalar};
    /// let x = Array::from([-2, 0, 5]).clamp(Some(Scalar::Int(-1)), Some(Scalar::Int(2)));
    /// assert_eq!(x.to_vec::<i64>(), [-1, 0, 2]);
    /// ```
    ///
    /// # Panics
    /// If both bounds are left out, or the elements are bool.
    #[track_caller]
    pub fn clamp(&self, min: Option<Scalar>, max: Option<Scalar>) -> Array {
        let dtype = clamp_dtype(self.dtype(), min, max).or_raise();
        let x = self.to_dtype(dtype);
        dispatch_number!(dtype, T => x.map::<T, T>(&f::Clamp {
            min: min.map(<T as Element>::from_scalar),
            max: max.map(<T as Element>::from_scalar),
        }))
    }

    /// -1, 0 or 1 by the sign of `x`; 0 for not-a-number, as in PyTorch. Truths stay as they are.
    pub fn sign(&self) -> Array {
        match self.dtype() {
            DType::Bool => self.clone(),
            dtype => dispatch_number!(dtype, T => self.map::<T, T>(&f::Sign)),
        }
    }

    /// `x` to the power of a plain number, by the shorter ways that PyTorch takes too: 0.5 is a square root, 3 is
    /// `x * x * x`. `None` if there is no shorter way.
    pub(super) fn short_power(&self, exponent: f64) -> Option<Array> {
        macro_rules! by {
            ($op:expr) => {
                dispatch_float!(self.dtype(), T => self.map::<T, T>(&$op))
            };
        }
        Some(match exponent {
            0.0 => Array::ones(self.shape(), self.dtype()),
            1.0 => self.clone(),
            2.0 => self.square(),
            3.0 => by!(f::Cube),
            0.5 => by!(f::Sqrt),
            -0.5 => by!(f::Rsqrt),
            -1.0 => by!(f::Reciprocal),
            -2.0 => by!(f::ReciprocalSquare),
            _ => return None,
        })
    }
}

/// The element type of an operation that takes only floating-point numbers: their own.
///
/// # Errors
/// If it is not a floating-point type.
pub fn float_dtype(operation: &str, dtype: DType) -> Result<DType, Error> {
    if dtype.is_float() {
        return Ok(dtype);
    }
    Err(Error::dtype(format!(
        "{operation} is for floating-point numbers, not {dtype}: convert them first"
    )))
}

/// The element type of [`Array::clamp`].
///
/// # Errors
/// If both bounds are left out, or the elements are bool.
pub fn clamp_dtype(dtype: DType, min: Option<Scalar>, max: Option<Scalar>) -> Result<DType, Error> {
    if min.is_none() && max.is_none() {
        return Err(Error::argument(
            "clamp needs a lower or an upper bound, and got neither",
        ));
    }
    let bounds = [min, max].into_iter().flatten();
    match bounds.fold(dtype, |dtype, bound| bound.promote(dtype)) {
        DType::Bool => Err(Error::dtype(
            "clamp is not for truths (bool) with bounds that are truths: convert them to numbers",
        )),
        dtype => Ok(dtype),
    }
}
