//! [`Example`]: what a model is checked with.

use autograd::{DType, Shape, Tensor};

/// What [`check_input`](crate::Forward::check_input) takes: a shape, such as `&[10, 1]`, or a tensor.
pub trait Example: sealed::Sealed {
    /// The input: of a shape, zeros of the type `dtype`.
    #[doc(hidden)]
    fn tensor(&self, dtype: DType) -> Tensor;
}

impl Example for Tensor {
    fn tensor(&self, _: DType) -> Tensor {
        self.detach()
    }
}

macro_rules! shapes {
    ($(($($generics:tt)*) $shape:ty;)*) => {$(
        impl<$($generics)*> Example for $shape {
            fn tensor(&self, dtype: DType) -> Tensor {
                Tensor::options().dtype(dtype).zeros(&self[..])
            }
        }
        impl<$($generics)*> sealed::Sealed for $shape {}
    )*};
}
shapes! {
    (const N: usize) [usize; N];
    () &[usize];
    () Vec<usize>;
    () Shape;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for autograd::Tensor {}
}
