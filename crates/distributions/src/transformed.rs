//! [`TransformedDistribution`]: values of a distribution, put through functions.

use std::sync::Arc;

use autograd::{Error, Tensor};

use crate::{Bijection, Constraint, Distribution, KlDivergence, Reparameterized, check, compose};

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
    /// How many dimensions of the base's batch belong to the event.
    added: usize,
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
        let parts = || transforms.iter().map(|transform| &**transform);
        let before = compose::event_dim(parts()).max(base.event_shape().len());
        if before > given.len() {
            Error::shape(format!(
                "TransformedDistribution: base has the shape {given:?}, and must have {before} dimensions at least"
            ))
            .raise();
        }
        let after = compose::event_dim_after(parts(), before);
        let through = |shape: Vec<usize>, transform: &Arc<dyn Bijection>| transform.forward_shape(&shape);
        let shape = check::here(|| transforms.iter().fold(given, through));
        Self {
            added: before - base.event_shape().len(),
            event: shape[shape.len() - after..].to_vec(),
            base,
            transforms,
        }
    }

    /// `x` put through all functions.
    #[track_caller]
    fn through(&self, x: Tensor) -> Tensor {
        let through = |x: Tensor, transform: &Arc<dyn Bijection>| transform.forward(&x);
        check::here(|| self.transforms.iter().fold(x, through))
    }

    /// The value before all functions, and the logarithm of the magnitude of their slopes there, if there are any.
    #[track_caller]
    fn back(&self, value: &Tensor) -> (Tensor, Option<Tensor>) {
        let mut y = value.clone();
        let mut lost: Option<Tensor> = None;
        let mut dims = self.event.len();
        for transform in self.transforms.iter().rev() {
            let x = transform.inverse(&y);
            let slopes = transform.log_abs_det_jacobian(&x, &y);
            dims = compose::before(&**transform, dims);
            let slopes = check::sum_last(&slopes, dims - transform.event_dim());
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
        check::here(|| signs.fold(below.clone(), |below, sign| sign * (below - 0.5) + 0.5))
    }

    /// The distribution before the functions.
    pub fn base(&self) -> &D {
        &self.base
    }
}

impl<D: Distribution> Distribution for TransformedDistribution<D> {
    fn batch_shape(&self) -> &[usize] {
        let batch = self.base.batch_shape();
        &batch[..batch.len() - self.added]
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
        let (x, lost) = check::here(|| self.back(value));
        let base = self.base.log_prob(&x);
        let base = check::sum_last(&base, self.added);
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
        let x = check::here(|| self.transforms.iter().rev().fold(value.clone(), back));
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
        check::sum_last(&self.base.kl_divergence(&q.base), self.added)
    }
}
