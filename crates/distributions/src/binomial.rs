//! [`Binomial`]: how often of so many times.

use autograd::random::default_generator;
use autograd::{Error, Tensor};
use tensor_core::scratch;

use crate::check::{self, extended};
use crate::{Bernoulli, Constraint, Distribution, KlDivergence};

/// How many of `total_count` trials succeed, each of probability `probs`.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Binomial, Distribution};
/// let heads = Binomial::new(4, 0.5);
/// assert_eq!((heads.mean().item(), heads.variance().item()), (2.0, 1.0));
/// assert!((heads.log_prob(&Tensor::from(2.0)).exp().item() - 0.375).abs() < 1e-6);
/// // Each probability with numbers of trials of its own.
/// let table = Binomial::new(Tensor::from([[5], [10]]), Tensor::from([0.5, 0.8]));
/// assert_eq!(table.mean().to_vec::<f32>(), [2.5, 4.0, 5.0, 8.0]);
/// ```
#[derive(Clone, Debug)]
pub struct Binomial {
    total_count: Tensor,
    trial: Bernoulli,
}

impl Binomial {
    /// The distribution of a probability.
    ///
    /// # Panics
    /// If the shapes do not broadcast, a probability is not between 0 and 1, or `total_count` is negative or not whole.
    #[track_caller]
    pub fn new(total_count: impl Into<Tensor>, probs: impl Into<Tensor>) -> Self {
        Self::of(total_count.into(), &Bernoulli::named("Binomial", probs.into()))
    }

    /// The distribution of the probability `sigmoid(logits)`.
    ///
    /// # Panics
    /// If the shapes do not broadcast, a logit is not a number, or `total_count` is negative or not whole.
    #[track_caller]
    pub fn from_logits(total_count: impl Into<Tensor>, logits: impl Into<Tensor>) -> Self {
        Self::of(
            total_count.into(),
            &Bernoulli::named_logits("Binomial", logits.into()),
        )
    }

    #[track_caller]
    fn of(total_count: Tensor, trial: &Bernoulli) -> Self {
        check::require("Binomial", "total_count", &total_count, "at least 0", |x| {
            x >= 0.0
        });
        check::whole("Binomial", "total_count", &total_count);
        let probs = trial.probs();
        let [total_count, probs] =
            check::parameters("Binomial", [total_count.to_dtype(probs.dtype()), probs.clone()]);
        Self {
            total_count,
            trial: trial.expand(probs.shape()),
        }
    }

    /// The number of trials, where it is the same in all of the batch.
    #[track_caller]
    fn one_total(&self, wanted_by: &str) -> f64 {
        let totals = self.total_count.detach();
        if totals.is_empty() {
            return 0.0;
        }
        let (least, most) = (totals.min().item(), totals.max().item());
        if least != most {
            Error::argument(format!(
                "Binomial: {wanted_by} needs the same total_count in all of the batch, and they are from {least} to {most}"
            ))
            .raise();
        }
        most
    }

    /// The logarithms of the probabilities of counts, which are known to be possible.
    #[track_caller]
    fn log_prob_of(&self, value: &Tensor) -> Tensor {
        let (total, logits) = (&self.total_count, self.trial.logits());
        let factorial = |x: &Tensor| (x + 1.0).lgamma();
        let ways = factorial(total) - factorial(value) - factorial(&(total - value));
        // total * ln(1 + e^logits), without overflow.
        let norm = (logits.clamp_min(0.0) + (-logits.abs()).exp().log1p()) * total;
        value * logits + ways - norm
    }
}

impl Distribution for Binomial {
    fn batch_shape(&self) -> &[usize] {
        self.total_count.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.total_count);
        self.trial.each_tensor(change);
    }

    fn support(&self) -> Constraint {
        Constraint::IntegerInterval(Tensor::from(0), self.total_count.clone())
    }

    fn mean(&self) -> Tensor {
        self.trial.mean() * &self.total_count
    }

    fn variance(&self) -> Tensor {
        self.trial.variance() * &self.total_count
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::whole("Binomial", "value", value);
        let value = value.to_dtype(self.total_count.dtype());
        let outside = value.lt(0.0).logical_or(&value.gt(&self.total_count));
        // Of possible counts 0, which is one.
        let misfits = outside.where_(&value, 0.0);
        check::require("Binomial", "value", &misfits, "between 0 and total_count", |x| {
            x == 0.0
        });
        self.log_prob_of(&value)
    }

    /// # Panics
    /// If numbers of trials differ, for which PyTorch has no entropy either.
    #[track_caller]
    fn entropy(&self) -> Tensor {
        let total = self.one_total("entropy");
        let counts = Tensor::arange(0.0, total + 1.0, 1.0).to_dtype(self.total_count.dtype());
        let mut along = vec![1; self.total_count.rank() + 1];
        along[0] = counts.numel();
        let logarithms = self.log_prob_of(&counts.reshape(along));
        -(logarithms.exp() * logarithms).sum_dim(0, false)
    }

    fn mode(&self) -> Tensor {
        let total = &self.total_count;
        (self.trial.probs() * (total + 1.0)).floor().minimum(total)
    }

    /// # Panics
    /// If numbers of trials differ.
    #[track_caller]
    fn enumerate_support(&self, expand: bool) -> Tensor {
        let count = (self.one_total("enumerate_support") as usize).saturating_add(1);
        check::enumerated(count, self.total_count.dtype(), self.batch_shape(), expand)
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        let each = |parameter: &Tensor| parameter.detach().expand(&shape[..]).to_vec::<f64>();
        let (totals, probs) = (each(&self.total_count), each(self.trial.probs()));
        let generator = default_generator();
        let uniform = || {
            let mut u = [0.0_f64];
            generator.fill_uniform(&mut u);
            u[0]
        };
        let trials = totals.iter().zip(&probs);
        let drawn = trials.map(|(total, p)| sample(*total, *p, &uniform));
        Tensor::from_vec(scratch::collected(probs.len(), drawn), &shape[..])
            .to_dtype(self.total_count.dtype())
    }
}

impl KlDivergence<Binomial> for Binomial {
    /// Infinite of more trials than the other has.
    ///
    /// # Panics
    /// If the other has more trials, for which PyTorch has no formula either.
    #[track_caller]
    fn kl_divergence(&self, q: &Binomial) -> Tensor {
        let more = (&self.total_count - &q.total_count).detach();
        if more.lt(0.0).any().item() != 0.0 {
            Error::argument(format!(
                "Binomial: there is no divergence from a distribution of more trials, and one has {} more",
                -more.min().item()
            ))
            .raise();
        }
        let distance = self.trial.kl_divergence(&q.trial) * &self.total_count;
        more.gt(0.0).where_(f64::INFINITY, distance)
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
