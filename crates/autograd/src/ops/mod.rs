//! The differentiable operations, one file each: its formula, its derivative, its method, its tests.
//!
//! To add one, add its file and its line here. The method computes the value with the array's kernels and gives it
//! to [`record`](crate::node::record) with the formula of its gradient, written with the same differentiable
//! operations, so that second derivatives need nothing more.

mod add;
mod cat;
mod contiguous;
mod copy;
mod div;
mod expand;
mod flip;
mod gather;
mod index_select;
mod linear;
mod matmul;
mod mean;
mod mul;
mod narrow;
mod neg;
mod permute;
mod relu;
mod repeat;
mod reshape;
mod select;
mod set_slice;
mod slice;
mod split;
mod square;
mod stack;
mod sub;
mod sum;
mod to_dtype;
mod transpose;
mod unsqueeze;

use tensor_core::{OrRaise, Shape, dimensions};

pub use split::IntoSections;

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
