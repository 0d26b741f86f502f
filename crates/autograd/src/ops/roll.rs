//! Elements moved round in a circle.

use tensor_core::{Array, Error, IntoDims, OrRaise, cat, dimension};

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// The elements moved on by `shifts` along `dims`; what leaves at the end comes in at the beginning. With no
    /// dimension named, the elements are moved in row-major order.
    ///
    /// Gradient: `grad`, rolled back.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1, 2], [3, 4]]);
    /// assert_eq!(x.roll(1, 1).to_vec::<i64>(), [2, 1, 4, 3]);
    /// assert_eq!(x.roll(1, []).to_vec::<i64>(), [4, 1, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist, or there are not as many shifts as dimensions.
    #[track_caller]
    pub fn roll(&self, shifts: impl IntoDims, dims: impl IntoDims) -> Tensor {
        let (shifts, dims) = (shifts.into_dims(), dims.into_dims());
        let value = rolled(&self.value(), &shifts, &dims).or_raise();
        record("Roll", value, [self], [], move |cx| {
            let back = shifts.iter().map(|shift| -shift).collect::<Vec<isize>>();
            [Some(cx.grad.roll(back, &dims[..]))]
        })
    }
}

#[track_caller]
fn rolled(x: &Array, shifts: &[isize], dims: &[isize]) -> Result<Array, Error> {
    if let ([shift], []) = (shifts, dims) {
        let flat = x.reshape([x.numel()]);
        return Ok(rolled_along(&flat, *shift, 0).reshape(x.shape()));
    }
    if shifts.is_empty() {
        return Err(Error::argument(
            "roll: there must be a shift at least, and there is none",
        ));
    }
    if shifts.len() != dims.len() {
        return Err(Error::argument(format!(
            "roll: shifts {shifts:?} and dims {dims:?} must be equally many"
        )));
    }
    if x.rank() == 0 {
        return Err(Error::index(format!(
            "roll: dims {dims:?} name dimensions, and a 0-d tensor has none"
        )));
    }
    let mut x = x.clone();
    for (shift, dim) in shifts.iter().zip(dims) {
        x = rolled_along(&x, *shift, dimension(*dim, x.rank())?);
    }
    Ok(x)
}

#[track_caller]
fn rolled_along(x: &Array, shift: isize, dim: usize) -> Array {
    let size = x.shape()[dim];
    if size == 0 {
        return x.clone();
    }
    let first = shift.rem_euclid(size as isize) as usize;
    let (dim, rest) = (dim as isize, size - first);
    let (last, others) = (x.narrow(dim, rest as isize, first), x.narrow(dim, 0, rest));
    cat(&[&last, &others], dim)
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].roll([1, -2], [0, -1]));
        check(&[&[2, 3]], |x| x[0].roll(4, []));
        check_second(&[&[4]], |x| x[0].roll(1, 0).square());
    }

    #[test]
    fn nothing_to_move() {
        assert_eq!(Tensor::zeros([0, 2]).roll(1, 0).shape(), [0, 2]);
        assert_eq!(Tensor::from(3.0).roll(1, []).item(), 3.0);
    }

    #[test]
    #[should_panic(expected = "roll: shifts [1, 2] and dims [0] must be equally many")]
    fn shifts_without_dimensions_are_refused() {
        Tensor::zeros([2, 2]).roll([1, 2], 0);
    }

    #[test]
    #[should_panic(expected = "roll: dims [0] name dimensions, and a 0-d tensor has none")]
    fn a_number_has_no_dimension_to_roll_along() {
        Tensor::from(3.0).roll(1, 0);
    }
}
