//! Windows as columns, and columns folded back: PyTorch's `F.unfold` and `F.fold`.

use crate::array::Array;
use crate::dtype::dispatch;
use crate::error::{Error, OrRaise};
use crate::kernel::functions::float_dtype;
use crate::kernel::unfold;
use crate::shape::{Unfolding, same};

impl Array {
    /// What each window sees, as a column.
    ///
    /// ```
    /// use tensor_core::{Array, PoolMoves, Unfolding};
    /// let x = Array::from([[1, 2, 3]]);
    /// let moves = PoolMoves { kernel_size: &[2], stride: &[1], padding: &[0], dilation: &[1], ceil_mode: false };
    /// let columns = x.im2col(&Unfolding::new(x.shape(), moves).unwrap());
    /// assert_eq!((columns.shape(), columns.to_vec::<i64>()), (&[2, 2][..], vec![1, 2, 2, 3]));
    /// ```
    ///
    /// # Panics
    /// If the shape is not that of `unfolding`'s images.
    #[track_caller]
    pub fn im2col(&self, unfolding: &Unfolding) -> Array {
        check("unfold", &unfolding.images_shape(), self.shape()).or_raise();
        let (dtype, x) = (self.dtype(), self.contiguous());
        dispatch!(dtype, T: Word => Array::moved::<T>(dtype, &unfolding.columns_shape(), |out| {
            unfold::unfold(&unfolding.windows, &x.words::<T>()[..x.numel()], out);
        }))
    }

    /// For each element of images the sum of what the windows that see it have in their columns.
    ///
    /// # Panics
    /// If the shape is not that of `unfolding`'s columns, or the elements are not floating point.
    #[track_caller]
    pub fn col2im(&self, unfolding: &Unfolding) -> Array {
        check("fold", &unfolding.columns_shape(), self.shape()).or_raise();
        let (dtype, columns) = (float_dtype("fold", self.dtype()).or_raise(), self.contiguous());
        dispatch!(dtype, T: Float => {
            Array::computed_with_room([&columns], dtype, &unfolding.images_shape(), |[columns], out: &mut [T]| {
                unfold::fold(&unfolding.windows, columns.as_slice::<T>().unwrap_or_default(), out);
            })
        })
    }
}

fn check(name: &str, expected: &[usize], found: &[usize]) -> Result<(), Error> {
    if same(expected, found) {
        return Ok(());
    }
    Err(Error::shape(format!(
        "{name}: the shape must be {expected:?}, and is {found:?}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dtype::DType;
    use crate::shape::PoolMoves;

    #[test]
    fn what_windows_see_and_give_back() {
        let x = Array::arange(0.0, 2.0 * 3.0 * 5.0 * 7.0, 1.0, DType::F64)
            .unwrap()
            .reshape([2, 3, 5, 7]);
        for (kernel, stride, padding, dilation) in [
            ([2, 3], [1, 1], [0, 0], [1, 1]),
            ([3, 2], [2, 3], [1, 2], [1, 2]),
            ([1, 3], [3, 2], [2, 4], [1, 3]),
        ] {
            let moves = PoolMoves {
                kernel_size: &kernel,
                stride: &stride,
                padding: &padding,
                dilation: &dilation,
                ceil_mode: false,
            };
            let unfolding = Unfolding::new(x.shape(), moves).unwrap();
            let windows = &unfolding.windows;
            let mut expected = Vec::new();
            let mut sums = vec![0.0; x.numel()];
            for plane in 0..6 {
                for tap in 0..windows.taps() {
                    for place in 0..windows.area() {
                        let seen = windows.seen(place, tap).map(|seen| plane * 35 + seen);
                        seen.into_iter().for_each(|seen| sums[seen] += seen as f64);
                        expected.push(seen.map_or(0.0, |seen| seen as f64));
                    }
                }
            }
            let columns = x.im2col(&unfolding);
            assert_eq!(columns.to_vec::<f64>(), expected, "{unfolding:?}");
            assert_eq!(columns.col2im(&unfolding).to_vec::<f64>(), sums, "{unfolding:?}");
            let back = Unfolding::of_columns(columns.shape(), &[5, 7], moves).unwrap();
            assert_eq!(back, unfolding);
        }
    }
}
