//! Tensors one after the other.

use std::borrow::Borrow;

use smallvec::SmallVec;
use tensor_core::{Array, Error, OrRaise, cat, cat_shape};

use crate::record::record_list;
use crate::tensor::{Tensor, Value};

impl Tensor {
    /// The tensors one after the other along `dim`, in the element type that holds all of them. Empty vectors (shape
    /// `[0]`) are left out, as in PyTorch.
    ///
    /// Gradient: for each its part of `grad`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (x, y) = (Tensor::from([[1.0, 2.0]]), Tensor::from([[3.0, 4.0], [5.0, 6.0]]));
    /// assert_eq!(Tensor::cat(&[&x, &y], 0).shape(), [3, 2]);
    /// ```
    ///
    /// # Panics
    /// If there are no tensors, one is 0-d, the dimension does not exist, or other sizes than `dim`'s differ.
    #[track_caller]
    pub fn cat<T: Borrow<Tensor>>(tensors: &[T], dim: isize) -> Tensor {
        let tensors: SmallVec<[&Tensor; 8]> = tensors.iter().map(Borrow::borrow).collect();
        let shapes: SmallVec<[&[usize]; 8]> = tensors.iter().map(|tensor| tensor.shape()).collect();
        let (_, dim) = cat_shape(&shapes, dim).or_raise();
        let mut end = 0;
        let parts: Vec<Part> = shapes
            .iter()
            .map(|shape| {
                let length = if *shape == [0] { 0 } else { shape[dim] };
                end += length;
                Part {
                    start: end - length,
                    length,
                    empty_vector: *shape == [0],
                }
            })
            .collect();
        let value = joined(&tensors, |arrays| cat(arrays, dim as isize));
        record_list("Cat", value, &tensors, [], move |cx, input| {
            let part = &parts[input];
            let grad = cx.grad.narrow(dim as isize, part.start as isize, part.length);
            if part.empty_vector { grad.reshape(0) } else { grad }
        })
    }
}

/// Where a tensor lies in the result.
struct Part {
    start: usize,
    length: usize,
    /// It may have another rank than the result.
    empty_vector: bool,
}

/// What `join` makes of the values of `tensors`.
#[track_caller]
pub(super) fn joined(tensors: &[&Tensor], join: impl FnOnce(&[&Array]) -> Array) -> Array {
    let values: SmallVec<[Value<'_>; 4]> = tensors.iter().map(|tensor| tensor.value()).collect();
    let arrays: SmallVec<[&Array; 8]> = values.iter().map(|value| &**value).collect();
    Error::raise_memory_here(|| join(&arrays))
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[1, 3], &[0, 3]], |x| Tensor::cat(x, 0));
        check(&[&[2, 3], &[2, 1]], |x| Tensor::cat(&[&x[0], &x[1], &x[0]], -1));
        check_second(&[&[2], &[3]], |x| Tensor::cat(x, 0).square());
    }

    #[test]
    fn an_empty_vector_joins_anything() {
        let nothing = Tensor::zeros(0).requires_grad_(true);
        let x = Tensor::ones([2, 2]).requires_grad_(true);
        let y = Tensor::cat(&[&nothing, &x], 1);
        y.sum().backward();
        assert_eq!(nothing.grad().unwrap().shape(), [0]);
        assert_eq!(x.grad().unwrap().shape(), [2, 2]);
    }

    #[test]
    fn gradients_have_the_element_types_of_their_tensors() {
        let x = Tensor::ones(2).requires_grad_(true);
        let y = Tensor::cat(&[&x, &Tensor::options().dtype(DType::F64).ones(1)], 0);
        assert_eq!(y.dtype(), DType::F64);
        y.sum().backward();
        assert_eq!(x.grad().unwrap().dtype(), DType::F32);
    }

    #[test]
    #[should_panic(expected = "cat needs at least one")]
    fn nothing_is_refused() {
        Tensor::cat::<Tensor>(&[], 0);
    }
}
