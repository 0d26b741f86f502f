//! Names of `torch.nn`, `torch.nn.init`, `torch.nn.utils` and the losses of `torch.nn.functional`.
//!
//! # The same name
//!
//! Layers:
//!
//! [`AdaptiveAvgPool1d`](crate::nn::AdaptiveAvgPool1d), [`AdaptiveAvgPool2d`](crate::nn::AdaptiveAvgPool2d),
//! [`AdaptiveAvgPool3d`](crate::nn::AdaptiveAvgPool3d),
//! [`AdaptiveLogSoftmaxWithLoss`](crate::nn::AdaptiveLogSoftmaxWithLoss),
//! [`AdaptiveMaxPool1d`](crate::nn::AdaptiveMaxPool1d), [`AdaptiveMaxPool2d`](crate::nn::AdaptiveMaxPool2d),
//! [`AdaptiveMaxPool3d`](crate::nn::AdaptiveMaxPool3d), [`AlphaDropout`](crate::nn::AlphaDropout),
//! [`AvgPool1d`](crate::nn::AvgPool1d), [`AvgPool2d`](crate::nn::AvgPool2d), [`AvgPool3d`](crate::nn::AvgPool3d),
//! [`BatchNorm1d`](crate::nn::BatchNorm1d), [`BatchNorm2d`](crate::nn::BatchNorm2d),
//! [`BatchNorm3d`](crate::nn::BatchNorm3d), [`Bilinear`](crate::nn::Bilinear), [`CELU`](crate::nn::CELU),
//! [`ChannelShuffle`](crate::nn::ChannelShuffle), [`CircularPad1d`](crate::nn::CircularPad1d),
//! [`CircularPad2d`](crate::nn::CircularPad2d), [`CircularPad3d`](crate::nn::CircularPad3d),
//! [`ConstantPad1d`](crate::nn::ConstantPad1d), [`ConstantPad2d`](crate::nn::ConstantPad2d),
//! [`ConstantPad3d`](crate::nn::ConstantPad3d), [`Conv1d`](crate::nn::Conv1d), [`Conv2d`](crate::nn::Conv2d),
//! [`Conv3d`](crate::nn::Conv3d), [`ConvTranspose1d`](crate::nn::ConvTranspose1d),
//! [`ConvTranspose2d`](crate::nn::ConvTranspose2d), [`ConvTranspose3d`](crate::nn::ConvTranspose3d),
//! [`CosineSimilarity`](crate::nn::CosineSimilarity), [`Dropout`](crate::nn::Dropout),
//! [`Dropout1d`](crate::nn::Dropout1d), [`Dropout2d`](crate::nn::Dropout2d), [`Dropout3d`](crate::nn::Dropout3d),
//! [`ELU`](crate::nn::ELU), [`Embedding`](crate::nn::Embedding), [`EmbeddingBag`](crate::nn::EmbeddingBag),
//! [`FeatureAlphaDropout`](crate::nn::FeatureAlphaDropout), [`Flatten`](crate::nn::Flatten), [`Fold`](crate::nn::Fold),
//! [`FractionalMaxPool2d`](crate::nn::FractionalMaxPool2d), [`FractionalMaxPool3d`](crate::nn::FractionalMaxPool3d),
//! [`GELU`](crate::nn::GELU), [`GLU`](crate::nn::GLU), [`GRU`](crate::nn::GRU), [`GRUCell`](crate::nn::GRUCell),
//! [`GroupNorm`](crate::nn::GroupNorm), [`Hardshrink`](crate::nn::Hardshrink), [`Hardsigmoid`](crate::nn::Hardsigmoid),
//! [`Hardswish`](crate::nn::Hardswish), [`Hardtanh`](crate::nn::Hardtanh), [`Identity`](crate::nn::Identity),
//! [`InstanceNorm1d`](crate::nn::InstanceNorm1d), [`InstanceNorm2d`](crate::nn::InstanceNorm2d),
//! [`InstanceNorm3d`](crate::nn::InstanceNorm3d), [`LPPool1d`](crate::nn::LPPool1d), [`LPPool2d`](crate::nn::LPPool2d),
//! [`LPPool3d`](crate::nn::LPPool3d), [`LSTM`](crate::nn::LSTM), [`LSTMCell`](crate::nn::LSTMCell),
//! [`LayerNorm`](crate::nn::LayerNorm), [`LazyBatchNorm1d`](crate::nn::LazyBatchNorm1d),
//! [`LazyBatchNorm2d`](crate::nn::LazyBatchNorm2d), [`LazyBatchNorm3d`](crate::nn::LazyBatchNorm3d),
//! [`LazyConv1d`](crate::nn::LazyConv1d), [`LazyConv2d`](crate::nn::LazyConv2d), [`LazyConv3d`](crate::nn::LazyConv3d),
//! [`LazyConvTranspose1d`](crate::nn::LazyConvTranspose1d), [`LazyConvTranspose2d`](crate::nn::LazyConvTranspose2d),
//! [`LazyConvTranspose3d`](crate::nn::LazyConvTranspose3d), [`LazyInstanceNorm1d`](crate::nn::LazyInstanceNorm1d),
//! [`LazyInstanceNorm2d`](crate::nn::LazyInstanceNorm2d), [`LazyInstanceNorm3d`](crate::nn::LazyInstanceNorm3d),
//! [`LazyLinear`](crate::nn::LazyLinear), [`LeakyReLU`](crate::nn::LeakyReLU), [`Linear`](crate::nn::Linear),
//! [`LocalResponseNorm`](crate::nn::LocalResponseNorm), [`LogSigmoid`](crate::nn::LogSigmoid),
//! [`LogSoftmax`](crate::nn::LogSoftmax), [`MaxPool1d`](crate::nn::MaxPool1d), [`MaxPool2d`](crate::nn::MaxPool2d),
//! [`MaxPool3d`](crate::nn::MaxPool3d), [`MaxUnpool1d`](crate::nn::MaxUnpool1d),
//! [`MaxUnpool2d`](crate::nn::MaxUnpool2d), [`MaxUnpool3d`](crate::nn::MaxUnpool3d), [`Mish`](crate::nn::Mish),
//! [`ModuleDict`](crate::nn::ModuleDict), [`ModuleList`](crate::nn::ModuleList),
//! [`MultiheadAttention`](crate::nn::MultiheadAttention), [`PReLU`](crate::nn::PReLU),
//! [`PairwiseDistance`](crate::nn::PairwiseDistance), [`ParameterDict`](crate::nn::ParameterDict),
//! [`ParameterList`](crate::nn::ParameterList), [`PixelShuffle`](crate::nn::PixelShuffle),
//! [`PixelUnshuffle`](crate::nn::PixelUnshuffle), [`RMSNorm`](crate::nn::RMSNorm), [`RNN`](crate::nn::RNN),
//! [`RNNCell`](crate::nn::RNNCell), [`RReLU`](crate::nn::RReLU), [`ReLU`](crate::nn::ReLU),
//! [`ReLU6`](crate::nn::ReLU6), [`ReflectionPad1d`](crate::nn::ReflectionPad1d),
//! [`ReflectionPad2d`](crate::nn::ReflectionPad2d), [`ReflectionPad3d`](crate::nn::ReflectionPad3d),
//! [`ReplicationPad1d`](crate::nn::ReplicationPad1d), [`ReplicationPad2d`](crate::nn::ReplicationPad2d),
//! [`ReplicationPad3d`](crate::nn::ReplicationPad3d), [`SELU`](crate::nn::SELU), [`Sequential`](crate::nn::Sequential),
//! [`SiLU`](crate::nn::SiLU), [`Sigmoid`](crate::nn::Sigmoid), [`Softmax`](crate::nn::Softmax),
//! [`Softmax2d`](crate::nn::Softmax2d), [`Softmin`](crate::nn::Softmin), [`Softplus`](crate::nn::Softplus),
//! [`Softshrink`](crate::nn::Softshrink), [`Softsign`](crate::nn::Softsign), [`Tanh`](crate::nn::Tanh),
//! [`Tanhshrink`](crate::nn::Tanhshrink), [`Threshold`](crate::nn::Threshold), [`Transformer`](crate::nn::Transformer),
//! [`TransformerDecoder`](crate::nn::TransformerDecoder),
//! [`TransformerDecoderLayer`](crate::nn::TransformerDecoderLayer),
//! [`TransformerEncoder`](crate::nn::TransformerEncoder),
//! [`TransformerEncoderLayer`](crate::nn::TransformerEncoderLayer), [`Unflatten`](crate::nn::Unflatten),
//! [`Unfold`](crate::nn::Unfold), [`Upsample`](crate::nn::Upsample),
//! [`UpsamplingBilinear2d`](crate::nn::UpsamplingBilinear2d), [`UpsamplingNearest2d`](crate::nn::UpsamplingNearest2d),
//! [`ZeroPad1d`](crate::nn::ZeroPad1d), [`ZeroPad2d`](crate::nn::ZeroPad2d), [`ZeroPad3d`](crate::nn::ZeroPad3d).
//!
//! Losses, as modules and as functions:
//!
//! [`BCELoss`](crate::nn::BCELoss), [`BCEWithLogitsLoss`](crate::nn::BCEWithLogitsLoss), [`CTCLoss`](crate::nn::CTCLoss),
//! [`CosineEmbeddingLoss`](crate::nn::CosineEmbeddingLoss), [`CrossEntropyLoss`](crate::nn::CrossEntropyLoss),
//! [`GaussianNLLLoss`](crate::nn::GaussianNLLLoss), [`HingeEmbeddingLoss`](crate::nn::HingeEmbeddingLoss),
//! [`HuberLoss`](crate::nn::HuberLoss), [`KLDivLoss`](crate::nn::KLDivLoss), [`L1Loss`](crate::nn::L1Loss),
//! [`MSELoss`](crate::nn::MSELoss), [`MarginRankingLoss`](crate::nn::MarginRankingLoss),
//! [`MultiLabelMarginLoss`](crate::nn::MultiLabelMarginLoss),
//! [`MultiLabelSoftMarginLoss`](crate::nn::MultiLabelSoftMarginLoss), [`MultiMarginLoss`](crate::nn::MultiMarginLoss),
//! [`NLLLoss`](crate::nn::NLLLoss), [`PoissonNLLLoss`](crate::nn::PoissonNLLLoss), [`SmoothL1Loss`](crate::nn::SmoothL1Loss),
//! [`SoftMarginLoss`](crate::nn::SoftMarginLoss), [`TripletMarginLoss`](crate::nn::TripletMarginLoss),
//! [`TripletMarginWithDistanceLoss`](crate::nn::TripletMarginWithDistanceLoss).
//!
//! [`binary_cross_entropy`](crate::nn::binary_cross_entropy()),
//! [`binary_cross_entropy_with_logits`](crate::nn::binary_cross_entropy_with_logits()),
//! [`cosine_embedding_loss`](crate::nn::cosine_embedding_loss()), [`cross_entropy`](crate::nn::cross_entropy()),
//! [`ctc_loss`](crate::nn::ctc_loss()), [`gaussian_nll_loss`](crate::nn::gaussian_nll_loss()),
//! [`hinge_embedding_loss`](crate::nn::hinge_embedding_loss()), [`huber_loss`](crate::nn::huber_loss()),
//! [`kl_div`](crate::nn::kl_div()), [`l1_loss`](crate::nn::l1_loss()),
//! [`margin_ranking_loss`](crate::nn::margin_ranking_loss()), [`mse_loss`](crate::nn::mse_loss()),
//! [`multi_margin_loss`](crate::nn::multi_margin_loss()), [`multilabel_margin_loss`](crate::nn::multilabel_margin_loss()),
//! [`multilabel_soft_margin_loss`](crate::nn::multilabel_soft_margin_loss()), [`nll_loss`](crate::nn::nll_loss()),
//! [`poisson_nll_loss`](crate::nn::poisson_nll_loss()), [`smooth_l1_loss`](crate::nn::smooth_l1_loss()),
//! [`soft_margin_loss`](crate::nn::soft_margin_loss()), [`triplet_margin_loss`](crate::nn::triplet_margin_loss()).
//!
//! Initial values, in [`init`](crate::nn::init):
//!
//! [`calculate_gain`](crate::nn::init::calculate_gain), [`constant_`](crate::nn::init::constant_),
//! [`dirac_`](crate::nn::init::dirac_), [`eye_`](crate::nn::init::eye_), [`kaiming_normal_`](crate::nn::init::kaiming_normal_),
//! [`kaiming_uniform_`](crate::nn::init::kaiming_uniform_), [`normal_`](crate::nn::init::normal_),
//! [`ones_`](crate::nn::init::ones_), [`orthogonal_`](crate::nn::init::orthogonal_), [`sparse_`](crate::nn::init::sparse_),
//! [`trunc_normal_`](crate::nn::init::trunc_normal_), [`uniform_`](crate::nn::init::uniform_),
//! [`xavier_normal_`](crate::nn::init::xavier_normal_), [`xavier_uniform_`](crate::nn::init::xavier_uniform_),
//! [`zeros_`](crate::nn::init::zeros_).
//!
//! Methods of modules:
//!
//! [`apply`](crate::nn::Module::apply), [`get_buffer`](crate::nn::Module::get_buffer),
//! [`get_parameter`](crate::nn::Module::get_parameter), [`load_state_dict`](crate::nn::Module::load_state_dict),
//! [`named_buffers`](crate::nn::Module::named_buffers), [`named_parameters`](crate::nn::Module::named_parameters),
//! [`parameters`](crate::nn::Module::parameters), [`requires_grad_`](crate::nn::Module::requires_grad_),
//! [`state_dict`](crate::nn::Module::state_dict), [`eval`](crate::nn::Module::eval), [`train`](crate::nn::Module::train),
//! [`zero_grad`](crate::nn::Module::zero_grad).
//!
//! # Another name
//!
//! | PyTorch | here |
//! |---|---|
//! | `nn.Module`, `nn.Parameter`, `nn.Buffer` | [`Module`](trait@crate::nn::Module), [`Parameter`](crate::nn::Parameter), [`Buffer`](crate::nn::Buffer) as fields |
//! | `module(x)` | [`forward`](crate::nn::Forward::forward) |
//! | `to(dtype)`, `double()`, `half()` | [`to_dtype`](crate::nn::Module::to_dtype) |
//! | `copy.deepcopy(module)` | [`deep_copy`](crate::nn::Module::deep_copy) |
//! | `for p in body.parameters(): p.requires_grad_(False)` | [`parameters_at`](crate::nn::Module::parameters_at), [`requires_grad_where`](crate::nn::Module::requires_grad_where) |
//! | `isinstance(m, nn.Linear)` in `apply` | [`parameters_of`](crate::nn::Module::parameters_of), [`type_name`](crate::nn::Module::type_name) |
//! | `register_buffer`, `register_parameter`, `add_module` | fields; [`push_named`](crate::nn::Sequential::push_named) |
//! | `net[0]`, `net.fc`, `get_submodule` | [`layer`](crate::nn::Sequential::layer), [`layer_mut`](crate::nn::Sequential::layer_mut), [`get`](crate::nn::Sequential::get) |
//! | `net[0] = m`, `del net[0]`, `net[:2]` | [`replace`](crate::nn::Sequential::replace), [`remove`](crate::nn::Sequential::remove), [`slice`](crate::nn::Sequential::slice) |
//! | `append`, `insert`, `extend`, `pop` | [`push`](crate::nn::Sequential::push), [`insert`](crate::nn::Sequential::insert), `extend`, [`remove`](crate::nn::Sequential::remove), [`split_off`](crate::nn::Sequential::split_off) |
//! | `named_children()` of a chain | [`named_layers`](crate::nn::Sequential::named_layers) |
//! | `weight_norm`, `spectral_norm` of `nn.utils.parametrizations` | [`weight_norm`](crate::nn::weight_norm), [`spectral_norm`](crate::nn::spectral_norm) |
//! | `register_parametrization`, `remove_parametrizations` | [`parametrize`](crate::nn::parametrize()), [`remove`](crate::nn::Parametrized::remove) |
//! | `nn.utils.prune`: `identity(layer, "weight")`, `remove(layer, "weight")` | [`identity`](crate::nn::prune::identity), made before training; [`remove`](crate::nn::prune::Pruned::remove) |
//! | `prune.l1_unstructured(net[0], "weight", 0.3)`, `random_unstructured`, `ln_structured`, `random_structured`, `custom_from_mask`, `global_unstructured`, `is_pruned` | [`l1_unstructured`](crate::nn::prune::l1_unstructured)`(&net, "0.weight", 0.3, None)`, [`random_unstructured`](crate::nn::prune::random_unstructured), [`ln_structured`](crate::nn::prune::ln_structured), [`random_structured`](crate::nn::prune::random_structured), [`custom_from_mask`](crate::nn::prune::custom_from_mask), [`global_unstructured`](crate::nn::prune::global_unstructured), [`is_pruned`](crate::nn::prune::is_pruned) |
//! | `torch.func.functional_call` | [`functional_call`](crate::nn::functional_call()) |
//! | `decoder.weight = encoder.weight` | [`tied`](crate::nn::Parameter::tied) |
//! | `parameters_to_vector`, `vector_to_parameters` | [`parameters_to_vector`](crate::nn::parameters_to_vector), [`vector_to_parameters`](crate::nn::vector_to_parameters) |
//! | `fuse_conv_bn_eval`, `fuse_linear_bn_eval` | [`fuse_bn`](crate::nn::fuse_bn) |
//! | `nn.utils.rnn`: `pack_padded_sequence`, `pack_sequence`, `pad_packed_sequence`, `pad_sequence`, `unpack_sequence`, `unpad_sequence`, `PackedSequence` | [`pack_padded_sequence`](crate::nn::pack_padded_sequence), [`pack_sequence`](crate::nn::pack_sequence), [`pad_packed_sequence`](crate::nn::pad_packed_sequence), [`pad_sequence`](crate::nn::pad_sequence), [`unpack_sequence`](crate::nn::unpack_sequence), [`unpad_sequence`](crate::nn::unpad_sequence), [`PackedSequence`](crate::nn::PackedSequence) |
//! | `remove_weight_norm`, `remove_spectral_norm`, `is_parametrized` | [`remove`](crate::nn::Parametrized::remove), the type |
//! | `parametrizations.orthogonal(m)`, `orthogonal(m, "weight", orthogonal_map="cayley", use_trivialization=False)` | with the feature `linalg`, `orthogonal(m)`, `parametrize(m, "weight", Orthogonal::options().orthogonal_map(OrthogonalMap::Cayley).use_trivialization(false).build(&w))` |
//! | `modules`, `named_modules`, `children`, `buffers`, `set_submodule` | [`apply`](crate::nn::Module::apply), fields, [`named_buffers`](crate::nn::Module::named_buffers), [`replace`](crate::nn::Sequential::replace) |
//! | `register_forward_pre_hook`, `register_forward_hook`, `register_full_backward_hook` | [`observe`](crate::nn::observe()) |
//! | `skip_init`, `UninitializedParameter`, `RNNBase` | [`Lazy`](crate::nn::Lazy); there is no base of layers |
//! | `triplet_margin_with_distance_loss`, `multi_head_attention_forward` | [`TripletMarginWithDistanceLoss`](crate::nn::TripletMarginWithDistanceLoss), [`MultiheadAttention`](crate::nn::MultiheadAttention) |
//! | `CrossMapLRN2d` | [`LocalResponseNorm`](crate::nn::LocalResponseNorm) |
//! | `LazyLinear(8, bias=False)` | [`Lazy::of`](crate::nn::Lazy::of)`(Linear::options(0, 8).bias(false))`; [`check_input`](crate::nn::Forward::check_input) makes the parameters |
//! | `linear_cross_entropy`, `LinearCrossEntropyLoss` | `cross_entropy(&x.linear(&w, None), &target)` |
//! | `F.dropout`, `dropout1d`, `dropout2d`, `dropout3d`, `alpha_dropout`, `feature_alpha_dropout`, `rrelu` with `training` | the layers, whose [`eval`](crate::nn::Module::eval) turns them off |
//!
//! # Not here
//!
//! `SyncBatchNorm`, `DataParallel`, quantised layers.
