//! [`random_split`]: a dataset divided at random.

use std::sync::Arc;

use autograd::random::default_generator;
use autograd::{Error, Generator, OrRaise, scratch};

use crate::dataset::{Dataset, IntoDataset, Subset};

/// How far fractions may be from adding up to 1, as Python's `math.isclose` has it.
const ROUNDING: f64 = 1e-9;

/// Divides `dataset` at random into parts that do not overlap, drawing from the thread's default generator:
/// `torch.utils.data.random_split`.
///
/// `lengths` are numbers of samples, which add up to the dataset's, or fractions, which add up to 1. Of fractions each
/// part gets the samples rounded down, and what remains is dealt out one by one from the first part on. An array of
/// lengths gives an array of parts, a vector gives a vector.
///
/// ```
/// use autograd::Tensor;
/// use data::{Dataset, TensorDataset, random_split};
///
/// let dataset = TensorDataset::new((Tensor::rand([50, 3]), Tensor::rand([50, 1])));
/// let [train, validate] = random_split(dataset.clone(), [40, 10]);
/// assert_eq!((train.len(), validate.len()), (40, 10));
/// let [train, validate] = random_split(dataset, [0.7, 0.3]);
/// assert_eq!((train.len(), validate.len()), (35, 15));
/// ```
///
/// # Panics
/// If the lengths add up to something else, or a fraction is not between 0 and 1.
#[track_caller]
pub fn random_split<D: Dataset, L: Lengths>(
    dataset: impl IntoDataset<Dataset = D>,
    lengths: L,
) -> L::Split<Subset<D>> {
    random_split_with(dataset, lengths, &default_generator())
}

/// [`random_split`] from a generator of your own.
///
/// ```
/// use autograd::Generator;
/// use data::random_split_with;
///
/// let [a, b] = random_split_with((0..10).collect::<Vec<i64>>(), [8, 2], &Generator::pytorch(0));
/// assert_eq!((a.indices(), b.indices()), (&[4, 1, 7, 5, 3, 9, 0, 8][..], &[6, 2][..]));
/// ```
///
/// # Panics
/// As [`random_split`].
#[track_caller]
pub fn random_split_with<D: Dataset, L: Lengths>(
    dataset: impl IntoDataset<Dataset = D>,
    lengths: L,
    generator: &Generator,
) -> L::Split<Subset<D>> {
    let dataset = Arc::new(dataset.into_dataset());
    let lengths = lengths.counted(dataset.len()).or_raise();
    let mut order = generator.permutation(dataset.len()).into_iter();
    L::map(&lengths, |length| {
        Subset::of(
            Arc::clone(&dataset),
            scratch::collected(length, order.by_ref().take(length)),
        )
    })
}

/// The lengths of the parts of a split: an array gives an array, a vector or a slice gives a vector. They are all
/// `usize` or all `f64`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are no lengths of parts",
    note = "pass numbers of samples or fractions: `[40, 10]`, `[0.8, 0.2]`, or a `Vec` of either"
)]
pub trait Lengths {
    /// The lengths as numbers of samples.
    type Counted;
    /// As many values of type `T`.
    type Split<T>;

    /// How many samples each part of a dataset of `total` gets.
    ///
    /// # Errors
    /// If the lengths add up to something else, or a fraction is not between 0 and 1.
    fn counted(&self, total: usize) -> Result<Self::Counted, Error>;

    /// What `part` makes of each number of samples.
    fn map<T>(counted: &Self::Counted, part: impl FnMut(usize) -> T) -> Self::Split<T>;
}

impl<L: Length, const N: usize> Lengths for [L; N] {
    type Counted = [usize; N];
    type Split<T> = [T; N];

    fn counted(&self, total: usize) -> Result<[usize; N], Error> {
        let mut counts = [0; N];
        L::count(self, total, &mut counts)?;
        Ok(counts)
    }

    fn map<T>(counted: &[usize; N], part: impl FnMut(usize) -> T) -> [T; N] {
        counted.map(part)
    }
}

macro_rules! lengths_in_vec {
    ($($lengths:ty),*) => {$(
        impl<L: Length> Lengths for $lengths {
            type Counted = Vec<usize>;
            type Split<T> = Vec<T>;

            fn counted(&self, total: usize) -> Result<Vec<usize>, Error> {
                let mut counts = vec![0; self.len()];
                L::count(self, total, &mut counts)?;
                Ok(counts)
            }

            fn map<T>(counted: &Vec<usize>, part: impl FnMut(usize) -> T) -> Vec<T> {
                counted.iter().copied().map(part).collect()
            }
        }
    )*};
}
lengths_in_vec!(Vec<L>, &[L]);

/// The length of one part: `usize`, a number of samples, or `f64`, a fraction.
pub trait Length: Sized {
    /// Writes how many of `total` samples each part gets to `counts`.
    ///
    /// # Errors
    /// If the lengths do not add up.
    fn count(lengths: &[Self], total: usize, counts: &mut [usize]) -> Result<(), Error>;
}

impl Length for usize {
    fn count(lengths: &[usize], total: usize, counts: &mut [usize]) -> Result<(), Error> {
        let sum = lengths
            .iter()
            .fold(0, |sum: usize, &length| sum.saturating_add(length));
        if sum != total {
            return Err(Error::argument(format!(
                "random_split: the lengths {lengths:?} add up to {sum}, but the dataset has {total} samples"
            )));
        }
        counts.copy_from_slice(lengths);
        Ok(())
    }
}

impl Length for f64 {
    fn count(fractions: &[f64], total: usize, counts: &mut [usize]) -> Result<(), Error> {
        if let Some(at) = fractions
            .iter()
            .position(|fraction| !(0.0..=1.0).contains(fraction))
        {
            return Err(Error::argument(format!(
                "random_split: fraction {at} is {}, which is not between 0 and 1",
                fractions[at]
            )));
        }
        let sum: f64 = fractions.iter().sum();
        if (sum - 1.0).abs() > ROUNDING {
            return Err(Error::argument(format!(
                "random_split: the fractions {fractions:?} add up to {sum}, not to 1"
            )));
        }
        let mut left = total;
        for (count, fraction) in counts.iter_mut().zip(fractions) {
            // Fractions that add up to slightly more than 1 must not take more than there is.
            *count = ((total as f64 * fraction) as usize).min(left);
            left -= *count;
        }
        for at in (0..counts.len()).cycle().take(left) {
            counts[at] += 1;
        }
        Ok(())
    }
}
