//! Nodes of operations on a list of tensors, however long.

use std::sync::Arc;

use tensor_core::Array;

use crate::mode::is_grad_enabled;
use crate::node::{Body, Edge, Node, Released, Sink, next_id, release};
use crate::tensor::{Repr, Tensor};

/// A recorded operation on a list. It saves no values.
struct ListOp<F> {
    edges: Box<[Option<Edge>]>,
    formula: F,
}

impl<F> Body for ListOp<F>
where
    F: Fn(&Tensor, usize) -> Tensor + Send + Sync,
{
    fn backward(&self, _: &Arc<Node>, grad: Tensor, _: bool, sink: &mut dyn Sink) -> Result<(), Released> {
        for (input, edge) in self.edges.iter().enumerate() {
            if let Some(edge) = edge {
                sink.send(edge, (self.formula)(&grad, input));
            }
        }
        Ok(())
    }
}

/// Makes the tensor of `value`, which an operation computed from `inputs`: [`record`](crate::node::record) for a
/// list. The formula gives the gradient of one input, from the gradient of the result and the input's place.
#[track_caller]
pub(crate) fn record_list<F>(name: &'static str, value: Array, inputs: &[&Tensor], formula: F) -> Tensor
where
    F: Fn(&Tensor, usize) -> Tensor + Send + Sync + 'static,
{
    if !is_grad_enabled() || !inputs.iter().any(|input| input.requires_grad()) {
        return Tensor(Repr::Value(value));
    }
    let edges: Box<[_]> = inputs.iter().map(|input| input.edge()).collect();
    let above = edges.iter().flatten().map(|edge| edge.id()).max().unwrap_or(0);
    let (id, shape, dtype) = (next_id(above), value.to_shape(), value.dtype());
    let body = ListOp { edges, formula };
    let node = Node::new(id, name, crate::scope::location(), shape, dtype, body);
    Tensor(Repr::Traced {
        value,
        edge: Arc::new(node),
    })
}

impl<F> Drop for ListOp<F> {
    /// A chain of a million operations must not be dropped by a million nested calls.
    fn drop(&mut self) {
        self.edges.iter_mut().filter_map(Option::take).for_each(release);
    }
}
