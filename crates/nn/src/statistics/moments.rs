//! [`Moments`]: mean, deviation and range of numbers that come batch by batch.

use autograd::{DType, Tensor};

/// Mean, deviation and range of all numbers of some tensors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    count: usize,
    mean: f64,
    /// The sum of the squared distances to the mean.
    scatter: f64,
    least: f64,
    most: f64,
}

impl Default for Moments {
    fn default() -> Self {
        Self {
            count: 0,
            mean: 0.0,
            scatter: 0.0,
            least: f64::INFINITY,
            most: f64::NEG_INFINITY,
        }
    }
}

impl Moments {
    /// How many numbers there were.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Their mean; not a number if there were none.
    pub fn mean(&self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.mean }
    }

    /// Their standard deviation, over one less than their number: PyTorch's `std()`.
    pub fn deviation(&self) -> f64 {
        match self.count {
            0 | 1 => f64::NAN,
            count => (self.scatter / (count - 1) as f64).sqrt(),
        }
    }

    /// The smallest number.
    pub fn least(&self) -> f64 {
        self.least
    }

    /// The largest number.
    pub fn most(&self) -> f64 {
        self.most
    }

    /// Adds the elements of `x`: Chan's formula, which loses no digits where the means are large.
    pub(super) fn add(&mut self, x: &Tensor) {
        let x = x.detach().to_dtype(DType::F64);
        let added = x.numel();
        if added == 0 {
            return;
        }
        let mean = x.mean().item();
        let scatter = (&x - mean).square().sum().item();
        let (before, added, apart) = (self.count as f64, added as f64, mean - self.mean);
        let all = before + added;
        self.mean += apart * added / all;
        self.scatter += scatter + apart * apart * before * added / all;
        self.count += x.numel();
        self.least = self.least.min(x.min().item());
        self.most = self.most.max(x.max().item());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_add_up() {
        let x = Tensor::randn([50]) * 3.0 + 100.0;
        let mut moments = Moments::default();
        for part in x.split(20, 0) {
            moments.add(&part);
        }
        let x = x.double();
        assert!((moments.mean() - x.mean().item()).abs() < 1e-9);
        assert!((moments.deviation() - x.std().item()).abs() < 1e-9);
        assert_eq!(
            (moments.count(), moments.least(), moments.most()),
            (50, x.min().item(), x.max().item())
        );
    }

    #[test]
    fn nothing_has_no_mean() {
        let mut moments = Moments::default();
        moments.add(&Tensor::zeros(0));
        assert!(moments.mean().is_nan() && moments.deviation().is_nan());
    }
}
