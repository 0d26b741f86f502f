//! Names of `torch`, `torch.Tensor`, `torch.special`, `torch.linalg` and the functions of `torch.nn.functional` on tensors.
//!
//! What is a function there is a method here. Those of `special` have no prefix.
//!
//! # The same name
//!
//! [`abs`](crate::Tensor::abs), [`acos`](crate::Tensor::acos), [`acosh`](crate::Tensor::acosh),
//! [`adaptive_avg_pool1d`](crate::Tensor::adaptive_avg_pool1d),
//! [`adaptive_avg_pool2d`](crate::Tensor::adaptive_avg_pool2d),
//! [`adaptive_avg_pool3d`](crate::Tensor::adaptive_avg_pool3d),
//! [`adaptive_max_pool1d`](crate::Tensor::adaptive_max_pool1d),
//! [`adaptive_max_pool1d_with_indices`](crate::Tensor::adaptive_max_pool1d_with_indices),
//! [`adaptive_max_pool2d`](crate::Tensor::adaptive_max_pool2d),
//! [`adaptive_max_pool2d_with_indices`](crate::Tensor::adaptive_max_pool2d_with_indices),
//! [`adaptive_max_pool3d`](crate::Tensor::adaptive_max_pool3d),
//! [`adaptive_max_pool3d_with_indices`](crate::Tensor::adaptive_max_pool3d_with_indices), [`add`](crate::Tensor::add),
//! [`addcdiv`](crate::Tensor::addcdiv), [`addcmul`](crate::Tensor::addcmul), [`addmm`](crate::Tensor::addmm),
//! [`affine_grid`](crate::Tensor::affine_grid), [`airy_ai`](crate::Tensor::airy_ai), [`all`](crate::Tensor::all),
//! [`allclose`](crate::Tensor::allclose), [`amax`](crate::Tensor::amax), [`amin`](crate::Tensor::amin),
//! [`aminmax`](crate::Tensor::aminmax), [`any`](crate::Tensor::any), [`arange`](crate::Tensor::arange),
//! [`argmax`](crate::Tensor::argmax), [`argmin`](crate::Tensor::argmin), [`argsort`](crate::Tensor::argsort),
//! [`asin`](crate::Tensor::asin), [`asinh`](crate::Tensor::asinh), [`atan`](crate::Tensor::atan),
//! [`atan2`](crate::Tensor::atan2), [`atanh`](crate::Tensor::atanh), [`avg_pool1d`](crate::Tensor::avg_pool1d),
//! [`avg_pool2d`](crate::Tensor::avg_pool2d), [`avg_pool3d`](crate::Tensor::avg_pool3d),
//! [`backward`](crate::Tensor::backward), [`baddbmm`](crate::Tensor::baddbmm),
//! [`bartlett_window`](crate::Tensor::bartlett_window), [`batch_norm`](crate::Tensor::batch_norm),
//! [`bernoulli`](crate::Tensor::bernoulli), [`bessel_j0`](crate::Tensor::bessel_j0),
//! [`bessel_j1`](crate::Tensor::bessel_j1), [`bessel_y0`](crate::Tensor::bessel_y0),
//! [`bessel_y1`](crate::Tensor::bessel_y1), [`bilinear`](crate::Tensor::bilinear),
//! [`binary_cross_entropy`](crate::Tensor::binary_cross_entropy), [`bincount`](crate::Tensor::bincount),
//! [`bitwise_and`](crate::Tensor::bitwise_and), [`bitwise_left_shift`](crate::Tensor::bitwise_left_shift),
//! [`bitwise_not`](crate::Tensor::bitwise_not), [`bitwise_or`](crate::Tensor::bitwise_or),
//! [`bitwise_right_shift`](crate::Tensor::bitwise_right_shift), [`bitwise_xor`](crate::Tensor::bitwise_xor),
//! [`blackman_window`](crate::Tensor::blackman_window), [`block_diag`](crate::Tensor::block_diag),
//! [`bmm`](crate::Tensor::bmm), [`broadcast_tensors`](crate::Tensor::broadcast_tensors),
//! [`bucketize`](crate::Tensor::bucketize), [`cartesian_prod`](crate::Tensor::cartesian_prod),
//! [`cat`](crate::Tensor::cat), [`cdist`](crate::Tensor::cdist), [`ceil`](crate::Tensor::ceil),
//! [`celu`](crate::Tensor::celu), [`channel_shuffle`](crate::Tensor::channel_shuffle),
//! [`chebyshev_polynomial_t`](crate::Tensor::chebyshev_polynomial_t),
//! [`chebyshev_polynomial_u`](crate::Tensor::chebyshev_polynomial_u),
//! [`chebyshev_polynomial_v`](crate::Tensor::chebyshev_polynomial_v),
//! [`chebyshev_polynomial_w`](crate::Tensor::chebyshev_polynomial_w), [`chunk`](crate::Tensor::chunk),
//! [`clamp`](crate::Tensor::clamp), [`clamp_max`](crate::Tensor::clamp_max), [`clamp_min`](crate::Tensor::clamp_min),
//! [`column_stack`](crate::Tensor::column_stack), [`combinations`](crate::Tensor::combinations),
//! [`contiguous`](crate::Tensor::contiguous), [`conv1d`](crate::Tensor::conv1d), [`conv2d`](crate::Tensor::conv2d),
//! [`conv3d`](crate::Tensor::conv3d), [`conv_transpose1d`](crate::Tensor::conv_transpose1d),
//! [`conv_transpose2d`](crate::Tensor::conv_transpose2d), [`conv_transpose3d`](crate::Tensor::conv_transpose3d),
//! [`copysign`](crate::Tensor::copysign), [`corrcoef`](crate::Tensor::corrcoef), [`cos`](crate::Tensor::cos),
//! [`cosh`](crate::Tensor::cosh), [`cosine_similarity`](crate::Tensor::cosine_similarity),
//! [`count_nonzero`](crate::Tensor::count_nonzero), [`cov`](crate::Tensor::cov), [`cross`](crate::Tensor::cross),
//! [`cross_entropy`](crate::Tensor::cross_entropy), [`cummax`](crate::Tensor::cummax),
//! [`cummin`](crate::Tensor::cummin), [`cumprod`](crate::Tensor::cumprod), [`cumsum`](crate::Tensor::cumsum),
//! [`cumulative_trapezoid`](crate::Tensor::cumulative_trapezoid), [`deg2rad`](crate::Tensor::deg2rad),
//! [`detach`](crate::Tensor::detach), [`diag`](crate::Tensor::diag), [`diag_embed`](crate::Tensor::diag_embed),
//! [`diagonal`](crate::Tensor::diagonal), [`diagonal_scatter`](crate::Tensor::diagonal_scatter),
//! [`diff`](crate::Tensor::diff), [`digamma`](crate::Tensor::digamma), [`dim`](crate::Tensor::dim),
//! [`div`](crate::Tensor::div), [`dot`](crate::Tensor::dot), [`double`](crate::Tensor::double),
//! [`dstack`](crate::Tensor::dstack), [`dtype`](crate::Tensor::dtype), [`einsum`](crate::Tensor::einsum),
//! [`elu`](crate::Tensor::elu), [`embedding`](crate::Tensor::embedding),
//! [`embedding_bag`](crate::Tensor::embedding_bag), [`entr`](crate::Tensor::entr), [`eq`](crate::Tensor::eq),
//! [`equal`](crate::Tensor::equal), [`erf`](crate::Tensor::erf), [`erfc`](crate::Tensor::erfc),
//! [`erfcx`](crate::Tensor::erfcx), [`erfinv`](crate::Tensor::erfinv), [`exp`](crate::Tensor::exp),
//! [`exp2`](crate::Tensor::exp2), [`expand`](crate::Tensor::expand), [`expm1`](crate::Tensor::expm1),
//! [`eye`](crate::Tensor::eye), [`flatten`](crate::Tensor::flatten), [`flip`](crate::Tensor::flip),
//! [`float`](crate::Tensor::float), [`float_power`](crate::Tensor::float_power), [`floor`](crate::Tensor::floor),
//! [`floor_divide`](crate::Tensor::floor_divide), [`fmax`](crate::Tensor::fmax), [`fmin`](crate::Tensor::fmin),
//! [`fmod`](crate::Tensor::fmod), [`fold`](crate::Tensor::fold), [`frac`](crate::Tensor::frac),
//! [`fractional_max_pool2d`](crate::Tensor::fractional_max_pool2d),
//! [`fractional_max_pool3d`](crate::Tensor::fractional_max_pool3d), [`frexp`](crate::Tensor::frexp),
//! [`full`](crate::Tensor::full), [`full_like`](crate::Tensor::full_like), [`gather`](crate::Tensor::gather),
//! [`gcd`](crate::Tensor::gcd), [`ge`](crate::Tensor::ge), [`gelu`](crate::Tensor::gelu), [`glu`](crate::Tensor::glu),
//! [`grad`](crate::Tensor::grad), [`grad_fn`](crate::Tensor::grad_fn), [`gradient`](crate::Tensor::gradient),
//! [`grid_sample`](crate::Tensor::grid_sample), [`group_norm`](crate::Tensor::group_norm), [`gt`](crate::Tensor::gt),
//! [`gumbel_softmax`](crate::Tensor::gumbel_softmax), [`hamming_window`](crate::Tensor::hamming_window),
//! [`hann_window`](crate::Tensor::hann_window), [`hardshrink`](crate::Tensor::hardshrink),
//! [`hardsigmoid`](crate::Tensor::hardsigmoid), [`hardswish`](crate::Tensor::hardswish),
//! [`hardtanh`](crate::Tensor::hardtanh), [`heaviside`](crate::Tensor::heaviside),
//! [`hermite_polynomial_h`](crate::Tensor::hermite_polynomial_h),
//! [`hermite_polynomial_he`](crate::Tensor::hermite_polynomial_he), [`histc`](crate::Tensor::histc),
//! [`histogram`](crate::Tensor::histogram), [`histogramdd`](crate::Tensor::histogramdd),
//! [`hstack`](crate::Tensor::hstack), [`hypot`](crate::Tensor::hypot),
//! [`i0`](crate::Tensor::i0), [`i0e`](crate::Tensor::i0e), [`i1`](crate::Tensor::i1), [`i1e`](crate::Tensor::i1e),
//! [`igamma`](crate::Tensor::igamma), [`igammac`](crate::Tensor::igammac), [`index`](crate::Tensor::index),
//! [`index_add`](crate::Tensor::index_add), [`index_copy`](crate::Tensor::index_copy),
//! [`index_fill`](crate::Tensor::index_fill), [`index_put`](crate::Tensor::index_put),
//! [`index_reduce`](crate::Tensor::index_reduce), [`index_select`](crate::Tensor::index_select),
//! [`inner`](crate::Tensor::inner), [`instance_norm`](crate::Tensor::instance_norm),
//! [`interpolate`](crate::Tensor::interpolate), [`is_contiguous`](crate::Tensor::is_contiguous),
//! [`is_leaf`](crate::Tensor::is_leaf), [`isclose`](crate::Tensor::isclose), [`isfinite`](crate::Tensor::isfinite),
//! [`isin`](crate::Tensor::isin), [`isinf`](crate::Tensor::isinf), [`isnan`](crate::Tensor::isnan),
//! [`isneginf`](crate::Tensor::isneginf), [`isposinf`](crate::Tensor::isposinf), [`item`](crate::Tensor::item),
//! [`kaiser_window`](crate::Tensor::kaiser_window), [`kron`](crate::Tensor::kron),
//! [`kthvalue`](crate::Tensor::kthvalue), [`laguerre_polynomial_l`](crate::Tensor::laguerre_polynomial_l),
//! [`layer_norm`](crate::Tensor::layer_norm), [`lcm`](crate::Tensor::lcm), [`ldexp`](crate::Tensor::ldexp),
//! [`le`](crate::Tensor::le), [`leaky_relu`](crate::Tensor::leaky_relu),
//! [`legendre_polynomial_p`](crate::Tensor::legendre_polynomial_p), [`lerp`](crate::Tensor::lerp),
//! [`lgamma`](crate::Tensor::lgamma), [`linear`](crate::Tensor::linear), [`linspace`](crate::Tensor::linspace),
//! [`local_response_norm`](crate::Tensor::local_response_norm), [`log`](crate::Tensor::log),
//! [`log10`](crate::Tensor::log10), [`log1p`](crate::Tensor::log1p), [`log2`](crate::Tensor::log2),
//! [`log_ndtr`](crate::Tensor::log_ndtr), [`log_softmax`](crate::Tensor::log_softmax),
//! [`logaddexp`](crate::Tensor::logaddexp), [`logaddexp2`](crate::Tensor::logaddexp2),
//! [`logcumsumexp`](crate::Tensor::logcumsumexp), [`logical_and`](crate::Tensor::logical_and),
//! [`logical_not`](crate::Tensor::logical_not), [`logical_or`](crate::Tensor::logical_or),
//! [`logical_xor`](crate::Tensor::logical_xor), [`logit`](crate::Tensor::logit),
//! [`logsigmoid`](crate::Tensor::logsigmoid), [`logspace`](crate::Tensor::logspace),
//! [`logsumexp`](crate::Tensor::logsumexp), [`long`](crate::Tensor::long), [`lp_pool1d`](crate::Tensor::lp_pool1d),
//! [`lp_pool2d`](crate::Tensor::lp_pool2d), [`lp_pool3d`](crate::Tensor::lp_pool3d), [`lt`](crate::Tensor::lt),
//! [`masked_fill`](crate::Tensor::masked_fill), [`masked_scatter`](crate::Tensor::masked_scatter),
//! [`masked_select`](crate::Tensor::masked_select), [`matmul`](crate::Tensor::matmul), [`max`](crate::Tensor::max),
//! [`max_pool1d`](crate::Tensor::max_pool1d), [`max_pool1d_with_indices`](crate::Tensor::max_pool1d_with_indices),
//! [`max_pool2d`](crate::Tensor::max_pool2d), [`max_pool2d_with_indices`](crate::Tensor::max_pool2d_with_indices),
//! [`max_pool3d`](crate::Tensor::max_pool3d), [`max_pool3d_with_indices`](crate::Tensor::max_pool3d_with_indices),
//! [`max_unpool1d`](crate::Tensor::max_unpool1d), [`max_unpool2d`](crate::Tensor::max_unpool2d),
//! [`max_unpool3d`](crate::Tensor::max_unpool3d), [`maximum`](crate::Tensor::maximum), [`mean`](crate::Tensor::mean),
//! [`median`](crate::Tensor::median), [`meshgrid`](crate::Tensor::meshgrid), [`min`](crate::Tensor::min),
//! [`minimum`](crate::Tensor::minimum), [`mish`](crate::Tensor::mish), [`mm`](crate::Tensor::mm),
//! [`mode`](crate::Tensor::mode), [`movedim`](crate::Tensor::movedim), [`mul`](crate::Tensor::mul),
//! [`multinomial`](crate::Tensor::multinomial), [`mv`](crate::Tensor::mv), [`mvlgamma`](crate::Tensor::mvlgamma),
//! [`nan_to_num`](crate::Tensor::nan_to_num), [`nanmean`](crate::Tensor::nanmean),
//! [`nanmedian`](crate::Tensor::nanmedian), [`nanquantile`](crate::Tensor::nanquantile),
//! [`nansum`](crate::Tensor::nansum), [`narrow`](crate::Tensor::narrow), [`ndtr`](crate::Tensor::ndtr),
//! [`ndtri`](crate::Tensor::ndtri), [`ne`](crate::Tensor::ne), [`neg`](crate::Tensor::neg),
//! [`nextafter`](crate::Tensor::nextafter), [`nonzero`](crate::Tensor::nonzero), [`norm`](crate::Tensor::norm),
//! [`normal`](crate::Tensor::normal), [`normalize`](crate::Tensor::normalize), [`numel`](crate::Tensor::numel),
//! [`one_hot`](crate::Tensor::one_hot), [`ones`](crate::Tensor::ones), [`ones_like`](crate::Tensor::ones_like),
//! [`outer`](crate::Tensor::outer), [`pad`](crate::Tensor::pad),
//! [`pairwise_distance`](crate::Tensor::pairwise_distance), [`pdist`](crate::Tensor::pdist),
//! [`permute`](crate::Tensor::permute), [`pixel_shuffle`](crate::Tensor::pixel_shuffle),
//! [`pixel_unshuffle`](crate::Tensor::pixel_unshuffle), [`poisson`](crate::Tensor::poisson),
//! [`polygamma`](crate::Tensor::polygamma), [`pow`](crate::Tensor::pow), [`prelu`](crate::Tensor::prelu),
//! [`prod`](crate::Tensor::prod), [`put`](crate::Tensor::put), [`quantile`](crate::Tensor::quantile),
//! [`rad2deg`](crate::Tensor::rad2deg), [`rand`](crate::Tensor::rand), [`rand_like`](crate::Tensor::rand_like),
//! [`randint`](crate::Tensor::randint), [`randn`](crate::Tensor::randn), [`randn_like`](crate::Tensor::randn_like),
//! [`randperm`](crate::Tensor::randperm), [`reciprocal`](crate::Tensor::reciprocal),
//! [`register_hook`](crate::Tensor::register_hook),
//! [`register_post_accumulate_grad_hook`](crate::Tensor::register_post_accumulate_grad_hook),
//! [`relu`](crate::Tensor::relu), [`relu6`](crate::Tensor::relu6), [`remainder`](crate::Tensor::remainder),
//! [`renorm`](crate::Tensor::renorm), [`repeat`](crate::Tensor::repeat),
//! [`repeat_interleave`](crate::Tensor::repeat_interleave), [`requires_grad`](crate::Tensor::requires_grad),
//! [`reshape`](crate::Tensor::reshape), [`retain_grad`](crate::Tensor::retain_grad),
//! [`rms_norm`](crate::Tensor::rms_norm), [`roll`](crate::Tensor::roll), [`rot90`](crate::Tensor::rot90),
//! [`round`](crate::Tensor::round), [`rsqrt`](crate::Tensor::rsqrt),
//! [`scaled_dot_product_attention`](crate::Tensor::scaled_dot_product_attention), [`scatter`](crate::Tensor::scatter),
//! [`scatter_add`](crate::Tensor::scatter_add), [`scatter_reduce`](crate::Tensor::scatter_reduce),
//! [`searchsorted`](crate::Tensor::searchsorted), [`select`](crate::Tensor::select),
//! [`select_scatter`](crate::Tensor::select_scatter), [`selu`](crate::Tensor::selu), [`shape`](crate::Tensor::shape),
//! [`sigmoid`](crate::Tensor::sigmoid), [`sign`](crate::Tensor::sign), [`signbit`](crate::Tensor::signbit),
//! [`silu`](crate::Tensor::silu), [`sin`](crate::Tensor::sin), [`sinc`](crate::Tensor::sinc),
//! [`sinh`](crate::Tensor::sinh), [`size`](crate::Tensor::size), [`slice_scatter`](crate::Tensor::slice_scatter),
//! [`softmax`](crate::Tensor::softmax), [`softmin`](crate::Tensor::softmin), [`softplus`](crate::Tensor::softplus),
//! [`softshrink`](crate::Tensor::softshrink), [`softsign`](crate::Tensor::softsign), [`sort`](crate::Tensor::sort),
//! [`split`](crate::Tensor::split), [`sqrt`](crate::Tensor::sqrt), [`square`](crate::Tensor::square),
//! [`squeeze`](crate::Tensor::squeeze), [`stack`](crate::Tensor::stack), [`std`](crate::Tensor::std),
//! [`std_mean`](crate::Tensor::std_mean), [`sub`](crate::Tensor::sub), [`sum`](crate::Tensor::sum),
//! [`t`](crate::Tensor::t), [`take`](crate::Tensor::take), [`take_along_dim`](crate::Tensor::take_along_dim),
//! [`tan`](crate::Tensor::tan), [`tanh`](crate::Tensor::tanh), [`tanhshrink`](crate::Tensor::tanhshrink),
//! [`tensor_split`](crate::Tensor::tensor_split), [`tensordot`](crate::Tensor::tensordot),
//! [`threshold`](crate::Tensor::threshold), [`tile`](crate::Tensor::tile), [`topk`](crate::Tensor::topk),
//! [`trace`](crate::Tensor::trace), [`transpose`](crate::Tensor::transpose), [`trapezoid`](crate::Tensor::trapezoid),
//! [`tril`](crate::Tensor::tril), [`tril_indices`](crate::Tensor::tril_indices), [`triu`](crate::Tensor::triu),
//! [`triu_indices`](crate::Tensor::triu_indices), [`trunc`](crate::Tensor::trunc), [`unbind`](crate::Tensor::unbind),
//! [`unflatten`](crate::Tensor::unflatten), [`unfold`](crate::Tensor::unfold), [`unique`](crate::Tensor::unique),
//! [`unique_consecutive`](crate::Tensor::unique_consecutive), [`unravel_index`](crate::Tensor::unravel_index),
//! [`unsqueeze`](crate::Tensor::unsqueeze), [`vander`](crate::Tensor::vander), [`var`](crate::Tensor::var),
//! [`var_mean`](crate::Tensor::var_mean), [`view`](crate::Tensor::view), [`vstack`](crate::Tensor::vstack),
//! [`xlog1py`](crate::Tensor::xlog1py), [`xlogy`](crate::Tensor::xlogy), [`zeros`](crate::Tensor::zeros),
//! [`zeros_like`](crate::Tensor::zeros_like), [`zeta`](crate::Tensor::zeta).
//!
//! In place; on leaves inside of [`no_grad`](crate::no_grad()) alone:
//!
//! [`abs_`](crate::Tensor::abs_), [`acos_`](crate::Tensor::acos_), [`acosh_`](crate::Tensor::acosh_),
//! [`add_`](crate::Tensor::add_), [`addcdiv_`](crate::Tensor::addcdiv_), [`addcmul_`](crate::Tensor::addcmul_),
//! [`addmm_`](crate::Tensor::addmm_), [`apply_`](crate::Tensor::apply_), [`asin_`](crate::Tensor::asin_),
//! [`asinh_`](crate::Tensor::asinh_), [`atan2_`](crate::Tensor::atan2_), [`atan_`](crate::Tensor::atan_),
//! [`atanh_`](crate::Tensor::atanh_), [`baddbmm_`](crate::Tensor::baddbmm_), [`bernoulli_`](crate::Tensor::bernoulli_),
//! [`bitwise_and_`](crate::Tensor::bitwise_and_), [`bitwise_left_shift_`](crate::Tensor::bitwise_left_shift_),
//! [`bitwise_not_`](crate::Tensor::bitwise_not_), [`bitwise_or_`](crate::Tensor::bitwise_or_),
//! [`bitwise_right_shift_`](crate::Tensor::bitwise_right_shift_), [`bitwise_xor_`](crate::Tensor::bitwise_xor_),
//! [`cauchy_`](crate::Tensor::cauchy_), [`ceil_`](crate::Tensor::ceil_), [`celu_`](crate::Tensor::celu_),
//! [`clamp_`](crate::Tensor::clamp_), [`clamp_max_`](crate::Tensor::clamp_max_),
//! [`clamp_min_`](crate::Tensor::clamp_min_), [`copy_`](crate::Tensor::copy_), [`copysign_`](crate::Tensor::copysign_),
//! [`cos_`](crate::Tensor::cos_), [`cosh_`](crate::Tensor::cosh_), [`cumprod_`](crate::Tensor::cumprod_),
//! [`cumsum_`](crate::Tensor::cumsum_), [`deg2rad_`](crate::Tensor::deg2rad_), [`digamma_`](crate::Tensor::digamma_),
//! [`div_`](crate::Tensor::div_), [`elu_`](crate::Tensor::elu_), [`eq_`](crate::Tensor::eq_),
//! [`erf_`](crate::Tensor::erf_), [`erfc_`](crate::Tensor::erfc_), [`erfinv_`](crate::Tensor::erfinv_),
//! [`exp2_`](crate::Tensor::exp2_), [`exp_`](crate::Tensor::exp_), [`expm1_`](crate::Tensor::expm1_),
//! [`exponential_`](crate::Tensor::exponential_), [`fill_`](crate::Tensor::fill_),
//! [`fill_diagonal_`](crate::Tensor::fill_diagonal_), [`float_power_`](crate::Tensor::float_power_),
//! [`floor_`](crate::Tensor::floor_), [`floor_divide_`](crate::Tensor::floor_divide_), [`fmod_`](crate::Tensor::fmod_),
//! [`frac_`](crate::Tensor::frac_), [`gcd_`](crate::Tensor::gcd_), [`ge_`](crate::Tensor::ge_),
//! [`geometric_`](crate::Tensor::geometric_), [`gt_`](crate::Tensor::gt_), [`hardtanh_`](crate::Tensor::hardtanh_),
//! [`heaviside_`](crate::Tensor::heaviside_), [`hypot_`](crate::Tensor::hypot_), [`i0_`](crate::Tensor::i0_),
//! [`igamma_`](crate::Tensor::igamma_), [`igammac_`](crate::Tensor::igammac_),
//! [`index_add_`](crate::Tensor::index_add_), [`index_copy_`](crate::Tensor::index_copy_),
//! [`index_fill_`](crate::Tensor::index_fill_), [`index_put_`](crate::Tensor::index_put_),
//! [`index_reduce_`](crate::Tensor::index_reduce_), [`lcm_`](crate::Tensor::lcm_), [`ldexp_`](crate::Tensor::ldexp_),
//! [`le_`](crate::Tensor::le_), [`leaky_relu_`](crate::Tensor::leaky_relu_), [`lerp_`](crate::Tensor::lerp_),
//! [`lgamma_`](crate::Tensor::lgamma_), [`log10_`](crate::Tensor::log10_), [`log1p_`](crate::Tensor::log1p_),
//! [`log2_`](crate::Tensor::log2_), [`log_`](crate::Tensor::log_), [`log_normal_`](crate::Tensor::log_normal_),
//! [`logical_and_`](crate::Tensor::logical_and_), [`logical_not_`](crate::Tensor::logical_not_),
//! [`logical_or_`](crate::Tensor::logical_or_), [`logical_xor_`](crate::Tensor::logical_xor_),
//! [`logit_`](crate::Tensor::logit_), [`lt_`](crate::Tensor::lt_), [`map_`](crate::Tensor::map_),
//! [`masked_fill_`](crate::Tensor::masked_fill_), [`masked_scatter_`](crate::Tensor::masked_scatter_),
//! [`mul_`](crate::Tensor::mul_), [`mvlgamma_`](crate::Tensor::mvlgamma_), [`nan_to_num_`](crate::Tensor::nan_to_num_),
//! [`ne_`](crate::Tensor::ne_), [`neg_`](crate::Tensor::neg_), [`nextafter_`](crate::Tensor::nextafter_),
//! [`normal_`](crate::Tensor::normal_), [`polygamma_`](crate::Tensor::polygamma_), [`pow_`](crate::Tensor::pow_),
//! [`put_`](crate::Tensor::put_), [`rad2deg_`](crate::Tensor::rad2deg_), [`random_`](crate::Tensor::random_),
//! [`reciprocal_`](crate::Tensor::reciprocal_), [`relu_`](crate::Tensor::relu_),
//! [`remainder_`](crate::Tensor::remainder_), [`renorm_`](crate::Tensor::renorm_),
//! [`requires_grad_`](crate::Tensor::requires_grad_), [`round_`](crate::Tensor::round_),
//! [`rsqrt_`](crate::Tensor::rsqrt_), [`scatter_`](crate::Tensor::scatter_),
//! [`scatter_add_`](crate::Tensor::scatter_add_), [`scatter_reduce_`](crate::Tensor::scatter_reduce_),
//! [`selu_`](crate::Tensor::selu_), [`sigmoid_`](crate::Tensor::sigmoid_), [`sign_`](crate::Tensor::sign_),
//! [`sin_`](crate::Tensor::sin_), [`sinc_`](crate::Tensor::sinc_), [`sinh_`](crate::Tensor::sinh_),
//! [`sqrt_`](crate::Tensor::sqrt_), [`square_`](crate::Tensor::square_), [`sub_`](crate::Tensor::sub_),
//! [`tan_`](crate::Tensor::tan_), [`tanh_`](crate::Tensor::tanh_), [`threshold_`](crate::Tensor::threshold_),
//! [`tril_`](crate::Tensor::tril_), [`triu_`](crate::Tensor::triu_), [`trunc_`](crate::Tensor::trunc_),
//! [`uniform_`](crate::Tensor::uniform_), [`xlogy_`](crate::Tensor::xlogy_), [`zero_`](crate::Tensor::zero_).
//!
//! Linear algebra, with the feature `linalg`:
//!
//! `cholesky`, `cholesky_ex`, `cholesky_inverse`, `cholesky_solve`, `cond`, `det`, `logdet`, `slogdet`, `eigh`, `eigvalsh`,
//! `inv`, `inv_ex`, `lstsq`, `lu`, `lu_factor`, `lu_factor_ex`, `lu_solve`, `lu_unpack`, `matrix_exp`, `matrix_norm`,
//! `matrix_power`, `matrix_rank`, `multi_dot`, `pinv`, `qr`, `solve`, `solve_ex`, `solve_triangular`, `svd`, `svdvals`,
//! `tensorinv`, `tensorsolve`.
//!
//! # Another name
//!
//! | PyTorch | here |
//! |---|---|
//! | `absolute` | [`abs`](crate::Tensor::abs) |
//! | `arccos`, `arccosh`, `arcsin`, `arcsinh`, `arctan`, `arctan2`, `arctanh` | [`acos`](crate::Tensor::acos), [`acosh`](crate::Tensor::acosh), [`asin`](crate::Tensor::asin), [`asinh`](crate::Tensor::asinh), [`atan`](crate::Tensor::atan), [`atan2`](crate::Tensor::atan2), [`atanh`](crate::Tensor::atanh) |
//! | `add`, `sub` with `alpha` | [`add_scaled`](crate::Tensor::add_scaled) |
//! | `addmv`, `addr`, `addbmm` | [`addmm`](crate::Tensor::addmm) of matrices with one row or column, sums of [`bmm`](crate::Tensor::bmm) |
//! | `multiply`, `divide`, `true_divide`, `subtract`, `rsub`, `negative`, `positive` | the operators, [`mul`](crate::Tensor::mul), [`div`](crate::Tensor::div), [`sub`](crate::Tensor::sub), [`neg`](crate::Tensor::neg) |
//! | `bitwise_and`, `__and__`, `...`, `bitwise_not` | `&`, `\|`, `^`, `!`, `<<`, `>>` |
//! | `greater`, `greater_equal`, `less`, `less_equal`, `not_equal` | [`gt`](crate::Tensor::gt), [`ge`](crate::Tensor::ge), [`lt`](crate::Tensor::lt), [`le`](crate::Tensor::le), [`ne`](crate::Tensor::ne) |
//! | `clip`, `fix`, `sgn` | [`clamp`](crate::Tensor::clamp), [`trunc`](crate::Tensor::trunc), [`sign`](crate::Tensor::sign) |
//! | `concat`, `concatenate`, `row_stack` | [`cat`](crate::Tensor::cat), [`vstack`](crate::Tensor::vstack) |
//! | `hsplit`, `vsplit`, `dsplit`, `split_with_sizes` | [`tensor_split`](crate::Tensor::tensor_split), [`split`](crate::Tensor::split) along 1, 0, 2 |
//! | `moveaxis`, `swapaxes`, `swapdims`, `adjoint`, `mT`, `H` | [`movedim`](crate::Tensor::movedim), [`transpose`](crate::Tensor::transpose) |
//! | `ravel`, `fliplr`, `flipud` | [`flatten`](crate::Tensor::flatten), [`flip`](crate::Tensor::flip) |
//! | `view`, `view_as`, `reshape_as`, `expand_as`, `type_as` | [`reshape`](crate::Tensor::reshape), [`expand`](crate::Tensor::expand), [`to_dtype`](crate::Tensor::to_dtype) by the shape or type of another |
//! | `atleast_1d`, `atleast_2d`, `atleast_3d` | [`reshape`](crate::Tensor::reshape), [`unsqueeze`](crate::Tensor::unsqueeze) |
//! | `all`, `any`, `sum`, `prod`, `mean`, `median`, `nansum`, `nanmean`, `nanmedian`, `std`, `var`, `max`, `min`, `argmax`, `argmin`, `norm`, `squeeze`, `quantile`, `nanquantile` with `dim` | [`all_dim`](crate::Tensor::all_dim), [`any_dim`](crate::Tensor::any_dim), [`sum_dim`](crate::Tensor::sum_dim), [`prod_dim`](crate::Tensor::prod_dim), [`mean_dim`](crate::Tensor::mean_dim), [`median_dim`](crate::Tensor::median_dim), [`nansum_dim`](crate::Tensor::nansum_dim), [`nanmean_dim`](crate::Tensor::nanmean_dim), [`nanmedian_dim`](crate::Tensor::nanmedian_dim), [`std_dim`](crate::Tensor::std_dim), [`var_dim`](crate::Tensor::var_dim), [`max_dim`](crate::Tensor::max_dim), [`min_dim`](crate::Tensor::min_dim), [`argmax_dim`](crate::Tensor::argmax_dim), [`argmin_dim`](crate::Tensor::argmin_dim), [`norm_dim`](crate::Tensor::norm_dim), [`squeeze_dim`](crate::Tensor::squeeze_dim), [`quantile_dim`](crate::Tensor::quantile_dim), [`nanquantile_dim`](crate::Tensor::nanquantile_dim) |
//! | `sum`, `prod`, `cumsum` with `dtype` | [`sum_as`](crate::Tensor::sum_as), [`prod_as`](crate::Tensor::prod_as), [`cumsum_as`](crate::Tensor::cumsum_as) |
//! | `max`, `min` of two | [`maximum`](crate::Tensor::maximum), [`minimum`](crate::Tensor::minimum) |
//! | `round(decimals=2)`, `nan_to_num(nan=0)`, `logit(eps)` | [`round_decimals`](crate::Tensor::round_decimals), [`nan_to_num_with`](crate::Tensor::nan_to_num_with), [`logit_with`](crate::Tensor::logit_with) |
//! | `div(rounding_mode)`, `isclose(rtol)`, `allclose(rtol)` | [`div_rounding`](crate::Tensor::div_rounding), [`isclose_with`](crate::Tensor::isclose_with), [`allclose_with`](crate::Tensor::allclose_with) |
//! | `vdot`, `ger`, `dist`, `linalg.vecdot`, `linalg.vector_norm` | [`dot`](crate::Tensor::dot), [`outer`](crate::Tensor::outer), `(&a - &b).norm(2)`, `(&a * &b).sum_dim(-1, false)`, [`norm_dim`](crate::Tensor::norm_dim) |
//! | `msort`, `argwhere`, `trapz` | [`sort`](crate::Tensor::sort), [`nonzero`](crate::Tensor::nonzero), [`trapezoid`](crate::Tensor::trapezoid) |
//! | `searchsorted(side="right")`, `searchsorted(sorter=s)` | [`searchsorted`](crate::Tensor::searchsorted) with `right`, `x.gather(-1, &s).searchsorted(..)` |
//! | `cov(fweights, aweights)` | [`cov_weighted`](crate::Tensor::cov_weighted) |
//! | `diagflat`, `sum_to_size`, `narrow_copy`, `isreal` | `x.reshape(-1).diag(0)`, [`sum_to`](crate::Tensor::sum_to), [`narrow`](crate::Tensor::narrow), all |
//! | `inverse`, `pinverse`, `logdet`, `linalg.vander`, `linalg.diagonal` | `linalg::inv`, `linalg::pinv`, `linalg::logdet`, [`vander`](crate::Tensor::vander), [`diagonal`](crate::Tensor::diagonal) |
//! | `chain_matmul`, `frobenius_norm`, `nuclear_norm`, `triangular_solve` | `linalg::multi_dot`, `linalg::matrix_norm`, `linalg::solve_triangular` |
//! | `geqrf`, `orgqr`, `ormqr`, `linalg.householder_product` | `linalg::qr`, [`matmul`](crate::Tensor::matmul) |
//! | `pca_lowrank`, `svd_lowrank`, `lobpcg` | `linalg::svd`, of `x - x.mean_dim(0, true)` for principal components; `linalg::eigh` |
//! | `upsample`, `upsample_nearest`, `upsample_bilinear`, `constant_pad_nd`, `segment_reduce` | [`interpolate`](crate::Tensor::interpolate), [`pad`](crate::Tensor::pad), [`index_reduce`](crate::Tensor::index_reduce) |
//! | `interpolate(antialias=True)` | [`antialias`](crate::InterpolateOptions::antialias) |
//! | `x.T`, `broadcast_to`, `broadcast_shapes` | [`t`](crate::Tensor::t), [`expand`](crate::Tensor::expand), the shape of [`broadcast_tensors`](crate::Tensor::broadcast_tensors) |
//! | `x.unsqueeze_(0)`, `squeeze_`, `t_`, `transpose_`, `swapaxes_`, `swapdims_`, `resize_` | `x = x.unsqueeze(0)` and so on |
//! | `arccos_`, `clip_`, `fix_`, `greater_`, `multiply_`, `negative_`, `sgn_` and other second names in place | the first names: [`acos_`](crate::Tensor::acos_), [`clamp_`](crate::Tensor::clamp_), [`mul_`](crate::Tensor::mul_) |
//! | `addmv_`, `addr_`, `addbmm_` | [`addmm_`](crate::Tensor::addmm_), [`baddbmm_`](crate::Tensor::baddbmm_) |
//! | `map2_` | [`map_`](crate::Tensor::map_) twice |
//! | `tensor[i] = y` | [`index_put_`](crate::Tensor::index_put_), [`set_slice`](crate::Tensor::set_slice) |
//! | `special.expit`, `special.psi`, `special.gammaln`, `special.gammainc`, `special.gammaincc`, `special.multigammaln` | [`sigmoid`](crate::Tensor::sigmoid), [`digamma`](crate::Tensor::digamma), [`lgamma`](crate::Tensor::lgamma), [`igamma`](crate::Tensor::igamma), [`igammac`](crate::Tensor::igammac), [`mvlgamma`](crate::Tensor::mvlgamma) |
//! | `special.modified_bessel_i0`, `i1`, `k0`, `k1`, `scaled_modified_bessel_k0`, `k1` | [`i0`](crate::Tensor::i0), [`i1`](crate::Tensor::i1), [`k0`](crate::Tensor::k0), [`k1`](crate::Tensor::k1), [`k0e`](crate::Tensor::k0e), [`k1e`](crate::Tensor::k1e) |
//! | `special.spherical_bessel_j0(x)` | `(x / PI).sinc()` |
//! | `special.shifted_chebyshev_polynomial_t(x, n)`, `u`, `v`, `w` | `(2 * x - 1).chebyshev_polynomial_t(n)` |
//! | `tensor`, `as_tensor`, `asarray`, `from_numpy`, `frombuffer`, `scalar_tensor` | `Tensor::from`, [`from_vec`](crate::Tensor::from_vec), [`from_le_bytes`](crate::Tensor::from_le_bytes) |
//! | `empty`, `empty_like`, `new_empty`, `new_zeros`, `new_ones`, `new_full`, `new_tensor`, `randint_like` | [`zeros`](crate::Tensor::zeros), [`options`](crate::Tensor::options) with the shape and type of another |
//! | `nelement`, `ndimension`, `element_size`, `itemsize`, `nbytes`, `is_floating_point`, `is_nonzero`, `tolist` | [`numel`](crate::Tensor::numel), [`dim`](crate::Tensor::dim), [`DType`](crate::DType), [`item`](crate::Tensor::item), [`to_vec`](crate::Tensor::to_vec) |
//! | `clone`, `data`, `detach_`, `requires_grad_` | [`copy`](crate::Tensor::copy), [`detach`](crate::Tensor::detach), [`set_data`](crate::Tensor::set_data), [`requires_grad_`](crate::Tensor::requires_grad_) |
//! | `type`, `to`, `float`, `double`, `int`, `long`, `half`, `bfloat16`, `bool` | [`to_dtype`](crate::Tensor::to_dtype), [`float`](crate::Tensor::float), [`double`](crate::Tensor::double), [`long`](crate::Tensor::long) |
//! | `where` | [`where_`](crate::Tensor::where_) |
//! | `unfold`, `F.unfold` | [`unfold`](crate::Tensor::unfold), [`unfold_windows`](crate::Tensor::unfold_windows) |
//! | `gelu(approximate="tanh")`, `softplus(beta)` | [`gelu_tanh`](crate::Tensor::gelu_tanh), [`softplus_with`](crate::Tensor::softplus_with) |
//! | `cpu`, `numpy`, `device`, `pin_memory`, `share_memory_` | nothing to move; [`to_vec`](crate::Tensor::to_vec), [`npy`](crate::npy) |
//! | `pi`, `e`, `inf`, `nan`, `newaxis` | `std::f64::consts::PI`, `f64::INFINITY`, [`NewAxis`](crate::NewAxis) |
//! | `binomial(count, p)` | `distributions::Binomial` |
//! | `normal`, `multinomial`, `bernoulli`, `poisson` | [`normal`](crate::Tensor::normal), [`multinomial`](crate::Tensor::multinomial), [`bernoulli`](crate::Tensor::bernoulli), [`poisson`](crate::Tensor::poisson) |
//! | `weight_norm`, `_weight_norm`, `norm_except_dim` | [`weight_norm`](crate::Tensor::weight_norm), [`norm_but`](crate::Tensor::norm_but) |
//!
//! # Not here
//!
//! Complex numbers, and with them `fft`, `stft`, `eig`; sparse, quantised and nested tensors; devices other than the CPU; strides as
//! an argument (`as_strided`).
