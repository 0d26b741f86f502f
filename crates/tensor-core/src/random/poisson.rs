//! Poisson numbers: how often something happens in a unit of time.

use super::Generator;
use super::sample::Float;
use super::stream::Stream;
use crate::Error;

impl Generator {
    /// Fills `out` with one Poisson number for each rate, as `torch.poisson(rates)` does.
    ///
    /// # Errors
    ///
    /// If there are not as many rates as elements, or one is negative or not a number.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut counts = [0.0_f32; 10_000];
    /// Generator::new(0).fill_poisson_each(&mut counts, &[20.0; 10_000])?;
    /// let mean = counts.iter().sum::<f32>() / counts.len() as f32;
    /// assert!((mean - 20.0).abs() < 0.2);
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn fill_poisson_each<T: Float>(&self, out: &mut [T], rates: &[T]) -> Result<(), Error> {
        if out.len() != rates.len() {
            return Err(Error::argument(format!(
                "poisson needs one rate per element, but got {} rates for {} elements",
                rates.len(),
                out.len()
            )));
        }
        if let Some(rate) = rates
            .iter()
            .map(|&rate| rate.into())
            .find(|rate: &f64| rate.is_nan() || *rate < 0.0)
        {
            return Err(Error::argument(format!(
                "poisson needs rates >= 0, but got {rate}"
            )));
        }
        let mut stream = self.lock();
        for (value, &rate) in out.iter_mut().zip(rates) {
            *value = T::from_f64(count(&mut stream, rate.into()));
        }
        Ok(())
    }
}

fn count(stream: &mut Stream, rate: f64) -> f64 {
    match rate {
        0.0 => 0.0,
        10.0.. => rejected(stream, rate),
        _ => multiplied(stream, rate),
    }
}

/// How many uniform numbers can be multiplied before their product falls to `e^-rate`.
fn multiplied(stream: &mut Stream, rate: f64) -> f64 {
    let end = (-rate).exp();
    let (mut count, mut product) = (0.0, 1.0);
    loop {
        product *= stream.unit_f64();
        if product <= end {
            return count;
        }
        count += 1.0;
    }
}

/// W. Hörmann, "The transformed rejection method for generating Poisson random variables" (1993), its algorithm PTRS.
fn rejected(stream: &mut Stream, rate: f64) -> f64 {
    let (root, log) = (rate.sqrt(), rate.ln());
    let b = 0.931 + 2.53 * root;
    let a = -0.059 + 0.02483 * b;
    let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    let v_r = 0.9277 - 3.6224 / (b - 2.0);
    loop {
        let u = stream.unit_f64() - 0.5;
        let v = stream.unit_f64();
        let u_s = 0.5 - u.abs();
        let k = ((2.0 * a / u_s + b) * u + rate + 0.43).floor();
        if u_s >= 0.07 && v <= v_r {
            return k;
        }
        if k < 0.0 || u_s < 0.013 && v > u_s {
            continue;
        }
        let height = v.ln() + inverse_alpha.ln() - (a / (u_s * u_s) + b).ln();
        if height <= -rate + k * log - libm::lgamma(k + 1.0) {
            return k;
        }
    }
}
