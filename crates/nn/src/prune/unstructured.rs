//! Pruning of single weights.

use autograd::{Error, OrRaise, Tensor};

use super::Amount;
use super::mask::Masked;
use crate::module::Module;

/// Which single weights are pruned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unstructured {
    /// Those of the smallest absolute values, of equal ones the first.
    L1,
    /// Any, drawn from the [default generator](autograd::with_generator).
    Random,
}

impl Unstructured {
    /// The positions of `count` of the scores.
    #[track_caller]
    fn chosen(self, scores: &Tensor, count: usize) -> Tensor {
        match self {
            Self::L1 => scores.abs().topk(count, 0, false).1,
            Self::Random => scores.rand_like().topk(count, 0, true).1,
        }
    }

    /// The mask without `amount` of what is left of it.
    #[track_caller]
    fn pruned(
        self,
        operation: &str,
        scores: &Tensor,
        mask: &Tensor,
        amount: Amount,
    ) -> Result<Tensor, Error> {
        let flat = mask.reshape(-1);
        let left = flat.eq(1).nonzero().reshape(-1);
        let count = amount.of(left.numel(), operation)?;
        if count == 0 {
            return Ok(mask.detach());
        }
        let scores = scores.reshape(-1).index_select(0, &left);
        let places = left.index_select(0, &self.chosen(&scores, count));
        Ok(flat.index_fill(0, &places, 0).reshape(mask.shape()))
    }
}

/// Prunes the weights of the smallest absolute values, of equal ones the first, in the parameter at the path `name` of `module`, or those
/// of the smallest absolute `importance_scores`: `torch.nn.utils.prune.l1_unstructured`.
///
/// ```
/// use nn::{Linear, Tensor, prune};
/// let layer = prune::identity(Linear::new(3, 1), "weight");
/// layer.original().set_data(Tensor::from([[0.5, -2.0, 1.0]]));
/// prune::l1_unstructured(&layer, "weight", 1, None);
/// assert_eq!(layer.weight().to_vec::<f32>(), [0.0, -2.0, 1.0]);
/// prune::l1_unstructured(&layer, "weight", 0.5, None);
/// assert_eq!(layer.weight().to_vec::<f32>(), [0.0, -2.0, 0.0]);
/// ```
///
/// # Panics
/// If there is no such parameter of a layer that [`identity`](super::identity) has made, `amount` is more than what is left, or the scores have
/// another shape.
#[track_caller]
pub fn l1_unstructured(
    module: &dyn Module,
    name: &str,
    amount: impl Into<Amount>,
    importance_scores: Option<&Tensor>,
) {
    let operation = "prune::l1_unstructured";
    single(
        operation,
        (module, name),
        Unstructured::L1,
        amount.into(),
        importance_scores,
    )
    .or_raise();
}

/// Prunes weights that are drawn from the [default generator](autograd::with_generator), in the parameter at the path `name` of `module`:
/// `torch.nn.utils.prune.random_unstructured`.
///
/// ```
/// use nn::{Linear, prune};
/// let layer = prune::identity(Linear::new(4, 3), "weight");
/// prune::random_unstructured(&layer, "weight", 0.25);
/// assert_eq!(layer.mask().sum().item(), 9.0);
/// ```
///
/// # Panics
/// If there is no such parameter of a layer that [`identity`](super::identity) has made, or `amount` is more than what is left.
#[track_caller]
pub fn random_unstructured(module: &dyn Module, name: &str, amount: impl Into<Amount>) {
    let operation = "prune::random_unstructured";
    single(
        operation,
        (module, name),
        Unstructured::Random,
        amount.into(),
        None,
    )
    .or_raise();
}

#[track_caller]
fn single(
    operation: &str,
    (module, name): (&dyn Module, &str),
    method: Unstructured,
    amount: Amount,
    scores: Option<&Tensor>,
) -> Result<(), Error> {
    let found = Masked::find(operation, module, name)?;
    let scores = found.scores(operation, scores)?;
    found
        .mask
        .set_data(method.pruned(operation, &scores, &found.mask, amount)?);
    Ok(())
}

/// Prunes `amount` of the weights of all these parameters together, each named by its path in a module, by their absolute values, or those of
/// `importance_scores`, one tensor for each parameter, or by chance: `torch.nn.utils.prune.global_unstructured`.
///
/// ```
/// use nn::{Linear, Module, prune};
/// let [small, large] = [2, 3].map(|size| prune::identity(Linear::new(size, size), "weight"));
/// let both: [(&dyn Module, &str); 2] = [(&small, "weight"), (&large, "weight")];
/// prune::global_unstructured(&both, prune::Unstructured::L1, 5, None);
/// assert_eq!(small.mask().sum().item() + large.mask().sum().item(), 4.0 + 9.0 - 5.0);
/// ```
///
/// # Panics
/// If one of them is no parameter of a layer that [`identity`](super::identity) has made, `amount` is more than what is left of all, or there are
/// not as many scores of the parameters' shapes.
#[track_caller]
pub fn global_unstructured(
    parameters: &[(&dyn Module, &str)],
    method: Unstructured,
    amount: impl Into<Amount>,
    importance_scores: Option<&[&Tensor]>,
) {
    all(parameters, method, amount.into(), importance_scores).or_raise();
}

#[track_caller]
fn all(
    parameters: &[(&dyn Module, &str)],
    method: Unstructured,
    amount: Amount,
    scores: Option<&[&Tensor]>,
) -> Result<(), Error> {
    let operation = "prune::global_unstructured";
    if scores.is_some_and(|scores| scores.len() != parameters.len()) || parameters.is_empty() {
        return Err(Error::argument(format!(
            "{operation}: {} importance scores are not one for each of {} parameters",
            scores.map_or(0, <[_]>::len),
            parameters.len()
        )));
    }
    let (mut found, mut worth, mut masks) = (Vec::new(), Vec::new(), Vec::new());
    for (at, (module, name)) in parameters.iter().enumerate() {
        let masked = Masked::find(operation, *module, name)?;
        worth.push(
            masked
                .scores(operation, scores.map(|scores| scores[at]))?
                .reshape(-1),
        );
        masks.push(masked.mask.reshape(-1));
        found.push(masked);
    }
    let [worth, mask] = [worth, masks].map(|parts| Tensor::cat(&parts.iter().collect::<Vec<_>>(), 0));
    let mask = method.pruned(operation, &worth, &mask, amount)?;
    let mut begin = 0;
    for masked in &found {
        let part = mask.narrow(0, begin, masked.mask.numel());
        begin += masked.mask.numel() as isize;
        masked.mask.set_data(part.reshape(masked.mask.shape()));
    }
    Ok(())
}
