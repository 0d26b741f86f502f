//! Positions of one dimension, chosen by an index.

use crate::part::{Part, record_part};
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The slices of `dim` at the positions in the vector `index`, in that order, into one new tensor.
    ///
    /// Gradient: each slice of `grad` added to its position.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]);
    /// assert_eq!(x.index_select(0, &Tensor::from([2, 0])).to_vec::<f32>(), [5.0, 6.0, 1.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist, `index` is not a vector of int64, or a position is negative or beyond the end.
    #[track_caller]
    pub fn index_select(&self, dim: isize, index: &Tensor) -> Tensor {
        let index = index.value();
        let value = self.value().index_select(dim, &index);
        record_part("IndexSelect", value, self, || Part::Positions {
            dim,
            index: index.clone(),
        })
    }

    /// This tensor with slice `i` of `src` along `dim` added to the slice at position `index[i]`.
    ///
    /// Bools add as OR.
    ///
    /// Gradient: `grad` for this tensor, its slices at `index` for `src`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let rows = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let sums = Tensor::zeros([3, 2]).index_add(0, &Tensor::from([2, 2]), &rows);
    /// assert_eq!(sums.to_vec::<f32>(), [0.0, 0.0, 0.0, 0.0, 4.0, 6.0]);
    /// ```
    ///
    /// # Panics
    /// As [`index_select`](Tensor::index_select), and if `src` has not the shape that it would give, or element types
    /// differ.
    #[track_caller]
    pub fn index_add(&self, dim: isize, index: &Tensor, src: &Tensor) -> Tensor {
        let value = self.to_array().index_add(dim, &index.value(), &src.value());
        let save = [Save::Value(&index.value())];
        record("IndexAdd", value, [self, src], save, move |cx| {
            let [index] = cx.saved();
            let part = cx.to(1, |cx| cx.grad.index_select(dim, index));
            [Some(cx.grad), part]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn the_one_element_of_a_0_d_tensor_can_be_selected() {
        check(&[&[]], |x| x[0].index_select(0, &Tensor::from([0])).square());
        check(&[&[], &[]], |x| {
            x[0].index_add(0, &Tensor::from([0]), &x[1]).square()
        });
        let one = Tensor::from(3.0).index_select(-1, &Tensor::from([0]));
        assert_eq!((one.shape(), one.item()), (&[][..], 3.0));
    }

    #[test]
    #[should_panic(expected = "a 0-d array has one element, so an index of shape [2] cannot select from it")]
    fn a_0_d_tensor_has_one_element() {
        Tensor::from(3.0).index_select(0, &Tensor::from([0, 0]));
    }

    #[test]
    fn gradients() {
        let index = Tensor::from([2, 0, 2]);
        check(&[&[3, 2]], |x| x[0].index_select(0, &index));
        check(&[&[2, 3]], |x| x[0].index_select(-1, &index));
        check(&[&[3, 2], &[3, 2]], |x| x[0].index_add(0, &index, &x[1]));
        check_second(&[&[3]], |x| x[0].index_select(0, &index).square());
        check_second(&[&[3], &[3]], |x| x[0].index_add(0, &index, &x[1]).square());
    }

    #[test]
    fn positions_that_are_named_twice_add_up() {
        let x = Tensor::ones(3).requires_grad_(true);
        x.index_select(0, &Tensor::from([0, 0, 2])).sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [2.0, 0.0, 1.0]);
    }
}
