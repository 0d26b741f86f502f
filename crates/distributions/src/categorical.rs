//! [`Categorical`]: one of several classes.

use autograd::{DType, Error, Tensor};

use crate::bernoulli::within;
use crate::check;
use crate::{Constraint, Distribution, KlDivergence};

/// One of the classes `0, 1, ..`, with the probabilities in the last dimension.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Categorical, Distribution};
/// let policy = Categorical::from_logits(Tensor::from([[2.0, 0.0, 0.0], [0.0, 0.0, 2.0]]));
/// let actions = policy.sample([5]); // int64
/// assert_eq!((actions.shape(), policy.log_prob(&actions).shape()), (&[5, 2][..], &[5, 2][..]));
/// ```
#[derive(Clone, Debug)]
pub struct Categorical {
    probs: Tensor,
    /// Their logarithms.
    logits: Tensor,
}

impl Categorical {
    /// The distribution of probabilities, or of what is in proportion to them.
    ///
    /// # Panics
    /// If one is negative or infinite, or those of a row sum to 0.
    #[track_caller]
    pub fn new(probs: impl Into<Tensor>) -> Self {
        let probs = classes(probs.into());
        check::require("Categorical", "probs", &probs, "at least 0 and finite", |p| {
            (0.0..f64::INFINITY).contains(&p)
        });
        let sums = probs.sum_dim(-1, true);
        check::positive("Categorical", "the sum of probs", &sums);
        let probs = probs / sums;
        Self {
            logits: within(&probs).log(),
            probs,
        }
    }

    /// The distribution of the probabilities `softmax(logits)`.
    ///
    /// # Panics
    /// If a logit is not a number.
    #[track_caller]
    pub fn from_logits(logits: impl Into<Tensor>) -> Self {
        let logits = classes(logits.into());
        check::require("Categorical", "logits", &logits, "a number", |x| !x.is_nan());
        let logits = logits.log_softmax(-1);
        Self {
            probs: logits.exp(),
            logits,
        }
    }

    /// The probabilities.
    pub fn probs(&self) -> &Tensor {
        &self.probs
    }

    /// Their logarithms.
    pub fn logits(&self) -> &Tensor {
        &self.logits
    }

    /// How many classes there are.
    pub fn num_events(&self) -> usize {
        self.probs.size(-1)
    }

    #[track_caller]
    fn filled(&self, value: f64) -> Tensor {
        Tensor::options()
            .dtype(self.probs.dtype())
            .full(self.batch_shape(), value)
    }
}

#[track_caller]
fn classes(given: Tensor) -> Tensor {
    let [given] = check::parameters("Categorical", [given]);
    if given.shape().last().is_none_or(|classes| *classes == 0) {
        Error::shape(format!(
            "Categorical: the probabilities have shape {:?}, and must have a last dimension of classes",
            given.shape()
        ))
        .raise();
    }
    given
}

impl Distribution for Categorical {
    fn batch_shape(&self) -> &[usize] {
        let shape = self.probs.shape();
        &shape[..shape.len() - 1]
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.probs);
        change(&mut self.logits);
    }

    fn support(&self) -> Constraint {
        Constraint::IntegerInterval(Tensor::from(0), Tensor::from(self.num_events() - 1))
    }

    /// Not a number: classes have no mean.
    fn mean(&self) -> Tensor {
        self.filled(f64::NAN)
    }

    /// Not a number: classes have no variance.
    fn variance(&self) -> Tensor {
        self.filled(f64::NAN)
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        let last = self.num_events() as f64 - 1.0;
        check::require("Categorical", "value", value, "a class", |x| {
            (0.0..=last).contains(&x)
        });
        check::whole("Categorical", "value", value);
        let value = value.to_dtype(DType::I64).unsqueeze(-1);
        let rows = check::common("Categorical", value.shape(), self.batch_shape());
        let logits = self.logits.expand([&rows[..], &[self.num_events()]].concat());
        logits
            .gather(-1, &value.expand([&rows[..], &[1]].concat()))
            .squeeze_dim(-1)
    }

    fn entropy(&self) -> Tensor {
        let least = self.probs.dtype().finfo().map_or(f64::MIN, |limits| limits.min);
        -(self.logits.clamp_min(least) * &self.probs).sum_dim(-1, false)
    }

    fn mode(&self) -> Tensor {
        self.probs.argmax_dim(-1, false)
    }

    #[track_caller]
    fn enumerate_support(&self, expand: bool) -> Tensor {
        check::enumerated(self.num_events(), DType::I64, self.batch_shape(), expand)
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let rows = self.batch_shape().iter().product::<usize>();
        let count = check::count(sample_shape);
        let shape = check::extended(sample_shape, self.batch_shape(), &[]);
        let probs = self.probs.detach().reshape([rows, self.num_events()]);
        if count == 0 || rows == 0 {
            return Tensor::options().dtype(DType::I64).zeros(shape);
        }
        probs.multinomial(count, true).t().reshape(shape)
    }
}

impl KlDivergence<Categorical> for Categorical {
    #[track_caller]
    fn kl_divergence(&self, q: &Categorical) -> Tensor {
        let each = &self.probs * (&self.logits - &q.logits);
        let each = q.probs.eq(0.0).where_(f64::INFINITY, each);
        self.probs.eq(0.0).where_(0.0, each).sum_dim(-1, false)
    }
}
