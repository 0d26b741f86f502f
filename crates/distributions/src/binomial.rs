//! [`Binomial`]: how often of so many times.

use autograd::random::default_generator;
use autograd::{Error, Tensor};
use tensor_core::scratch;

use crate::check::{self, extended};
use crate::{Bernoulli, Distribution, KlDivergence};

/// How many of `total_count` trials succeed, each of probability `probs`.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Binomial, Distribution};
/// let heads = Binomial::new(4, 0.5);
/// assert_eq!((heads.mean().item(), heads.variance().item()), (2.0, 1.0));
/// assert!((heads.log_prob(&Tensor::from(2.0)).exp().item() - 0.375).abs() < 1e-6);
/// ```
#[derive(Clone, Debug)]
pub struct Binomial {
    total_count: usize,
    trial: Bernoulli,
}

impl Binomial {
    /// The distribution of a probability.
    ///
    /// # Panics
    /// If it is not between 0 and 1.
    #[track_caller]
    pub fn new(total_count: usize, probs: impl Into<Tensor>) -> Self {
        Self {
            total_count,
            trial: Bernoulli::new(probs),
        }
    }

    /// The distribution of the probability `sigmoid(logits)`.
    ///
    /// # Panics
    /// If a logit is not a number.
    #[track_caller]
    pub fn from_logits(total_count: usize, logits: impl Into<Tensor>) -> Self {
        Self {
            total_count,
            trial: Bernoulli::from_logits(logits),
        }
    }

    fn total(&self) -> f64 {
        self.total_count as f64
    }

    /// The logarithms of the probabilities of counts, which are known to be possible.
    #[track_caller]
    fn log_prob_of(&self, value: &Tensor) -> Tensor {
        let (total, logits) = (self.total(), self.trial.logits());
        let factorial = |x: &Tensor| (x + 1.0).lgamma();
        let all = factorial(&value.full_like(total));
        let ways = all - factorial(value) - factorial(&(total - value));
        // total * ln(1 + e^logits), without overflow.
        let norm = (logits.clamp_min(0.0) + (-logits.abs()).exp().log1p()) * total;
        value * logits + ways - norm
    }
}

impl Distribution for Binomial {
    fn batch_shape(&self) -> &[usize] {
        self.trial.batch_shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        self.trial.each_tensor(change);
    }

    fn mean(&self) -> Tensor {
        self.trial.mean() * self.total()
    }

    fn variance(&self) -> Tensor {
        self.trial.variance() * self.total()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::whole("Binomial", "value", value);
        let total = self.total();
        check::require("Binomial", "value", value, "between 0 and total_count", |x| {
            (0.0..=total).contains(&x)
        });
        self.log_prob_of(&value.to_dtype(self.trial.probs().dtype()))
    }

    fn entropy(&self) -> Tensor {
        let probs = self.trial.probs();
        let counts = Tensor::arange(0.0, self.total() + 1.0, 1.0).to_dtype(probs.dtype());
        let mut along = vec![1; probs.rank() + 1];
        along[0] = counts.numel();
        let logarithms = self.log_prob_of(&counts.reshape(along));
        -(logarithms.exp() * logarithms).sum_dim(0, false)
    }

    fn mode(&self) -> Tensor {
        ((self.trial.probs() * (self.total() + 1.0)).floor()).clamp_max(self.total())
    }

    #[track_caller]
    fn enumerate_support(&self, expand: bool) -> Tensor {
        let dtype = self.trial.probs().dtype();
        check::enumerated(
            self.total_count.saturating_add(1),
            dtype,
            self.batch_shape(),
            expand,
        )
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let probs = self.trial.probs().detach();
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        let each = probs.expand(&shape[..]).to_vec::<f64>();
        let generator = default_generator();
        let uniform = || {
            let mut u = [0.0_f64];
            generator.fill_uniform(&mut u);
            u[0]
        };
        let drawn = each.iter().map(|p| sample(self.total(), *p, &uniform));
        Tensor::from_vec(scratch::collected(each.len(), drawn), &shape[..]).to_dtype(probs.dtype())
    }
}

impl KlDivergence<Binomial> for Binomial {
    /// # Panics
    /// If the other has fewer trials, for which PyTorch has no formula either; of more it is infinite.
    #[track_caller]
    fn kl_divergence(&self, q: &Binomial) -> Tensor {
        if self.total_count < q.total_count {
            Error::argument(format!(
                "Binomial: there is no divergence of {} trials from {}",
                self.total_count, q.total_count
            ))
            .raise();
        }
        let (probs, logits) = (self.trial.probs(), self.trial.logits() - q.trial.logits());
        let distance = (probs * logits + (-probs).log1p() - (-q.trial.probs()).log1p()) * self.total();
        match self.total_count > q.total_count {
            true => distance.full_like(f64::INFINITY),
            false => distance,
        }
    }
}

/// A count, by the draws that PyTorch makes.
fn sample(total: f64, p: f64, uniform: &dyn Fn() -> f64) -> f64 {
    let rare = |p: f64| match total * p >= 10.0 {
        true => by_rejection(total, p, uniform),
        false => by_gaps(total, p, uniform),
    };
    match p {
        p if total <= 0.0 || p <= 0.0 => 0.0,
        p if p >= 1.0 => total,
        p if p <= 0.5 => rare(p),
        p => total - rare(1.0 - p),
    }
}

/// The number of gaps between successes that fit.
fn by_gaps(total: f64, p: f64, uniform: &dyn Fn() -> f64) -> f64 {
    let logarithm = (-p).ln_1p();
    let (mut passed, mut count) = (0.0, 0.0);
    loop {
        passed += (uniform().ln() / logarithm).ceil();
        if passed > total {
            return count;
        }
        count += 1.0;
    }
}

/// By rejection from a hat that fits closely, of W. Hörmann: "The generation of binomial random variates" (1993), algorithm BTRS.
fn by_rejection(total: f64, p: f64, uniform: &dyn Fn() -> f64) -> f64 {
    let deviation = (total * p * (1.0 - p)).sqrt();
    let b = 1.15 + 2.53 * deviation;
    let a = -0.0873 + 0.0248 * b + 0.01 * p;
    let c = total * p + 0.5;
    let alpha = (2.83 + 5.1 / b) * deviation;
    let odds = p / (1.0 - p);
    let mode = ((total + 1.0) * p).floor();
    loop {
        let u = uniform() - 0.5;
        let v = uniform();
        let distance = 0.5 - u.abs();
        let count = ((2.0 * a / distance + b) * u + c).floor();
        if distance >= 0.07 && v <= 0.92 - 4.2 / b {
            return count;
        }
        if !(0.0..=total).contains(&count) {
            continue;
        }
        let v = (v * alpha / (a / (distance * distance) + b)).ln();
        let bound = (mode + 0.5) * ((mode + 1.0) / (odds * (total - mode + 1.0))).ln()
            + (total + 1.0) * ((total - mode + 1.0) / (total - count + 1.0)).ln()
            + (count + 0.5) * (odds * (total - count + 1.0) / (count + 1.0)).ln()
            + stirling(mode)
            + stirling(total - mode)
            - stirling(count)
            - stirling(total - count);
        if v <= bound {
            return count;
        }
    }
}

/// What Stirling's formula lacks of the logarithm of a factorial.
fn stirling(k: f64) -> f64 {
    const FIRST: [f64; 10] = [
        0.081_061_466_795_327_3,
        0.041_340_695_955_409_3,
        0.027_677_925_684_998_3,
        0.020_790_672_103_765_1,
        0.016_644_691_189_821_2,
        0.013_876_128_823_070_7,
        0.011_896_709_945_891_8,
        0.010_411_265_261_972_1,
        0.009_255_462_182_712_73,
        0.008_330_563_433_362_87,
    ];
    if let Some(first) = FIRST.get(k as usize) {
        return *first;
    }
    let square = (k + 1.0) * (k + 1.0);
    (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / 1260.0 / square) / square) / (k + 1.0)
}
