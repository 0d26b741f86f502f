//! Backward: from results to leaves, each node once, in the reverse order of creation.
//!
//! The engine undoes broadcasting, by summing a gradient to the shape of what it is for, and selection, by adding the
//! gradient of a part in place to what has arrived. So no formula mentions either.

use std::collections::VecDeque;
use std::sync::Arc;

use tensor_core::functions::Add;
use tensor_core::{Array, Error, OrRaise, same};

use crate::backward_options::BackwardOptions;
use crate::leaf::Variable;
use crate::listen::{anomaly, profile};
use crate::mode::{DETECTS, Mode, PROFILES, Switch, recording};
use crate::node::{Edge, Node};
use crate::part::Part;
use crate::queue_callback::Pass;
use crate::tensor::{Repr, Tensor};

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
        let pass = || {
            let root = root(self, options.gradient.as_ref())?;
            Engine::new(&options, Vec::new()).run([root])
        };
        Error::catch_memory(pass).flatten().or_raise();
    }
}

/// One backward pass from several tensors together, each with its gradient (`None`: 1, for one element).
///
/// # Errors
/// If a tensor requires no gradient, a gradient does not fit, the graph has been released, or the system gives no memory.
pub fn backward(roots: &[(&Tensor, Option<&Tensor>)], options: &BackwardOptions) -> Result<(), Error> {
    Error::catch_memory(|| {
        let roots = roots
            .iter()
            .map(|(of, grad)| root(of, *grad))
            .collect::<Result<Vec<_>, _>>()?;
        Engine::new(options, Vec::new()).run(roots)
    })
    .flatten()
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
    Error::catch_memory(|| grad_up_to(of, wrt, 0, options)).flatten()
}

/// [`grad`] of a part of a graph: the pass does not go on at the first `ends` of `wrt`.
pub(crate) fn grad_up_to(
    of: &Tensor,
    wrt: &[&Tensor],
    ends: usize,
    options: &BackwardOptions,
) -> Result<Vec<Option<Tensor>>, Error> {
    let root = root(of, options.gradient.as_ref())?;
    let targets = wrt
        .iter()
        .enumerate()
        .map(|(at, tensor)| {
            let edge = tensor
                .edge()
                .ok_or_else(|| Error::graph("grad is asked for a tensor that requires no gradient"))?;
            Ok(Target {
                edge,
                grad: None,
                is_end: at < ends,
            })
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
    /// Whether the pass ends there.
    is_end: bool,
}

/// One backward pass.
pub(crate) struct Engine {
    /// In ascending order of creation: the last is the next. What comes in was mostly made before everything that waits,
    /// so it is open at both ends.
    pending: VecDeque<Pending>,
    /// If any, gradients go here and to no leaf.
    targets: Vec<Target>,
    keep: bool,
    record: bool,
    /// Who listens.
    mode: Mode,
    /// Why it cannot go on.
    failure: Option<Error>,
}

impl Engine {
    fn new(options: &BackwardOptions, targets: Vec<Target>) -> Self {
        let keep = options.retain_graph || options.create_graph;
        Self {
            pending: VecDeque::with_capacity(8),
            targets,
            keep,
            record: options.create_graph,
            mode: Mode::now(),
            failure: None,
        }
    }

    /// Whether saved values are kept for another pass.
    #[inline]
    pub(crate) fn keeps(&self) -> bool {
        self.keep
    }

    /// Whether leaves collect the gradients of this pass.
    #[inline]
    pub(crate) fn collects(&self) -> bool {
        self.targets.is_empty()
    }

    fn run(&mut self, roots: impl IntoIterator<Item = (Edge, Tensor)>) -> Result<(), Error> {
        let pass = Pass::begin();
        let scope = recording(self.record);
        // Steps inside a formula may well be infinite and yet meant: what it sends is looked at. Their time is its own.
        let quiet = self.mode.is_heard().then(Switch::<{ DETECTS | PROFILES }>::off);
        let start = quiet.is_some().then(profile::start);
        for (edge, grad) in roots {
            self.send(&edge, &edge, grad);
        }
        let last = self.targets.iter().map(|target| target.edge.id()).min();
        while let Some(Pending { node, mut grad }) = self.pending.pop_back() {
            // What was made before all that is asked for leads to none of it.
            if last.is_some_and(|last| node.id() < last) {
                break;
            }
            if node.is_watched() {
                node.arrived(&mut grad)?;
            }
            let mut is_end = false;
            for target in self
                .targets
                .iter_mut()
                .filter(|target| Arc::ptr_eq(&target.edge, &node))
            {
                target.grad = Some(grad.clone());
                is_end |= target.is_end;
            }
            if is_end {
                continue;
            }
            if self.mode.is_heard() {
                self.backward_aloud(&node, grad);
            } else {
                node.body.backward(&node, grad, self);
            }
            if self.failure.is_some() {
                break;
            }
        }
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        if let Some(start) = start {
            profile::pass_ran(&start);
        }
        drop((scope, quiet));
        pass.finish();
        Ok(())
    }

    /// Runs the backward of `node`, where somebody listens.
    #[cold]
    #[inline(never)]
    fn backward_aloud(&mut self, node: &Edge, grad: Tensor) {
        if self.mode.has(DETECTS) {
            anomaly::check_sum(node, &grad);
        }
        let start = profile::start();
        node.body.backward(node, grad, self);
        profile::backward_ran(node, &start);
    }

    /// Ends the pass after this node: it cannot go on.
    #[cold]
    pub(crate) fn fail(&mut self, failure: Error) {
        self.failure.get_or_insert(failure);
    }

    /// Takes a gradient that the formula of `from` gave, and that is for `to`. The pass fails if its shape does not fit.
    pub(crate) fn send(&mut self, from: &Node, to: &Edge, mut grad: Tensor) {
        if self.mode.has(DETECTS) {
            anomaly::check_gradient(from, to, &grad);
        }
        if !same(grad.shape(), to.shape()) {
            if !sums_to(grad.shape(), to.shape()) {
                return self.fail(does_not_fit(&grad, from, to));
            }
            if to.is_watched() {
                to.lend_place();
            }
            grad.fit_shape(to.shape());
        }
        if grad.dtype() != to.dtype() {
            grad = grad.to_dtype(to.dtype());
        }
        match self.destination(to) {
            Destination::Nowhere => {}
            Destination::Leaf(variable) => variable.accumulate(grad),
            Destination::Node => match self.find(to) {
                Ok(at) => self.pending[at].grad.accumulate(grad),
                Err(at) => self.insert(at, to, grad),
            },
        }
    }

    /// Takes a gradient that is for a part of `to`.
    pub(crate) fn send_part(&mut self, to: &Edge, grad: Tensor, part: &Part) {
        let grad = grad.to_dtype(to.dtype());
        match self.destination(to) {
            Destination::Nowhere => {}
            Destination::Leaf(variable) => variable.accumulate_part(&grad, part, to.shape()),
            Destination::Node => match self.find(to) {
                Ok(at) => part.add(&grad, &mut self.pending[at].grad),
                Err(at) => self.insert(at, to, part.embed(&grad, to.shape())),
            },
        }
    }

    #[inline]
    fn destination<'e>(&self, to: &'e Edge) -> Destination<'e> {
        match to.variable() {
            Some(variable) if self.collects() && !to.is_watched() => Destination::Leaf(variable),
            Some(_)
                if !self.collects() && !self.targets.iter().any(|target| Arc::ptr_eq(&target.edge, to)) =>
            {
                Destination::Nowhere
            }
            _ => Destination::Node,
        }
    }

    /// Where `node` waits, or else where it would.
    #[inline]
    fn find(&self, node: &Edge) -> Result<usize, usize> {
        match self.pending.back() {
            Some(last) if last.node.id() >= node.id() => self.search(node),
            // In a chain of operations nothing waits beyond the next node.
            _ => Err(self.pending.len()),
        }
    }

    fn search(&self, node: &Edge) -> Result<usize, usize> {
        let id = node.id();
        let at = self.pending.partition_point(|pending| pending.node.id() < id);
        // Equal numbers can come from different threads, so a number alone does not tell a node.
        let equal = self
            .pending
            .range(at..)
            .take_while(|pending| pending.node.id() == id);
        match equal
            .enumerate()
            .find(|(_, pending)| Arc::ptr_eq(&pending.node, node))
        {
            Some((after, _)) => Ok(at + after),
            None => Err(at),
        }
    }

    #[inline]
    fn insert(&mut self, at: usize, node: &Edge, grad: Tensor) {
        let pending = Pending {
            node: node.clone(),
            grad,
        };
        if at == self.pending.len() {
            self.pending.push_back(pending);
        } else {
            self.pending.insert(at, pending);
        }
    }
}

/// Where a gradient goes.
enum Destination<'e> {
    /// To the gradient of a leaf.
    Leaf(&'e Variable),
    /// To what waits for a node's turn.
    Node,
    /// Nobody has asked for it.
    Nowhere,
}

/// Whether a sum of `shape` over dimensions that were broadcast has shape `to`.
fn sums_to(shape: &[usize], to: &[usize]) -> bool {
    let lead = shape.len().checked_sub(to.len());
    lead.is_some_and(|lead| {
        shape[lead..]
            .iter()
            .zip(to)
            .all(|(size, to)| size == to || *to == 1)
    })
}

#[cold]
fn does_not_fit(grad: &Tensor, from: &Node, to: &Node) -> Error {
    Error::shape(format!(
        "{} at {} gave a gradient of shape {:?} for an input of shape {:?}",
        from.name(),
        from.location(),
        grad.shape(),
        to.shape()
    ))
}

impl Tensor {
    /// Undoes broadcasting.
    #[inline]
    fn fit_shape(&mut self, shape: &[usize]) {
        *self = match &self.0 {
            Repr::Value(grad) => Tensor(Repr::Value(grad.sum_to(shape))),
            _ => self.sum_to(shape),
        };
    }

    /// Adds another gradient to this one.
    #[inline]
    pub(crate) fn accumulate(&mut self, grad: Tensor) {
        match (&mut self.0, &grad.0) {
            (Repr::Value(sum), Repr::Value(grad)) => *sum = Add::of(&*sum, grad),
            _ => *self = &*self + &grad,
        }
    }
}
