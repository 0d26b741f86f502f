//! Strided n-dimensional arrays and their kernels.

mod array;
mod buffer;
mod dtype;
mod error;
mod index;
pub mod kernel;
mod layout;
#[doc(hidden)]
pub mod meter;
pub mod print;
pub mod random;
#[doc(hidden)]
pub mod scratch;
mod shape;

pub use array::{
    Array, Combination, Divisor, IndexItem, IntoIndexItems, Nested, Places, ScatterReduce, Side, Unique, cat,
    cat_shape, check_index_dtype, chunk_sizes, extreme_shape, flatten_shape, gather_dimension,
    index_select_shape, matmul_dtype, narrow_range, permutation, promote, repeat_shape, select_position,
    source_over, split_sizes, stack, stack_shape, where_,
};
pub use buffer::{ForeignSegment, SharedPlace, SharedSegment, release_memory, set_kept_memory};
pub use dtype::{Class, DType, Element, Finfo, Iinfo, Rank, Scalar, result_type};
pub use error::{Error, ErrorKind, OrRaise};
pub use half::{bf16, f16};
pub use index::{Ellipsis, Index, IntoIndex, NewAxis};
pub use kernel::attention::Attention;
pub use kernel::functions::{self, clamp_dtype, float_dtype};
pub use kernel::losses::nll_shape;
pub use kernel::norm::NormLayout;
pub use kernel::recurrent::{GruKept, LstmArrays, LstmGrads, LstmKept, Nonlinearity, Steps};
pub use kernel::update::{Rule, RuleFloat};
pub use scratch::room_for;
pub use shape::{
    AdaptivePooling, ConvMoves, ConvPadding, Convolution, IntoDims, IntoReshape, IntoShape, PadMode, Pads,
    PoolMoves, Pooling, ResampleMode, Resampling, Shape, Size, Unfolding, addmm_shape, broadcast, dimension,
    dimensions, dot_shape, expand_shape, inner_shape, linear_shape, matmul_shape, mm_shape, mv_shape,
    outer_shape, reduced_shape, reshape_shape, same, unpool_shape,
};
