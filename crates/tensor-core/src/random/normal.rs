//! Normal numbers.

use super::Generator;
use super::box_muller::{self, BLOCK};
use super::sample::Float;
use super::stream::Stream;
use crate::Error;
use std::f64::consts::TAU;

impl Generator {
    /// Fills `out` with normal numbers of the given mean and standard deviation, as `torch.randn` and
    /// `Tensor.normal_` do.
    ///
    /// PyTorch has two algorithms, and so have we, because the numbers depend on it: slices of fewer than 16 numbers
    /// take them in pairs and keep the second one of a pair waiting for the next such call; longer ones take them in
    /// blocks of 16. So the first five of twenty numbers differ from five numbers.
    ///
    /// Blocks of `f32` have the same bits on every machine. The other normal numbers go through the `f64` logarithm,
    /// sine and cosine of the platform, whose last bit may differ between platforms.
    ///
    /// # Errors
    ///
    /// If `std` is negative or NaN.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut x = vec![0.0_f32; 100_000];
    /// Generator::new(0).fill_normal(&mut x, 3.0, 2.0)?;
    /// let mean = x.iter().sum::<f32>() / x.len() as f32;
    /// assert!((mean - 3.0).abs() < 0.05);
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn fill_normal<T: Float>(&self, out: &mut [T], mean: f64, std: f64) -> Result<(), Error> {
        if std.is_nan() || std < 0.0 {
            return Err(Error::argument(format!(
                "normal needs a standard deviation std >= 0, but got std = {std}"
            )));
        }
        let mut stream = self.lock();
        if out.len() < BLOCK {
            for value in out {
                *value = T::from_f64(stream.normal().mul_add(std, mean));
            }
        } else {
            box_muller::fill(&mut stream, out, T::from_f64(mean), T::from_f64(std));
        }
        Ok(())
    }
}

impl Stream {
    /// The waiting normal number, or the first one of a new pair; the second one then waits.
    pub(super) fn normal(&mut self) -> f64 {
        if let Some(value) = self.waiting_normal.take() {
            return value;
        }
        let (u1, u2) = (self.unit_f64(), self.unit_f64());
        let radius = (-2.0 * (-u2).ln_1p()).sqrt();
        let (sin, cos) = (TAU * u1).sin_cos();
        self.waiting_normal = Some(radius * sin);
        radius * cos
    }
}
