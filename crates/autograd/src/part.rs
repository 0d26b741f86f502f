//! Selection: a tensor that is a part of another, and what its gradient adds to that of the whole.
//!
//! The gradient of a part is added in place to what has arrived at the whole: only the part is touched, however large the
//! whole is. So a loop over the steps of a sequence costs as much as its steps, and the gradient of an embedding as much
//! as its rows.

use std::sync::Arc;

use smallvec::SmallVec;
use tensor_core::{Array, Combination, Index, Places};

use crate::engine::Engine;
use crate::listen;
use crate::mode::{Mode, RECORDS};
use crate::node::{Body, Edge, Node, next_id, release};
use crate::scope::{self, with_location};
use crate::tensor::{Repr, Tensor};

/// Which part of a tensor another is.
pub(crate) enum Part {
    /// What a slice reads: `x.slice(index)`.
    Slice(SmallVec<[Index; 4]>),
    /// The slices at positions of one dimension: `x.index_select(dim, index)`.
    Positions { dim: isize, index: Array },
    /// An element for each place of an index: `x.gather(dim, index)`, reshaped if need be.
    Elements { dim: isize, index: Array },
    /// What is at listed places: `x.index(items)`.
    Places(Places),
}

/// Makes the tensor of `value`, which is a part of `whole`: [`record`](crate::record::record) for a selection.
#[track_caller]
pub(crate) fn record_part(
    name: &'static str,
    value: Array,
    whole: &Tensor,
    part: impl FnOnce() -> Part,
) -> Tensor {
    let mode = Mode::now();
    let result = match whole.edge() {
        Some(whole) if mode.has(RECORDS) => traced(name, value, whole, part()),
        _ => Tensor(Repr::Value(value)),
    };
    if mode.is_heard() {
        listen::made(name, &result, &[whole]);
    }
    result
}

#[track_caller]
fn traced(name: &'static str, value: Array, whole: Edge, part: Part) -> Tensor {
    let node = Node::new(
        next_id(whole.id()),
        name,
        scope::caller_location(),
        value.to_shape(),
        value.dtype(),
        Selection {
            whole: Some(whole),
            part,
        },
    );
    Tensor(Repr::Traced {
        value,
        edge: Arc::new(node),
    })
}

/// A recorded selection.
struct Selection {
    /// Where the gradient goes, until this is dropped.
    whole: Option<Edge>,
    part: Part,
}

impl Body for Selection {
    fn edges(&self) -> &[Option<Edge>] {
        std::slice::from_ref(&self.whole)
    }

    fn backward(&self, node: &Edge, grad: Tensor, engine: &mut Engine) {
        if let Some(whole) = &self.whole {
            // A pass that is itself recorded belongs to the line that this selection does.
            with_location(node.location(), || engine.send_part(whole, grad, &self.part));
        }
    }
}

impl Drop for Selection {
    /// A chain of a million selections must not be dropped by a million nested calls.
    fn drop(&mut self) {
        if let Some(whole) = self.whole.take() {
            release(whole);
        }
    }
}

impl Part {
    /// Zeros of `shape` with `grad` in this part; recorded, if `grad` is.
    pub(crate) fn embed(&self, grad: &Tensor, shape: &[usize]) -> Tensor {
        match (&grad.0, self) {
            (_, Part::Slice(index)) => grad.embed(shape, index),
            (Repr::Value(grad), _) => {
                let mut whole = Array::zeros(shape, grad.dtype());
                self.add_in_place(grad, &mut whole);
                Tensor(Repr::Value(whole))
            }
            (_, Part::Positions { dim, index }) => {
                zeros(grad, shape).index_add(*dim, &index.clone().into(), grad)
            }
            (_, Part::Elements { dim, index }) => {
                let grad = grad.reshape(index.shape());
                zeros(&grad, shape).scatter_add(*dim, &index.clone().into(), &grad)
            }
            (_, Part::Places(places)) => zeros(grad, shape).with_places("IndexPut", places, grad, true),
        }
    }

    /// Adds `grad` to this part of `sum`: in place, unless one of them is recorded.
    pub(crate) fn add(&self, grad: &Tensor, sum: &mut Tensor) {
        match (&grad.0, &mut sum.0) {
            (Repr::Value(grad), Repr::Value(sum)) => self.add_in_place(grad, sum),
            _ => *sum = &*sum + self.embed(grad, sum.shape()),
        }
    }

    fn add_in_place(&self, grad: &Array, sum: &mut Array) {
        match self {
            Part::Slice(index) => sum.slice_add_assign(&index[..], grad),
            Part::Positions { dim, index } => sum.index_add_assign(*dim, index, grad),
            Part::Elements { dim, index } => {
                sum.scatter_add_assign(*dim, index, &grad.reshape(index.shape()));
            }
            Part::Places(places) => sum.combine_places(places, grad, Combination::Sum),
        }
    }
}

fn zeros(grad: &Tensor, shape: &[usize]) -> Tensor {
    Array::zeros(shape, grad.dtype()).into()
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{BackwardOptions, Tensor, backward, grad, s};

    /// Parts of every kind, overlapping, beside the whole.
    fn parts(x: &Tensor) -> Tensor {
        let rows = x.index_select(0, &Tensor::from([2, 0, 2]));
        let elements = x.gather(1, &Tensor::from([[0, 0], [1, 0]]));
        let sliced = x.slice(s![1.., ..;2]);
        let first = x.select(0, 0).square().sum() + x.narrow(1, 1, 1).sum() * 2;
        let listed = x.index((&Tensor::from([0, 2, 0]), 1));
        let parts = first + rows.square().sum() + elements.square().sum() * 2 + sliced.sum();
        parts + (x * 3).sum() + listed.square().sum()
    }

    #[test]
    fn gradients_of_parts_add_up() {
        check(&[&[3, 2]], |x| parts(&x[0]));
        // The whole is no leaf: its gradient waits for all of its parts.
        check(&[&[3, 2]], |x| parts(&x[0].square()));
        check_second(&[&[3, 2]], |x| parts(&x[0]) * parts(&x[0].square()));
    }

    #[test]
    fn a_gradient_that_is_asked_for_or_kept_is_that_of_the_whole() {
        let x = Tensor::rand([3, 2]).requires_grad_(true);
        parts(&x).backward();
        let expected = x.grad().unwrap().to_vec::<f32>();
        let asked = grad(&parts(&x), &[&x], &BackwardOptions::new()).unwrap();
        assert_eq!(asked[0].as_ref().unwrap().to_vec::<f32>(), expected);
        let y = &x * 1;
        y.retain_grad();
        parts(&y).backward();
        assert_eq!(y.grad().unwrap().to_vec::<f32>(), expected);
    }

    #[test]
    fn what_somebody_else_holds_does_not_change() {
        let (x, z) = (
            Tensor::zeros(3).requires_grad_(true),
            Tensor::zeros(3).requires_grad_(true),
        );
        let y = &x * 1;
        // The gradient of the sum is handed to both, and a part is added to that of `y`.
        let loss = (&y + &z).sum() + y.get(1) * 5;
        backward(&[(&loss, None)], &BackwardOptions::new().retain_graph(true)).unwrap();
        let before = x.grad().unwrap();
        x.get(0).backward();
        assert_eq!(z.grad().unwrap().to_vec::<f32>(), [1.0; 3]);
        assert_eq!(before.to_vec::<f32>(), [1.0, 6.0, 1.0]);
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [2.0, 6.0, 1.0]);
    }

    #[test]
    fn a_part_in_another_element_type_is_converted() {
        let x = Tensor::from([1.0, 2.0]).requires_grad_(true);
        x.get(1).to_dtype(crate::DType::F64).square().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, 4.0]);
    }
}
