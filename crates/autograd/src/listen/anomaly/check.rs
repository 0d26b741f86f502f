//! What anomaly mode looks for in results and gradients.

use std::panic::Location;
use std::sync::Arc;

use tensor_core::functions::{Eq, Lt};
use tensor_core::{Array, DType, Shape};

use super::{Anomaly, Found, How, NonFinite, Range};
use crate::listen::{operation as name_of, shortened};
use crate::node::Node;
use crate::tensor::Tensor;

/// Operations that put a number where the program says: an infinity is meant.
const PLACES: [&str; 5] = ["MaskedFill", "Where", "ConstantPad", "CopySlices", "IndexFill"];

/// Raises if `result` is an anomaly.
#[track_caller]
pub(in crate::listen) fn check_result(
    operation: &'static str,
    result: &Tensor,
    inputs: &[&Tensor],
    location: &'static Location<'static>,
    layer: Option<Arc<str>>,
) {
    let Some((kind, at)) = find(&result.value()) else {
        return;
    };
    let given = inputs.iter().filter_map(|input| find(&input.value()));
    let given: Vec<NonFinite> = given.map(|(kind, _)| kind).collect();
    let is_meant = !given.is_empty() || PLACES.contains(&operation);
    if kind == NonFinite::Infinity && is_meant {
        return;
    }
    let how = if given.contains(&kind) {
        How::Given
    } else {
        How::Made(inputs.iter().map(|input| range(&input.value())).collect())
    };
    Anomaly::raise(Found {
        kind,
        operation: shortened(operation),
        location,
        layer,
        shape: Shape::from(result.shape()),
        at,
        how,
    })
}

/// Raises if a gradient that the formula of `from` gave for `to` is an anomaly.
#[cold]
pub(crate) fn check_gradient(from: &Node, to: &Node, grad: &Tensor) {
    let is_root = std::ptr::eq(from, to);
    check_gradient_of(from, grad, if is_root { How::Root } else { How::Gradient });
}

/// Raises if the gradients that have arrived at `node` have an anomaly for their sum.
#[cold]
pub(crate) fn check_sum(node: &Node, grad: &Tensor) {
    check_gradient_of(node, grad, How::Sum);
}

fn check_gradient_of(node: &Node, grad: &Tensor, how: How) {
    let Some((kind, at)) = find(&grad.value()) else {
        return;
    };
    Anomaly::raise(Found {
        kind,
        operation: name_of(node),
        location: node.location(),
        layer: node.layer(),
        shape: Shape::from(grad.shape()),
        at,
        how,
    })
}

/// Whether there is a nan in `x`, or else an infinity, and where the first is.
fn find(x: &Array) -> Option<(NonFinite, Vec<usize>)> {
    if !x.dtype().is_float() || every(&Lt::of(&x.abs(), f64::INFINITY)) {
        return None;
    }
    let is_number = Eq::of(x, x);
    let (kind, is_fine) = if every(&is_number) {
        (NonFinite::Infinity, Lt::of(&x.abs(), f64::INFINITY))
    } else {
        (NonFinite::Nan, is_number)
    };
    let first = is_fine.to_vec::<bool>().iter().position(|fine| !fine)?;
    Some((kind, unravelled(first, x.shape())))
}

fn every(answers: &Array) -> bool {
    answers.all(&[], false).to_vec::<bool>() == [true]
}

/// The coordinates of element `at`, counted in row-major order.
fn unravelled(mut at: usize, shape: &[usize]) -> Vec<usize> {
    let mut coordinates: Vec<usize> = shape
        .iter()
        .rev()
        .map(|size| {
            let coordinate = at % size;
            at /= size;
            coordinate
        })
        .collect();
    coordinates.reverse();
    coordinates
}

fn range(x: &Array) -> Range {
    let elements = x.to_dtype(DType::F64).to_vec::<f64>();
    let least = elements.iter().copied().fold(f64::INFINITY, f64::min);
    let most = elements.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Range(Shape::from(x.shape()), least, most)
}
