//! Element types: the run-time value, the Rust types behind it, plain numbers, and PyTorch's promotion.

mod dispatch;
mod element;
mod limits;
mod list;
mod scalar;

pub use element::Element;
pub use limits::{Finfo, Iinfo};
pub use list::{Class, DType};
pub use scalar::{Rank, Scalar, result_type};

pub(crate) use dispatch::{dispatch, dispatch_element, outside};
pub(crate) use list::{Computing, Width, element_types};
