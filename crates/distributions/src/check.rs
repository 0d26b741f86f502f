//! Refusals of parameters and values, and shapes.

use autograd::{DType, Error, OrRaise, Tensor};
use tensor_core::{Shape, broadcast};

/// Runs `f`, in which functions are called that do not know their caller; what is refused there is raised at the line of this one's.
#[track_caller]
pub(crate) fn here<R>(f: impl FnOnce() -> R) -> R {
    Error::catch(f).map_err(|(error, _)| error).or_raise()
}

/// Refuses a tensor of which not all elements are as `wanted`.
#[track_caller]
pub(crate) fn require(of: &str, name: &str, tensor: &Tensor, wanted: &str, fits: impl Fn(f64) -> bool) {
    if tensor.is_empty() {
        return;
    }
    let x = tensor.detach();
    // What is not a number is both extremes.
    let misfit = [x.min().item(), x.max().item()].into_iter().find(|x| !fits(*x));
    if let Some(misfit) = misfit {
        Error::argument(format!("{of}: {name} must be {wanted}, and one is {misfit}")).raise();
    }
}

#[track_caller]
pub(crate) fn positive(of: &str, name: &str, tensor: &Tensor) {
    require(of, name, tensor, "positive", |x| x > 0.0);
}

#[track_caller]
pub(crate) fn finite(of: &str, name: &str, tensor: &Tensor) {
    require(of, name, tensor, "finite", f64::is_finite);
}

#[track_caller]
pub(crate) fn probability(of: &str, name: &str, tensor: &Tensor) {
    require(of, name, tensor, "between 0 and 1", |x| (0.0..=1.0).contains(&x));
}

/// Refuses values that are not, in their last dimension, probabilities with the sum 1.
#[track_caller]
pub(crate) fn simplex(of: &str, value: &Tensor) {
    probability(of, "value", value);
    let off = value.detach().sum_dim(-1, false) - 1.0;
    require(of, "the sum of a value, less 1,", &off, "0", |x| x.abs() < 1e-5);
}

/// Refuses values that are no whole numbers.
#[track_caller]
pub(crate) fn whole(of: &str, name: &str, tensor: &Tensor) {
    let fraction = tensor.detach() - tensor.detach().floor();
    if !tensor.is_empty() && fraction.abs().max().item() != 0.0 {
        Error::argument(format!("{of}: {name} must be whole numbers")).raise();
    }
}

/// Floating-point parameters in their common shape.
#[track_caller]
pub(crate) fn parameters<const N: usize>(of: &str, given: [Tensor; N]) -> [Tensor; N] {
    let shape = given
        .iter()
        .try_fold(Shape::scalar(), |shape, x| broadcast(&shape, x.shape()));
    let shape = shape.map_err(|error| error.within(of)).or_raise();
    let expanded = |x: Tensor| {
        let x = if x.dtype().is_float() {
            x
        } else {
            x.to_dtype(autograd::default_dtype())
        };
        x.expand(&shape)
    };
    Error::raise_memory_here(|| given.map(expanded))
}

/// The shape of samples: `sample`, then `batch`, then `event`.
pub(crate) fn extended(sample: &[usize], batch: &[usize], event: &[usize]) -> Vec<usize> {
    [sample, batch, event].concat()
}

/// The last dimension of a shape.
pub(crate) fn last_dim(shape: &[usize]) -> &[usize] {
    &shape[shape.len() - 1..]
}

/// The sums over the last `dims` dimensions.
#[track_caller]
pub(crate) fn sum_last(values: &Tensor, dims: usize) -> Tensor {
    match dims {
        0 => values.clone(),
        dims => values.sum_dim(Vec::from_iter(-(dims as isize)..0), false),
    }
}

/// How many samples a shape asks for, or the largest number if there are more.
pub(crate) fn count(shape: &[usize]) -> usize {
    match shape.contains(&0) {
        true => 0,
        false => shape.iter().fold(1, |count, size| size.saturating_mul(count)),
    }
}

/// The least positive normal number of a tensor's type.
pub(crate) fn least(like: &Tensor) -> f64 {
    like.dtype().finfo().map_or(0.0, |limits| limits.smallest_normal)
}

/// `0, 1, ..` as values of a batch of numbers, each in all of the batch if `expand`.
#[track_caller]
pub(crate) fn enumerated(count: usize, dtype: DType, batch: &[usize], expand: bool) -> Tensor {
    let values = Tensor::options().dtype(dtype).arange(0, count as i64, 1);
    let values = values.reshape([&[count][..], &vec![1; batch.len()]].concat());
    match expand {
        true => values.expand([&[count], batch].concat()),
        false => values,
    }
}

/// Refuses a value whose last dimensions are not those of one event.
#[track_caller]
pub(crate) fn event(of: &str, value: &Tensor, event: &[usize]) {
    let shape = value.shape();
    if !shape.ends_with(event) {
        Error::shape(format!(
            "{of}: a value has shape {shape:?}, and must end in {event:?}"
        ))
        .raise();
    }
}

/// Refuses what the distribution `D` has no formula of.
#[track_caller]
pub(crate) fn no_formula<D: ?Sized>(of: &str) -> ! {
    Error::argument(format!("{}: there is no formula of its {of}", name::<D>())).raise()
}

/// The name of a type, without its path and parameters.
fn name<D: ?Sized>() -> &'static str {
    let name = std::any::type_name::<D>();
    let plain = name.split('<').next().unwrap_or(name);
    plain.rsplit("::").next().unwrap_or(plain)
}

/// Refuses a batch shape that that of the distribution `D` does not broadcast to.
#[track_caller]
pub(crate) fn expands<D>(batch: &[usize], to: &[usize]) {
    if !broadcast(batch, to).is_ok_and(|common| common[..] == *to) {
        Error::shape(format!(
            "{}: a batch of shape {batch:?} does not expand to {to:?}",
            name::<D>()
        ))
        .raise();
    }
}

/// The common shape of a value, without its last dimension, and a batch.
#[track_caller]
pub(crate) fn common(of: &str, value: &[usize], batch: &[usize]) -> Shape {
    let value = &value[..value.len() - 1];
    broadcast(value, batch)
        .map_err(|error| error.within(of))
        .or_raise()
}
