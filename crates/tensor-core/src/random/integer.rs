//! Whole numbers.

use super::stream::Stream;
use super::{Generator, Sample};
use crate::Error;

/// From this many integers on PyTorch takes two words for each of them.
const WIDE: u64 = 1 << 28;

impl Generator {
    /// Fills `out` with integers from `low` up to but without `high`, as `torch.randint` and `Tensor.random_(low,
    /// high)` do.
    ///
    /// # Errors
    ///
    /// Unless `low < high`.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut x = [0; 5];
    /// Generator::pytorch(0).fill_randint(&mut x, 0, 10)?;
    /// assert_eq!(x, [4, 9, 3, 0, 3]); // torch.manual_seed(0); torch.randint(0, 10, (5,))
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn fill_randint(&self, out: &mut [i64], low: i64, high: i64) -> Result<(), Error> {
        if low >= high {
            return Err(Error::argument(format!(
                "random integers need low < high, because high is excluded, but got low = {low} and high = {high}"
            )));
        }
        fill(&mut self.lock(), out, low, high.abs_diff(low));
        Ok(())
    }

    /// Fills `out` with whole numbers from 0 to the largest one up to which the type has them all, as `Tensor.random_()`
    /// does: 2^63 - 1 for `i64`, 2^24 for `f32`, 2^53 for `f64`, either value for `bool`.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut x = [0.0_f32; 8];
    /// Generator::new(0).fill_random(&mut x);
    /// assert!(x.iter().all(|x| x.fract() == 0.0 && (0.0..=16_777_216.0).contains(x)));
    /// ```
    pub fn fill_random<T: Sample>(&self, out: &mut [T]) {
        T::fill_whole(&mut self.lock(), out);
    }
}

/// `range` integers from `low` on.
fn fill(stream: &mut Stream, out: &mut [i64], low: i64, range: u64) {
    // The sum cannot overflow in the end, only on the way.
    if range < WIDE {
        stream.map_u32(out, |word| low.wrapping_add(i64::from(word % range as u32)));
    } else {
        stream.map_u64(out, |word| low.wrapping_add((word % range) as i64));
    }
}
