//! Picks by weight.

use super::sample::Float;
use super::stream::Stream;
use super::{Generator, exponential};
use crate::Error;
use crate::scratch::room_for;

impl Generator {
    /// `num_samples` positions in `weights`, each picked with a probability in proportion to its weight, as
    /// `torch.multinomial` does for weights of this type. The weights need not add up to one. Without `replacement` no
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
    /// let picks = generator.multinomial(&[0.0_f64, 3.0, 1.0], 1000, true)?;
    /// assert!(!picks.contains(&0));
    /// let mut both = generator.multinomial(&[0.0_f32, 3.0, 1.0], 2, false)?;
    /// both.sort();
    /// assert_eq!(both, [1, 2]);
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn multinomial<T: Float>(
        &self,
        weights: &[T],
        num_samples: usize,
        replacement: bool,
    ) -> Result<Vec<usize>, Error> {
        let sum = check(weights)?;
        if num_samples == 0 {
            return Ok(Vec::new());
        }
        // One sample is the same either way, and PyTorch draws it by the second algorithm.
        if replacement && num_samples > 1 {
            return with_replacement(&mut self.lock(), weights, sum, num_samples);
        }
        let available = weights.iter().filter(|&&weight| weight.into() > 0.0).count();
        if num_samples > available {
            return Err(Error::argument(format!(
                "multinomial without replacement can pick each of the {available} positive weights once, \
                 but {num_samples} samples were asked for"
            )));
        }
        without_replacement(&mut self.lock(), weights, num_samples)
    }
}

/// The sum of the weights, if they are weights.
fn check<T: Float>(weights: &[T]) -> Result<T, Error> {
    let bad = |weight: &T| {
        let weight: f64 = (*weight).into();
        !weight.is_finite() || weight < 0.0
    };
    if let Some(index) = weights.iter().position(bad) {
        return Err(Error::argument(format!(
            "multinomial needs finite weights >= 0, but weight {index} is {}",
            weights[index].into()
        )));
    }
    let sum = weights.iter().fold(T::from_f64(0.0), |sum, weight| sum + *weight);
    let total: f64 = sum.into();
    if total > 0.0 && total.is_finite() {
        return Ok(sum);
    }
    Err(Error::argument(format!(
        "multinomial needs weights with a positive, finite sum, but {} weights add up to {total}",
        weights.len()
    )))
}

fn room<T>(len: usize) -> Result<Vec<T>, Error> {
    room_for("a multinomial sample", len)
}

/// Inverts the cumulative distribution: the first position whose cumulative probability reaches a uniform number.
fn with_replacement<T: Float>(
    stream: &mut Stream,
    weights: &[T],
    sum: T,
    num_samples: usize,
) -> Result<Vec<usize>, Error> {
    let mut running = T::from_f64(0.0);
    let cumulative = weights.iter().map(|weight| {
        running = running + *weight;
        (running / sum).into()
    });
    let mut sums = room(weights.len())?;
    sums.extend(cumulative);
    let pick = |_| {
        let u = stream.unit_f64();
        // u may be 0, which zero weights at the front would reach.
        sums.partition_point(|&sum| sum < u || sum == 0.0)
    };
    let mut picks = room(num_samples)?;
    picks.extend((0..num_samples).map(pick));
    Ok(picks)
}

/// Lets each position wait for an exponential time of rate `weight` and takes those that come first.
fn without_replacement<T: Float>(
    stream: &mut Stream,
    weights: &[T],
    num_samples: usize,
) -> Result<Vec<usize>, Error> {
    let mut times = room(weights.len())?;
    times.resize(weights.len(), T::ONE);
    exponential::fill(stream, &mut times, 1.0);
    let mut order = room(weights.len())?;
    order.extend((0..weights.len()).filter(|&i| weights[i].into() > 0.0));
    let speed = |i: usize| -> f64 { (weights[i] / times[i]).into() };
    // By position as well, since a stable sort would ask for memory.
    order.sort_unstable_by(|&a, &b| speed(b).total_cmp(&speed(a)).then(a.cmp(&b)));
    order.truncate(num_samples);
    Ok(order)
}
