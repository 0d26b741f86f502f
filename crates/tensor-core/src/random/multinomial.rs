//! Picks by weight.

use super::stream::Stream;
use super::{Generator, exponential, room_for};
use crate::Error;

impl Generator {
    /// `num_samples` positions in `weights`, each picked with a probability in proportion to its weight, as
    /// `torch.multinomial` does for `f64` weights. The weights need not add up to one. Without `replacement` no
    /// position is picked twice. A weight of zero is never picked, and no samples draw nothing.
    ///
    /// # Errors
    ///
    /// If a weight is negative, infinite or NaN, if no weight is positive or their sum overflows, and without
    /// replacement if `num_samples` is more than the number of positive weights.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let generator = Generator::new(0);
    /// let picks = generator.multinomial(&[0.0, 3.0, 1.0], 1000, true)?;
    /// assert!(!picks.contains(&0));
    /// let mut both = generator.multinomial(&[0.0, 3.0, 1.0], 2, false)?;
    /// both.sort();
    /// assert_eq!(both, [1, 2]);
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn multinomial(
        &self,
        weights: &[f64],
        num_samples: usize,
        replacement: bool,
    ) -> Result<Vec<usize>, Error> {
        let sum = check(weights)?;
        if num_samples == 0 {
            return Ok(Vec::new());
        }
        // One sample is the same either way, and PyTorch draws it by the second algorithm.
        if replacement && num_samples > 1 {
            let mut picks = room_for("a multinomial sample", num_samples)?;
            with_replacement(&mut self.lock(), weights, sum, num_samples, &mut picks);
            return Ok(picks);
        }
        let available = weights.iter().filter(|&&weight| weight > 0.0).count();
        if num_samples > available {
            return Err(Error::argument(format!(
                "multinomial without replacement can pick each of the {available} positive weights once, \
                 but {num_samples} samples were asked for"
            )));
        }
        Ok(without_replacement(&mut self.lock(), weights, num_samples))
    }
}

/// The sum of the weights, if they are weights.
fn check(weights: &[f64]) -> Result<f64, Error> {
    let bad = |weight: &f64| !weight.is_finite() || *weight < 0.0;
    if let Some(index) = weights.iter().position(bad) {
        return Err(Error::argument(format!(
            "multinomial needs finite weights >= 0, but weight {index} is {}",
            weights[index]
        )));
    }
    let sum = weights.iter().fold(0.0, |sum, weight| sum + weight);
    if sum > 0.0 && sum.is_finite() {
        return Ok(sum);
    }
    Err(Error::argument(format!(
        "multinomial needs weights with a positive, finite sum, but {} weights add up to {sum}",
        weights.len()
    )))
}

/// Inverts the cumulative distribution: the first position whose cumulative probability reaches a uniform number.
fn with_replacement(
    stream: &mut Stream,
    weights: &[f64],
    sum: f64,
    num_samples: usize,
    picks: &mut Vec<usize>,
) {
    let mut running = 0.0;
    let cumulative = weights.iter().map(|weight| {
        running += weight;
        running / sum
    });
    let cumulative: Vec<f64> = cumulative.collect();
    let pick = |_| {
        let u = stream.unit_f64();
        // u may be 0, which zero weights at the front would reach.
        cumulative.partition_point(|&c| c < u || c == 0.0)
    };
    picks.extend((0..num_samples).map(pick));
}

/// Lets each position wait for an exponential time of rate `weight` and takes those that come first.
fn without_replacement(stream: &mut Stream, weights: &[f64], num_samples: usize) -> Vec<usize> {
    let mut times = vec![0.0_f64; weights.len()];
    exponential::fill(stream, &mut times, 1.0);
    let mut order: Vec<usize> = (0..weights.len()).filter(|&i| weights[i] > 0.0).collect();
    let speed = |i: usize| weights[i] / times[i];
    order.sort_by(|&a, &b| speed(b).total_cmp(&speed(a)));
    order.truncate(num_samples);
    order
}
