//! Uniform numbers.

use super::Generator;
use super::sample::Float;
use super::stream::CHUNK;
use crate::Error;
use crate::kernel::simd::{Arch, Kernel, dispatch};

impl Generator {
    /// Fills `out` with uniform numbers from \[0, 1\), as `torch.rand` does: multiples of 2^-24 for `f32`, of 2^-53
    /// for `f64`. An empty slice draws nothing.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut x = [0.0_f32; 2];
    /// Generator::pytorch(0).fill_uniform(&mut x);
    /// assert_eq!(x, [0.49625659, 0.76822180]); // torch.manual_seed(0); torch.rand(2)
    /// ```
    pub fn fill_uniform<T: Float>(&self, out: &mut [T]) {
        T::fill_unit(&mut self.lock(), out);
    }

    /// Fills `out` with uniform numbers from \[`from`, `to`\), as `Tensor.uniform_` does.
    ///
    /// # Errors
    ///
    /// Unless `from <= to`, both are finite, and so is their difference in the type `T`.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut weights = [0.0_f64; 100];
    /// let generator = Generator::new(1);
    /// generator.fill_uniform_range(&mut weights, -0.1, 0.1)?;
    /// assert!(weights.iter().all(|w| (-0.1..0.1).contains(w)));
    /// assert!(generator.fill_uniform_range(&mut weights, 0.1, -0.1).is_err());
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn fill_uniform_range<T: Float>(&self, out: &mut [T], from: f64, to: f64) -> Result<(), Error> {
        let range = Range::<T>::new(from, to)?;
        let mut stream = self.lock();
        for chunk in out.chunks_mut(CHUNK) {
            T::fill_unit(&mut stream, chunk);
            dispatch(Stretch { values: chunk, range });
        }
        Ok(())
    }
}

/// The bounds, and their difference as `T` computes it.
#[derive(Clone, Copy)]
struct Range<T> {
    from: T,
    to: T,
    width: T,
}

impl<T: Float> Range<T> {
    fn new(from: f64, to: f64) -> Result<Self, Error> {
        let range = Self {
            from: T::from_f64(from),
            to: T::from_f64(to),
            width: T::from_f64(to) - T::from_f64(from),
        };
        // An infinite or NaN bound makes the width infinite or NaN.
        let valid = from <= to && range.width.into().is_finite();
        if valid {
            Ok(range)
        } else {
            Err(Error::argument(format!(
                "uniform needs finite bounds with from <= to whose difference fits the dtype, \
                 but got from = {from} and to = {to}"
            )))
        }
    }
}

/// Moves values from [0, 1) to [from, to).
struct Stretch<'a, T> {
    values: &'a mut [T],
    range: Range<T>,
}

impl<T: Float> Kernel for Stretch<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Range { from, to, width } = self.range;
        for value in self.values {
            let moved = value.mul_add(width, from);
            // Rounding can reach the upper bound, which does not belong to the range.
            *value = if moved == to { from } else { moved };
        }
    }
}
