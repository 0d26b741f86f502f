//! Nodes: the places of the graph, of recorded operations and of leaves.
//!
//! A node is one allocation: a header, and a body that differs. The body of an operation is in `record.rs`, that of a
//! leaf in `leaf.rs`.

use std::cell::{Cell, RefCell};
use std::mem::{self, ManuallyDrop};
use std::panic::Location;
use std::sync::{Arc, OnceLock};

use tensor_core::{DType, Shape};

use crate::atomic_dtype::AtomicDType;
use crate::engine::Engine;
use crate::hooks::Watch;
use crate::leaf::Variable;
use crate::tensor::Tensor;

/// A place in the graph that gradients arrive at: an operation's node or a leaf.
pub(crate) type Edge = Arc<Node>;

/// What every place in the graph has, and its body.
pub(crate) struct Node<B: Body + ?Sized = dyn Body> {
    /// Greater than the numbers of everything it was made from: the order of backward.
    id: u64,
    name: &'static str,
    location: &'static Location<'static>,
    shape: Shape,
    dtype: AtomicDType,
    /// Whether the body is a variable, told without asking it.
    leaf: bool,
    /// What watches the gradients that arrive, if anything does.
    pub(crate) watch: OnceLock<Arc<Watch>>,
    pub(crate) body: B,
}

/// The part of a node that differs.
pub(crate) trait Body: Send + Sync {
    /// The variable, if this is a leaf.
    fn as_variable(&self) -> Option<&Variable> {
        None
    }

    /// Where it sends gradients.
    fn edges(&self) -> &[Option<Edge>] {
        &[]
    }

    /// Takes the gradient that has arrived, all of it, and sends those of the inputs to the engine.
    fn backward(&self, node: &Edge, grad: Tensor, engine: &mut Engine);
}

impl<B: Body> Node<B> {
    #[inline]
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
            dtype: AtomicDType::new(dtype),
            leaf: body.as_variable().is_some(),
            watch: OnceLock::new(),
            body,
        }
    }
}

impl<B: Body + ?Sized> Node<B> {
    #[inline]
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// The variable, if this is a leaf.
    #[inline]
    pub(crate) fn variable(&self) -> Option<&Variable> {
        if self.leaf { self.body.as_variable() } else { None }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn rename(&mut self, name: &'static str) {
        self.name = name;
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
        self.dtype.get()
    }

    /// Gives a leaf another element type, whose elements it is about to take.
    pub(crate) fn set_dtype(&self, dtype: DType) {
        self.dtype.set(dtype);
    }
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

/// Whether a thread is dropping an edge, and those that wait until it has.
type Waiting = RefCell<(bool, Vec<Edge>)>;

thread_local! {
    static WAITING: Waiting = const { RefCell::new((false, Vec::new())) };
    /// The same for a thread that is ending and has lost that list: this one is never dropped, and keeps no memory.
    static LAST: ManuallyDrop<Waiting> = const { ManuallyDrop::new(RefCell::new((false, Vec::new()))) };
}

/// Drops `edge`; if that drops its node, then the node's edges after it, in a loop.
#[inline]
pub(crate) fn release(edge: Edge) {
    if Arc::strong_count(&edge) > 1 {
        // Somebody else keeps the node.
        return;
    }
    let mut edge = Some(edge);
    if WAITING
        .try_with(|waiting| release_in_turn(&mut edge, waiting))
        .is_err()
    {
        LAST.with(|waiting| {
            release_in_turn(&mut edge, waiting);
            let (dropping, list) = &mut *waiting.borrow_mut();
            if !*dropping {
                *list = Vec::new();
            }
        });
    }
}

/// Drops the edge, and what comes to wait meanwhile; or lets it wait, if this thread is dropping one already.
#[inline]
fn release_in_turn(edge: &mut Option<Edge>, waiting: &Waiting) {
    {
        let (dropping, list) = &mut *waiting.borrow_mut();
        if mem::replace(dropping, true) {
            list.extend(edge.take());
            return;
        }
    }
    let _turn = Turn(waiting);
    drop(edge.take());
    loop {
        // The list is free again before the edge is dropped.
        let next = waiting.borrow_mut().1.pop();
        if next.is_none() {
            break;
        }
    }
}

/// A thread's turn of dropping edges, which ends also if one of the user's values panics in its drop.
struct Turn<'a>(&'a Waiting);

impl Drop for Turn<'_> {
    #[inline]
    fn drop(&mut self) {
        self.0.borrow_mut().0 = false;
    }
}

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use crate::tensor::{Repr, Tensor};

    fn location(tensor: &Tensor) -> &'static Location<'static> {
        match &tensor.0 {
            Repr::Traced { edge, .. } => edge.location(),
            Repr::Leaf(leaf) => leaf.location(),
            Repr::Value(_) => panic!("a value has no node"),
        }
    }

    #[test]
    fn a_node_knows_the_line_of_the_program() {
        let x = Tensor::rand([2, 2]).requires_grad_(true);
        assert_eq!(location(&x).line(), line!() - 1);
        let y = (&x + 1.0).square().sum();
        assert_eq!(location(&y).line(), line!() - 1);
    }

    #[test]
    fn no_operation_names_its_own_file() {
        let x = &Tensor::rand([2, 2]).requires_grad_(true);
        let index = Tensor::from([1, 0]);
        #[rustfmt::skip]
        let results = [
            -x, x + x, x - x, x * x, x / x, 1.0 - x, 1.0 / x, x.abs(), x.square(), x.sqrt(), x.exp(),
            x.expm1(), x.log(), x.log1p(), x.sin(), x.cos(), x.erf(), x.tanh(), x.sigmoid(), x.relu(),
            x.silu(), x.gelu(), x.elu(1.0), x.softplus(), x.leaky_relu(0.1), x.sign(), x.rsqrt(),
            x.reciprocal(), x.clamp(0, 1), x.pow(x), x.powi(2), x.powf(0.5), x.rpow(2), x.maximum(x),
            x.minimum(0), x.sum(), x.mean(), x.prod(), x.max(), x.min(), x.amax(0, false),
            x.amin(0, false), x.max_dim(0, false).0, x.var(), x.std(), x.norm(2), x.logsumexp(0, false),
            x.softmax(0), x.log_softmax(0), x.cumsum(0), x.mm(x), x.t(), x.mv(x.get(0)),
            x.linear(x, None), x.inner(x), x.get(0).outer(x.get(1)), x.get(0).dot(x.get(1)),
            x.addmm(x, x, 1, 1), x.mse(x), x.cross_entropy(&index, -100), x.transpose(0, 1),
            x.permute([1, 0]), x.reshape(4), x.view(4), x.flatten(0, -1), x.unsqueeze(0), x.squeeze(),
            x.squeeze_dim(0), x.expand([3, 2, 2]), x.repeat([2, 2]), x.select(0, 1), x.narrow(0, 0, 1),
            x.slice(0), x.split(1, 0).remove(0), x.chunk(2, 0).remove(0), x.flip(0),
            x.gather(0, &Tensor::from([[0, 1]])), x.index_select(0, &index), x.index_add(0, &index, x),
            Tensor::cat(&[x, x], 0), Tensor::stack(&[x, x], 0), x.gt(0).where_(x, 0), x.copy(),
            x.t().contiguous(), x.to_dtype(crate::DType::F64), x.add_scaled(x, 2),
        ];
        for y in results {
            assert_eq!(location(&y).file(), file!(), "{:?}", y.grad_fn());
        }
    }
}
