//! How one dimension is resized: what each new place is mixed of.

use crate::error::Error;
use crate::scratch;

/// How a new place of a resized dimension is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResampleMode {
    /// The place below, as PyTorch's `nearest` has it.
    Nearest,
    /// The place nearest to the middle: PyTorch's `nearest-exact`.
    NearestExact,
    /// The two places around it, by their distance. With `align_corners` the first and the last place stay where they are.
    Linear {
        /// Whether the middles of the outermost places fall on each other, not their edges.
        align_corners: bool,
    },
    /// Four places around it, by the cubic of PyTorch's `bicubic`.
    Cubic {
        /// Whether the middles of the outermost places fall on each other, not their edges.
        align_corners: bool,
    },
    /// As `Linear` or `Cubic`, but where a dimension shrinks, of as many more places as a new one covers: PyTorch's
    /// `antialias`.
    Antialiased {
        /// Whether the weights are a cubic's, and not a triangle's.
        cubic: bool,
        /// Whether steps are from one middle of the outermost places to the other, not their edges.
        align_corners: bool,
    },
}

impl ResampleMode {
    /// The most old places that a new one is mixed of, if each step is over so many.
    fn terms(self, step: f64) -> usize {
        match self {
            Self::Nearest | Self::NearestExact => 1,
            Self::Linear { .. } => 2,
            Self::Cubic { .. } => 4,
            Self::Antialiased { cubic, .. } => (2.0 * reach(cubic, step)).ceil() as usize + 1,
        }
    }
}

/// How far from its middle the places are that a new one is mixed of.
fn reach(cubic: bool, step: f64) -> f64 {
    (if cubic { 2.0 } else { 1.0 }) * step.max(1.0)
}

/// A resized dimension: each new place is a sum of old ones, times their weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Resampling {
    pub(crate) input: usize,
    /// Where the terms of each new place begin, and where the last ones end.
    pub(crate) starts: Vec<usize>,
    /// Old places and their weights.
    pub(crate) terms: Vec<(usize, f64)>,
}

impl Resampling {
    /// A dimension of `input` places resized to `output`. Steps are `1 / scale` if that is given, else as long as the sizes
    /// say.
    ///
    /// ```
    /// use tensor_core::{ResampleMode, Resampling};
    /// let twice = Resampling::new(3, 6, None, ResampleMode::Nearest).unwrap();
    /// assert_eq!(twice.output(), 6);
    /// ```
    ///
    /// # Errors
    /// If a size is 0.
    pub fn new(input: usize, output: usize, scale: Option<f64>, mode: ResampleMode) -> Result<Self, Error> {
        if input == 0 || output == 0 {
            return Err(Error::argument(format!(
                "interpolate: sizes must be greater than 0, and are {input} and {output}"
            )));
        }
        let (mut starts, mut terms) = (Vec::new(), Vec::new());
        let places = output.saturating_add(1);
        let corners = matches!(
            mode,
            ResampleMode::Antialiased {
                align_corners: true,
                ..
            }
        );
        let step = step(input, output, scale, corners);
        let each = mode.terms(step).min(input.max(4));
        starts
            .try_reserve_exact(places)
            .and_then(|()| terms.try_reserve_exact(output.saturating_mul(each)))
            .map_err(|_| {
                let place = size_of::<usize>() + each * size_of::<(usize, f64)>();
                Error::memory("interpolate", places.saturating_mul(place))
            })?;
        starts.push(0);
        let mut resampling = Self { input, starts, terms };
        for place in 0..output {
            match mode {
                ResampleMode::Nearest => resampling.nearest(place, output, scale, 0.0),
                ResampleMode::NearestExact => resampling.nearest(place, output, scale, 0.5),
                ResampleMode::Linear { align_corners } => {
                    resampling.linear(source(place, input, output, scale, align_corners).max(0.0));
                }
                ResampleMode::Antialiased { cubic, .. } => resampling.antialiased(place, step, cubic),
                ResampleMode::Cubic { align_corners } => {
                    resampling.cubic(source(place, input, output, scale, align_corners));
                }
            }
            resampling.starts.push(resampling.terms.len());
        }
        Ok(resampling)
    }

    /// How many new places there are.
    pub fn output(&self) -> usize {
        self.starts.len() - 1
    }

    /// What each old place gives to new ones: the gradient's way.
    pub fn transposed(&self) -> Self {
        // Where the terms of each old place begin: behind as many as the places before it have.
        let mut starts = scratch::filled(0, self.input + 1);
        for (from, _) in &self.terms {
            starts[from + 1] += 1;
        }
        for place in 0..self.input {
            starts[place + 1] += starts[place];
        }
        let mut next = scratch::filled(0, self.input);
        next.copy_from_slice(&starts[..self.input]);
        let mut terms = scratch::filled((0, 0.0), self.terms.len());
        for place in 0..self.output() {
            for (from, weight) in &self.terms[self.starts[place]..self.starts[place + 1]] {
                terms[next[*from]] = (place, *weight);
                next[*from] += 1;
            }
        }
        Self {
            input: self.output(),
            starts,
            terms,
        }
    }

    /// The same with whole numbers as weights: times 2^bits and rounded, with as many bits as leave the largest below 2^15. So
    /// PyTorch resizes images of bytes.
    pub fn in_whole_numbers(&self) -> (Self, u32) {
        let mut merged = Self {
            input: self.input,
            starts: scratch::collected(1, [0].into_iter()),
            terms: scratch::collected(0, std::iter::empty()),
        };
        for place in 0..self.output() {
            let begun = merged.terms.len();
            for (from, weight) in &self.terms[self.starts[place]..self.starts[place + 1]] {
                // What the border holds back counts together.
                match merged.terms[begun..].iter_mut().find(|(other, _)| other == from) {
                    Some((_, sum)) => *sum += weight,
                    None => scratch::push(&mut merged.terms, (*from, *weight)),
                }
            }
            scratch::push(&mut merged.starts, merged.terms.len());
        }
        let largest = merged
            .terms
            .iter()
            .fold(0.0, |largest: f64, (_, weight)| largest.max(*weight));
        let too_large = |bits: &u32| largest * f64::from(1_u32 << (bits + 1)) + 0.5 >= 32_768.0;
        let bits = (0..22).find(too_large).unwrap_or(22);
        for (_, weight) in &mut merged.terms {
            *weight = (*weight * f64::from(1_u32 << bits)).round();
        }
        (merged, bits)
    }

    /// In single precision, which decides where PyTorch rounds.
    fn nearest(&mut self, place: usize, output: usize, scale: Option<f64>, middle: f32) {
        let step = scale.map_or(self.input as f32 / output as f32, |scale| (1.0 / scale) as f32);
        let from = match middle {
            0.0 if output == self.input => place,
            0.0 if output == 2 * self.input => place / 2,
            _ => ((place as f32 + middle) * step).floor() as usize,
        };
        self.terms.push((from.min(self.input - 1), 1.0));
    }

    fn linear(&mut self, at: f64) {
        let first = (at.floor() as usize).min(self.input - 1);
        let second = (at - first as f64).clamp(0.0, 1.0);
        self.terms.push((first, 1.0 - second));
        self.terms.push(((first + 1).min(self.input - 1), second));
    }

    fn antialiased(&mut self, place: usize, step: f64, cubic: bool) {
        let (middle, reach) = (step * (place as f64 + 0.5), reach(cubic, step));
        // Cut towards 0, which nothing is below.
        let first = (middle - reach + 0.5) as usize;
        let last = ((middle + reach + 0.5) as usize).min(self.input);
        let begun = self.terms.len();
        let mut sum = 0.0;
        for from in first..last {
            let distance = ((from as f64 - middle + 0.5) / step.max(1.0)).abs();
            let weight = if cubic {
                smooth(distance)
            } else {
                (1.0 - distance).max(0.0)
            };
            sum += weight;
            self.terms.push((from, weight));
        }
        for (_, weight) in &mut self.terms[begun..] {
            *weight /= sum;
        }
    }

    fn cubic(&mut self, at: f64) {
        const A: f64 = -0.75;
        let near = |x: f64| ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0;
        let far = |x: f64| ((A * x - 5.0 * A) * x + 8.0 * A) * x - 4.0 * A;
        let (first, t) = (at.floor(), at - at.floor());
        for (offset, weight) in [
            (-1.0, far(t + 1.0)),
            (0.0, near(t)),
            (1.0, near(1.0 - t)),
            (2.0, far(2.0 - t)),
        ] {
            let place = (first + offset).clamp(0.0, (self.input - 1) as f64);
            self.terms.push((place as usize, weight));
        }
    }
}

/// The cubic whose slope is -1/2 where it ends, as PyTorch has it against aliasing.
fn smooth(x: f64) -> f64 {
    const A: f64 = -0.5;
    match x {
        x if x < 1.0 => ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0,
        x if x < 2.0 => ((A * x - 5.0 * A) * x + 8.0 * A) * x - 4.0 * A,
        _ => 0.0,
    }
}

/// How many old places there are to a new one.
fn step(input: usize, output: usize, scale: Option<f64>, align_corners: bool) -> f64 {
    if align_corners {
        return match output {
            1 => 0.0,
            _ => (input - 1) as f64 / (output - 1) as f64,
        };
    }
    scale.map_or(input as f64 / output as f64, |scale| 1.0 / scale)
}

/// Where a new place is among the old ones.
fn source(place: usize, input: usize, output: usize, scale: Option<f64>, align_corners: bool) -> f64 {
    let step = step(input, output, scale, align_corners);
    match align_corners {
        true => place as f64 * step,
        false => (place as f64 + 0.5) * step - 0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(input: usize, output: usize, scale: Option<f64>, mode: ResampleMode) -> Vec<(usize, f64)> {
        Resampling::new(input, output, scale, mode).unwrap().terms
    }

    #[test]
    fn nearest_places() {
        let places = |output, scale, mode| -> Vec<usize> {
            terms(5, output, scale, mode)
                .into_iter()
                .map(|(place, _)| place)
                .collect()
        };
        assert_eq!(places(3, None, ResampleMode::Nearest), [0, 1, 3]);
        assert_eq!(places(3, None, ResampleMode::NearestExact), [0, 2, 4]);
        assert_eq!(places(7, Some(1.5), ResampleMode::Nearest), [0, 0, 1, 2, 2, 3, 4]);
    }

    #[test]
    fn weights_sum_to_one_and_go_back_as_they_came() {
        for align_corners in [false, true] {
            for mode in [
                ResampleMode::Linear { align_corners },
                ResampleMode::Cubic { align_corners },
                ResampleMode::Antialiased {
                    cubic: true,
                    align_corners,
                },
            ] {
                let resampling = Resampling::new(4, 7, None, mode).unwrap();
                for place in 0..7 {
                    let sum: f64 = resampling.terms[resampling.starts[place]..resampling.starts[place + 1]]
                        .iter()
                        .map(|(_, weight)| weight)
                        .sum();
                    assert!((sum - 1.0).abs() < 1e-12);
                }
                let back = resampling.transposed();
                assert_eq!((back.output(), back.input), (4, 7));
                let sum =
                    |resampling: &Resampling| resampling.terms.iter().map(|(_, weight)| weight).sum::<f64>();
                assert!((sum(&back) - sum(&resampling)).abs() < 1e-12);
            }
        }
        assert_eq!(
            terms(3, 3, None, ResampleMode::Linear { align_corners: true })[4..],
            [(2, 1.0), (2, 0.0)]
        );
        assert!(Resampling::new(0, 2, None, ResampleMode::Nearest).is_err());
    }
}
