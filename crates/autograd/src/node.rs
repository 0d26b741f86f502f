//! Nodes: the recorded operations, and how one records itself.
//!
//! A node is one allocation: a header, the edges along which its gradients go, the values that its formula reads, and
//! the formula. A formula that reads no values keeps none alive.

use std::cell::{Cell, RefCell};
use std::panic::Location;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tensor_core::{Array, DType, Shape};

use crate::leaf::Variable;
use crate::mode::is_grad_enabled;
use crate::scope;
use crate::tensor::{Repr, Tensor};

/// A place in the graph that gradients arrive at: an operation's node or a leaf.
pub(crate) type Edge = Arc<Node>;

/// What every place in the graph has, and its body.
pub(crate) struct Node<B: Body + ?Sized = dyn Body> {
    /// Greater than the numbers of everything it was made from: the order of backward.
    id: u64,
    name: &'static str,
    location: &'static Location<'static>,
    shape: Shape,
    dtype: DType,
    retained: OnceLock<Box<Mutex<Option<Tensor>>>>,
    pub(crate) body: B,
}

/// The values that a node had saved are gone.
#[derive(Debug)]
pub(crate) struct Released;

/// The part of a node that differs.
pub(crate) trait Body: Send + Sync {
    /// The variable, if this is a leaf.
    fn as_variable(&self) -> Option<&Variable> {
        None
    }

    /// Sends the gradients of the inputs to `sink`, given the gradient of the result. Unless `keep`, the saved values
    /// are released.
    fn backward(
        &self,
        node: &Arc<Node>,
        grad: Tensor,
        keep: bool,
        sink: &mut dyn Sink,
    ) -> Result<(), Released>;
}

/// What takes the gradients that a node sends.
pub(crate) trait Sink {
    /// Takes `grad`, which is for `edge`.
    fn send(&mut self, edge: &Edge, grad: Tensor);
}

impl<B: Body> Node<B> {
    pub(crate) fn new(
        id: u64,
        name: &'static str,
        location: &'static Location<'static>,
        shape: Shape,
        dtype: DType,
        body: B,
    ) -> Self {
        Self {
            id,
            name,
            location,
            shape,
            dtype,
            retained: OnceLock::new(),
            body,
        }
    }
}

impl<B: Body + ?Sized> Node<B> {
    #[inline]
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// The line of the user's program that made it.
    pub(crate) fn location(&self) -> &'static Location<'static> {
        self.location
    }

    #[inline]
    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }

    #[inline]
    pub(crate) fn dtype(&self) -> DType {
        self.dtype
    }

    /// Keeps gradients that arrive here from now on.
    pub(crate) fn retain(&self) {
        self.retained.get_or_init(Default::default);
    }

    /// The gradient that has arrived here, if it was to be kept.
    pub(crate) fn retained(&self) -> Option<Tensor> {
        let slot = self.retained.get()?;
        slot.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps `grad` if it was to be kept.
    #[inline]
    pub(crate) fn keep(&self, grad: &Tensor) {
        if let Some(slot) = self.retained.get() {
            let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
            match &mut *slot {
                Some(sum) => sum.accumulate(grad.clone()),
                none => *none = Some(grad.clone()),
            }
        }
    }
}

/// The values that a formula reads, and that its node therefore keeps alive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keep(u8);

impl Keep {
    pub(crate) const NOTHING: Keep = Keep(0);
    pub(crate) const RESULT: Keep = Keep(1 << 7);
    pub(crate) const INPUTS: Keep = Keep(0x7f);

    /// One of the inputs.
    pub(crate) const fn input(index: usize) -> Keep {
        Keep(1 << index)
    }

    /// These and `other`.
    pub(crate) const fn and(self, other: Keep) -> Keep {
        Keep(self.0 | other.0)
    }

    const fn has(self, other: Keep) -> bool {
        self.0 & other.0 != 0
    }
}

/// What a formula is given: the gradient of the result, which it may consume, and the values that it asked to keep.
pub(crate) struct Vjp<'a, const K: usize> {
    pub(crate) grad: Tensor,
    saved: &'a Saved<K>,
    needs: [bool; K],
}

impl<const K: usize> Vjp<'_, K> {
    /// An input that the node keeps.
    #[inline]
    pub(crate) fn input(&self, index: usize) -> &Tensor {
        match &self.saved.inputs[index] {
            Some(input) => input,
            None => unreachable!("a formula reads an input that its operation does not keep"),
        }
    }

    /// The result, which the node keeps.
    #[inline]
    pub(crate) fn result(&self) -> &Tensor {
        match &self.saved.result {
            Some(result) => result,
            None => unreachable!("a formula reads a result that its operation does not keep"),
        }
    }

    /// Whether the gradient of this input is wanted.
    #[inline]
    pub(crate) fn needs(&self, index: usize) -> bool {
        self.needs[index]
    }

    /// The gradient of an input, worked out only if it is wanted.
    #[inline]
    pub(crate) fn to(&self, index: usize, grad: impl FnOnce(&Self) -> Tensor) -> Option<Tensor> {
        self.needs(index).then(|| grad(self))
    }
}

/// A recorded operation with `K` inputs.
struct Op<const K: usize> {
    edges: [Option<Edge>; K],
    keep: Keep,
    saved: Mutex<Option<Saved<K>>>,
    formula: Box<Formula<K>>,
}

/// The gradients of the inputs. Behind a pointer, so that what is around it is compiled once for a number of inputs,
/// not for each operation; a formula that captures nothing needs no allocation.
type Formula<const K: usize> = dyn Fn(Vjp<'_, K>) -> [Option<Tensor>; K] + Send + Sync;

/// What a node keeps for its formula: values without their history, so that nothing can own itself.
struct Saved<const K: usize> {
    inputs: [Option<Tensor>; K],
    result: Option<Tensor>,
}

impl<const K: usize> Saved<K> {
    const NOTHING: Self = Saved {
        inputs: [const { None }; K],
        result: None,
    };

    /// The values back in their places in the graph, for a backward pass that is itself recorded.
    fn rejoined(&self, edges: &[Option<Edge>; K], node: &Edge) -> Self {
        let rejoin = |value: &Tensor, edge: Option<&Edge>| match edge {
            Some(edge) => Tensor(Repr::Traced {
                value: value.to_array(),
                edge: edge.clone(),
            }),
            None => value.clone(),
        };
        let inputs = std::array::from_fn(|i| {
            self.inputs[i]
                .as_ref()
                .map(|value| rejoin(value, edges[i].as_ref()))
        });
        Saved {
            inputs,
            result: self.result.as_ref().map(|value| rejoin(value, Some(node))),
        }
    }
}

impl<const K: usize> Body for Op<K> {
    fn backward(
        &self,
        node: &Arc<Node>,
        grad: Tensor,
        keep: bool,
        sink: &mut dyn Sink,
    ) -> Result<(), Released> {
        let mut slot = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        let saved = match &*slot {
            Some(saved) => saved,
            None if self.keep == Keep::NOTHING => &Saved::NOTHING,
            None => return Err(Released),
        };
        let needs = std::array::from_fn(|i| self.edges[i].is_some());
        let grads = if is_grad_enabled() {
            let saved = &saved.rejoined(&self.edges, node);
            (self.formula)(Vjp { grad, saved, needs })
        } else {
            (self.formula)(Vjp { grad, saved, needs })
        };
        if !keep {
            *slot = None;
        }
        drop(slot);
        for (edge, grad) in self.edges.iter().zip(grads) {
            if let (Some(edge), Some(grad)) = (edge, grad) {
                sink.send(edge, grad);
            }
        }
        Ok(())
    }
}

/// Makes the tensor of `value`, which an operation computed from `inputs`. If one of them requires a gradient and
/// recording is on, a node is made that keeps what `keep` says and computes gradients by `formula`.
///
/// The formula gives one gradient per input, in the shape of the *result's* broadcast if it likes: the engine sums a
/// gradient to its input's shape and converts it to its element type.
#[inline]
#[track_caller]
pub(crate) fn record<const K: usize, F>(
    name: &'static str,
    value: Array,
    inputs: [&Tensor; K],
    keep: Keep,
    formula: F,
) -> Tensor
where
    F: Fn(Vjp<'_, K>) -> [Option<Tensor>; K] + Send + Sync + 'static,
{
    if !is_grad_enabled() || !requires_grad(&inputs) {
        return Tensor(Repr::Value(value));
    }
    traced(name, value, inputs, keep, Box::new(formula))
}

#[inline]
fn requires_grad(inputs: &[&Tensor]) -> bool {
    inputs.iter().any(|input| input.requires_grad())
}

/// The tensor of `value` with its node.
#[track_caller]
fn traced<const K: usize>(
    name: &'static str,
    value: Array,
    inputs: [&Tensor; K],
    keep: Keep,
    formula: Box<Formula<K>>,
) -> Tensor {
    let edges = inputs.map(Tensor::edge);
    let above = edges.iter().flatten().map(|edge| edge.id()).max().unwrap_or(0);
    // One expression: a node put together from parts would be copied from one place to the next.
    let node = Arc::new(Node {
        id: next_id(above),
        name,
        location: scope::location(),
        shape: value.to_shape(),
        dtype: value.dtype(),
        retained: OnceLock::new(),
        body: Op {
            edges,
            keep,
            saved: Mutex::new(Some(Saved {
                inputs: std::array::from_fn(|i| keep.has(Keep::input(i)).then(|| inputs[i].detach())),
                result: keep.has(Keep::RESULT).then(|| Tensor(Repr::Value(value.clone()))),
            })),
            formula,
        },
    });
    Tensor(Repr::Traced { value, edge: node })
}

/// A number for a new node: greater than `above`, the greatest of those it is made from, and than every number that
/// this thread has given before. Threads count by themselves, so that they do not contend.
#[inline]
pub(crate) fn next_id(above: u64) -> u64 {
    thread_local! {
        static LAST: Cell<u64> = const { Cell::new(0) };
    }
    let id = LAST.get().max(above) + 1;
    LAST.set(id);
    id
}

impl<const K: usize> Drop for Op<K> {
    /// A chain of a million operations must not be dropped by a million nested calls.
    #[inline]
    fn drop(&mut self) {
        for edge in &mut self.edges {
            if let Some(edge) = edge.take() {
                release(edge);
            }
        }
    }
}

thread_local! {
    /// Whether this thread is dropping an edge, and those that wait until it has.
    static WAITING: RefCell<(bool, Vec<Edge>)> = const { RefCell::new((false, Vec::new())) };
}

/// Drops `edge`; if that drops its node, then the node's edges after it, in a loop.
#[inline]
pub(crate) fn release(edge: Edge) {
    if Arc::strong_count(&edge) > 1 {
        // Somebody else keeps the node.
        return;
    }
    let mut edge = Some(edge);
    let waits = WAITING.try_with(|waiting| {
        let (dropping, waiting) = &mut *waiting.borrow_mut();
        if *dropping {
            waiting.extend(edge.take());
        }
        std::mem::replace(dropping, true)
    });
    if waits != Ok(false) {
        return;
    }
    drop(edge);
    while let Some(next) = WAITING.with(|waiting| waiting.borrow_mut().1.pop()) {
        drop(next);
    }
    WAITING.with(|waiting| waiting.borrow_mut().0 = false);
}
