//! One dimension resized.

use crate::array::Array;
use crate::dtype::dispatch;
use crate::error::{Error, OrRaise};
use crate::kernel::functions::float_dtype;
use crate::kernel::resample;
use crate::shape::Resampling;

impl Array {
    /// This array with dimension `dim` resized.
    ///
    /// ```
    /// use tensor_core::{Array, ResampleMode, Resampling};
    /// let linear = Resampling::new(2, 3, None, ResampleMode::Linear { align_corners: true }).unwrap();
    /// assert_eq!(Array::from([[1.0, 3.0]]).resample(1, &linear).to_vec::<f32>(), [1.0, 2.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If there is no such dimension, it has another size, or the elements are not floating point.
    #[track_caller]
    pub fn resample(&self, dim: usize, resampling: &Resampling) -> Array {
        let dtype = float_dtype("interpolate", self.dtype()).or_raise();
        if self.shape().get(dim) != Some(&resampling.input) {
            Error::shape(format!(
                "interpolate: dimension {dim} of shape {:?} must have size {}",
                self.shape(),
                resampling.input
            ))
            .raise();
        }
        let (x, mut shape) = (self.contiguous(), self.to_shape());
        shape[dim] = resampling.output();
        let inner = shape[dim + 1..].iter().product();
        dispatch!(dtype, T: Float => Array::computed_with_room([&x], dtype, &shape, |[x], out: &mut [T]| {
            resample::resample(resampling, inner, x.as_slice::<T>().unwrap_or_default(), out);
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dtype::DType;
    use crate::shape::ResampleMode;

    #[test]
    fn each_dimension() {
        let x = Array::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
        let mode = ResampleMode::Linear { align_corners: true };
        let rows = x.resample(0, &Resampling::new(2, 3, None, mode).unwrap());
        assert_eq!(
            rows.to_vec::<f32>(),
            [1.0, 2.0, 3.0, 2.5, 3.5, 4.5, 4.0, 5.0, 6.0]
        );
        let columns = x.resample(1, &Resampling::new(3, 2, None, ResampleMode::Nearest).unwrap());
        assert_eq!(columns.to_vec::<f32>(), [1.0, 2.0, 4.0, 5.0]);
        let empty = Array::zeros([0, 3], DType::F32);
        assert_eq!(
            empty
                .resample(1, &Resampling::new(3, 2, None, mode).unwrap())
                .shape(),
            [0, 2]
        );
    }
}
