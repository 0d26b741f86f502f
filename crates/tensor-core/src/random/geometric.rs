//! Geometric numbers: how many trials it takes until one succeeds.

use super::Generator;
use super::sample::Float;
use super::stream::unit_f64;
use crate::Error;

impl Generator {
    /// Fills `out` with geometric numbers, from 1 on, as `Tensor.geometric_(p)` does: `ln(u) / ln(1 - p)` rounded up, in
    /// `f64`, for a uniform `u`.
    ///
    /// # Errors
    ///
    /// Unless `0 < p < 1`.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut trials = [0.0_f32; 10_000];
    /// Generator::new(0).fill_geometric(&mut trials, 0.25)?;
    /// let mean = trials.iter().sum::<f32>() / trials.len() as f32;
    /// assert!((mean - 4.0).abs() < 0.2);
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn fill_geometric<T: Float>(&self, out: &mut [T], p: f64) -> Result<(), Error> {
        if p.is_nan() || p <= 0.0 || p >= 1.0 {
            return Err(Error::argument(format!(
                "geometric needs a probability p with 0 < p < 1, but got p = {p}"
            )));
        }
        let log = (-p).ln_1p();
        self.lock()
            .map_u64(out, |word| T::from_f64((unit_f64(word).ln() / log).ceil()));
        Ok(())
    }
}
