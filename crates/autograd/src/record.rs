//! How an operation records itself: its value, the values that its gradient reads, and the formula of its gradient.

use std::sync::{Arc, Mutex, PoisonError};

use tensor_core::{Array, Error};

use crate::engine::Engine;
use crate::listen;
use crate::mode::{Mode, RECORDS, is_grad_enabled};
use crate::node::{Body, Edge, Node, next_id, release};
use crate::scope::{self, with_location};
use crate::tensor::{Repr, Tensor};

/// A value that a formula reads, and that its node therefore keeps alive.
#[derive(Clone, Copy)]
pub enum Save<'a> {
    /// The input at this place.
    Input(usize),
    /// The result.
    Result,
    /// Another value, through which no gradient flows.
    Value(&'a Array),
}

/// What a formula is given: the gradient of the result, and the `S` values that were saved for it.
pub struct Context<'a, const S: usize> {
    /// The gradient of the result, of its shape and element type. The formula may consume it.
    pub grad: Tensor,
    saved: &'a [Tensor; S],
    edges: &'a [Option<Edge>],
}

impl<'a, const S: usize> Context<'a, S> {
    /// The saved values, in the order in which they were named.
    #[inline]
    pub fn saved(&self) -> &'a [Tensor; S] {
        self.saved
    }

    /// Whether the gradient of this input is wanted: PyTorch's `ctx.needs_input_grad[input]`.
    ///
    /// # Panics
    /// If there is no such input.
    #[inline]
    pub fn needs_input_grad(&self, input: usize) -> bool {
        self.edges[input].is_some()
    }

    /// The gradient of this input, worked out only if it is wanted.
    ///
    /// # Panics
    /// If there is no such input.
    #[inline]
    pub fn to(&self, input: usize, grad: impl FnOnce(&Self) -> Tensor) -> Option<Tensor> {
        let edge = self.edges[input].as_ref()?;
        if edge.is_watched() {
            edge.lend_place();
        }
        Some(grad(self))
    }
}

/// Makes the tensor of `value`, which an operation called `name` computed from `inputs`. If one of them requires a
/// gradient and recording is on, a node is made that keeps the values that `save` names, and that computes gradients by
/// `formula`. See [`function`](crate::function) for the whole of it.
///
/// The formula gives one gradient per input, `None` for one through which none flows. It may have the shape of the
/// *result's* broadcast: it is summed to its input's shape and converted to its element type.
///
/// ```
/// use autograd::function::record;
/// use autograd::{DType, Tensor};
///
/// /// Positive numbers rounded, with the gradient of what was not: PyTorch's "straight-through estimator".
/// #[track_caller]
/// fn round(x: &Tensor) -> Tensor {
///     let rounded = (x.detach() + 0.5).to_dtype(DType::I64).to_dtype(x.dtype());
///     record("Round", rounded.to_array(), [x], [], |cx| [Some(cx.grad)])
/// }
/// let x = Tensor::from([0.4, 1.6]).requires_grad_(true);
/// let y = round(&x);
/// y.square().sum().backward();
/// assert_eq!((y.to_vec::<f32>(), x.grad().unwrap().to_vec::<f32>()), (vec![0.0, 2.0], vec![0.0, 4.0]));
/// ```
///
/// # Panics
/// If `save` names an input that is none.
#[inline]
#[track_caller]
pub fn record<const K: usize, const S: usize>(
    name: &'static str,
    value: Array,
    inputs: [&Tensor; K],
    save: [Save<'_>; S],
    formula: impl Fn(Context<'_, S>) -> [Option<Tensor>; K] + Send + Sync + 'static,
) -> Tensor {
    made::<[_; K], S>(name, value, inputs, save, || Box::new(formula))
}

/// [`record`] for an operation on a list of inputs, however long. The formula gives the gradient of one input, by its
/// place in the list; it is asked for those that want one.
#[track_caller]
pub fn record_list<const S: usize>(
    name: &'static str,
    value: Array,
    inputs: &[&Tensor],
    save: [Save<'_>; S],
    formula: impl Fn(&Context<'_, S>, usize) -> Tensor + Send + Sync + 'static,
) -> Tensor {
    let count = inputs.len();
    record_together(name, value, inputs, save, move |cx: Context<'_, S>| {
        (0..count).map(|i| cx.to(i, |cx| formula(cx, i))).collect()
    })
}

/// [`record_list`] with a formula that gives the gradients of all inputs at once.
#[track_caller]
pub(crate) fn record_together<const S: usize>(
    name: &'static str,
    value: Array,
    inputs: &[&Tensor],
    save: [Save<'_>; S],
    formula: impl Fn(Context<'_, S>) -> Vec<Option<Tensor>> + Send + Sync + 'static,
) -> Tensor {
    made::<Box<[_]>, S>(name, value, inputs, save, || Box::new(formula))
}

/// The tensor of `value`, with its node if it is recorded. The formula is put into a box only then.
#[inline(always)]
#[track_caller]
fn made<E: Edges + 'static, const S: usize>(
    name: &'static str,
    value: Array,
    inputs: E::Inputs<'_>,
    save: [Save<'_>; S],
    formula: impl FnOnce() -> Box<Formula<E, S>>,
) -> Tensor {
    let mode = Mode::now();
    if mode.is_heard() {
        return aloud::<E, S>(name, value, inputs, save, formula());
    }
    if !mode.has(RECORDS) || !requires_grad(inputs.as_ref()) {
        return Tensor(Repr::Value(value));
    }
    traced::<E, S>(name, value, inputs, save, formula())
}

/// The tensor of `value`, with its node if it is recorded, of which those are told who listen. Apart, so that the usual
/// way ends where the node is made.
#[cold]
#[inline(never)]
#[track_caller]
fn aloud<E: Edges + 'static, const S: usize>(
    name: &'static str,
    value: Array,
    inputs: E::Inputs<'_>,
    save: [Save<'_>; S],
    formula: Box<Formula<E, S>>,
) -> Tensor {
    let result = if is_recorded(inputs.as_ref()) {
        traced::<E, S>(name, value, inputs, save, formula)
    } else {
        Tensor(Repr::Value(value))
    };
    listen::made(name, &result, inputs.as_ref());
    result
}

/// Whether an operation on `inputs` is recorded: what only its formula reads need not be made otherwise.
pub(crate) fn is_recorded(inputs: &[&Tensor]) -> bool {
    is_grad_enabled() && requires_grad(inputs)
}

#[inline]
fn requires_grad(inputs: &[&Tensor]) -> bool {
    inputs.iter().any(|input| input.requires_grad())
}

/// A recorded operation: where the gradients of its inputs go, what it saved, and its formula.
struct Op<E: Edges, const S: usize> {
    edges: E,
    origins: [Origin; S],
    saved: Mutex<Option<[Tensor; S]>>,
    formula: Box<Formula<E, S>>,
}

/// The gradients of the inputs. Behind a pointer, so that what is around it is compiled once for a number of inputs and
/// saved values, not for each operation; a formula that captures nothing needs no allocation.
type Formula<E, const S: usize> = dyn Fn(Context<'_, S>) -> <E as Edges>::Grads + Send + Sync;

/// An edge for each input that requires a gradient: an array where the number of inputs is known, else a list.
trait Edges: Send + Sync {
    type Inputs<'t>: Copy + AsRef<[&'t Tensor]>;
    type Grads: AsMut<[Option<Tensor>]>;

    fn of(inputs: Self::Inputs<'_>) -> Self;
    fn all(&self) -> &[Option<Edge>];
    fn all_mut(&mut self) -> &mut [Option<Edge>];
}

impl<const K: usize> Edges for [Option<Edge>; K] {
    type Inputs<'t> = [&'t Tensor; K];
    type Grads = [Option<Tensor>; K];

    #[inline]
    fn of(inputs: [&Tensor; K]) -> Self {
        inputs.map(Tensor::edge)
    }

    #[inline]
    fn all(&self) -> &[Option<Edge>] {
        self
    }

    #[inline]
    fn all_mut(&mut self) -> &mut [Option<Edge>] {
        self
    }
}

impl Edges for Box<[Option<Edge>]> {
    type Inputs<'t> = &'t [&'t Tensor];
    type Grads = Vec<Option<Tensor>>;

    fn of(inputs: &[&Tensor]) -> Self {
        inputs.iter().map(|input| input.edge()).collect()
    }

    fn all(&self) -> &[Option<Edge>] {
        self
    }

    fn all_mut(&mut self) -> &mut [Option<Edge>] {
        self
    }
}

/// Where a saved value came from. Values are saved without their history, so that nothing can own itself; a backward
/// pass that is itself recorded puts them back into their places in the graph.
#[derive(Clone, Copy)]
enum Origin {
    Input(usize),
    Result,
    Value,
}

impl Origin {
    fn rejoin(self, value: &Tensor, edges: &[Option<Edge>], node: &Edge) -> Tensor {
        let edge = match self {
            Origin::Input(input) => edges[input].as_ref(),
            Origin::Result => Some(node),
            Origin::Value => None,
        };
        match edge {
            Some(edge) => Tensor(Repr::Traced {
                value: value.to_array(),
                edge: edge.clone(),
            }),
            None => value.clone(),
        }
    }
}

impl<E: Edges, const S: usize> Op<E, S> {
    /// The gradients of the inputs. A pass that is itself recorded belongs to the line that this operation does.
    #[inline]
    fn grads(&self, node: &Edge, grad: Tensor, saved: &[Tensor; S]) -> E::Grads {
        let edges = self.edges.all();
        if !is_grad_enabled() {
            return (self.formula)(Context { grad, saved, edges });
        }
        let saved = &std::array::from_fn(|i| self.origins[i].rejoin(&saved[i], edges, node));
        with_location(node.location(), || (self.formula)(Context { grad, saved, edges }))
    }
}

impl<E: Edges, const S: usize> Body for Op<E, S> {
    fn edges(&self) -> &[Option<Edge>] {
        self.edges.all()
    }

    fn backward(&self, node: &Edge, grad: Tensor, engine: &mut Engine) {
        let mut slot = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(saved) = &*slot else {
            return engine.fail(released(node));
        };
        let mut grads = self.grads(node, grad, saved);
        if S > 0 && !engine.keeps() {
            *slot = None;
        }
        drop(slot);
        for (edge, grad) in self.edges.all().iter().zip(grads.as_mut()) {
            if let Some(edge) = edge
                && let Some(grad) = grad.take()
            {
                engine.send(node, edge, grad);
            }
        }
    }
}

#[cold]
fn released(node: &Node) -> Error {
    Error::graph(format!(
        "the graph has been run backward before, and what {} at {} had saved for it is released: ask for \
         retain_graph the first time",
        node.name(),
        node.location()
    ))
}

/// The tensor of `value` with its node.
#[track_caller]
fn traced<E: Edges + 'static, const S: usize>(
    name: &'static str,
    value: Array,
    inputs: E::Inputs<'_>,
    save: [Save<'_>; S],
    formula: Box<Formula<E, S>>,
) -> Tensor {
    let edges = E::of(inputs);
    let inputs = inputs.as_ref();
    let above = edges
        .all()
        .iter()
        .flatten()
        .map(|edge| edge.id())
        .max()
        .unwrap_or(0);
    // One expression: a node put together from parts would be copied from one place to the next.
    let node = Arc::new(Node::new(
        next_id(above),
        name,
        scope::caller_location(),
        value.to_shape(),
        value.dtype(),
        Op {
            edges,
            origins: save.map(|save| match save {
                Save::Input(input) => Origin::Input(input),
                Save::Result => Origin::Result,
                Save::Value(_) => Origin::Value,
            }),
            saved: Mutex::new(Some(save.map(|save| match save {
                Save::Input(input) => inputs[input].detach(),
                Save::Result => Tensor(Repr::Value(value.clone())),
                Save::Value(value) => Tensor(Repr::Value(value.clone())),
            }))),
            formula,
        },
    ));
    Tensor(Repr::Traced { value, edge: node })
}

impl<E: Edges, const S: usize> Drop for Op<E, S> {
    /// A chain of a million operations must not be dropped by a million nested calls.
    #[inline]
    fn drop(&mut self) {
        for edge in self.edges.all_mut() {
            if let Some(edge) = edge.take() {
                release(edge);
            }
        }
    }
}
