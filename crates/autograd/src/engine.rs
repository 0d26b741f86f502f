//! Backward: from results to leaves, each node once, in the reverse order of creation.
//!
//! The engine undoes broadcasting: a gradient is summed to the shape of what it is for, so no formula mentions it.

use std::sync::Arc;

use smallvec::SmallVec;
use tensor_core::functions::Add;
use tensor_core::{Array, Error, OrRaise, same};

use crate::mode::recording;
use crate::node::{Edge, Node, Sink};
use crate::tensor::{Repr, Tensor};

/// How a backward pass is run.
///
/// ```
/// use autograd::{BackwardOptions, Tensor};
/// let x = Tensor::from([1.0, 2.0]).requires_grad_(true);
/// let y = &x * &x;
/// y.backward_with(BackwardOptions::new().gradient(Tensor::from([1.0, 10.0])));
/// assert_eq!(x.grad().unwrap().to_vec::<f32>(), [2.0, 40.0]);
/// ```
#[derive(Clone, Default)]
pub struct BackwardOptions {
    gradient: Option<Tensor>,
    retain_graph: bool,
    create_graph: bool,
}

impl BackwardOptions {
    /// As [`Tensor::backward`] does it.
    pub fn new() -> Self {
        Self::default()
    }

    /// The gradient of the tensor itself, of its shape. Without it the tensor must have one element.
    #[must_use]
    pub fn gradient(mut self, gradient: impl Into<Tensor>) -> Self {
        self.gradient = Some(gradient.into());
        self
    }

    /// Keeps the saved values, so that the graph can be run backward again.
    #[must_use]
    pub fn retain_graph(mut self, retain: bool) -> Self {
        self.retain_graph = retain;
        self
    }

    /// Records the backward pass itself, so that gradients can be differentiated. Keeps the graph as well.
    #[must_use]
    pub fn create_graph(mut self, create: bool) -> Self {
        self.create_graph = create;
        self
    }
}

impl Tensor {
    /// Computes the gradient of this one-element tensor for every leaf that it was made from, and adds it to the
    /// leaf's [`grad`](Tensor::grad). Values that were saved for it are released.
    ///
    /// # Panics
    /// If there are several elements, or nothing requires a gradient, or the graph has been run backward before.
    #[track_caller]
    pub fn backward(&self) {
        self.backward_with(BackwardOptions::new());
    }

    /// [`backward`](Tensor::backward) with an explicit gradient, a kept graph, or a recorded pass.
    ///
    /// # Panics
    /// As `backward`, and if the gradient has another shape.
    #[track_caller]
    pub fn backward_with(&self, options: BackwardOptions) {
        let root = root(self, options.gradient.as_ref()).or_raise();
        Engine::new(&options, Vec::new()).run([root]).or_raise();
    }
}

/// One backward pass from several tensors together, each with its gradient (`None`: 1, for one element).
///
/// # Errors
/// If a tensor requires no gradient, a gradient does not fit, or the graph has been released.
pub fn backward(roots: &[(&Tensor, Option<&Tensor>)], options: &BackwardOptions) -> Result<(), Error> {
    let roots = roots
        .iter()
        .map(|(of, grad)| root(of, *grad))
        .collect::<Result<Vec<_>, _>>()?;
    Engine::new(options, Vec::new()).run(roots)
}

/// The gradients of `of` for each of `wrt`, which can be leaves or results, without touching any
/// [`grad`](Tensor::grad): `torch.autograd.grad`. One that `of` does not depend on is `None`.
///
/// ```
/// use autograd::{BackwardOptions, Tensor, grad};
/// let x = Tensor::from(3.0).requires_grad_(true);
/// let cube = &x * &x * &x;
/// let options = BackwardOptions::new().create_graph(true);
/// let slope = grad(&cube, &[&x], &options).unwrap()[0].clone().unwrap();
/// let curvature = grad(&slope, &[&x], &BackwardOptions::new()).unwrap()[0].clone().unwrap();
/// assert_eq!((slope.item(), curvature.item()), (27.0, 18.0));
/// ```
///
/// # Errors
/// As [`backward`], and if one of `wrt` requires no gradient.
pub fn grad(of: &Tensor, wrt: &[&Tensor], options: &BackwardOptions) -> Result<Vec<Option<Tensor>>, Error> {
    let root = root(of, options.gradient.as_ref())?;
    let targets = wrt
        .iter()
        .map(|tensor| {
            let edge = tensor
                .edge()
                .ok_or_else(|| Error::graph("grad is asked for a tensor that requires no gradient"))?;
            Ok(Target { edge, grad: None })
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let mut engine = Engine::new(options, targets);
    engine.run([root])?;
    Ok(engine.targets.into_iter().map(|target| target.grad).collect())
}

/// Where a pass begins, and with which gradient.
fn root(of: &Tensor, grad: Option<&Tensor>) -> Result<(Edge, Tensor), Error> {
    let edge = of.edge().ok_or_else(|| {
        Error::graph(
            "backward needs a tensor that requires a gradient: nothing that this one was made from does",
        )
    })?;
    let grad = match grad {
        Some(grad) if same(grad.shape(), of.shape()) => grad.clone(),
        Some(grad) => {
            return Err(Error::shape(format!(
                "a gradient of shape {:?} does not belong to a tensor of shape {:?}",
                grad.shape(),
                of.shape()
            )));
        }
        None if of.numel() == 1 => Tensor::from(Array::ones(of.shape(), of.dtype())),
        None => {
            return Err(Error::graph(format!(
                "backward starts from one element, and this tensor has shape {:?}: reduce it, or give its gradient",
                of.shape()
            )));
        }
    };
    Ok((edge, grad))
}

/// A node whose gradient has begun to arrive.
struct Pending {
    node: Edge,
    grad: Tensor,
}

/// A tensor whose gradient is asked for.
struct Target {
    edge: Edge,
    grad: Option<Tensor>,
}

/// One backward pass.
struct Engine {
    /// In ascending order of creation: the last is the next.
    pending: SmallVec<[Pending; 4]>,
    /// If any, gradients go here and nowhere else.
    targets: Vec<Target>,
    keep: bool,
    record: bool,
}

impl Engine {
    fn new(options: &BackwardOptions, targets: Vec<Target>) -> Self {
        let keep = options.retain_graph || options.create_graph;
        Self {
            pending: SmallVec::new(),
            targets,
            keep,
            record: options.create_graph,
        }
    }

    fn run(&mut self, roots: impl IntoIterator<Item = (Edge, Tensor)>) -> Result<(), Error> {
        let _scope = recording(self.record);
        for (edge, grad) in roots {
            self.send(&edge, grad);
        }
        while let Some(Pending { node, grad }) = self.pending.pop() {
            node.keep(&grad);
            let keep = self.keep;
            node.body
                .backward(&node, grad, keep, self)
                .map_err(|_| second_time(&node))?;
        }
        Ok(())
    }

    /// Adds `grad` to what has arrived at `node`, or begins it.
    #[inline]
    fn enqueue(&mut self, node: &Edge, grad: Tensor) {
        let id = node.id();
        // In a chain of operations nothing waits beyond the next node.
        let at = match self.pending.last() {
            Some(last) if last.node.id() >= id => {
                self.pending.partition_point(|pending| pending.node.id() < id)
            }
            _ => self.pending.len(),
        };
        // Equal numbers can come from different threads, so a number alone does not tell a node.
        let mut same = at;
        while let Some(pending) = self
            .pending
            .get_mut(same)
            .filter(|pending| pending.node.id() == id)
        {
            if Arc::ptr_eq(&pending.node, node) {
                pending.grad.accumulate(grad);
                return;
            }
            same += 1;
        }
        self.pending.insert(
            at,
            Pending {
                node: node.clone(),
                grad,
            },
        );
    }
}

impl Sink for Engine {
    #[inline]
    fn send(&mut self, edge: &Edge, mut grad: Tensor) {
        fit(&mut grad, edge);
        let variable = edge.body.as_variable();
        if !self.targets.is_empty() {
            for target in self
                .targets
                .iter_mut()
                .filter(|target| Arc::ptr_eq(&target.edge, edge))
            {
                match &mut target.grad {
                    Some(sum) => sum.accumulate(grad.clone()),
                    none => *none = Some(grad.clone()),
                }
            }
            if variable.is_some() {
                return;
            }
        }
        match variable {
            Some(variable) => variable.accumulate(grad),
            None => self.enqueue(edge, grad),
        }
    }
}

/// Brings `grad` to the shape and the element type of what it is for.
#[inline]
fn fit(grad: &mut Tensor, node: &Node) {
    if !same(grad.shape(), node.shape()) {
        *grad = match &grad.0 {
            Repr::Value(grad) => Tensor(Repr::Value(grad.sum_to(node.shape()))),
            _ => grad.sum_to(node.shape()),
        };
    }
    if grad.dtype() != node.dtype() {
        *grad = grad.to_dtype(node.dtype());
    }
}

impl Tensor {
    /// Adds another gradient to this one: in place where neither is recorded and nobody else holds the memory.
    #[inline]
    pub(crate) fn accumulate(&mut self, grad: Tensor) {
        match (&mut self.0, &grad.0) {
            (Repr::Value(sum), Repr::Value(grad)) => *sum = Add::of(&*sum, grad),
            _ => *self = &*self + &grad,
        }
    }
}

#[cold]
fn second_time(node: &Node) -> Error {
    Error::graph(format!(
        "the graph has been run backward before, and what {} at {} had saved for it is released: ask for \
         retain_graph the first time",
        node.name(),
        node.location()
    ))
}
