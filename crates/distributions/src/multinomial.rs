//! [`Multinomial`]: how often each of several classes.

use autograd::{DType, Error, Tensor};

use crate::{Categorical, Constraint, Distribution, check};

/// How often each class is drawn in `total_count` draws, with the probabilities in the last dimension.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Multinomial};
/// let draws = Multinomial::new(4, Tensor::from([0.5, 0.5]));
/// assert_eq!(draws.mean().to_vec::<f32>(), [2.0, 2.0]);
/// assert_eq!(draws.sample([]).sum().item(), 4.0);
/// ```
#[derive(Clone, Debug)]
pub struct Multinomial {
    total_count: usize,
    classes: Categorical,
}

impl Multinomial {
    /// The distribution of draws with these probabilities, or what is in proportion to them.
    ///
    /// # Panics
    /// If a probability is negative or infinite, or those of a row sum to 0.
    #[track_caller]
    pub fn new(total_count: usize, probs: impl Into<Tensor>) -> Self {
        Self {
            total_count,
            classes: Categorical::new(probs),
        }
    }

    /// The distribution of draws with the probabilities `softmax(logits)`.
    ///
    /// # Panics
    /// If a logit is not a number.
    #[track_caller]
    pub fn from_logits(total_count: usize, logits: impl Into<Tensor>) -> Self {
        Self {
            total_count,
            classes: Categorical::from_logits(logits),
        }
    }

    fn total(&self) -> f64 {
        self.total_count as f64
    }
}

impl Distribution for Multinomial {
    fn batch_shape(&self) -> &[usize] {
        self.classes.batch_shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        self.classes.each_tensor(change);
    }

    fn event_shape(&self) -> &[usize] {
        check::last_dim(self.classes.probs().shape())
    }

    fn support(&self) -> Constraint {
        Constraint::Multinomial(Tensor::from(self.total()))
    }

    fn mean(&self) -> Tensor {
        self.classes.probs() * self.total()
    }

    fn variance(&self) -> Tensor {
        let probs = self.classes.probs();
        probs * (1.0 - probs) * self.total()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::require("Multinomial", "value", value, "at least 0", |x| x >= 0.0);
        check::whole("Multinomial", "value", value);
        let value = value.to_dtype(self.classes.probs().dtype());
        let sums = value.sum_dim(-1, false);
        if !value.is_empty() && (sums.min().item(), sums.max().item()) != (self.total(), self.total()) {
            Error::argument(format!("Multinomial: a value must sum to {}", self.total_count)).raise();
        }
        let impossible = value
            .eq(0.0)
            .logical_and(&self.classes.logits().eq(f64::NEG_INFINITY));
        let logits = impossible.where_(0.0, self.classes.logits());
        (sums + 1.0).lgamma() - (&value + 1.0).lgamma().sum_dim(-1, false)
            + (logits * value).sum_dim(-1, false)
    }

    fn entropy(&self) -> Tensor {
        let (total, probs) = (self.total(), self.classes.probs());
        let counts = Tensor::arange(1.0, total + 1.0, 1.0).to_dtype(probs.dtype());
        // [counts, 1 .., classes]
        let mut along = vec![1; probs.rank() + 1];
        along[0] = counts.numel();
        let counts = counts.reshape(along);
        let factorial = |x: &Tensor| (x + 1.0).lgamma();
        let all = factorial(&Tensor::from(total).to_dtype(probs.dtype()));
        let ways = &all - factorial(&counts) - factorial(&(total - &counts));
        let logarithms = ways + counts.xlogy(probs) + (total - &counts).xlogy(&(1.0 - probs));
        let expected = (logarithms.exp() * factorial(&counts)).sum_dim([0, -1], false);
        self.classes.entropy() * total - all + expected
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let draws = self
            .classes
            .draw(&check::extended(&[self.total_count], sample_shape, &[]));
        let shape = check::extended(sample_shape, self.batch_shape(), self.event_shape());
        // [draws, sample .., batch ..] -> [sample .., batch .., draws]
        let draws = draws.movedim(0, -1);
        let counts = Tensor::options().dtype(self.classes.probs().dtype()).zeros(shape);
        let ones = Tensor::options().dtype(counts.dtype()).ones(draws.shape());
        counts.scatter_add(-1, &draws.contiguous().to_dtype(DType::I64), &ones)
    }
}
