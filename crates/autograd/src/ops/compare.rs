//! Comparisons, answered in bool, without gradients.

use tensor_core::functions::{Eq, Ge, Gt, Le, Lt, Ne};

use crate::operators::{Arg, Operand};
use crate::tensor::Tensor;

macro_rules! comparisons {
    ($($name:ident $Name:ident $symbol:literal;)*) => {
        impl Tensor {$(
            #[doc = concat!("Whether `self ", $symbol, " other`, element by element, broadcast.")]
            ///
            /// ```
            /// # use autograd::Tensor;
            #[doc = concat!("let answers = Tensor::from([1, 2, 3]).", stringify!($name), "(2);")]
            #[doc = concat!("assert_eq!(answers.to_vec::<bool>(), [1, 2, 3].map(|x| x ", $symbol, " 2));")]
            /// ```
            ///
            /// # Panics
            /// If the shapes do not broadcast.
            #[track_caller]
            pub fn $name(&self, other: impl Operand) -> Tensor {
                #[track_caller]
                fn compare(x: &Tensor, other: Arg<'_>) -> Tensor {
                    match other {
                        Arg::Tensor(other) => $Name::of(&*x.value(), &*other.value()).into(),
                        Arg::Number(number) => $Name::of(&*x.value(), number).into(),
                    }
                }
                compare(self, other.arg())
            }
        )*}
    };
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
    fn answers_are_bools_that_need_no_gradient() {
        let x = Tensor::from([1.0, f64::NAN]).requires_grad_(true);
        let answer = x.ge(1.0);
        assert_eq!((answer.dtype(), answer.requires_grad()), (DType::Bool, false));
        assert_eq!(answer.to_vec::<bool>(), [true, false]);
        assert_eq!(x.ne(&x).to_vec::<bool>(), [false, true]);
    }
}
