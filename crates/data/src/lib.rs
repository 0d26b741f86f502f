//! Datasets, samplers and loaders: from samples to the batches of a training loop.
//!
//! A [`Dataset`] is any type that knows how many samples it has and gives one by its index. A [`DataLoader`] turns it
//! into batches, in order or shuffled anew in each epoch:
//!
//! ```
//! use autograd::Tensor;
//! use data::{DataLoader, Dataset};
//!
//! struct Pairs {
//!     x: Tensor,
//!     y: Tensor,
//! }
//!
//! impl Dataset for Pairs {
//!     type Item = (Tensor, Tensor);
//!     fn len(&self) -> usize {
//!         self.x.shape()[0]
//!     }
//!     fn get(&self, index: usize) -> Self::Item {
//!         (self.x.get(index), self.y.get(index))
//!     }
//! }
//!
//! let dataset = Pairs { x: Tensor::rand([10, 3]), y: Tensor::rand([10, 1]) };
//! let loader = DataLoader::new(dataset).batch_size(4).shuffle(true);
//! for _epoch in 0..2 {
//!     for (x, y) in &loader {
//!         assert_eq!(x.shape()[0], y.shape()[0]); // 4, 4, 2
//!     }
//! }
//! assert_eq!(loader.len(), 3);
//! ```
//!
//! Tensors that are there already need no such type: [`TensorDataset`] takes them, and fetches a whole batch in one
//! pass. [`random_split`] divides a dataset; [`csv`] and [`idx`] read one from a file, and `images`, with the feature of that
//! name, a folder of pictures. [`transforms`] change pictures, perhaps at random.
//!
//! Every random draw follows PyTorch's algorithms: over a [`Generator::pytorch`](autograd::Generator::pytorch) splits
//! and orders equal PyTorch's.

#![forbid(unsafe_code)]

mod collate;
pub mod csv;
mod dataset;
pub mod idx;
#[cfg(feature = "images")]
pub mod images;
mod k_fold;
mod loader;
mod random_split;
mod sampler;
pub mod transforms;

pub use collate::Collate;
pub use dataset::{
    CachedDataset, ChainDataset, ConcatDataset, Dataset, Datasets, IntoDataset, IntoDatasets, Items,
    IterableDataset, MappedDataset, MappedStream, StackDataset, Subset, TensorDataset, Tensors, VecDataset,
};
pub use k_fold::{KFold, StratifiedKFold};
pub use loader::{Batches, DataLoader, Fetch, Stack, StreamBatches, StreamLoader, With};
pub use random_split::{Length, Lengths, random_split, random_split_with};
pub use sampler::{
    BatchSampler, DistributedSampler, Draws, RandomSampler, Sampler, SequentialSampler, SubsetRandomSampler,
    WeightedRandomSampler,
};

// What a program that has only this crate needs beside it.
pub use autograd::{Generator, Tensor};
