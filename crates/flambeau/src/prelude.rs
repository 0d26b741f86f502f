//! What a training program needs: `use flambeau::prelude::*;`.
//!
//! Tensors, every layer and loss, every optimizer and schedule, datasets and loaders, and what shows a training run.
//!
//! ```
//! use flambeau::prelude::*;
//!
//! let model = sequential![Linear::new(4, 16), ReLU, Linear::new(16, 3)];
//! let mut optimizer = AdamW::new(model.parameters(), 1e-2).weight_decay(0.1);
//! let mut scheduler = CosineAnnealingLR::new(20).attach(&mut optimizer);
//! let dataset = TensorDataset::new((Tensor::randn([12, 4]), Tensor::randint(0, 3, [12])));
//! for _epoch in 0..2 {
//!     for (x, classes) in &DataLoader::new(dataset.clone()).batch_size(4).shuffle(true) {
//!         let loss = cross_entropy(&model.forward(&x), &classes);
//!         optimizer.zero_grad();
//!         loss.backward();
//!         clip_grad_norm_(&model.parameters(), 1.0);
//!         optimizer.step();
//!     }
//!     scheduler.step(&mut optimizer);
//! }
//! ```

pub use crate::data::{
    BatchSampler, ChainDataset, ConcatDataset, DataLoader, Dataset, DistributedSampler, IterableDataset,
    KFold, RandomSampler, Sampler, SequentialSampler, StackDataset, StratifiedKFold, StreamLoader, Subset,
    SubsetRandomSampler, TensorDataset, WeightedRandomSampler, csv, idx, random_split,
};
#[cfg(feature = "progress")]
pub use crate::monitor::progress;
#[cfg(feature = "monitor")]
pub use crate::monitor::{BestWeights, EarlyStopping, History, LRFinder, SummaryWriter, summary};
pub use crate::nn::*;
pub use crate::optim::optimizers::*;
pub use crate::optim::scheduler::*;
pub use crate::optim::{AveragedModel, Optimizer, clip_grad_norm_, clip_grad_value_};
pub use crate::{
    BackwardOptions, DType, DetectAnomaly, Ellipsis, Generator, Index, NewAxis, NoGrad, StateDict, Tensor,
    detect_anomaly, enable_grad, manual_seed, no_grad, profile, record_function, s, with_dtype,
    with_generator,
};
