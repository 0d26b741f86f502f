//! Numbers of the Cauchy distribution, which has neither mean nor variance.

use super::Generator;
use super::sample::Float;
use super::stream::unit_f64;
use crate::Error;

impl Generator {
    /// Fills `out` with numbers of the Cauchy distribution, as `Tensor.cauchy_` does: `median + sigma tan(π (u - 1/2))`,
    /// in `f64`, for a uniform `u`.
    ///
    /// # Errors
    ///
    /// Unless `sigma > 0`.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut x = [0.0_f64; 10_001];
    /// Generator::new(0).fill_cauchy(&mut x, 2.0, 0.5)?;
    /// x.sort_by(f64::total_cmp);
    /// assert!((x[5000] - 2.0).abs() < 0.05);
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn fill_cauchy<T: Float>(&self, out: &mut [T], median: f64, sigma: f64) -> Result<(), Error> {
        if sigma.is_nan() || sigma <= 0.0 {
            return Err(Error::argument(format!(
                "cauchy needs a width sigma > 0, but got sigma = {sigma}"
            )));
        }
        self.lock().map_u64(out, |word| {
            let angle = std::f64::consts::PI * (unit_f64(word) - 0.5);
            T::from_f64(median + sigma * angle.tan())
        });
        Ok(())
    }
}
