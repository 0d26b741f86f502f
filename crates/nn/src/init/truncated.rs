//! Normal numbers within bounds.

use autograd::{DType, Error, OrRaise, Tensor, scratch};

use super::random::{normal_, uniform_};

/// Normal under the condition that it lies in `[low, high]`.
///
/// # Panics
/// If `std` is not positive, `low` is not below `high`, they are so far away that not one in a million numbers between them
/// would be taken, or the tensor is not a leaf.
#[track_caller]
pub fn trunc_normal_(tensor: &Tensor, mean: f64, std: f64, low: f64, high: f64) {
    let bounds = Bounds::new(mean, std, low, high).or_raise();
    bounds.are_within_reach().or_raise();
    let values = draw(tensor.numel(), tensor.dtype(), &bounds);
    tensor.set_data(values.reshape(tensor.shape()));
}

/// A normal distribution, and the bounds within which its numbers are wanted.
struct Bounds {
    mean: f64,
    std: f64,
    low: f64,
    high: f64,
}

impl Bounds {
    fn new(mean: f64, std: f64, low: f64, high: f64) -> Result<Self, Error> {
        if std > 0.0 && low < high {
            return Ok(Self { mean, std, low, high });
        }
        Err(Error::argument(format!(
            "trunc_normal_ needs std > 0 and low < high, but got std = {std}, low = {low} and high = {high}"
        )))
    }

    /// Refuses bounds between which no number would ever be taken.
    fn are_within_reach(&self) -> Result<(), Error> {
        if self.share() > ENOUGH || self.acceptance() >= 1e-6 {
            return Ok(());
        }
        Err(Error::argument(format!(
            "trunc_normal_: the bounds {} and {} are too far from the mean {} for a std of {} to draw between them",
            self.low, self.high, self.mean, self.std
        )))
    }

    /// About how many of uniform numbers within the bounds are taken.
    fn acceptance(&self) -> f64 {
        let width = (self.high - self.low) / self.std;
        let distance = (self.low - self.mean).max(self.mean - self.high) / self.std;
        if distance > 0.0 {
            return (1.0 / (distance * width)).min(1.0);
        }
        (2.0 * std::f64::consts::PI).sqrt() * self.share() / width
    }

    fn contain(&self, x: f64) -> bool {
        self.low <= x && x <= self.high
    }

    /// The share of the distribution that lies within.
    fn share(&self) -> f64 {
        let below = |x: f64| {
            let z = (x - self.mean) / self.std / 2.0_f64.sqrt();
            0.5 * (1.0 + Tensor::options().dtype(DType::F64).tensor(z).erf().item())
        };
        below(self.high) - below(self.low)
    }

    /// The logarithm of the density at `x`, but for a constant.
    fn log_density(&self, x: f64) -> f64 {
        let z = (x - self.mean) / self.std;
        -0.5 * z * z
    }
}

/// Below this share too many normals would be thrown away: PyTorch then proposes uniform numbers.
const ENOUGH: f64 = 0.3;

/// `count` such numbers, drawn as PyTorch draws them: again and again as many at once, until each has its own.
fn draw(count: usize, dtype: DType, bounds: &Bounds) -> Tensor {
    let drawn = Tensor::options().dtype(dtype).zeros(count).into_leaf(false);
    let values = if bounds.share() > ENOUGH {
        from_normals(bounds, || {
            normal_(&drawn, bounds.mean, bounds.std);
            drawn.to_vec()
        })
    } else {
        from_uniforms(count, bounds, |low, high| {
            uniform_(&drawn, low, high);
            drawn.to_vec()
        })
    };
    Tensor::from_vec(values, count).to_dtype(dtype)
}

fn from_normals(bounds: &Bounds, mut normals: impl FnMut() -> Vec<f64>) -> Vec<f64> {
    let mut values = normals();
    while !values.iter().all(|&x| bounds.contain(x)) {
        for (value, fresh) in values.iter_mut().zip(normals()) {
            if !bounds.contain(*value) {
                *value = fresh;
            }
        }
    }
    values
}

/// Rejection sampling: a uniform number is taken with the probability of its density over the greatest within.
fn from_uniforms(count: usize, bounds: &Bounds, mut uniforms: impl FnMut(f64, f64) -> Vec<f64>) -> Vec<f64> {
    let peak = bounds.log_density(bounds.mean.clamp(bounds.low, bounds.high));
    let mut values = scratch::filled(None, count);
    while values.iter().any(Option::is_none) {
        let candidates = uniforms(bounds.low, bounds.high);
        for ((value, candidate), u) in values.iter_mut().zip(candidates).zip(uniforms(0.0, 1.0)) {
            if value.is_none() && u.ln() <= bounds.log_density(candidate) - peak {
                *value = Some(candidate);
            }
        }
    }
    values.into_iter().flatten().collect()
}
