//! What a training program needs: `use flambeau::prelude::*;`.

pub use crate::data::{ConcatDataset, DataLoader, Dataset, Subset, TensorDataset, csv, random_split};
pub use crate::nn::*;
pub use crate::optim::{Optimizer, SGD};
pub use crate::{
    BackwardOptions, DType, Ellipsis, Generator, Index, NewAxis, Tensor, enable_grad, manual_seed, no_grad,
    s, with_dtype, with_generator,
};
