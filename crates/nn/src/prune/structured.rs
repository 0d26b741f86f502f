//! Pruning of channels.

use autograd::{Error, OrRaise, Tensor};

use super::Amount;
use super::mask::Masked;
use crate::module::Module;

/// Prunes the channels along `dim`, of those that are left, with the smallest `n`-norms, of equal ones the last, in the parameter at the
/// path `name` of `module`; or with the smallest norms of `importance_scores`: `torch.nn.utils.prune.ln_structured`.
///
/// ```
/// use nn::{Linear, Tensor, prune};
/// let layer = prune::identity(Linear::new(2, 3), "weight");
/// layer.original().set_data(Tensor::from([[3.0, 4.0], [1.0, 1.0], [0.0, 2.0]]));
/// prune::ln_structured(&layer, "weight", 1, 2.0, 0, None);
/// assert_eq!(layer.mask().to_vec::<f32>(), [1.0, 1.0, 0.0, 0.0, 1.0, 1.0]);
/// ```
///
/// # Panics
/// If there is no such parameter of a layer that [`identity`](super::identity) has made, it has one dimension or not `dim`, `amount` is more than
/// the channels that are left, or the scores have another shape.
#[track_caller]
pub fn ln_structured(
    module: &dyn Module,
    name: &str,
    amount: impl Into<Amount>,
    n: impl Into<f64>,
    dim: isize,
    importance_scores: Option<&Tensor>,
) {
    let (operation, n) = ("prune::ln_structured", n.into());
    let found = Masked::find(operation, module, name).or_raise();
    let scores = found.scores(operation, importance_scores).or_raise();
    let channels = Channels::left(operation, &found.mask, dim).or_raise();
    let kept = |pruned: usize| {
        let left = scores.index_select(dim, &channels.left);
        let norms = left.norm_dim(n, &channels.others[..], false);
        let kept = norms.topk(norms.numel() - pruned, 0, true).1;
        norms.zeros_like().index_fill(0, &kept, 1)
    };
    channels.prune(operation, &found, amount.into(), kept).or_raise();
}

/// Prunes channels along `dim`, of those that are left, which are drawn from the [default generator](autograd::with_generator), in the
/// parameter at the path `name` of `module`: `torch.nn.utils.prune.random_structured`.
///
/// ```
/// use nn::{Linear, prune};
/// let layer = prune::identity(Linear::new(4, 3), "weight");
/// prune::random_structured(&layer, "weight", 0.5, 1);
/// assert_eq!(layer.mask().sum().item(), 6.0);
/// ```
///
/// # Panics
/// If there is no such parameter of a layer that [`identity`](super::identity) has made, it has one dimension or not `dim`, or `amount` is more
/// than the channels that are left.
#[track_caller]
pub fn random_structured(module: &dyn Module, name: &str, amount: impl Into<Amount>, dim: isize) {
    let operation = "prune::random_structured";
    let found = Masked::find(operation, module, name).or_raise();
    let channels = Channels::left(operation, &found.mask, dim).or_raise();
    let kept = |pruned: usize| {
        let drawn = Tensor::rand(channels.left.numel());
        drawn.gt(drawn.kthvalue(pruned, 0, false).0)
    };
    channels.prune(operation, &found, amount.into(), kept).or_raise();
}

/// The channels along a dimension that are not pruned altogether.
struct Channels {
    dim: usize,
    /// The other dimensions.
    others: Vec<isize>,
    /// The positions of the channels.
    left: Tensor,
}

impl Channels {
    #[track_caller]
    fn left(operation: &str, mask: &Tensor, dim: isize) -> Result<Self, Error> {
        if mask.rank() < 2 {
            return Err(Error::shape(format!(
                "{operation}: a parameter of shape {:?} has no channels, which need two dimensions",
                mask.shape()
            )));
        }
        let dim = tensor_core::dimension(dim, mask.rank())?;
        let others: Vec<isize> = (0..mask.rank() as isize).filter(|d| *d != dim as isize).collect();
        let left = mask.sum_dim(&others[..], false).ne(0).nonzero().reshape(-1);
        Ok(Self { dim, others, left })
    }

    /// Prunes all but those that `kept` says of the channels that are left, given how many are to go.
    #[track_caller]
    fn prune(
        &self,
        operation: &str,
        found: &Masked,
        amount: Amount,
        kept: impl FnOnce(usize) -> Tensor,
    ) -> Result<(), Error> {
        let count = amount.of(self.left.numel(), operation)?;
        if count == 0 {
            return Ok(());
        }
        let mask = &found.mask;
        let channels = Tensor::zeros(mask.shape()[self.dim]).to_dtype(mask.dtype());
        let channels = channels.index_copy(0, &self.left, &kept(count).to_dtype(mask.dtype()));
        let mut shape = vec![1; mask.rank()];
        shape[self.dim] = channels.numel();
        mask.set_data(&**mask * channels.reshape(&shape[..]));
        Ok(())
    }
}
