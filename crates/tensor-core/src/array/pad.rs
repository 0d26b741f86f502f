//! Padding, and its gradient.

use crate::array::Array;
use crate::dtype::{Scalar, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::functions::float_dtype;
use crate::kernel::pad;
use crate::shape::{Pads, same};

impl Array {
    /// This array with its padding, of `value` where that is constant.
    ///
    /// ```
    /// use tensor_core::{Array, PadMode, Pads, Scalar};
    /// let x = Array::from([[1.0, 2.0, 3.0]]);
    /// let pads = Pads::new(x.shape(), &[1, 2], PadMode::Reflect).unwrap();
    /// assert_eq!(x.pad(&pads, Scalar::Int(0)).to_vec::<f32>(), [2.0, 1.0, 2.0, 3.0, 2.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the shape is not that of `pads`.
    #[track_caller]
    pub fn pad(&self, pads: &Pads, value: Scalar) -> Array {
        check(pads.input_shape(), self.shape()).or_raise();
        let (x, value) = (self.contiguous(), Array::full(&[][..], value, self.dtype()));
        Error::raise_memory_here(|| {
            dispatch!(self.dtype(), T: Word => Array::moved::<T>(self.dtype(), &pads.output_shape(), |out| {
                pad::pad(pads, &x.words::<T>()[..x.numel()], value.words::<T>()[0], out);
            }))
        })
    }

    /// The gradient of the input of [`Array::pad`], of the output's: for each element the sum over what it went to.
    ///
    /// # Panics
    /// If the shape is not that of `pads`' output, or the elements are not floating point.
    #[track_caller]
    pub fn pad_input(&self, pads: &Pads) -> Array {
        check(&pads.output_shape(), self.shape()).or_raise();
        let (dtype, grad) = (float_dtype("pad", self.dtype()).or_raise(), self.contiguous());
        dispatch!(dtype, T: Float => Array::computed_with_room([&grad], dtype, pads.input_shape(), |[grad], out: &mut [T]| {
            pad::pad_input(pads, grad.as_slice::<T>().unwrap_or_default(), out);
        }))
    }
}

fn check(expected: &[usize], found: &[usize]) -> Result<(), Error> {
    if same(expected, found) {
        return Ok(());
    }
    Err(Error::shape(format!(
        "pad: the shape must be {expected:?}, and is {found:?}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dtype::DType;
    use crate::shape::PadMode;

    #[test]
    fn each_element_comes_from_its_place() {
        let x = Array::arange(0.0, 24.0, 1.0, DType::F64)
            .unwrap()
            .reshape([2, 3, 4]);
        for mode in [
            PadMode::Reflect,
            PadMode::Replicate,
            PadMode::Circular,
            PadMode::Constant,
        ] {
            for pad in [[1, 2, 2, 1], [-1, 2, 1, 0], [3, -2, 0, 2], [0, 0, -1, 2]] {
                let pads = Pads::new(x.shape(), &pad, mode).unwrap();
                let (rows, columns) = (pads.places(0), pads.places(1));
                let mut expected = Vec::new();
                let mut counts = vec![0.0; 24];
                for plane in 0..2 {
                    for row in &rows {
                        for column in &columns {
                            let place = row
                                .zip(*column)
                                .map(|(row, column)| (plane * 3 + row) * 4 + column);
                            place
                                .into_iter()
                                .for_each(|place| counts[place] += 1.0 + expected.len() as f64);
                            expected.push(place.map_or(-7.0, |place| place as f64));
                        }
                    }
                }
                let padded = x.pad(&pads, Scalar::Int(-7));
                assert_eq!(padded.to_vec::<f64>(), expected, "{pads:?}");
                let grad = Array::arange(1.0, 1.0 + expected.len() as f64, 1.0, DType::F64).unwrap();
                assert_eq!(
                    grad.reshape(&pads.output_shape())
                        .pad_input(&pads)
                        .to_vec::<f64>(),
                    counts,
                    "{pads:?}"
                );
            }
        }
    }

    #[test]
    fn nothing_padded_is_a_copy() {
        let pads = Pads::new(&[], &[], PadMode::Constant).unwrap();
        assert_eq!(Array::from(3.0).pad(&pads, Scalar::Int(0)).to_vec::<f32>(), [3.0]);
        let pads = Pads::new(&[0, 2], &[1, 0, 0, 0], PadMode::Constant).unwrap();
        assert_eq!(
            Array::zeros([0, 2], DType::F32)
                .pad(&pads, Scalar::Int(0))
                .shape(),
            [0, 3]
        );
        let pads = Pads::new(&[2], &[-1, -1], PadMode::Constant).unwrap();
        assert_eq!(Array::from([1.0, 2.0]).pad(&pads, Scalar::Int(0)).shape(), [0]);
    }
}
