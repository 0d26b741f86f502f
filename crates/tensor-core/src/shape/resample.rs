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
}

impl ResampleMode {
    /// The most old places that a new one is mixed of.
    fn terms(self) -> usize {
        match self {
            Self::Nearest | Self::NearestExact => 1,
            Self::Linear { .. } => 2,
            Self::Cubic { .. } => 4,
        }
    }
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
        let each = mode.terms();
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

/// Where a new place is among the old ones.
fn source(place: usize, input: usize, output: usize, scale: Option<f64>, align_corners: bool) -> f64 {
    if align_corners {
        let steps = output.saturating_sub(1).max(1);
        return if output > 1 {
            place as f64 * ((input - 1) as f64 / steps as f64)
        } else {
            0.0
        };
    }
    let step = scale.map_or(input as f64 / output as f64, |scale| 1.0 / scale);
    (place as f64 + 0.5) * step - 0.5
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
