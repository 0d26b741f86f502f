//! The differentiable operations, one file each: its formula, its derivative, its method, its tests.
//!
//! To add one, add its file and its line here. The method computes the value with the array's kernels and gives it
//! to [`record`](crate::record::record) with the formula of its gradient, written with the same differentiable
//! operations, so that second derivatives need nothing more.

mod abs;
mod adaptive_pool;
mod add;
mod add_scaled;
mod addcmul;
mod addmm;
mod amax;
mod any;
mod argmax;
mod atan2;
mod avg_pool;
mod batch_norm;
mod binary_cross_entropy;
mod bitwise;
mod bmm;
mod cat;
mod celu;
mod clamp;
mod compare;
mod contiguous;
mod conv;
mod conv_transpose;
mod copy;
mod copysign;
mod cos;
mod cross_entropy;
mod cumsum;
mod diagonal;
mod div;
mod division;
mod elu;
mod equal;
mod erf;
mod erf_inverse;
mod exp;
mod expand;
mod expm1;
mod exponential;
mod finite;
mod flip;
mod float_power;
mod fmax;
mod function;
mod gamma;
mod gather;
mod gelu;
mod glu;
mod group_norm;
mod hardsigmoid;
mod hardswish;
mod hardtanh;
mod hyperbolic;
mod hypot;
mod index;
mod index_copy;
mod index_select;
mod inner;
mod instance_norm;
mod interpolate;
mod kron;
mod layer_norm;
mod leaky_relu;
mod lerp;
mod linear;
mod linear_activated;
mod local_response_norm;
mod log;
mod log1p;
mod log_softmax;
mod logaddexp;
mod logical;
mod logit;
mod logsigmoid;
mod logsumexp;
mod masked_fill;
mod masked_select;
mod matmul;
mod max;
mod max_dim;
mod max_pool;
mod maximum;
mod mean;
mod mish;
mod mm;
mod movedim;
mod mse;
mod mul;
mod nan_to_num;
mod narrow;
mod neg;
mod norm;
mod normalize;
mod one_hot;
mod pad;
mod permute;
mod pixel_shuffle;
mod pooled;
mod pow;
mod prelu;
mod prod;
mod reciprocal;
mod relu;
mod repeat;
mod reshape;
mod rms_norm;
mod roll;
mod rounding;
mod rsqrt;
mod scatter;
mod select;
mod selu;
mod set_slice;
mod shrink;
mod sigmoid;
mod sign;
mod silu;
mod sin;
mod slice;
mod softmax;
mod softmin;
mod softplus;
mod softsign;
mod split;
mod sqrt;
mod square;
mod stack;
mod sub;
mod sum;
mod take;
mod tanh;
mod tensordot;
mod threshold;
mod to_dtype;
mod transpose;
mod trigonometric;
mod tril;
mod unbind;
mod unflatten;
mod unfold;
mod unsqueeze;
mod var;
mod weight_norm;
mod where_;
mod xlogy;

use tensor_core::{OrRaise, Shape, dimensions};

pub use avg_pool::AvgPoolOptions;
pub use conv::ConvOptions;
pub use division::RoundingMode;
pub use interpolate::{InterpolateMode, InterpolateOptions, OneOrEach};
pub use linear_activated::Activation;
pub use max_pool::MaxPoolOptions;
pub use split::IntoSections;
pub use tensordot::IntoContraction;
pub use unfold::UnfoldOptions;

/// `shape` with `dims` (none: all) of size 1: what a reduction with `keepdim` gives.
#[track_caller]
fn kept_dims(shape: &[usize], dims: &[isize]) -> Shape {
    let mut kept = Shape::from(shape);
    if !shape.is_empty() {
        for dim in dimensions(dims, shape.len()).or_raise() {
            kept[dim] = 1;
        }
    }
    kept
}
