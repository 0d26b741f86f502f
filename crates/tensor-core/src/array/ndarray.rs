//! Conversions from and to `ndarray`; a view of an array is one there without a copy, whatever its layout.

use ndarray::{ArrayBase, ArrayD, ArrayViewD, Data, Dimension, IxDyn, ShapeBuilder};

use crate::array::Array;
use crate::dtype::Element;
use crate::error::Error;

/// The elements of any `ndarray` array or view, in memory of our own and row-major order.
///
/// ```
/// use tensor_core::Array;
/// let x = ndarray::array![[1.0_f64, 2.0], [3.0, 4.0]];
/// assert_eq!(Array::from(&x.t()).to_vec::<f64>(), [1.0, 3.0, 2.0, 4.0]);
/// ```
impl<T: Element, S: Data<Elem = T>, D: Dimension> From<&ArrayBase<S, D>> for Array {
    fn from(array: &ArrayBase<S, D>) -> Self {
        Array::written::<T>(array.shape(), |out| match array.as_slice() {
            Some(elements) => out.copy_from_slice(elements),
            None => out.iter_mut().zip(array).for_each(|(out, x)| *out = *x),
        })
    }
}

/// As from a reference.
impl<T: Element, S: Data<Elem = T>, D: Dimension> From<ArrayBase<S, D>> for Array {
    fn from(array: ArrayBase<S, D>) -> Self {
        Array::from(&array)
    }
}

impl Array {
    /// The elements as an `ndarray` view, without a copy.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from([[1, 2], [3, 4]]).t();
    /// assert_eq!(x.view_ndarray::<i64>().unwrap()[[0, 1]], 3);
    /// ```
    ///
    /// # Errors
    /// If the elements are not of type `T`.
    pub fn view_ndarray<T: Element>(&self) -> Result<ArrayViewD<'_, T>, Error> {
        if self.dtype() != T::DTYPE {
            return Err(Error::dtype(format!(
                "view_ndarray: the elements are {}, not {}: convert them with to_dtype",
                self.dtype(),
                T::DTYPE
            )));
        }
        let shape = IxDyn(self.shape());
        let view = if self.numel() == 0 {
            // ndarray would check the strides of nothing, too.
            ArrayViewD::from_shape(shape, &[])
        } else {
            ArrayViewD::from_shape(shape.strides(IxDyn(self.strides())), self.elements::<T>())
        };
        view.map_err(|error| Error::shape(format!("view_ndarray: {error} (shape {:?})", self.shape())))
    }

    /// The elements, converted to `T`, as an `ndarray` array.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from([[1, 2], [3, 4]]).to_ndarray::<f64>();
    /// assert_eq!(x.sum(), 10.0);
    /// ```
    pub fn to_ndarray<T: Element>(&self) -> ArrayD<T> {
        let values = self.to_dtype(T::DTYPE).to_vec::<T>();
        match ArrayD::from_shape_vec(self.shape(), values) {
            Ok(array) => array,
            Err(error) => unreachable!("{error}: an array has as many elements as its shape says"),
        }
    }
}
