//! [`OneHotCategorical`]: one of several classes, as a vector.

use autograd::{Error, Tensor};

use crate::{Categorical, Constraint, Distribution, KlDivergence, Reparameterized, check};

macro_rules! one_hot {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            classes: Categorical,
        }

        impl $name {
            /// The distribution of probabilities, or of what is in proportion to them, in the last dimension.
            ///
            /// # Panics
            /// If one is negative or infinite, or those of a row sum to 0.
            #[track_caller]
            pub fn new(probs: impl Into<Tensor>) -> Self {
                Self { classes: Categorical::new(probs) }
            }

            /// The distribution of the probabilities `softmax(logits)`.
            ///
            /// # Panics
            /// If a logit is not a number.
            #[track_caller]
            pub fn from_logits(logits: impl Into<Tensor>) -> Self {
                Self { classes: Categorical::from_logits(logits) }
            }

            /// The probabilities.
            pub fn probs(&self) -> &Tensor {
                self.classes.probs()
            }

            /// The classes as vectors, without a history.
            #[track_caller]
            fn one_hot(&self, classes: &Tensor) -> Tensor {
                classes.one_hot(Some(self.classes.num_events())).to_dtype(self.probs().dtype())
            }
        }

        impl KlDivergence<OneHotCategorical> for $name {
            #[track_caller]
            fn kl_divergence(&self, q: &OneHotCategorical) -> Tensor {
                self.classes.kl_divergence(&q.classes)
            }
        }

        impl KlDivergence<OneHotCategoricalStraightThrough> for $name {
            #[track_caller]
            fn kl_divergence(&self, q: &OneHotCategoricalStraightThrough) -> Tensor {
                self.classes.kl_divergence(&q.classes)
            }
        }
    };
}

macro_rules! distribution {
    ($name:ident, |$own:ident, $sample_shape:ident| $draw:expr) => {
        impl Distribution for $name {
            fn batch_shape(&self) -> &[usize] {
                self.classes.batch_shape()
            }

            fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
                self.classes.each_tensor(change);
            }

            fn event_shape(&self) -> &[usize] {
                check::last_dim(self.probs().shape())
            }

            fn support(&self) -> Constraint {
                Constraint::OneHot
            }

            fn mean(&self) -> Tensor {
                self.probs().clone()
            }

            fn variance(&self) -> Tensor {
                self.probs() * (1.0 - self.probs())
            }

            #[track_caller]
            fn log_prob(&self, value: &Tensor) -> Tensor {
                let name = stringify!($name);
                check::require(name, "value", value, "0 or 1", |x| x == 0.0 || x == 1.0);
                check::whole(name, "value", value);
                let sums = value.detach().sum_dim(-1, false);
                if !sums.is_empty() && sums.ne(1).any().item() != 0.0 {
                    Error::argument(format!("{name}: a value must have one 1")).raise();
                }
                self.classes.log_prob(&value.argmax_dim(-1, false))
            }

            fn entropy(&self) -> Tensor {
                self.classes.entropy()
            }

            fn mode(&self) -> Tensor {
                self.one_hot(&self.classes.mode())
            }

            #[track_caller]
            fn enumerate_support(&self, expand: bool) -> Tensor {
                self.one_hot(&self.classes.enumerate_support(expand))
            }

            #[track_caller]
            fn draw(&self, $sample_shape: &[usize]) -> Tensor {
                let $own = self;
                $draw
            }
        }
    };
}

one_hot! {
    /// A vector with a 1 in the place of one of the classes and 0 elsewhere: [`Categorical`] in another form.
    ///
    /// ```
    /// use autograd::Tensor;
    /// use distributions::{Distribution, OneHotCategorical};
    /// let classes = OneHotCategorical::new(Tensor::from([0.2, 0.8]));
    /// assert_eq!(classes.sample([3]).shape(), [3, 2]);
    /// assert!((classes.log_prob(&Tensor::from([0.0, 1.0])).exp().item() - 0.8).abs() < 1e-6);
    /// ```
    OneHotCategorical
}
distribution!(OneHotCategorical, |own, sample_shape| own
    .one_hot(&own.classes.draw(sample_shape)));

one_hot! {
    /// [`OneHotCategorical`] whose samples pass gradients on to the probabilities as if they were these: the straight-through
    /// estimator of Y. Bengio and others, "Estimating or Propagating Gradients Through Stochastic Neurons" (2013).
    ///
    /// ```
    /// use autograd::Tensor;
    /// use distributions::{OneHotCategoricalStraightThrough, Reparameterized};
    /// let probs = Tensor::from([0.25, 0.75]).requires_grad_(true);
    /// let choice = OneHotCategoricalStraightThrough::new(&probs).rsample(());
    /// (choice * Tensor::from([1.0, 2.0])).sum().backward();
    /// assert!(probs.grad().is_some());
    /// ```
    OneHotCategoricalStraightThrough
}
distribution!(OneHotCategoricalStraightThrough, |own, sample_shape| {
    let probs = own.probs();
    own.one_hot(&own.classes.draw(sample_shape)) + (probs - probs.detach())
});

impl Reparameterized for OneHotCategoricalStraightThrough {}
