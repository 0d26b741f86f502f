//! Trials that succeed with a given probability.

use super::Generator;
use super::sample::{Float, Sample};
use super::stream::CHUNK;
use crate::Error;

impl Generator {
    /// Fills `out` with ones (`true` for `bool`) with probability `p` and zeros otherwise, as `Tensor.bernoulli_(p)`
    /// does. Each element takes two words, whatever its type and also where `p` is 0 or 1.
    ///
    /// # Errors
    ///
    /// Unless `0 <= p <= 1`.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut keep = [false; 1000];
    /// Generator::new(0).fill_bernoulli(&mut keep, 0.8)?;
    /// let kept = keep.iter().filter(|&&keep| keep).count();
    /// assert!((740..860).contains(&kept));
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn fill_bernoulli<T: Sample>(&self, out: &mut [T], p: f64) -> Result<(), Error> {
        check(p)?;
        // k * 2^-53 < p as integers: scaling p is exact, and k is below it if it is below its ceiling.
        let successes = (p * (1u64 << 53) as f64).ceil() as u64;
        self.lock().map_u64(out, |word| {
            T::TRIAL[usize::from(word & ((1 << 53) - 1) < successes)]
        });
        Ok(())
    }

    /// Fills `out` with one trial for each probability in `p`, as `torch.bernoulli(p)` does. Each element takes one
    /// uniform number of the type of `p`.
    ///
    /// # Errors
    ///
    /// If there are not as many probabilities as elements, or one is outside of 0 to 1.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut out = [false; 3];
    /// Generator::new(0).fill_bernoulli_each(&mut out, &[0.0_f32, 1.0, 0.0])?;
    /// assert_eq!(out, [false, true, false]);
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn fill_bernoulli_each<T: Sample, P: Float>(&self, out: &mut [T], p: &[P]) -> Result<(), Error> {
        if out.len() != p.len() {
            return Err(Error::argument(format!(
                "bernoulli needs one probability per element, but got {} probabilities for {} elements",
                p.len(),
                out.len()
            )));
        }
        p.iter().try_for_each(|&p| check(p.into()))?;
        let mut stream = self.lock();
        let mut units = [P::ONE; CHUNK];
        for (out, p) in out.chunks_mut(CHUNK).zip(p.chunks(CHUNK)) {
            let units = &mut units[..out.len()];
            P::fill_unit(&mut stream, units);
            for ((value, unit), p) in out.iter_mut().zip(&*units).zip(p) {
                *value = T::TRIAL[usize::from(unit < p)];
            }
        }
        Ok(())
    }
}

fn check(p: f64) -> Result<(), Error> {
    if (0.0..=1.0).contains(&p) {
        Ok(())
    } else {
        Err(Error::argument(format!(
            "bernoulli needs probabilities p with 0 <= p <= 1, but got p = {p}"
        )))
    }
}
