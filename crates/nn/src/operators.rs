//! The operators of what a module has instead of plain tensors: parameters and buffers.

/// Writes the operators of a type that holds a tensor in its first field, as those of tensors are.
macro_rules! operators {
    ($holder:ident) => {
        $crate::operators::operators! {
            @each $holder
            Add add AddAssign add_assign;
            Sub sub SubAssign sub_assign;
            Mul mul MulAssign mul_assign;
            Div div DivAssign div_assign;
        }

        impl ::std::ops::Neg for &$holder {
            type Output = ::autograd::Tensor;
            #[track_caller]
            fn neg(self) -> ::autograd::Tensor {
                -&self.0
            }
        }
    };
    (@each $holder:ident $($trait:ident $method:ident $assign_trait:ident $assign:ident;)*) => {$(
        impl<R: ::autograd::Operand> ::std::ops::$trait<R> for &$holder {
            type Output = ::autograd::Tensor;
            #[inline]
            #[track_caller]
            fn $method(self, right: R) -> ::autograd::Tensor {
                ::std::ops::$trait::$method(&self.0, right)
            }
        }
        impl ::std::ops::$trait<&$holder> for f64 {
            type Output = ::autograd::Tensor;
            #[inline]
            #[track_caller]
            fn $method(self, right: &$holder) -> ::autograd::Tensor {
                ::std::ops::$trait::$method(self, &right.0)
            }
        }
        impl<R: ::autograd::Operand> ::std::ops::$assign_trait<R> for $holder {
            #[inline]
            #[track_caller]
            fn $assign(&mut self, right: R) {
                ::std::ops::$assign_trait::$assign(&mut self.0, right);
            }
        }
    )*};
}
pub(crate) use operators;

#[cfg(test)]
mod tests {
    use autograd::{Tensor, no_grad};

    use crate::{Buffer, Parameter};

    #[test]
    fn a_parameter_is_updated_in_place() {
        let mut w = Parameter::new([1.0, 2.0]);
        let handle = w.tied();
        w.square().sum().backward();
        let slope = w.grad().unwrap();
        no_grad(|| w -= &slope * 0.1);
        assert_eq!(handle.to_vec::<f32>(), [0.8, 1.6]);
        assert!(handle.is_same(&w) && handle.requires_grad());
    }

    #[test]
    #[should_panic(expected = "mul_ would change a leaf that requires a gradient")]
    fn a_parameter_is_not_updated_while_recording() {
        let mut w = Parameter::new([1.0, 2.0]);
        w *= 2.0;
    }

    #[test]
    fn a_buffer_is_computed_with_and_updated() {
        let mut mean = Buffer::new([1.0, 2.0]);
        let handle = mean.tied();
        assert_eq!((1.0 - &mean).to_vec::<f32>(), [0.0, -1.0]);
        assert_eq!((&mean * Tensor::from(2.0)).to_vec::<f32>(), [2.0, 4.0]);
        assert_eq!((-&mean).to_vec::<f32>(), [-1.0, -2.0]);
        mean *= 0.5;
        mean += 1.0;
        assert_eq!(handle.to_vec::<f32>(), [1.5, 2.0]);
    }
}
