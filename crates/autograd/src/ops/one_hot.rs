//! Classes as vectors.

use tensor_core::functions::Eq;
use tensor_core::{Array, DType, Error, OrRaise};

use crate::tensor::Tensor;

impl Tensor {
    /// For each class number the vector with 1 in its place and 0 elsewhere, along a new last dimension of size
    /// `num_classes`; with `None`, of one more than the largest. The result is int64 and has no gradient.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([2, 0]).one_hot(3);
    /// assert_eq!(x.to_vec::<i64>(), [0, 0, 1, 1, 0, 0]);
    /// assert_eq!(Tensor::from([2, 0]).one_hot(None).shape(), [2, 3]);
    /// ```
    ///
    /// # Panics
    /// If this is not int64, a class is negative or not below `num_classes`, or there is neither a class nor a number
    /// of them.
    #[track_caller]
    pub fn one_hot(&self, num_classes: impl Into<Option<usize>>) -> Tensor {
        one_hot(&self.value(), num_classes.into()).or_raise().into()
    }
}

#[track_caller]
fn one_hot(classes: &Array, num_classes: Option<usize>) -> Result<Array, Error> {
    if classes.dtype() != DType::I64 {
        return Err(Error::dtype(format!(
            "one_hot is for class numbers of int64, not {}",
            classes.dtype()
        )));
    }
    let largest = largest(classes)?;
    let count = match (num_classes, largest) {
        (Some(count), Some(largest)) if largest >= count => {
            return Err(Error::index(format!(
                "one_hot: class {largest} does not exist among {count} classes"
            )));
        }
        (Some(count), _) => count,
        (None, Some(largest)) => largest + 1,
        (None, None) => {
            return Err(Error::argument(
                "one_hot: an empty tensor does not say how many classes there are",
            ));
        }
    };
    let numbers = Array::arange(0.0, count as f64, 1.0, DType::I64)?;
    Ok(Eq::of(&classes.unsqueeze(-1), &numbers).to_dtype(DType::I64))
}

/// The largest class, if there is one.
#[track_caller]
fn largest(classes: &Array) -> Result<Option<usize>, Error> {
    let classes = classes.to_vec::<i64>();
    match classes.iter().find(|class| **class < 0) {
        Some(negative) => Err(Error::index(format!(
            "one_hot: a class is {negative}, and must not be negative"
        ))),
        None => Ok(classes.iter().max().map(|class| *class as usize)),
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn no_classes_of_a_known_number() {
        let none = Tensor::from_vec::<i64>(vec![], [0, 2]);
        assert_eq!(none.one_hot(4).shape(), [0, 2, 4]);
    }

    #[test]
    #[should_panic(expected = "one_hot: class 3 does not exist among 3 classes")]
    fn a_class_beyond_the_end_is_refused() {
        Tensor::from([0, 3]).one_hot(3);
    }

    #[test]
    #[should_panic(expected = "one_hot: a class is -1, and must not be negative")]
    fn a_negative_class_is_refused() {
        Tensor::from([0, -1]).one_hot(3);
    }
}
