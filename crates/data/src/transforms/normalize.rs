//! [`Normalize`]: each channel with a mean of 0 and a deviation of 1.

use autograd::{Error, Tensor};

use super::Transform;

/// `(x - mean) / std` in each channel of a tensor `[.., channels, height, width]` of floats: `transforms.Normalize`.
///
/// One number stands for all channels.
///
/// ```
/// use autograd::Tensor;
/// use data::transforms::{Normalize, Transform};
///
/// let normalize = Normalize::new([0.5, 0.25], [0.5, 0.25]);
/// let x = normalize.apply(Tensor::from([[[0.0, 1.0]], [[0.0, 1.0]]]));
/// assert_eq!(x.to_vec::<f32>(), [-1.0, 1.0, -1.0, 3.0]);
/// ```
#[derive(Clone, Debug)]
pub struct Normalize {
    mean: Vec<f64>,
    std: Vec<f64>,
}

impl Normalize {
    /// With these means and deviations, of which there is one for each channel.
    ///
    /// # Panics
    /// If they differ in number, or a deviation is 0.
    #[track_caller]
    pub fn new(mean: impl Into<Vec<f64>>, std: impl Into<Vec<f64>>) -> Self {
        let (mean, std) = (mean.into(), std.into());
        if mean.len() != std.len() || mean.is_empty() {
            Error::argument(format!(
                "Normalize: each channel has a mean and a deviation, but there are {} means and {} deviations",
                mean.len(),
                std.len()
            ))
            .raise();
        }
        if let Some(channel) = std.iter().position(|std| *std == 0.0) {
            Error::argument(format!("Normalize: the deviation of channel {channel} is 0")).raise();
        }
        Self { mean, std }
    }
}

impl Transform<Tensor> for Normalize {
    type Output = Tensor;

    /// # Panics
    /// If the tensor is not of floats, or has another number of channels.
    fn apply(&self, x: Tensor) -> Tensor {
        let channels = x.shape().iter().rev().nth(2);
        let fits = channels.is_some_and(|channels| self.mean.len() == 1 || self.mean.len() == *channels);
        if !fits || !x.dtype().is_float() {
            Error::shape(format!(
                "Normalize: with {} channels it takes floats [.., channels, height, width], not {:?} of {}",
                self.mean.len(),
                x.shape(),
                x.dtype()
            ))
            .raise();
        }
        let channelwise =
            |numbers: &[f64]| Tensor::from_vec(numbers.to_vec(), [numbers.len(), 1, 1]).to_dtype(x.dtype());
        (&x - channelwise(&self.mean)) / channelwise(&self.std)
    }
}

#[cfg(test)]
mod tests {
    use autograd::DType;

    use super::*;

    #[test]
    fn one_number_does_for_all_channels_and_the_type_stays() {
        let x = Tensor::full([2, 3, 1, 1], 3.0).to_dtype(DType::F64);
        let y = Normalize::new([1.0], [4.0]).apply(x);
        assert_eq!((y.dtype(), y.to_vec::<f64>()), (DType::F64, vec![0.5; 6]));
    }

    #[test]
    #[should_panic(
        expected = "Normalize: with 3 channels it takes floats [.., channels, height, width], not [1, 2, 2] of float32"
    )]
    fn another_number_of_channels_is_refused() {
        let _ = Normalize::new([0.0; 3], [1.0; 3]).apply(Tensor::zeros([1, 2, 2]));
    }

    #[test]
    #[should_panic(expected = "not [3, 2, 2] of uint8")]
    fn bytes_are_refused() {
        let _ = Normalize::new([0.0; 3], [1.0; 3]).apply(Tensor::zeros([3, 2, 2]).to_dtype(DType::U8));
    }

    #[test]
    #[should_panic(expected = "Normalize: the deviation of channel 1 is 0")]
    fn a_deviation_of_zero_is_refused() {
        let _ = Normalize::new([0.0; 2], [1.0, 0.0]);
    }
}
