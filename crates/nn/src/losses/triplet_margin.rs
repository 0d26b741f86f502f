//! The losses of triplets: what belongs together should be closer than what does not.

use std::fmt;
use std::panic::Location;

use autograd::{Tensor, with_location};
use options_derive::Options;

use super::hinge::hinge;
use super::{Reduction, loss, pair};
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::preflight::raise;

/// `max(0, |a - p| - |a - n| + margin)` of an anchor `a`, what belongs to it, `p`, and what does not, `n`, reduced to the
/// mean. The distances are norms along the last dimension of the differences, to which `eps` is added.
///
/// # Shape
/// `[N, D]` or `[D]` each; the losses are `[N]` or a number.
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct TripletMarginLoss {
    /// By how much the one must be closer.
    #[option(default = 1.0, limit = positive)]
    margin: f64,
    /// The power of the norm.
    #[option(default = 2.0)]
    p: f64,
    /// What keeps the distance from being zero.
    #[option(default = 1e-6)]
    eps: f64,
    /// Whether the distance of `p` and `n` counts in place of the anchor's where it is smaller. After Balntas and others,
    /// "Learning shallow convolutional feature descriptors with triplet losses" (2016).
    #[option(default = false)]
    swap: bool,
    /// What is made of the losses of the triplets.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of `max(0, |a - p| - |a - n| + 1)`: [`TripletMarginLoss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, triplet_margin_loss};
    /// let [a, p, n] = [0.0, 3.0, 3.5].map(|x| Tensor::from([[x, 0.0]]));
    /// assert!((triplet_margin_loss(&a, &p, &n).item() - 0.5).abs() < 1e-5);
    /// ```
    pub fn triplet_margin_loss(anchor, positive, negative) of TripletMarginLoss
}

impl TripletMarginLoss {
    fn run(&self, anchor: &Tensor, positive: &Tensor, negative: &Tensor) -> Result<Tensor, LayerError> {
        check(anchor, positive, negative)?;
        let distance = |x: &Tensor, y: &Tensor| (x - y + self.eps).norm_dim(self.p, -1, false);
        let losses = triplets([anchor, positive, negative], &distance, self.margin, self.swap);
        Ok(self.reduction.of(losses))
    }
}

/// [`TripletMarginLoss`] by another distance, a function of two batches:
///
/// ```
/// use nn::{Tensor, TripletMarginWithDistanceLoss};
/// let furthest = |x: &Tensor, y: &Tensor| (x - y).abs().amax(-1, false);
/// let loss = TripletMarginWithDistanceLoss::new(furthest).margin(2.0);
/// let [a, p, n] = [0.0, 3.0, 3.5].map(|x| Tensor::from([[x, 0.0]]));
/// assert_eq!(loss.forward(&a, &p, &n).item(), 1.5);
/// ```
#[derive(Clone, Copy)]
pub struct TripletMarginWithDistanceLoss<F> {
    distance: F,
    options: TripletMarginLoss,
}

impl<F: Fn(&Tensor, &Tensor) -> Tensor> TripletMarginWithDistanceLoss<F> {
    /// The loss by a distance.
    pub fn new(distance: F) -> Self {
        Self {
            distance,
            options: TripletMarginLoss::new(),
        }
    }

    /// By how much the one must be closer. The default is 1.
    ///
    /// # Panics
    /// If it is not positive.
    #[must_use]
    #[track_caller]
    pub fn margin(mut self, margin: f64) -> Self {
        self.options = self.options.margin(margin);
        self
    }

    /// Whether the distance of the positive and the negative counts in place of the anchor's where it is smaller.
    #[must_use]
    pub fn swap(mut self, swap: bool) -> Self {
        self.options = self.options.swap(swap);
        self
    }

    /// What is made of the losses of the triplets.
    #[must_use]
    pub fn reduction(mut self, reduction: Reduction) -> Self {
        self.options = self.options.reduction(reduction);
        self
    }

    /// The loss.
    ///
    /// # Panics
    /// If the inputs do not have as many dimensions each.
    #[track_caller]
    pub fn forward(&self, anchor: &Tensor, positive: &Tensor, negative: &Tensor) -> Tensor {
        with_location(Location::caller(), || {
            if let Err(error) = check(anchor, positive, negative) {
                raise(error.of(&"triplet_margin_with_distance_loss"), &self.options)
            }
            let TripletMarginLoss { margin, swap, .. } = self.options;
            let losses = triplets([anchor, positive, negative], &self.distance, margin, swap);
            self.options.reduction.of(losses)
        })
    }
}

impl<F> fmt::Debug for TripletMarginWithDistanceLoss<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TripletMarginWithDistanceLoss")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

fn check(anchor: &Tensor, positive: &Tensor, negative: &Tensor) -> Result<(), LayerError> {
    Ok(pair::same_rank(&[
        ("anchor", anchor),
        ("positive", positive),
        ("negative", negative),
    ])?)
}

fn triplets(
    [anchor, positive, negative]: [&Tensor; 3],
    distance: &dyn Fn(&Tensor, &Tensor) -> Tensor,
    margin: f64,
    swap: bool,
) -> Tensor {
    let mut apart = distance(anchor, negative);
    if swap {
        apart = apart.minimum(distance(positive, negative));
    }
    hinge(&(distance(anchor, positive) + margin - apart))
}
