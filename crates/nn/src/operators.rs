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

        $crate::operators::operators! {
            @in_place $holder
            add_(other: impl ::autograd::Operand);
            sub_(other: impl ::autograd::Operand);
            mul_(other: impl ::autograd::Operand);
            div_(other: impl ::autograd::Operand);
            add_scaled_(other: &::autograd::Tensor, alpha: impl Into<::autograd::Scalar>);
            lerp_(end: &::autograd::Tensor, weight: impl ::autograd::Operand);
            clamp_(min: impl ::autograd::Operand, max: impl ::autograd::Operand);
            copy_(source: &::autograd::Tensor);
            fill_(value: impl Into<::autograd::Scalar>);
            zero_();
        }

        impl ::std::ops::Neg for &$holder {
            type Output = ::autograd::Tensor;
            #[track_caller]
            fn neg(self) -> ::autograd::Tensor {
                -&self.0
            }
        }
    };
    // It is a handle, so that all of them take it shared.
    (@in_place $holder:ident $($name:ident($($argument:ident: $ty:ty),*);)*) => {
        impl $holder {$(
            #[doc = concat!("[`Tensor::", stringify!($name), "`](::autograd::Tensor::", stringify!($name), "), for all its handles.")]
            ///
            /// # Panics
            /// As that, and for a parameter unless inside of `no_grad`.
            #[track_caller]
            pub fn $name(&self $(, $argument: $ty)*) -> &Self {
                self.0.clone().$name($($argument),*);
                self
            }
        )*}
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
    fn a_shared_parameter_is_updated_in_place() {
        let (ema, w) = (Parameter::new([1.0, 2.0]), Parameter::new([3.0, 0.0]));
        no_grad(|| ema.mul_(0.5).add_scaled_(&w, 0.5));
        assert_eq!(ema.to_vec::<f32>(), [2.0, 1.0]);
        no_grad(|| ema.copy_(&w).clamp_(0, 1));
        assert_eq!(ema.to_vec::<f32>(), [1.0, 0.0]);
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
