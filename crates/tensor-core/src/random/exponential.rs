//! Exponential numbers: the time until something happens that happens `lambda` times per unit of time.

use super::Generator;
use super::sample::Float;
use super::stream::{Stream, unit_f64};
use crate::Error;

impl Generator {
    /// Fills `out` with exponential numbers of rate `lambda` (of mean `1 / lambda`), as `Tensor.exponential_` does:
    /// `-ln(1 - u) / lambda` in `f64` for a uniform `u`, also where `T` is `f32`.
    ///
    /// # Errors
    ///
    /// Unless `lambda > 0`.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut waits = [0.0_f64; 10_000];
    /// Generator::new(0).fill_exponential(&mut waits, 4.0)?;
    /// let mean = waits.iter().sum::<f64>() / waits.len() as f64;
    /// assert!((mean - 0.25).abs() < 0.02);
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn fill_exponential<T: Float>(&self, out: &mut [T], lambda: f64) -> Result<(), Error> {
        if lambda.is_nan() || lambda <= 0.0 {
            return Err(Error::argument(format!(
                "exponential needs a rate lambda > 0, but got lambda = {lambda}"
            )));
        }
        fill(&mut self.lock(), out, lambda);
        Ok(())
    }
}

pub(super) fn fill<T: Float>(stream: &mut Stream, out: &mut [T], lambda: f64) {
    stream.map_u64(out, |word| T::from_f64(-(-unit_f64(word)).ln_1p() / lambda));
}
