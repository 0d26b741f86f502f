//! Roundings to whole numbers, and to decimals. Their gradient is 0.

use crate::record::record;
use crate::tensor::Tensor;

macro_rules! roundings {
    ($($name:ident $Name:literal $doc:literal $results:tt;)*) => {
        impl Tensor {$(
            #[doc = concat!($doc, " Integers stay as they are.")]
            ///
            /// Gradient: 0.
            ///
            /// ```
            /// # use autograd::Tensor;
            #[doc = concat!("let x = Tensor::from([-1.5, 0.5, 2.7]).", stringify!($name), "();")]
            #[doc = concat!("assert_eq!(x.to_vec::<f32>(), ", stringify!($results), ");")]
            /// ```
            ///
            /// # Panics
            /// If the elements are bool.
            #[track_caller]
            pub fn $name(&self) -> Tensor {
                record($Name, self.value().$name(), [self], [], |cx| [Some(cx.grad.zeros_like())])
            }
        )*}
    };
}

roundings! {
    floor "Floor" "The largest whole number not above." [-2.0, 0.0, 2.0];
    ceil "Ceil" "The smallest whole number not below." [-1.0, 1.0, 3.0];
    trunc "Trunc" "The number without its fraction." [-1.0, 0.0, 2.0];
    round "Round" "The nearest whole number, the even one of two." [-2.0, 0.0, 3.0];
}

impl Tensor {
    /// The nearest number of so many decimals; a negative number rounds before the point. The number is scaled in its
    /// element type first and rounded to the even one of two, as in PyTorch.
    ///
    /// Gradient: 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.278, -0.5]).round_decimals(2).to_vec::<f32>(), [1.28, -0.5]);
    /// assert_eq!(Tensor::from([1278.0]).round_decimals(-2).to_vec::<f32>(), [1300.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn round_decimals(&self, decimals: i32) -> Tensor {
        let value = self.value().round_decimals(decimals);
        record("RoundBackward1", value, [self], [], |cx| {
            [Some(cx.grad.zeros_like())]
        })
    }

    /// The fraction, with the sign of the number: `x - trunc(x)`.
    ///
    /// Gradient: `grad`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.75, -0.5]).frac().to_vec::<f32>(), [0.75, -0.5]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn frac(&self) -> Tensor {
        record("Frac", self.value().frac(), [self], [], |cx| [Some(cx.grad)])
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| (&x[0] + 0.1).floor() * &x[0] + x[0].frac());
        check(&[&[2, 3]], |x| x[0].ceil() + x[0].trunc() + x[0].round());
        check_second(&[&[2, 3]], |x| x[0].frac() * &x[0]);
    }

    #[test]
    fn halves_go_to_even_numbers() {
        let x = Tensor::from([0.5, 1.5, 2.5, -0.5, f64::NAN, f64::INFINITY]);
        let y = x.round().to_vec::<f32>();
        assert!(y[..4] == [0.0, 2.0, 2.0, -0.0] && y[4].is_nan() && y[5].is_infinite());
        assert_eq!(Tensor::from([7]).floor().dtype(), DType::I64);
    }

    #[test]
    #[should_panic(expected = "floor is not for bool")]
    fn bools_are_refused() {
        Tensor::from([true]).floor();
    }
}
