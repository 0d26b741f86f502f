//! [`run_layer`]: how a layer of any signature refuses.

use std::panic::Location;

use autograd::{Error, Tensor, with_location};

use crate::layer_error::LayerError;
use crate::module::Module;
use crate::observe::heard;
use crate::preflight;

/// Runs what a layer computes from `inputs`, whatever its signature: what `run` refuses panics at the line that calls the
/// layer, as an error of `layer`, what `run` records belongs to that line, and those who
/// [observe](crate::observe()) the layer see inputs and result: a tensor, or tuples and lists of them.
///
/// The layers of this crate are written with it, and so are yours if they are to refuse as clearly.
///
/// ```
/// use nn::{LayerError, Module, Tensor, check_call, run_layer};
///
/// /// Dot products of queries `[.., n, d]` and keys `[.., m, d]`.
/// #[derive(Module)]
/// struct Scores;
///
/// impl Scores {
///     #[track_caller]
///     fn forward(&self, queries: &Tensor, keys: &Tensor) -> Tensor {
///         run_layer(self, &[queries, keys], || {
///             let size = queries.shape()[queries.rank() - 1];
///             if keys.shape().last() != Some(&size) {
///                 return Err(LayerError::size(keys, -1, size));
///             }
///             Ok(queries.matmul(&keys.transpose(-1, -2)))
///         })
///     }
/// }
///
/// let (q, k) = (Tensor::zeros([2, 5, 8]), Tensor::zeros([2, 3, 8]));
/// assert_eq!(Scores.forward(&q, &k).shape(), [2, 5, 3]);
///
/// let error = check_call(&Scores, || Scores.forward(&q, &Tensor::zeros([2, 3, 4]))).unwrap_err();
/// assert_eq!(error.to_string(), "Scores(): input has shape [2, 3, 4], and its last dimension must be 8");
/// ```
///
/// # Panics
/// If `run` refuses, or the system gives no memory.
#[track_caller]
#[inline]
pub fn run_layer<M: Module + ?Sized, R: 'static>(
    layer: &M,
    inputs: &[&Tensor],
    run: impl FnOnce() -> Result<R, LayerError>,
) -> R {
    let line = Location::caller();
    match Error::raise_memory_here(|| with_location(line, || heard(layer, inputs, run))) {
        Ok(result) => result,
        Err(error) => preflight::raise(error.of(&layer), layer),
    }
}
