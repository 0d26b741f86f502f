//! Turning, tiling, repeating, cutting at places, and windows.

use std::iter::repeat_n;

use tensor_core::{Error, OrRaise, Places, dimension, dimensions, room_for};

use crate::part::{Part, record_part};
use crate::record::is_recorded;
use crate::tensor::Tensor;

impl Tensor {
    /// Turned by `k` quarter turns from the first of `dims` to the second.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([[1, 2], [3, 4]]).rot90(1, [0, 1]).to_vec::<i64>(), [2, 4, 1, 3]);
    /// ```
    ///
    /// # Panics
    /// If one of the dimensions does not exist, or both are the same.
    #[track_caller]
    pub fn rot90(&self, k: isize, dims: [isize; 2]) -> Tensor {
        dimensions(&dims, self.rank())
            .map_err(|error| error.within("rot90"))
            .or_raise();
        let [from, to] = dims;
        match k.rem_euclid(4) {
            1 => self.flip(to).transpose(from, to),
            2 => self.flip(dims),
            3 => self.flip(from).transpose(from, to),
            _ => self.copy(),
        }
    }

    /// Repeated this many times along the last dimensions: [`repeat`](Tensor::repeat), where fewer numbers than dimensions
    /// leave the first ones as they are.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([[1, 2]]).tile(2).to_vec::<i64>(), [1, 2, 1, 2]);
    /// ```
    #[track_caller]
    pub fn tile(&self, dims: impl tensor_core::IntoShape) -> Tensor {
        let dims = dims.into_shape();
        let mut times = vec![1; self.rank().saturating_sub(dims.len())];
        times.extend_from_slice(&dims);
        self.repeat(times)
    }

    /// Each element, or each slice along `dim`, repeated in place: all as often, or each as often as a tensor (int64) says.
    ///
    /// Gradient: the sum over the repetitions.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1, 2]);
    /// assert_eq!(x.repeat_interleave(2, None).to_vec::<i64>(), [1, 1, 2, 2]);
    /// assert_eq!(x.repeat_interleave(&Tensor::from([0, 3]), 0).to_vec::<i64>(), [2, 2, 2]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist, there is not one number for each slice, or one is negative.
    #[track_caller]
    pub fn repeat_interleave(&self, repeats: impl IntoRepeats, dim: impl Into<Option<isize>>) -> Tensor {
        let (x, dim) = match dim.into() {
            Some(dim) => (self.clone(), dim),
            None => (self.reshape(-1), 0),
        };
        let x = if x.rank() == 0 { x.reshape(1) } else { x };
        let along = dimension(dim, x.rank()).or_raise();
        let places = repeats.into_places(x.shape()[along]).or_raise();
        x.index_select(along as isize, &places)
    }

    /// The parts along `dim`: as many of nearly equal size as a number says, the first ones larger by one, or between the
    /// positions in a list, which count from the end if negative. Views.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::arange(0, 7, 1);
    /// let sizes = |parts: Vec<Tensor>| parts.iter().map(Tensor::numel).collect::<Vec<_>>();
    /// assert_eq!(sizes(x.tensor_split(3, 0)), [3, 2, 2]);
    /// assert_eq!(sizes(x.tensor_split([1, -2], 0)), [1, 4, 2]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or the number is 0.
    #[track_caller]
    pub fn tensor_split(&self, at: impl IntoCuts, dim: isize) -> Vec<Tensor> {
        let along = dimension(dim, self.rank()).or_raise();
        if self.rank() == 0 {
            Error::shape("tensor_split: a 0-d tensor has no dimension to split").raise();
        }
        let size = self.shape()[along];
        let mut cuts = at.into_cuts(size).or_raise();
        cuts.push(size);
        let (mut start, mut parts) = (
            0,
            room_for(format_args!("tensor_split: {} parts", cuts.len()), cuts.len()).or_raise(),
        );
        for end in cuts {
            parts.push(self.narrow(dim, start.min(size) as isize, end.saturating_sub(start)));
            start = end;
        }
        parts
    }

    /// The windows of `size` elements along `dim`, `step` apart, each in a new last dimension. Without a copy.
    ///
    /// Gradient: what arrives at an element in all windows that see it.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let windows = Tensor::from([1, 2, 3, 4]).unfold(0, 2, 1);
    /// assert_eq!(windows.to_vec::<i64>(), [1, 2, 2, 3, 3, 4]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or is smaller than `size`, or `step` is 0.
    #[track_caller]
    pub fn unfold(&self, dim: isize, size: usize, step: usize) -> Tensor {
        let value = self.value().windows(dim, size, step);
        if !is_recorded(&[self]) {
            return Tensor::from(value);
        }
        let places = Places::of_windows(self.shape(), dim, size, step).or_raise();
        record_part("Unfold", value, self, || Part::Places(places))
    }
}

/// How often each of some slices is repeated: a number for all of them, or a tensor of one for each.
pub trait IntoRepeats {
    /// The slices in order, each as often as it is repeated.
    ///
    /// # Errors
    /// If there is not one number for each of the `count` slices, or one is negative.
    #[track_caller]
    fn into_places(self, count: usize) -> Result<Tensor, Error>;
}

impl IntoRepeats for usize {
    fn into_places(self, count: usize) -> Result<Tensor, Error> {
        repeated(count, count.saturating_mul(self), |_| self)
    }
}

impl IntoRepeats for &Tensor {
    fn into_places(self, count: usize) -> Result<Tensor, Error> {
        let repeats = self.to_dtype(crate::DType::I64).to_vec::<i64>();
        let fits =
            self.rank() <= 1 && (repeats.len() == count || repeats.len() == 1) && self.dtype().is_integer();
        if !fits || repeats.iter().any(|times| *times < 0) {
            return Err(Error::shape(format!(
                "repeat_interleave: {self} is not how often each of {count} slices is repeated"
            )));
        }
        let times = |at: usize| repeats[at % repeats.len()] as usize;
        let all = (0..count).fold(0_usize, |all, at| all.saturating_add(times(at)));
        repeated(count, all, times)
    }
}

/// The place of each of `count` slices as often as `times` says: `all` places.
#[track_caller]
fn repeated(count: usize, all: usize, times: impl Fn(usize) -> usize) -> Result<Tensor, Error> {
    if all == 0 {
        return Ok(Tensor::from_vec(Vec::<i64>::new(), 0));
    }
    let mut places = room_for(format_args!("repeat_interleave: a list of {all} places"), all)?;
    places.extend((0..count).flat_map(|at| repeat_n(at as i64, times(at))));
    Ok(Tensor::from_vec(places, all))
}

/// Where [`Tensor::tensor_split`] cuts: a number of parts, or positions.
pub trait IntoCuts {
    /// The ends of all parts but the last, of a dimension of this size.
    ///
    /// # Errors
    /// If there are no parts.
    fn into_cuts(self, size: usize) -> Result<Vec<usize>, Error>;
}

impl IntoCuts for usize {
    fn into_cuts(self, size: usize) -> Result<Vec<usize>, Error> {
        if self == 0 {
            return Err(Error::argument(
                "tensor_split: 0 parts, where there must be at least one",
            ));
        }
        let end = |part: usize| part * (size / self) + part.min(size % self);
        Ok((1..self).map(end).collect())
    }
}

impl<const N: usize> IntoCuts for [isize; N] {
    fn into_cuts(self, size: usize) -> Result<Vec<usize>, Error> {
        self.to_vec().into_cuts(size)
    }
}

impl IntoCuts for Vec<isize> {
    fn into_cuts(self, size: usize) -> Result<Vec<usize>, Error> {
        let from_the_start = |at: isize| if at < 0 { at + size as isize } else { at };
        Ok(self
            .into_iter()
            .map(|at| from_the_start(at).clamp(0, size as isize) as usize)
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].rot90(3, [0, 1]));
        check(&[&[2, 3]], |x| x[0].tile([2, 2, 1]));
        check(&[&[2, 3]], |x| x[0].repeat_interleave(2, -1));
        check(&[&[3, 2]], |x| {
            x[0].repeat_interleave(&Tensor::from([2, 0, 1]), 0)
        });
        check(&[&[7]], |x| x[0].tensor_split([2, 1, 9], 0).swap_remove(0));
        check(&[&[2, 5]], |x| x[0].unfold(1, 3, 1));
        check(&[&[]], |x| x[0].unfold(0, 1, 1));
        check_second(&[&[5]], |x| x[0].unfold(0, 2, 2).square());
    }

    #[test]
    fn cuts_behind_the_end_leave_nothing() {
        let parts = Tensor::arange(0, 3, 1).tensor_split([2, 1, 9], 0);
        let parts: Vec<_> = parts.iter().map(Tensor::to_vec::<i64>).collect();
        assert_eq!(parts, [vec![0, 1], vec![], vec![1, 2], vec![]]);
    }

    #[test]
    #[should_panic(expected = "unfold: windows of 4 elements do not fit dimension 0 of shape [3]")]
    fn windows_that_are_too_large_are_refused() {
        Tensor::zeros(3).unfold(0, 4, 1);
    }
}
