//! [`Collate`]: samples become a batch.

mod containers;
mod numbers;
mod tensors;
mod tuples;

/// Samples that become a batch: `torch.utils.data.default_collate`, as a trait.
///
/// | samples | batch |
/// |---|---|
/// | [`Tensor`](autograd::Tensor) of one shape | a tensor with a new first dimension |
/// | `f32`, `f64`, integers, `bool` | a tensor of one dimension: float32, float64, int64, bool |
/// | `String`, `&str` | a vector of them |
/// | tuples and arrays | a tuple or an array of batches |
/// | `Vec`s of one length | a vector of batches |
/// | `HashMap`s and `BTreeMap`s with the same keys | a map of batches |
/// | `Result` | the first error, or the batch |
///
/// A type of your own delegates to one of these:
///
/// ```
/// use autograd::Tensor;
/// use data::Collate;
///
/// struct Image {
///     pixels: Tensor,
///     label: i64,
/// }
///
/// impl Collate for Image {
///     type Batch = (Tensor, Tensor);
///     fn collate(samples: Vec<Self>) -> Self::Batch {
///         Collate::collate(samples.into_iter().map(|image| (image.pixels, image.label)).collect())
///     }
/// }
///
/// let image = |label| Image { pixels: Tensor::zeros([8, 8]), label };
/// let (pixels, labels) = Image::collate(vec![image(3), image(1)]);
/// assert_eq!((pixels.shape(), labels.shape()), (&[2, 8, 8][..], &[2][..]));
/// ```
#[diagnostic::on_unimplemented(
    message = "samples of type `{Self}` cannot be collated into a batch",
    note = "implement `Collate` for it, or give the loader a function: `DataLoader::with_collate(dataset, f)`"
)]
pub trait Collate: Sized {
    /// The batch.
    type Batch;

    /// The batch of `samples`, of which there is at least one.
    ///
    /// # Panics
    /// If the samples do not fit together.
    #[track_caller]
    fn collate(samples: Vec<Self>) -> Self::Batch;
}
