//! [`Compose`]: one transform after the other.

use super::Transform;

/// One transform after the other: `transforms.Compose`. It takes a tuple of up to eight, of which each takes what the one
/// before it makes; that they fit is checked by the compiler.
///
/// ```
/// use autograd::{DType, Tensor};
/// use data::transforms::{CenterCrop, Compose, Image, Resize, ToTensor, Transform};
///
/// let prepare = Compose::new((Resize::new(8), CenterCrop::new(6), ToTensor));
/// let x = prepare.apply(Image::new(Tensor::full([20, 40, 3], 51).to_dtype(DType::U8)));
/// assert_eq!(x.shape(), [3, 6, 6]);
/// assert!(x.allclose(&Tensor::full([3, 6, 6], 0.2)));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Compose<T>(T);

impl<T> Compose<T> {
    /// The transforms of a tuple, the first one first.
    pub fn new(transforms: T) -> Self {
        Self(transforms)
    }
}

macro_rules! compose {
    ($first:ident $($transform:ident after $before:ident),*; $last:ident) => {
        impl<X, $first: Transform<X>, $($transform: Transform<$before::Output>),*> Transform<X>
            for Compose<($first, $($transform,)*)>
        {
            type Output = $last::Output;

            fn apply(&self, x: X) -> Self::Output {
                #[allow(non_snake_case, reason = "a transform is called as its type is")]
                let ($first, $($transform,)*) = &self.0;
                let x = $first.apply(x);
                $(let x = $transform.apply(x);)*
                x
            }
        }
    };
}
compose!(A; A);
compose!(A B after A; B);
compose!(A B after A, C after B; C);
compose!(A B after A, C after B, D after C; D);
compose!(A B after A, C after B, D after C, E after D; E);
compose!(A B after A, C after B, D after C, E after D, F after E; F);
compose!(A B after A, C after B, D after C, E after D, F after E, G after F; G);
compose!(A B after A, C after B, D after C, E after D, F after E, G after F, H after G; H);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_run_in_order_and_change_types() {
        let steps = Compose::new((
            |x: i32| x + 1,
            |x: i32| f64::from(x) * 0.5,
            |x: f64| x.to_string(),
        ));
        assert_eq!(steps.apply(4), "2.5");
    }
}
