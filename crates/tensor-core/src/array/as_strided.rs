//! Views of any strides over an array's elements.

use crate::array::Array;
use crate::error::Error;
use crate::layout::Layout;
use crate::shape::{IntoShape, numel, uncountable};

impl Array {
    /// The elements `offset + i * strides[0] + j * strides[1] + ...` of this array's in row-major order, as a view of the
    /// shape given: `torch.as_strided`, as files of PyTorch describe their tensors. An array that is not contiguous is
    /// copied first.
    ///
    /// # Errors
    /// If there is not one stride for each size, or one reaches beyond the elements.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from([1_i64, 2, 3, 4, 5, 6]);
    /// assert_eq!(x.as_strided([2, 2], &[1, 3], 1)?.to_vec::<i64>(), [2, 5, 3, 6]);
    /// assert!(x.as_strided([2], &[6], 0).is_err());
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn as_strided(
        &self,
        shape: impl IntoShape,
        strides: &[usize],
        offset: usize,
    ) -> Result<Array, Error> {
        as_strided(&self.contiguous(), &shape.into_shape(), strides, offset)
    }
}

fn as_strided(array: &Array, shape: &[usize], strides: &[usize], offset: usize) -> Result<Array, Error> {
    if shape.len() != strides.len() {
        return Err(Error::shape(format!(
            "as_strided: {} strides were given for the shape {shape:?}; each size has one",
            strides.len()
        )));
    }
    let Some(count) = numel(shape) else {
        return Err(uncountable(shape));
    };
    if count == 0 {
        return Ok(Array::zeros(shape, array.dtype()));
    }
    let last = shape
        .iter()
        .zip(strides)
        .try_fold(offset, |last, (size, stride)| {
            last.checked_add((size - 1).checked_mul(*stride)?)
        });
    if last.is_none_or(|last| last >= array.numel()) {
        return Err(Error::shape(format!(
            "as_strided: the shape {shape:?} with strides {strides:?} from element {offset} reaches beyond the {} elements \
             that there are",
            array.numel()
        )));
    }
    // The stride of a single position is never taken, and may be any number.
    let strides: Vec<usize> = shape
        .iter()
        .zip(strides)
        .map(|(size, stride)| if *size == 1 { 1 } else { *stride })
        .collect();
    let layout = Layout::new(shape, &strides, array.layout().offset() + offset);
    Ok(array.with_layout(layout))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_read_what_their_strides_say() {
        let x = Array::from([[1_i64, 2, 3], [4, 5, 6]]);
        let view = |shape: &[usize], strides: &[usize], offset| x.as_strided(shape, strides, offset);
        let values = |view: Result<Array, Error>| view.expect("it is within").to_vec::<i64>();
        assert_eq!(values(view(&[3, 2], &[1, 3], 0)), [1, 4, 2, 5, 3, 6]);
        assert_eq!(values(view(&[2, 2], &[1, 0], 4)), [5, 5, 6, 6]);
        assert_eq!(values(view(&[1, 1], &[usize::MAX, 9], 5)), [6]);
        assert_eq!(values(view(&[0, 2], &[7, 7], 99)), []);
        assert_eq!(values(view(&[], &[], 2)), [3]);
        let column = x.select(1, 1);
        assert_eq!(values(column.as_strided(2, &[1], 0)), [2, 5]);
    }

    #[test]
    fn what_lies_beyond_is_refused() {
        let x = Array::from([1_i64, 2, 3, 4]);
        for (shape, strides, offset) in [
            (&[5][..], &[1][..], 0),
            (&[1], &[1], 4),
            (&[2], &[usize::MAX], 1),
            (&[usize::MAX, 2], &[0, 0], 0),
            (&[2, 2], &[1], 0),
        ] {
            assert!(
                x.as_strided(shape, strides, offset).is_err(),
                "{shape:?} {strides:?}"
            );
        }
    }
}
