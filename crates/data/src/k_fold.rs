//! [`KFold`] and [`StratifiedKFold`]: a dataset divided for cross-validation.

use std::sync::Arc;

use autograd::random::default_generator;
use autograd::{Error, Generator, scratch};

use crate::dataset::{Dataset, IntoDataset, Subset};

/// Cross-validation: a dataset divided into `k` parts of nearly one size, each of which validates what the others train.
///
/// The first `n mod k` parts have one sample more. Without shuffling a part is consecutive, as in scikit-learn's `KFold`.
///
/// ```
/// use data::KFold;
///
/// let folds = KFold::new(3).split(vec!['a', 'b', 'c', 'd']);
/// let (train, validate) = &folds[0];
/// assert_eq!((train.indices(), validate.indices()), (&[2, 3][..], &[0, 1][..]));
/// ```
#[derive(Clone, Debug)]
pub struct KFold {
    k: usize,
    shuffle: bool,
    generator: Option<Generator>,
}

impl KFold {
    /// Of `k` parts.
    ///
    /// # Panics
    /// If `k` is less than 2.
    #[must_use]
    #[track_caller]
    pub fn new(k: usize) -> Self {
        at_least_two("KFold", k);
        Self {
            k,
            shuffle: false,
            generator: None,
        }
    }

    /// Whether samples are dealt to the parts at random.
    #[must_use]
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = shuffle;
        self
    }

    /// Shuffles by `generator`, not by the thread's default one.
    #[must_use]
    pub fn generator(mut self, generator: &Generator) -> Self {
        self.generator = Some(generator.clone());
        self
    }

    /// What trains and what validates, for each part.
    ///
    /// # Panics
    /// If there are fewer samples than parts.
    #[must_use]
    #[track_caller]
    pub fn split<D: Dataset>(&self, dataset: impl IntoDataset<Dataset = D>) -> Vec<(Subset<D>, Subset<D>)> {
        let dataset = Arc::new(dataset.into_dataset());
        let n = dataset.len();
        enough("KFold", self.k, n, "samples");
        let order = if self.shuffle {
            let generator = self.generator.clone().unwrap_or_else(default_generator);
            generator.permutation(n)
        } else {
            scratch::collected(n, 0..n)
        };
        let mut fold_of = scratch::filled(0, n);
        let mut dealt = order.iter();
        for fold in 0..self.k {
            let size = n / self.k + usize::from(fold < n % self.k);
            for index in dealt.by_ref().take(size) {
                fold_of[*index] = fold;
            }
        }
        subsets(&dataset, &fold_of, self.k)
    }
}

/// [`KFold`] whose parts have the classes in the proportions of the whole, as scikit-learn's `StratifiedKFold`.
///
/// ```
/// use data::StratifiedKFold;
///
/// let classes = [0, 0, 0, 1, 0, 1, 0, 0, 1];
/// for (_, validate) in StratifiedKFold::new(3).split(classes.to_vec(), &classes) {
///     let ones = validate.indices().iter().filter(|index| classes[**index] == 1).count();
///     assert_eq!((validate.indices().len(), ones), (3, 1));
/// }
/// ```
#[derive(Clone, Debug)]
pub struct StratifiedKFold {
    k: usize,
    shuffle: bool,
    generator: Option<Generator>,
}

impl StratifiedKFold {
    /// Of `k` parts.
    ///
    /// # Panics
    /// If `k` is less than 2.
    #[must_use]
    #[track_caller]
    pub fn new(k: usize) -> Self {
        at_least_two("StratifiedKFold", k);
        Self {
            k,
            shuffle: false,
            generator: None,
        }
    }

    /// Whether the samples of a class are dealt to the parts at random.
    #[must_use]
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = shuffle;
        self
    }

    /// Shuffles by `generator`, not by the thread's default one.
    #[must_use]
    pub fn generator(mut self, generator: &Generator) -> Self {
        self.generator = Some(generator.clone());
        self
    }

    /// What trains and what validates, for each part; `classes` has the class of each sample.
    ///
    /// # Panics
    /// If there are more or fewer classes than samples, or no class has as many samples as there are parts.
    #[must_use]
    #[track_caller]
    pub fn split<D: Dataset, C: Eq + Clone>(
        &self,
        dataset: impl IntoDataset<Dataset = D>,
        classes: &[C],
    ) -> Vec<(Subset<D>, Subset<D>)> {
        let dataset = Arc::new(dataset.into_dataset());
        if classes.len() != dataset.len() {
            Error::shape(format!(
                "StratifiedKFold: {} classes for {} samples",
                classes.len(),
                dataset.len()
            ))
            .raise();
        }
        let (numbers, counts) = numbered(classes);
        let most = counts.iter().max().copied().unwrap_or(0);
        enough("StratifiedKFold", self.k, most, "samples of the largest class");
        let fold_of = self.deal(&numbers, &counts);
        subsets(&dataset, &fold_of, self.k)
    }

    /// The part of each sample.
    fn deal(&self, numbers: &[usize], counts: &[usize]) -> Vec<usize> {
        // Each part gets of a class what it would get if the samples, sorted by class, were dealt in turn.
        let sorted = counts
            .iter()
            .enumerate()
            .flat_map(|(class, count)| std::iter::repeat_n(class, *count));
        let mut shares = vec![vec![0; self.k]; counts.len()];
        for (at, class) in sorted.enumerate() {
            shares[class][at % self.k] += 1;
        }
        let mut parts: Vec<Vec<usize>> = shares
            .iter()
            .map(|share| {
                let parts = share.iter().enumerate();
                parts
                    .flat_map(|(fold, count)| std::iter::repeat_n(fold, *count))
                    .collect()
            })
            .collect();
        if self.shuffle {
            let generator = self.generator.clone().unwrap_or_else(default_generator);
            for part in &mut parts {
                let order = generator.permutation(part.len());
                *part = order.iter().map(|index| part[*index]).collect();
            }
        }
        let mut next = vec![0; counts.len()];
        let folds = numbers.iter().map(|class| {
            next[*class] += 1;
            parts[*class][next[*class] - 1]
        });
        folds.collect()
    }
}

/// The classes as numbers in the order of their first samples, and how many samples each has.
fn numbered<C: Eq>(classes: &[C]) -> (Vec<usize>, Vec<usize>) {
    let mut seen: Vec<&C> = Vec::new();
    let mut counts = Vec::new();
    let numbers = classes.iter().map(|class| {
        let number = seen.iter().position(|other| *other == class);
        let number = number.unwrap_or_else(|| {
            seen.push(class);
            counts.push(0);
            seen.len() - 1
        });
        counts[number] += 1;
        number
    });
    let numbers = numbers.collect();
    (numbers, counts)
}

/// What trains and what validates, given the part of each sample.
fn subsets<D: Dataset>(dataset: &Arc<D>, fold_of: &[usize], k: usize) -> Vec<(Subset<D>, Subset<D>)> {
    let pair = |fold: usize| {
        let (validate, train): (Vec<usize>, Vec<usize>) =
            (0..fold_of.len()).partition(|index| fold_of[*index] == fold);
        (
            Subset::of(Arc::clone(dataset), train),
            Subset::of(Arc::clone(dataset), validate),
        )
    };
    (0..k).map(pair).collect()
}

#[track_caller]
fn at_least_two(name: &str, k: usize) {
    if k < 2 {
        Error::argument(format!(
            "{name}: cross-validation needs at least 2 parts, not {k}"
        ))
        .raise();
    }
}

#[track_caller]
fn enough(name: &str, k: usize, count: usize, what: &str) {
    if count < k {
        Error::argument(format!(
            "{name}: {k} parts need at least {k} {what}, and there are {count}"
        ))
        .raise();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts<D: Dataset>(folds: &[(Subset<D>, Subset<D>)]) -> Vec<Vec<usize>> {
        folds
            .iter()
            .map(|(_, validate)| validate.indices().to_vec())
            .collect()
    }

    #[test]
    fn parts_are_those_of_scikit_learn() {
        let dataset: Vec<i32> = (0..7).collect();
        assert_eq!(
            parts(&KFold::new(3).split(dataset)),
            [vec![0, 1, 2], vec![3, 4], vec![5, 6]]
        );
        // StratifiedKFold(2).split(x, [0, 0, 1, 1, 1, 0, 2, 2])
        let classes = [0, 0, 1, 1, 1, 0, 2, 2];
        let folds = StratifiedKFold::new(2).split(classes.to_vec(), &classes);
        assert_eq!(parts(&folds), [vec![0, 1, 2, 6], vec![3, 4, 5, 7]]);
    }

    #[test]
    fn every_sample_validates_once() {
        let generator = Generator::new(1);
        let dataset: Vec<i32> = (0..11).collect();
        let folds = KFold::new(4)
            .shuffle(true)
            .generator(&generator)
            .split(dataset.clone());
        let mut all = parts(&folds).concat();
        assert_ne!(all, (0..11).collect::<Vec<_>>());
        all.sort_unstable();
        assert_eq!(all, (0..11).collect::<Vec<_>>());
        for (train, validate) in &folds {
            assert_eq!(train.indices().len() + validate.indices().len(), 11);
            assert!(
                train
                    .indices()
                    .iter()
                    .all(|index| !validate.indices().contains(index))
            );
        }
        let classes: Vec<u8> = (0..12).map(|i| i % 3).collect();
        let stratified = StratifiedKFold::new(4).shuffle(true).generator(&generator);
        for (_, validate) in stratified.split(classes.clone(), &classes) {
            let mut seen: Vec<u8> = validate.indices().iter().map(|index| classes[*index]).collect();
            seen.sort_unstable();
            assert_eq!(seen, [0, 1, 2]);
        }
    }

    #[test]
    #[should_panic(expected = "KFold: 5 parts need at least 5 samples, and there are 3")]
    fn too_few_samples_are_refused() {
        let _ = KFold::new(5).split(vec![1, 2, 3]);
    }
}
