//! Another element type.

use tensor_core::DType;

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// The same values in another element type: this tensor if it has that type.
    ///
    /// Gradient: `grad`, which the engine converts back. To an integer type there is none.
    ///
    /// ```
    /// # use autograd::{DType, Tensor};
    /// assert_eq!(Tensor::from([1.5, -1.5]).to_dtype(DType::I64).to_vec::<i64>(), [1, -1]);
    /// ```
    #[track_caller]
    pub fn to_dtype(&self, dtype: DType) -> Tensor {
        if self.dtype() == dtype {
            return self.clone();
        }
        let value = self.value().to_dtype(dtype);
        if !dtype.is_float() {
            return Tensor::from(value);
        }
        record("ToCopy", value, [self], [], |cx| [Some(cx.grad)])
    }

    /// The elements as `f32`: [`to_dtype`](Tensor::to_dtype) under PyTorch's name for it.
    #[track_caller]
    pub fn float(&self) -> Tensor {
        self.to_dtype(DType::F32)
    }

    /// The elements as `f64`: [`to_dtype`](Tensor::to_dtype) under PyTorch's name for it.
    #[track_caller]
    pub fn double(&self) -> Tensor {
        self.to_dtype(DType::F64)
    }

    /// The elements as `i64`: [`to_dtype`](Tensor::to_dtype) under PyTorch's name for it.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([0.9, -1.9]);
    /// assert_eq!(x.long().float().to_vec::<f32>(), [0.0, -1.0]);
    /// ```
    #[track_caller]
    pub fn long(&self) -> Tensor {
        self.to_dtype(DType::I64)
    }
}

#[cfg(test)]
mod tests {
    use crate::{DType, Tensor};

    #[test]
    fn the_gradient_comes_back_in_the_first_type() {
        let x = Tensor::from([1.0, 2.0]).requires_grad_(true);
        (x.to_dtype(DType::F64) * 3.0).sum().backward();
        let grad = x.grad().unwrap();
        assert_eq!((grad.dtype(), grad.to_vec::<f32>()), (DType::F32, vec![3.0, 3.0]));
    }
}
