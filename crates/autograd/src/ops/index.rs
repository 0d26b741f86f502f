//! `x[index]` of Python with tensors among the items, and `x[index] = value`.

use tensor_core::{Array, Combination, IndexItem, IntoIndexItems, OrRaise, Places};

use crate::mode::is_grad_enabled;
use crate::operators::{Arg, Operand};
use crate::part::{Part, record_part};
use crate::record::{is_recorded, record};
use crate::tensor::{Repr, Tensor};

impl From<&Tensor> for IndexItem {
    fn from(tensor: &Tensor) -> Self {
        IndexItem::Array(tensor.to_array())
    }
}

impl From<Tensor> for IndexItem {
    fn from(tensor: Tensor) -> Self {
        IndexItem::from(&tensor)
    }
}

impl Tensor {
    /// `x[index]` of Python with tensors among the items: a tuple of tensors, integers, ranges, `NewAxis` and `Ellipsis`, or
    /// one of them. Tensors of int64 or int32 hold positions of one dimension, negative ones from the end; a tensor of bool
    /// is a mask of as many dimensions as it has. They are broadcast to each other and name elements together.
    ///
    /// Their dimensions take the place of those that they index if these follow each other, and else come first; an integer
    /// takes its dimension away before. The result is a copy. Without tensors, [`slice`](Tensor::slice) gives a view.
    ///
    /// Gradient: `grad` added at `index`, which touches nothing else; what is named twice gets both.
    ///
    /// ```
    /// use autograd::{Index, Tensor};
    /// let x = Tensor::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// let columns = Tensor::from([2, 0]);
    /// assert_eq!(x.index((.., &columns)).to_vec::<f32>(), [3.0, 1.0, 6.0, 4.0]);
    /// assert_eq!(x.index((&Tensor::from([0, 1]), &columns)).to_vec::<f32>(), [3.0, 4.0]);
    /// assert_eq!(x.index(&x.gt(4)).to_vec::<f32>(), [5.0, 6.0]);
    /// assert_eq!(x.index((&columns.eq(2), Index::from(..).step_by(2))).to_vec::<f32>(), [1.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If a position does not exist, a mask has not the shape of what it masks, the tensors do not broadcast to each other,
    /// one of them holds floating-point numbers, or there are more items than dimensions.
    #[track_caller]
    pub fn index(&self, index: impl IntoIndexItems) -> Tensor {
        self.index_items(&index.into_index_items())
    }

    #[track_caller]
    fn index_items(&self, items: &[IndexItem]) -> Tensor {
        let value = self.value().index(items);
        if !is_recorded(&[self]) {
            return Tensor::from(value);
        }
        let places = Places::of_index(self.shape(), items).or_raise();
        record_part("Index", value, self, || Part::Places(places))
    }

    /// This tensor with `value`, a tensor or a number that is broadcast and converted to its element type, at `index`
    /// (see [`index`](Tensor::index)), or added there if `accumulate`. Of several values for one element the last stays,
    /// or all are added.
    ///
    /// Gradient: `grad` for this tensor, without the part if it was overwritten; the part of `grad` for the value.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let rows = Tensor::from([0, 2, 0]);
    /// let counts = Tensor::zeros(3).index_put(&rows, 1, true);
    /// assert_eq!(counts.to_vec::<f32>(), [2.0, 0.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the index does not fit, or the value does not broadcast to the part.
    #[track_caller]
    pub fn index_put(&self, index: impl IntoIndexItems, value: impl Operand, accumulate: bool) -> Tensor {
        let places = Places::of_index(self.shape(), &index.into_index_items())
            .map_err(|error| error.within("index_put"))
            .or_raise();
        self.with_places("IndexPut", &places, &self.of_arg(value.arg()), accumulate)
    }

    /// `x[index] = value` of Python, or `x[index] += value` where all that are named add up, if `accumulate`: as
    /// [`index_put`](Tensor::index_put), in place.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let mut x = Tensor::from([[1.0, -2.0], [-3.0, 4.0]]);
    /// let negative = x.lt(0);
    /// x.index_put_(&negative, 0, false);
    /// assert_eq!(x.to_vec::<f32>(), [1.0, 0.0, 0.0, 4.0]);
    /// ```
    ///
    /// # Panics
    /// As `index_put`, and if this is a leaf that requires a gradient and recording is on.
    #[track_caller]
    pub fn index_put_(
        &mut self,
        index: impl IntoIndexItems,
        value: impl Operand,
        accumulate: bool,
    ) -> &mut Self {
        self.writable("index_put_");
        let places = Places::of_index(self.shape(), &index.into_index_items())
            .map_err(|error| error.within("index_put_"))
            .or_raise();
        let value = self.of_arg(value.arg());
        let untraced = !(is_grad_enabled() && value.requires_grad());
        match &mut self.0 {
            Repr::Value(array) if untraced => write(array, &places, &value.value(), accumulate),
            Repr::Leaf(leaf) if untraced => {
                // Fetched before the lock is taken: it can be this very leaf.
                let value = value.to_array();
                leaf.update(|array, _| write(array, &places, &value, accumulate));
            }
            _ => *self = self.with_places("IndexPut", &places, &value, accumulate),
        }
        self
    }

    /// This tensor with `value` at these places, or added there.
    #[track_caller]
    pub(crate) fn with_places(
        &self,
        name: &'static str,
        places: &Places,
        value: &Tensor,
        accumulate: bool,
    ) -> Tensor {
        // As Python's assignment, which ignores leading dimensions of size 1 that the part has not.
        let extra = value.rank().saturating_sub(places.shape().len());
        let value = &match value.shape()[..extra].iter().all(|size| *size == 1) {
            true => value.reshape(&value.shape()[extra..]),
            false => value.clone(),
        };
        let mut array = self.to_array();
        write(&mut array, places, &value.value(), accumulate);
        let places = places.clone();
        record(name, array, [self, value], [], move |cx| {
            let part = cx.to(1, |cx| cx.grad.at_places(&places));
            let whole = cx.to(0, |cx| match accumulate {
                true => cx.grad.clone(),
                false => {
                    cx.grad
                        .with_places("IndexPut", &places, &cx.grad.of_arg(Arg::Number(0.into())), false)
                }
            });
            [whole, part]
        })
    }

    /// The elements at these places.
    #[track_caller]
    pub(crate) fn at_places(&self, places: &Places) -> Tensor {
        let value = self.value().take_places(places);
        record_part("Index", value, self, || Part::Places(places.clone()))
    }

    /// An operand in this tensor's element type.
    #[track_caller]
    pub(crate) fn of_arg(&self, value: Arg<'_>) -> Tensor {
        match value {
            Arg::Tensor(value) => value.to_dtype(self.dtype()),
            Arg::Number(number) => Tensor::from(Array::scalar(number, self.dtype())),
        }
    }
}

#[track_caller]
fn write(array: &mut Array, places: &Places, value: &Array, accumulate: bool) {
    if accumulate {
        array.combine_places(places, value, Combination::Sum);
    } else {
        array.put_places(places, value);
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{Tensor, no_grad};

    #[test]
    fn gradients() {
        let (rows, columns) = (&Tensor::from([2, 0, 2]), &Tensor::from([[1], [-1]]));
        let mask = &Tensor::from([true, false, true]);
        check(&[&[3, 4]], |x| x[0].index((rows, 1..)));
        check(&[&[3, 4]], |x| x[0].transpose(0, 1).index((columns, rows)));
        check(&[&[2, 3, 4]], |x| x[0].index((0..2, mask, columns)));
        check(&[&[3, 4], &[3, 1]], |x| x[0].index_put((rows, 1..), &x[1], true));
        check(&[&[3, 4], &[2]], |x| x[0].index_put((mask, 2), &x[1], false));
        check_second(&[&[3, 2]], |x| x[0].index(rows).square());
        check_second(&[&[3, 2], &[3, 2]], |x| {
            let added = x[0].index_put(rows, &x[1] * 2, true);
            added.index_put((mask, 0), x[1].index((..2, 1)), false).square()
        });
    }

    #[test]
    fn assignment_is_recorded_from_then_on() {
        let w = Tensor::from([2.0, 3.0]).requires_grad_(true);
        let mut x = Tensor::zeros([3, 2]);
        x.index_put_(Tensor::from([0, 2]), &w, false);
        assert!(x.requires_grad() && !x.is_leaf());
        (&x * &x).sum().backward();
        assert_eq!(w.grad().unwrap().to_vec::<f32>(), [8.0, 12.0]);
    }

    #[test]
    fn without_recording_a_leaf_is_updated_for_every_handle() {
        let x = Tensor::from([1.0, 2.0]).requires_grad_(true);
        let mut handle = x.clone();
        no_grad(|| handle.index_put_(Tensor::from([0, 0]), x.get(1), true).is_leaf());
        assert_eq!(x.to_vec::<f32>(), [5.0, 2.0]);
    }

    #[test]
    #[should_panic(expected = "index_put: index: index 3 is out of bounds for dimension 0")]
    fn a_place_that_does_not_exist_is_refused() {
        Tensor::zeros(3).index_put(Tensor::from([3]), 1, false);
    }

    #[test]
    #[should_panic(expected = "a value of shape [3] does not broadcast to the part of shape [2]")]
    fn a_value_that_does_not_fit_is_refused() {
        Tensor::zeros(3).index_put(Tensor::from([0, 1]), Tensor::zeros(3), false);
    }
}
