//! Medians.

use tensor_core::{Array, Error, OrRaise};

use crate::ops::max::shared;
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The median of all elements: the lower one, if two are in the middle; not-a-number wins.
    ///
    /// Gradient: `grad`, shared evenly by the elements that equal it.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([4.0, 1.0, 3.0, 2.0]).median().item(), 2.0);
    /// ```
    ///
    /// # Panics
    /// If there are no elements, and they are no floating-point numbers.
    #[track_caller]
    pub fn median(&self) -> Tensor {
        self.median_of_all("Median", false).or_raise()
    }

    /// The median of all elements that are numbers: the lower one, if two are in the middle.
    ///
    /// Gradient: `grad`, shared evenly by the elements that equal it.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([4.0, f64::NAN, 1.0]).nanmedian().item(), 1.0);
    /// ```
    ///
    /// # Panics
    /// If there are no elements, and they are no floating-point numbers.
    #[track_caller]
    pub fn nanmedian(&self) -> Tensor {
        self.median_of_all("Nanmedian", true).or_raise()
    }

    /// The medians along `dim`, the lower ones if two are in the middle, and where they are (int64); the dimension stays
    /// with size 1 if `keepdim`. Not-a-number wins.
    ///
    /// Gradient: `grad` at these positions.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (values, indices) = Tensor::from([[5.0, 1.0, 3.0], [2.0, 4.0, 6.0]]).median_dim(1, false);
    /// assert_eq!((values.to_vec::<f32>(), indices.to_vec::<i64>()), (vec![3.0, 4.0], vec![2, 1]));
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or has size 0.
    #[track_caller]
    pub fn median_dim(&self, dim: isize, keepdim: bool) -> (Tensor, Tensor) {
        let indices = self.value().argmedian(dim, false);
        let values = self.value().gather(dim, &indices);
        self.chosen("Median", (values, indices), dim, keepdim)
    }

    /// The medians along `dim` of what are numbers: see [`median_dim`](Tensor::median_dim).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (value, index) = Tensor::from([f64::NAN, 1.0, 3.0]).nanmedian_dim(0, false);
    /// assert_eq!((value.item(), index.item()), (1.0, 1.0));
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or has size 0.
    #[track_caller]
    pub fn nanmedian_dim(&self, dim: isize, keepdim: bool) -> (Tensor, Tensor) {
        let indices = self.value().argmedian(dim, true);
        let values = self.value().gather(dim, &indices);
        self.chosen("Nanmedian", (values, indices), dim, keepdim)
    }

    #[track_caller]
    fn median_of_all(&self, name: &'static str, skip_nan: bool) -> Result<Tensor, Error> {
        if self.is_empty() && !self.dtype().is_float() {
            return Err(Error::shape(format!(
                "{}: a tensor of shape {:?} has no elements, and so no median",
                name.to_lowercase(),
                self.shape()
            )));
        }
        let x = self.value().reshape(-1);
        let value = match self.is_empty() {
            true => Array::full((), f64::NAN, self.dtype()),
            false => x.gather(0, &x.argmedian(0, skip_nan)).reshape(()),
        };
        let save = [Save::Input(0), Save::Result];
        Ok(record(name, value, [self], save, |cx| [Some(shared(&cx))]))
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[3, 4]], |x| x[0].median());
        check(&[&[3, 4]], |x| x[0].nanmedian());
        check(&[&[3, 4]], |x| x[0].median_dim(1, false).0);
        check(&[&[]], |x| x[0].nanmedian_dim(0, true).0);
        check_second(&[&[3, 4]], |x| x[0].square().median_dim(0, true).0);
    }

    #[test]
    fn of_nothing_and_of_what_is_no_number() {
        assert!(Tensor::zeros(0).median().item().is_nan());
        assert!(Tensor::from([1.0, f64::NAN]).median().item().is_nan());
        assert!(Tensor::from([f64::NAN]).nanmedian().item().is_nan());
    }

    #[test]
    #[should_panic(expected = "median: a tensor of shape [0] has no elements")]
    fn integers_have_no_other_word_for_it() {
        Tensor::zeros(0).to_dtype(crate::DType::I64).median();
    }
}
