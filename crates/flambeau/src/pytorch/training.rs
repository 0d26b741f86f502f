//! Names of `torch.optim`, `torch.autograd`, `torch.func`, `torch.utils.data` and what else a training uses.
//!
//! # The same name
//!
//! Optimizers:
//!
//! [`ASGD`](crate::optim::ASGD), [`Adadelta`](crate::optim::Adadelta), [`Adafactor`](crate::optim::Adafactor),
//! [`Adagrad`](crate::optim::Adagrad), [`Adam`](crate::optim::Adam), [`AdamW`](crate::optim::AdamW),
//! [`Adamax`](crate::optim::Adamax), [`LBFGS`](crate::optim::LBFGS), [`Muon`](crate::optim::Muon),
//! [`NAdam`](crate::optim::NAdam), [`RAdam`](crate::optim::RAdam), [`RMSprop`](crate::optim::RMSprop),
//! [`Rprop`](crate::optim::Rprop), [`SGD`](crate::optim::SGD), [`SparseAdam`](crate::optim::SparseAdam).
//!
//! Schedules of the learning rate:
//!
//! [`ChainedScheduler`](crate::optim::scheduler::ChainedScheduler), [`ConstantLR`](crate::optim::scheduler::ConstantLR),
//! [`CosineAnnealingLR`](crate::optim::scheduler::CosineAnnealingLR),
//! [`CosineAnnealingWarmRestarts`](crate::optim::scheduler::CosineAnnealingWarmRestarts),
//! [`CyclicLR`](crate::optim::scheduler::CyclicLR), [`ExponentialLR`](crate::optim::scheduler::ExponentialLR),
//! [`LambdaLR`](crate::optim::scheduler::LambdaLR), [`LinearLR`](crate::optim::scheduler::LinearLR),
//! [`MultiStepLR`](crate::optim::scheduler::MultiStepLR), [`MultiplicativeLR`](crate::optim::scheduler::MultiplicativeLR),
//! [`OneCycleLR`](crate::optim::scheduler::OneCycleLR), [`PolynomialLR`](crate::optim::scheduler::PolynomialLR),
//! [`ReduceLROnPlateau`](crate::optim::scheduler::ReduceLROnPlateau), [`SequentialLR`](crate::optim::scheduler::SequentialLR),
//! [`StepLR`](crate::optim::scheduler::StepLR).
//!
//! Distributions, in `flambeau::distributions`:
//!
//! `Bernoulli`, `Beta`, `Binomial`, `Categorical`, `Cauchy`, `Chi2`, `ContinuousBernoulli`, `Dirichlet`, `Distribution`,
//! `Exponential`, `FisherSnedecor`, `Gamma`, `GeneralizedPareto`, `Geometric`, `Gumbel`, `HalfCauchy`, `HalfNormal`,
//! `Independent`, `InverseGamma`, `Kumaraswamy`, `LKJCholesky`, `Laplace`, `LogNormal`, `LogisticNormal`,
//! `LowRankMultivariateNormal`, `MixtureSameFamily`, `Multinomial`, `MultivariateNormal`, `NegativeBinomial`, `Normal`,
//! `OneHotCategorical`, `OneHotCategoricalStraightThrough`, `Pareto`, `Poisson`, `RelaxedBernoulli`,
//! `RelaxedOneHotCategorical`, `StudentT`, `TransformedDistribution`, `Uniform`, `VonMises`, `Weibull`, `Wishart`,
//! `biject_to`, `kl_divergence`, `transform_to`.
//!
//! # Another name
//!
//! | PyTorch | here |
//! |---|---|
//! | `clip_grad_norm_`, `clip_grad_value_`, `clip_grads_with_norm_`, `get_total_norm` of `nn.utils` | [`clip_grad_norm_`](crate::optim::clip_grad_norm_), [`clip_grad_value_`](crate::optim::clip_grad_value_), [`clip_grads_with_norm_`](crate::optim::clip_grads_with_norm_), [`get_total_norm`](crate::optim::get_total_norm) |
//! | `clip_grad_norm_(error_if_nonfinite=True)` | [`ClipGradNorm`](crate::optim::ClipGradNorm) |
//! | `swa_utils`: `AveragedModel`, `SWALR`, `update_bn` | [`AveragedModel`](crate::optim::AveragedModel), [`SWALR`](crate::optim::scheduler::SWALR), [`update_bn`](crate::nn::update_bn()) |
//! | `CyclicLR(scale_fn=f)` | [`CyclicMode::Cycle`](crate::optim::scheduler::CyclicMode::Cycle), [`Iterations`](crate::optim::scheduler::CyclicMode::Iterations) |
//! | `register_step_pre_hook`, `register_step_post_hook` of an optimizer | lines before and after `optimizer.step()`; where others call it, a type of your own that is an [`Optimizer`](crate::optim::Optimizer) and calls it |
//! | `Optimizer`, `LRScheduler` | [`Optimizer`](crate::optim::Optimizer), [`Scheduler`](crate::optim::scheduler::Scheduler), [`Schedule`](crate::optim::scheduler::Schedule) |
//! | `autograd.grad`, `backward` | [`grad`](crate::grad()), [`backward`](crate::backward) |
//! | `autograd.Function`, `gradcheck`, `gradgradcheck` | [`function`](crate::function), [`gradcheck`](crate::gradcheck()), [`gradgradcheck`](crate::gradgradcheck) |
//! | `no_grad`, `inference_mode`, `enable_grad`, `set_grad_enabled`, `is_grad_enabled` | [`no_grad`](crate::no_grad()), [`NoGrad`](crate::NoGrad), [`enable_grad`](crate::enable_grad), [`is_grad_enabled`](crate::is_grad_enabled) |
//! | `autograd.functional`, `func`: `jacobian`, `jacrev`, `jacfwd`, `hessian`, `vjp`, `jvp`, `hvp`, `vhp` | [`functional`](crate::functional) |
//! | `vmap(grad(f))`, `utils.checkpoint` | [`per_sample_grads`](crate::functional::per_sample_grads), [`checkpoint`](crate::functional::checkpoint()) |
//! | `manual_seed`, `Generator`, `get_rng_state`, `set_rng_state` | [`manual_seed`](crate::manual_seed), [`Generator`](crate::Generator), [`default_generator`](crate::random::default_generator) and its state |
//! | `set_default_dtype`, `get_default_dtype` | [`with_dtype`](crate::with_dtype), [`default_dtype`](crate::default_dtype) |
//! | `set_num_threads`, `get_num_threads` | [`set_num_threads`](crate::set_num_threads), [`num_threads`](crate::num_threads) |
//! | `finfo`, `iinfo`, `can_cast`, `promote_types` | methods of [`DType`](crate::DType), [`Finfo`](crate::Finfo), [`Iinfo`](crate::Iinfo) |
//! | `set_printoptions` | [`set_printoptions`](crate::set_printoptions), [`with_printoptions`](crate::with_printoptions) |
//! | `save`, `load` | [`save`](crate::save), [`load`](crate::load), [`Checkpoint`](crate::Checkpoint) |
//! | `utils.data`: `Dataset`, `IterableDataset`, `TensorDataset`, `Subset`, `ConcatDataset`, `ChainDataset`, `StackDataset`, `DataLoader`, `random_split` | [`Dataset`](crate::data::Dataset), [`IterableDataset`](crate::data::IterableDataset), [`TensorDataset`](crate::data::TensorDataset), [`Subset`](crate::data::Subset), [`ConcatDataset`](crate::data::ConcatDataset), [`ChainDataset`](crate::data::ChainDataset), [`StackDataset`](crate::data::StackDataset), [`DataLoader`](crate::data::DataLoader), [`random_split`](crate::data::random_split()) |
//! | `RandomSampler`, `SequentialSampler`, `SubsetRandomSampler`, `WeightedRandomSampler`, `BatchSampler`, `DistributedSampler` | [`RandomSampler`](crate::data::RandomSampler), [`SequentialSampler`](crate::data::SequentialSampler), [`SubsetRandomSampler`](crate::data::SubsetRandomSampler), [`WeightedRandomSampler`](crate::data::WeightedRandomSampler), [`BatchSampler`](crate::data::BatchSampler), [`DistributedSampler`](crate::data::DistributedSampler) |
//! | `Sampler`, `default_collate` | [`Sampler`](crate::data::Sampler), [`Collate`](crate::data::Collate) |
//! | `initial_seed`, `seed`, `random.fork_rng` | [`initial_seed`](crate::Generator::initial_seed), [`Generator`](crate::Generator), [`with_generator`](crate::with_generator) |
//! | `use_deterministic_algorithms`, `are_deterministic_algorithms_enabled` | always; the same bits at any number of threads |
//! | `result_type` | [`promote`](crate::DType::promote) |
//! | `is_anomaly_enabled`, `set_detect_anomaly` | [`DetectAnomaly`](crate::DetectAnomaly) |
//! | `distributions.register_kl` | `impl distributions::KlDivergence` |
//! | `distributions.constraints`: `positive`, `interval(low, high)`, `simplex` and others | `distributions::Constraint::Positive`, `Interval(low, high)`, `Simplex`; `normal.support()` |
//! | `distributions.transforms`: `AffineTransform`, `ComposeTransform`, `CorrCholeskyTransform`, `ExpTransform`, `IndependentTransform`, `LowerCholeskyTransform`, `PositiveDefiniteTransform`, `PowerTransform`, `SigmoidTransform`, `SoftmaxTransform`, `SoftplusTransform`, `StickBreakingTransform`, `TanhTransform` | variants of `distributions::Transform`; `distributions::Bijection` for others |
//!
//! # Not here
//!
//! Of the distributions the constraints `cat`, `stack` and `positive_semidefinite`, and the transforms `AbsTransform`, `CatTransform`,
//! `CumulativeDistributionTransform`, `ReshapeTransform` and `StackTransform`.
//!
//! `torch.compile`, `torch.jit`, `torch.export`, `torch.profiler`, `torch.amp`; elements of half precision are stored, and computed with as
//! single ones.
