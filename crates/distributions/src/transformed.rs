//! [`TransformedDistribution`]: values of a distribution, put through functions.

use std::any::Any;
use std::fmt;
use std::mem::discriminant;
use std::sync::Arc;

use autograd::{Error, Tensor};
use tensor_core::broadcast;

use crate::{Constraint, Distribution, KlDivergence, Reparameterized, check, stick};

/// A function of numbers that can be turned around and differentiated, such as those of [`Transform`].
pub trait Bijection: Any + fmt::Debug + Send + Sync {
    /// The value for `x`.
    #[track_caller]
    fn forward(&self, x: &Tensor) -> Tensor;

    /// The `x` of a value.
    #[track_caller]
    fn inverse(&self, y: &Tensor) -> Tensor;

    /// The logarithm of the magnitude of the slope at `x`, where the value is `y`; of the Jacobian's determinant for what takes
    /// several numbers at once, without their dimensions.
    #[track_caller]
    fn log_abs_det_jacobian(&self, x: &Tensor, y: &Tensor) -> Tensor;

    /// How many of the last dimensions are taken at once; none for a function of single numbers.
    fn event_dim(&self) -> usize {
        0
    }

    /// The shape of the value for an `x` of some shape.
    fn forward_shape(&self, shape: &[usize]) -> Vec<usize> {
        shape.to_vec()
    }

    /// What values it gives; any numbers, if nothing else is said.
    fn codomain(&self) -> Constraint {
        Constraint::Real.to_event(self.event_dim())
    }

    /// 1 where a function of single numbers grows, and -1 where it falls.
    ///
    /// # Panics
    /// If it takes several numbers at once.
    #[track_caller]
    fn sign(&self) -> Tensor {
        if self.event_dim() > 0 {
            Error::argument(format!(
                "{self:?} neither grows nor falls: it takes several numbers at once"
            ))
            .raise();
        }
        Tensor::from(1.0)
    }

    /// Whether `other` is known to be the same function. If nothing is said here, distributions have the same only as clones of one.
    fn is_same(&self, _other: &dyn Bijection) -> bool {
        false
    }
}

/// The functions of `torch.distributions.transforms` that people flow through.
#[derive(Clone, Debug)]
pub enum Transform {
    /// `loc + scale x`.
    Affine {
        /// What is added.
        loc: Tensor,
        /// What is multiplied by.
        scale: Tensor,
    },
    /// `e^x`.
    Exp,
    /// `1 / (1 + e^-x)`.
    Sigmoid,
    /// `tanh(x)`.
    Tanh,
    /// `ln(1 + e^x)`.
    Softplus,
    /// `x^exponent`, of positive numbers.
    Power(f64),
    /// `n + 1` positive numbers with the sum 1 of `n` numbers in the last dimension: each says by its sigmoid how much is broken off the
    /// rest of a stick, so that all parts are alike of zeros.
    StickBreaking,
}

impl Bijection for Transform {
    fn forward(&self, x: &Tensor) -> Tensor {
        match self {
            Transform::Affine { loc, scale } => loc + scale * x,
            Transform::Exp => x.exp(),
            Transform::Sigmoid => inside(&x.sigmoid()),
            Transform::Tanh => x.tanh(),
            Transform::Softplus => x.softplus(),
            Transform::Power(exponent) => x.powf(*exponent),
            Transform::StickBreaking => stick::forward(x),
        }
    }

    fn inverse(&self, y: &Tensor) -> Tensor {
        match self {
            Transform::Affine { loc, scale } => (y - loc) / scale,
            Transform::Exp => y.log(),
            Transform::Sigmoid => {
                let y = inside(y);
                y.log() - (-y).log1p()
            }
            Transform::Tanh => y.atanh(),
            Transform::Softplus => (-y).expm1().neg().log() + y,
            Transform::Power(exponent) => y.powf(1.0 / exponent),
            Transform::StickBreaking => stick::inverse(y),
        }
    }

    fn log_abs_det_jacobian(&self, x: &Tensor, y: &Tensor) -> Tensor {
        match self {
            Transform::Affine { scale, .. } => scale.abs().log() + x.zeros_like(),
            Transform::Exp => x.clone(),
            Transform::Sigmoid => -(-x).softplus() - x.softplus(),
            // 1 - tanh(x)^2, without losing its digits where that is near 1.
            Transform::Tanh => (std::f64::consts::LN_2 - x - (x * -2.0).softplus()) * 2.0,
            Transform::Softplus => -(-x).softplus(),
            Transform::Power(exponent) => (y * *exponent / x).abs().log(),
            Transform::StickBreaking => stick::log_abs_det_jacobian(x, y),
        }
    }

    fn event_dim(&self) -> usize {
        match self {
            Transform::StickBreaking => 1,
            _ => 0,
        }
    }

    fn forward_shape(&self, shape: &[usize]) -> Vec<usize> {
        match (self, shape) {
            (Transform::StickBreaking, [batch @ .., n]) => [batch, &[n + 1]].concat(),
            _ => shape.to_vec(),
        }
    }

    fn codomain(&self) -> Constraint {
        match self {
            Transform::Affine { .. } => Constraint::Real,
            Transform::Exp | Transform::Softplus | Transform::Power(_) => Constraint::Positive,
            Transform::Sigmoid => Constraint::UnitInterval,
            Transform::Tanh => Constraint::Interval(Tensor::from(-1.0), Tensor::from(1.0)),
            Transform::StickBreaking => Constraint::Simplex,
        }
    }

    fn sign(&self) -> Tensor {
        match self {
            Transform::Affine { scale, .. } => scale.detach().sign(),
            Transform::Power(exponent) => Tensor::from(exponent.signum()),
            _ => Tensor::from(1.0),
        }
    }

    fn is_same(&self, other: &dyn Bijection) -> bool {
        match (self, (other as &dyn Any).downcast_ref()) {
            (Transform::Affine { loc, scale }, Some(Transform::Affine { loc: to, scale: by })) => {
                all_same(loc, to) && all_same(scale, by)
            }
            (Transform::Power(a), Some(Transform::Power(b))) => a == b,
            (a, Some(b)) => discriminant(a) == discriminant(b),
            (_, None) => false,
        }
    }
}

/// Whether two tensors have the same numbers everywhere in their common shape.
fn all_same(a: &Tensor, b: &Tensor) -> bool {
    broadcast(a.shape(), b.shape()).is_ok() && a.detach().eq(b.detach()).all().item() != 0.0
}

/// Between 0 and 1 without both.
#[track_caller]
pub(crate) fn inside(y: &Tensor) -> Tensor {
    let (least, eps) = y
        .dtype()
        .finfo()
        .map_or((0.0, 0.0), |limits| (limits.smallest_normal, limits.eps));
    y.clamp(least, 1.0 - eps)
}

/// The distribution of what functions make of the values of another one, one after the other.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Normal, Reparameterized, Transform, TransformedDistribution};
/// // What a policy of bounded actions draws.
/// let squashed = TransformedDistribution::new(Normal::new(0.0, 1.0), [Transform::Tanh]);
/// let action = squashed.rsample([4]);
/// assert!(action.abs().max().item() < 1.0);
/// assert_eq!(squashed.log_prob(&action).shape(), [4]);
/// ```
#[derive(Clone, Debug)]
pub struct TransformedDistribution<D> {
    base: D,
    transforms: Vec<Arc<dyn Bijection>>,
    event: Vec<usize>,
}

impl<D: Distribution> TransformedDistribution<D> {
    /// The distribution of `base` put through `transforms`, the first one first.
    ///
    /// # Panics
    /// If one takes more dimensions at once than `base` has.
    #[track_caller]
    pub fn new<B: Bijection + 'static>(base: D, transforms: impl IntoIterator<Item = B>) -> Self {
        let shared = |transform| Arc::new(transform) as Arc<dyn Bijection>;
        let transforms = Vec::from_iter(transforms.into_iter().map(shared));
        let given = [base.batch_shape(), base.event_shape()].concat();
        let taken = transforms.iter().map(|transform| transform.event_dim()).max();
        let event = taken.unwrap_or(0).max(base.event_shape().len());
        if event > given.len() {
            Error::shape(format!(
                "TransformedDistribution: base has the shape {given:?}, and must have {event} dimensions at least"
            ))
            .raise();
        }
        let through = |shape: Vec<usize>, transform: &Arc<dyn Bijection>| transform.forward_shape(&shape);
        let shape = transforms.iter().fold(given, through);
        Self {
            event: shape[shape.len() - event..].to_vec(),
            base,
            transforms,
        }
    }

    /// How many dimensions of the base's batch belong to the event.
    fn added(&self) -> usize {
        self.event.len() - self.base.event_shape().len()
    }

    /// `x` put through all functions.
    #[track_caller]
    fn through(&self, x: Tensor) -> Tensor {
        let through = |x: Tensor, transform: &Arc<dyn Bijection>| transform.forward(&x);
        Error::raise_memory_here(|| self.transforms.iter().fold(x, through))
    }

    /// The value before all functions, and the logarithm of the magnitude of their slopes there, if there are any.
    #[track_caller]
    fn back(&self, value: &Tensor) -> (Tensor, Option<Tensor>) {
        let mut y = value.clone();
        let mut lost: Option<Tensor> = None;
        for transform in self.transforms.iter().rev() {
            let x = transform.inverse(&y);
            let slopes = transform.log_abs_det_jacobian(&x, &y);
            let slopes = check::sum_last(&slopes, self.event.len() - transform.event_dim());
            lost = Some(match lost {
                Some(lost) => lost + slopes,
                None => slopes,
            });
            y = x;
        }
        (y, lost)
    }

    /// The probability of less, which is that of more where the functions fall.
    #[track_caller]
    fn turned(&self, below: &Tensor) -> Tensor {
        let signs = self.transforms.iter().map(|transform| transform.sign());
        Error::raise_memory_here(|| signs.fold(below.clone(), |below, sign| sign * (below - 0.5) + 0.5))
    }

    /// The distribution before the functions.
    pub fn base(&self) -> &D {
        &self.base
    }
}

impl<D: Distribution> Distribution for TransformedDistribution<D> {
    fn batch_shape(&self) -> &[usize] {
        let batch = self.base.batch_shape();
        &batch[..batch.len() - self.added()]
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        self.base.each_tensor(change);
    }

    fn event_shape(&self) -> &[usize] {
        &self.event
    }

    fn support(&self) -> Constraint {
        match self.transforms.last() {
            Some(last) => {
                let given = last.codomain();
                let added = self.event.len() - given.event_dim();
                given.to_event(added)
            }
            None => self.base.support(),
        }
    }

    /// # Panics
    /// There is no formula; take the mean of samples.
    #[track_caller]
    fn mean(&self) -> Tensor {
        check::no_formula::<Self>("mean")
    }

    /// # Panics
    /// There is no formula; take the variance of samples.
    #[track_caller]
    fn variance(&self) -> Tensor {
        check::no_formula::<Self>("variance")
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        let (x, lost) = Error::raise_memory_here(|| self.back(value));
        let base = self.base.log_prob(&x);
        let base = check::sum_last(&base, self.added());
        match lost {
            Some(lost) => base - lost,
            None => base,
        }
    }

    /// # Panics
    /// There is no formula; take the mean of `-log_prob` of samples.
    #[track_caller]
    fn entropy(&self) -> Tensor {
        check::no_formula::<Self>("entropy")
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        let back = |y: Tensor, transform: &Arc<dyn Bijection>| transform.inverse(&y);
        let x = Error::raise_memory_here(|| self.transforms.iter().rev().fold(value.clone(), back));
        self.turned(&self.base.cdf(&x))
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        self.through(self.base.icdf(&self.turned(value)))
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        self.through(self.base.draw(sample_shape))
    }
}

impl<D: Reparameterized> Reparameterized for TransformedDistribution<D> {}

impl<P: Distribution + KlDivergence<Q>, Q: Distribution> KlDivergence<TransformedDistribution<Q>>
    for TransformedDistribution<P>
{
    /// That of the distributions before the functions, since these lose nothing.
    ///
    /// # Panics
    /// If the functions are not the same, or an event has another shape.
    #[track_caller]
    fn kl_divergence(&self, q: &TransformedDistribution<Q>) -> Tensor {
        let same = |(a, b): (&Arc<dyn Bijection>, _)| Arc::ptr_eq(a, b) || a.is_same(&**b);
        let all_same = self.transforms.len() == q.transforms.len()
            && self.transforms.iter().zip(&q.transforms).all(same);
        if !all_same || self.event_shape() != q.event_shape() {
            Error::argument(format!(
                "TransformedDistribution: there is no divergence of events {:?} by {:?} from events {:?} by {:?}",
                self.event_shape(),
                self.transforms,
                q.event_shape(),
                q.transforms
            ))
            .raise();
        }
        check::sum_last(&self.base.kl_divergence(&q.base), self.added())
    }
}
