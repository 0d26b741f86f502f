//! Samplers: in which order a loader fetches samples.

mod batch;
mod distributed;
mod random;
mod sequential;
mod subset_random;
mod weighted_random;

pub use batch::BatchSampler;
pub use distributed::DistributedSampler;
pub use random::RandomSampler;
pub use sequential::SequentialSampler;
pub use subset_random::SubsetRandomSampler;
pub use weighted_random::WeightedRandomSampler;

pub(crate) use batch::batches;
pub(crate) use random::RandomDraws;

use std::sync::Arc;

use autograd::Generator;
use autograd::random::default_generator;

/// What a sampler yields in one epoch. Random ones draw when their first item is asked for, not before.
pub type Draws<'a, T> = Box<dyn Iterator<Item = T> + Send + 'a>;

/// An order of samples, made anew for each epoch: `torch.utils.data.Sampler`.
///
/// Its items are indices into a dataset, or, if it is used as a
/// [`batch_sampler`](crate::DataLoader::batch_sampler), vectors of them.
///
/// ```
/// use data::{DataLoader, Draws, Sampler};
///
/// /// From the last sample to the first.
/// struct Backwards(usize);
///
/// impl Sampler for Backwards {
///     type Item = usize;
///     fn len(&self) -> usize {
///         self.0
///     }
///     fn iter(&self) -> Draws<'_, usize> {
///         Box::new((0..self.0).rev())
///     }
/// }
///
/// let loader = DataLoader::new(vec![10_i64, 20, 30]).sampler(Backwards(3)).batch_size(3);
/// assert_eq!(loader.iter().next().unwrap().to_vec::<i64>(), [30, 20, 10]);
/// ```
pub trait Sampler {
    /// An index, or the indices of a batch.
    type Item;

    /// How many items one epoch has.
    fn len(&self) -> usize;

    /// The items of one epoch.
    #[track_caller]
    fn iter(&self) -> Draws<'_, Self::Item>;

    /// Whether an epoch has no items.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The generator of its own that it draws from, if it has one. A loader that is saved in the middle of an epoch saves
    /// where that one was when the epoch began.
    fn own_generator(&self) -> Option<Generator> {
        None
    }
}

macro_rules! sampler_behind {
    ($($pointer:ty),*) => {$(
        impl<S: Sampler + ?Sized> Sampler for $pointer {
            type Item = S::Item;

            fn len(&self) -> usize {
                (**self).len()
            }

            fn iter(&self) -> Draws<'_, S::Item> {
                (**self).iter()
            }

            fn is_empty(&self) -> bool {
                (**self).is_empty()
            }

            fn own_generator(&self) -> Option<Generator> {
                (**self).own_generator()
            }
        }
    )*};
}
sampler_behind!(&S, Box<S>, Arc<S>);

/// The generator given, or else the default one of this thread.
pub(crate) fn given_or_default(generator: Option<&Generator>) -> Generator {
    generator.map_or_else(default_generator, Clone::clone)
}
