//! Leaves: variables whose value changes and which collect gradients. Only they hold locks.

use std::panic::Location;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tensor_core::{Array, same};

use crate::engine::Engine;
use crate::node::{Body, Edge, Node, next_id};
use crate::part::Part;
use crate::tensor::Tensor;

/// A variable in the graph.
pub(crate) type Leaf = Node<Variable>;

/// What a leaf holds.
pub(crate) struct Variable {
    value: Mutex<Array>,
    grad: Mutex<Option<Tensor>>,
    requires_grad: AtomicBool,
}

/// A leaf of `value` that requires a gradient.
pub(crate) fn new(value: Array, location: &'static Location<'static>) -> Arc<Leaf> {
    let (shape, dtype) = (value.to_shape(), value.dtype());
    let body = Variable {
        value: Mutex::new(value),
        grad: Mutex::new(None),
        requires_grad: AtomicBool::new(true),
    };
    Arc::new(Node::new(
        next_id(0),
        "AccumulateGrad",
        location,
        shape,
        dtype,
        body,
    ))
}

/// A panic elsewhere does not make a value wrong: every write under these locks is one assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Leaf {
    #[inline]
    pub(crate) fn value(&self) -> Array {
        lock(&self.body.value).clone()
    }

    #[inline]
    pub(crate) fn requires_grad(&self) -> bool {
        self.body.requires_grad.load(Ordering::Relaxed)
    }

    pub(crate) fn set_requires_grad(&self, requires_grad: bool) {
        self.body.requires_grad.store(requires_grad, Ordering::Relaxed);
    }

    #[inline]
    pub(crate) fn grad(&self) -> Option<Tensor> {
        lock(&self.body.grad).clone()
    }

    #[inline]
    pub(crate) fn set_grad(&self, grad: Option<Tensor>) {
        let before = std::mem::replace(&mut *lock(&self.body.grad), grad);
        // Dropped outside the lock: a recorded gradient may own a graph that leads back here.
        drop(before);
    }

    /// Runs `f` on the value, to be updated in place, and the gradient.
    #[inline]
    pub(crate) fn update<R>(&self, f: impl FnOnce(&mut Array, Option<&Tensor>) -> R) -> R {
        let grad = lock(&self.body.grad);
        let mut value = lock(&self.body.value);
        let result = f(&mut value, grad.as_ref());
        debug_assert!(
            same(value.shape(), self.shape()),
            "an update must not change a leaf's shape"
        );
        result
    }
}

impl Body for Variable {
    fn as_variable(&self) -> Option<&Variable> {
        Some(self)
    }

    fn backward(&self, node: &Edge, grad: Tensor, engine: &mut Engine) {
        if engine.collects() {
            self.accumulate(grad);
            node.accumulated();
        }
    }
}

impl Variable {
    /// Adds `grad` to the gradient: the first is stored, later ones are added in place.
    #[inline]
    pub(crate) fn accumulate(&self, grad: Tensor) {
        let mut slot = lock(&self.grad);
        match &mut *slot {
            Some(sum) => sum.accumulate(grad),
            none if grad.is_contiguous() => *none = Some(grad),
            none => *none = Some(grad.contiguous()),
        }
    }

    /// Adds `grad` to this part of the gradient, which is of `shape`.
    pub(crate) fn accumulate_part(&self, grad: &Tensor, part: &Part, shape: &[usize]) {
        let mut slot = lock(&self.grad);
        match &mut *slot {
            Some(sum) => part.add(grad, sum),
            none => *none = Some(part.embed(grad, shape)),
        }
    }
}
