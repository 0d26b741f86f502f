//! Vectors, maps and results collate by parts.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::hash::{BuildHasher, Hash};

use autograd::Error;

use super::Collate;

impl<T: Collate> Collate for Vec<T> {
    type Batch = Vec<T::Batch>;

    /// # Panics
    /// If the vectors differ in length.
    fn collate(samples: Vec<Self>) -> Self::Batch {
        let len = samples.first().map_or(0, Vec::len);
        let mut parts: Vec<Vec<T>> = (0..len).map(|_| Vec::with_capacity(samples.len())).collect();
        for (at, sample) in samples.into_iter().enumerate() {
            if sample.len() != len {
                Error::shape(format!(
                    "collate: vectors in one batch need one length, but the first has {len} elements and number {at} \
                     has {}",
                    sample.len()
                ))
                .raise();
            }
            for (part, value) in parts.iter_mut().zip(sample) {
                part.push(value);
            }
        }
        let mut batch = Vec::with_capacity(len);
        // Not `map`: a closure would hide the caller's line from a refusal further down.
        for part in parts {
            batch.push(T::collate(part));
        }
        batch
    }
}

impl<K: Eq + Hash + Debug, T: Collate, S: BuildHasher + Default> Collate for HashMap<K, T, S> {
    type Batch = HashMap<K, T::Batch, S>;

    /// # Panics
    /// If the maps differ in their keys.
    fn collate(samples: Vec<Self>) -> Self::Batch {
        let mut parts: HashMap<K, Vec<T>, S> = HashMap::default();
        for (at, sample) in samples.into_iter().enumerate() {
            for (key, value) in sample {
                parts.entry(key).or_default().push(value);
            }
            check_keys(at, parts.iter());
        }
        let mut batch = HashMap::with_capacity_and_hasher(parts.len(), S::default());
        for (key, part) in parts {
            batch.insert(key, T::collate(part));
        }
        batch
    }
}

impl<K: Ord + Debug, T: Collate> Collate for BTreeMap<K, T> {
    type Batch = BTreeMap<K, T::Batch>;

    /// # Panics
    /// If the maps differ in their keys.
    fn collate(samples: Vec<Self>) -> Self::Batch {
        let mut parts: BTreeMap<K, Vec<T>> = BTreeMap::new();
        for (at, sample) in samples.into_iter().enumerate() {
            for (key, value) in sample {
                parts.entry(key).or_default().push(value);
            }
            check_keys(at, parts.iter());
        }
        let mut batch = BTreeMap::new();
        for (key, part) in parts {
            batch.insert(key, T::collate(part));
        }
        batch
    }
}

/// After map `at`, every key has one value of each map so far.
#[track_caller]
fn check_keys<'a, K: Debug + 'a, T: 'a>(at: usize, parts: impl Iterator<Item = (&'a K, &'a Vec<T>)>) {
    for (key, values) in parts {
        if values.len() != at + 1 {
            Error::argument(format!(
                "collate: maps in one batch need the same keys, but not all of the first {} have {key:?}",
                at + 1
            ))
            .raise();
        }
    }
}

impl<T: Collate, E> Collate for Result<T, E> {
    type Batch = Result<T::Batch, E>;

    fn collate(samples: Vec<Self>) -> Self::Batch {
        let samples: Vec<T> = samples.into_iter().collect::<Result<_, E>>()?;
        Ok(T::collate(samples))
    }
}
