//! Reductions in another element type: PyTorch's argument `dtype`.

use tensor_core::{DType, IntoDims};

use crate::tensor::Tensor;

macro_rules! reductions {
    ($($name:ident($($parameter:ident: $type:ty),*) $of:ident $doc:literal;)*) => {
        impl Tensor {$(
            #[doc = concat!($doc, " Elements are converted to `dtype` first, and the result has that type: integers wrap, as in")]
            /// PyTorch, where [`sum`](Tensor::sum) and its kin give `i64`.
            ///
            /// # Panics
            /// If a dimension does not exist or is named twice.
            #[track_caller]
            pub fn $name(&self, $($parameter: $type,)* dtype: DType) -> Tensor {
                self.to_dtype(dtype).$of($($parameter),*).to_dtype(dtype)
            }
        )*}
    };
}

reductions! {
    sum_as() sum "The [`sum`](Tensor::sum) of all elements in another type.";
    sum_dim_as(dims: impl IntoDims, keepdim: bool) sum_dim
        "The [sum over dimensions](Tensor::sum_dim) in another type.";
    prod_as() prod "The [product](Tensor::prod) of all elements in another type.";
    prod_dim_as(dim: isize, keepdim: bool) prod_dim
        "The [product along a dimension](Tensor::prod_dim) in another type.";
    cumsum_as(dim: isize) cumsum "The [running sums](Tensor::cumsum) in another type.";
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;
    use crate::{DType, Tensor};

    #[test]
    fn integers_wrap() {
        let x = Tensor::from([[100, 100], [1, 2]]);
        assert_eq!(x.sum_as(DType::I8).to_vec::<i8>(), [-53]);
        assert_eq!(x.sum_dim_as(1, false, DType::U8).to_vec::<u8>(), [200, 3]);
        assert_eq!(x.prod_dim_as(1, false, DType::U8).to_vec::<u8>(), [16, 2]);
        assert_eq!(
            x.cumsum_as(1, DType::F64).to_vec::<f64>(),
            [100.0, 200.0, 1.0, 3.0]
        );
        assert_eq!(x.prod_as(DType::F32).item(), 20_000.0);
    }

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| {
            x[0].sum_as(DType::F64) + x[0].prod_dim_as(0, true, DType::F64)
        });
    }
}
