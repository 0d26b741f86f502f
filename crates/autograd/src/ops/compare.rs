//! Comparisons: truths, without gradients.

use tensor_core::{Comparison, compare};

use crate::operators::{Arg, Operand};
use crate::tensor::Tensor;

macro_rules! comparisons {
    ($($name:ident $comparison:ident $symbol:literal;)*) => {
        impl Tensor {$(
            #[doc = concat!("Whether `self ", $symbol, " other`, element by element, broadcast.")]
            ///
            /// ```
            /// # use autograd::Tensor;
            #[doc = concat!("let truths = Tensor::from([1, 2, 3]).", stringify!($name), "(2);")]
            #[doc = concat!("assert_eq!(truths.to_vec::<bool>(), [1, 2, 3].map(|x| x ", $symbol, " 2));")]
            /// ```
            ///
            /// # Panics
            /// If the shapes do not broadcast.
            #[track_caller]
            pub fn $name(&self, other: impl Operand) -> Tensor {
                self.compare(Comparison::$comparison, other.arg())
            }
        )*}
    };
}

impl Tensor {
    #[track_caller]
    fn compare(&self, op: Comparison, other: Arg<'_>) -> Tensor {
        match other {
            Arg::Tensor(other) => compare(op, &*self.value(), &*other.value()).into(),
            Arg::Number(number) => compare(op, &*self.value(), number).into(),
        }
    }
}

comparisons! {
    eq Eq "==";
    ne Ne "!=";
    lt Lt "<";
    le Le "<=";
    gt Gt ">";
    ge Ge ">=";
}

#[cfg(test)]
mod tests {
    use crate::{DType, Tensor};

    #[test]
    fn answers_are_truths_that_need_no_gradient() {
        let x = Tensor::from([1.0, f64::NAN]).requires_grad_(true);
        let answer = x.ge(1.0);
        assert_eq!((answer.dtype(), answer.requires_grad()), (DType::Bool, false));
        assert_eq!(answer.to_vec::<bool>(), [true, false]);
        assert_eq!(x.ne(&x).to_vec::<bool>(), [false, true]);
    }
}
