//! Numbers whose logarithms are normal.

use super::Generator;
use super::sample::Float;
use crate::Error;

impl Generator {
    /// Fills `out` with exponentials of normal numbers of this mean and standard deviation, as `Tensor.log_normal_` does:
    /// one after the other in `f64`, however many.
    ///
    /// # Errors
    ///
    /// Unless `std > 0`.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut x = [0.0_f64; 10_000];
    /// Generator::new(0).fill_log_normal(&mut x, 1.0, 0.5)?;
    /// let mean = x.iter().map(|x| x.ln()).sum::<f64>() / x.len() as f64;
    /// assert!((mean - 1.0).abs() < 0.02);
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn fill_log_normal<T: Float>(&self, out: &mut [T], mean: f64, std: f64) -> Result<(), Error> {
        if std.is_nan() || std <= 0.0 {
            return Err(Error::argument(format!(
                "log_normal needs a standard deviation std > 0, but got std = {std}"
            )));
        }
        let mut stream = self.lock();
        for value in out {
            *value = T::from_f64((stream.normal() * std + mean).exp());
        }
        Ok(())
    }
}
