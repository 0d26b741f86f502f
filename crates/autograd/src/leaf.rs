//! Leaves: variables whose value changes and which collect gradients. Only they hold locks.

use std::panic::Location;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use tensor_core::{Array, Error, same};

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
    /// The thread that is updating the value, 0 if none is.
    updating: AtomicUsize,
}

/// A leaf of `value` that requires a gradient.
pub(crate) fn new(value: Array, location: &'static Location<'static>) -> Arc<Leaf> {
    let (shape, dtype) = (value.to_shape(), value.dtype());
    let body = Variable {
        value: Mutex::new(value),
        grad: Mutex::new(None),
        requires_grad: AtomicBool::new(true),
        updating: AtomicUsize::new(0),
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

/// A number of the calling thread that no other has.
#[inline]
fn this_thread() -> usize {
    thread_local! {
        static PLACE: u8 = const { 0 };
    }
    PLACE.with(|place| std::ptr::from_ref(place).addr())
}

/// Says, until it is dropped, that this thread updates a variable.
struct Updating<'a>(&'a Variable);

impl<'a> Updating<'a> {
    #[inline]
    fn begin(variable: &'a Variable) -> Self {
        variable.updating.store(this_thread(), Ordering::Relaxed);
        Self(variable)
    }
}

impl Drop for Updating<'_> {
    #[inline]
    fn drop(&mut self) {
        self.0.updating.store(0, Ordering::Relaxed);
    }
}

impl Variable {
    /// A panic elsewhere does not make a value wrong: every write under these locks is one assignment.
    #[inline]
    #[track_caller]
    fn lock<'a, T>(&self, mutex: &'a Mutex<T>) -> MutexGuard<'a, T> {
        match mutex.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => self.wait(mutex),
        }
    }

    /// Waits for another thread; for itself, this one would wait for ever.
    #[cold]
    #[track_caller]
    fn wait<'a, T>(&self, mutex: &'a Mutex<T>) -> MutexGuard<'a, T> {
        if self.updating.load(Ordering::Relaxed) == this_thread() {
            Error::graph(
                "a leaf was used inside its own update, which has locked it: use the elements and the gradient that \
                 the closure is given",
            )
            .raise();
        }
        mutex.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Leaf {
    #[inline]
    #[track_caller]
    pub(crate) fn value(&self) -> Array {
        self.body.lock(&self.body.value).clone()
    }

    #[inline]
    pub(crate) fn requires_grad(&self) -> bool {
        self.body.requires_grad.load(Ordering::Relaxed)
    }

    pub(crate) fn set_requires_grad(&self, requires_grad: bool) {
        self.body.requires_grad.store(requires_grad, Ordering::Relaxed);
    }

    #[inline]
    #[track_caller]
    pub(crate) fn grad(&self) -> Option<Tensor> {
        self.body.lock(&self.body.grad).clone()
    }

    #[inline]
    #[track_caller]
    pub(crate) fn set_grad(&self, grad: Option<Tensor>) {
        let grad = grad.map(apart);
        let before = std::mem::replace(&mut *self.body.lock(&self.body.grad), grad);
        // Dropped outside the lock: a recorded gradient may own a graph that leads back here.
        drop(before);
    }

    /// Runs `f` on the value, to be updated in place, and the gradient.
    #[inline]
    #[track_caller]
    pub(crate) fn update<R>(&self, f: impl FnOnce(&mut Array, Option<&Tensor>) -> R) -> R {
        let grad = self.body.lock(&self.body.grad);
        let mut value = self.body.lock(&self.body.value);
        let updating = Updating::begin(&self.body);
        let result = f(&mut value, grad.as_ref());
        drop(updating);
        if !same(value.shape(), self.shape()) || value.dtype() != self.dtype() {
            self.refuse(&mut value);
        }
        result
    }

    /// Refuses what an update has put into the place of the elements, which are lost: they become zeros.
    #[cold]
    #[track_caller]
    fn refuse(&self, value: &mut Array) -> ! {
        let zeros = Array::zeros(self.shape(), self.dtype());
        let given = std::mem::replace(value, zeros);
        Error::shape(format!(
            "an update has put elements of shape {:?} and type {} into a leaf of shape {:?} and type {}, which stay",
            given.shape(),
            given.dtype(),
            self.shape(),
            self.dtype()
        ))
        .raise()
    }
}

/// A gradient that is not itself a leaf: an update, which holds the locks of one leaf, must not wait for those of another.
#[inline]
fn apart(grad: Tensor) -> Tensor {
    if grad.is_variable() { grad.copy() } else { grad }
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
    /// Adds `grad` to the gradient: the first is stored, later ones are added in place. Not if none is required any more.
    #[inline(always)]
    pub(crate) fn accumulate(&self, grad: Tensor) {
        if !self.requires_grad.load(Ordering::Relaxed) {
            return;
        }
        let grad = apart(grad);
        let mut slot = self.lock(&self.grad);
        match &mut *slot {
            Some(sum) => sum.accumulate(grad),
            none if grad.is_contiguous() => *none = Some(grad),
            none => *none = Some(grad.contiguous()),
        }
    }

    /// Adds `grad` to this part of the gradient, which is of `shape`.
    pub(crate) fn accumulate_part(&self, grad: &Tensor, part: &Part, shape: &[usize]) {
        if !self.requires_grad.load(Ordering::Relaxed) {
            return;
        }
        let mut slot = self.lock(&self.grad);
        match &mut *slot {
            Some(sum) => part.add(grad, sum),
            none => *none = Some(part.embed(grad, shape)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{BackwardOptions, DType, Tensor};

    #[test]
    #[should_panic(expected = "a leaf was used inside its own update, which has locked it")]
    fn a_leaf_is_not_read_inside_its_update() {
        let x = Tensor::from([1.0]).requires_grad_(true);
        x.update(|_, _| x.item());
    }

    #[test]
    #[should_panic(expected = "a leaf was used inside its own update, which has locked it")]
    fn a_leaf_is_not_updated_inside_its_update() {
        let x = Tensor::from([1.0]).requires_grad_(true);
        x.update(|_, _| x.set_grad(None));
    }

    #[test]
    fn after_a_panic_a_leaf_is_free() {
        let x = Tensor::from([1.0]).requires_grad_(true);
        let update = || x.update(|_, _| x.item());
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(update)).is_err());
        assert_eq!(x.item(), 1.0);
        // Another leaf may be read.
        let y = Tensor::from([2.0]).requires_grad_(true);
        assert_eq!(x.update(|_, _| y.item()), 2.0);
    }

    #[test]
    #[should_panic(expected = "a tensor cannot be its own gradient")]
    fn a_leaf_is_not_its_own_gradient() {
        let x = Tensor::from([1.0]).requires_grad_(true);
        x.set_grad(Some(x.clone()));
    }

    #[test]
    fn a_leaf_that_becomes_a_gradient_is_copied() {
        let x = Tensor::from([3.0]).requires_grad_(true);
        (&x + 0.0).backward_with(BackwardOptions::new().gradient(x.clone()).create_graph(true));
        assert!(!x.grad().unwrap().is_variable());
        let step = |value: &mut tensor_core::Array, grad: Option<&Tensor>| {
            *value = (Tensor::from(value.clone()) - grad.unwrap().detach()).to_array();
        };
        x.update(step);
        assert_eq!(x.item(), 0.0);
        let other = Tensor::from([5.0]).requires_grad_(true);
        x.set_grad(Some(other.clone()));
        assert_eq!(x.update(|_, grad| grad.unwrap().item()), 5.0);
    }

    #[test]
    fn an_update_changes_neither_shape_nor_type() {
        for other in [Tensor::zeros(2), Tensor::zeros(1).to_dtype(DType::F64)] {
            let x = Tensor::from([1.0]).requires_grad_(true);
            let update = || x.update(|value, _| *value = other.to_array());
            let refused = tensor_core::Error::catch(update).unwrap_err().0.to_string();
            assert!(
                refused.contains("into a leaf of shape [1] and type float32"),
                "{refused}"
            );
            assert_eq!((x.value().shape(), x.value().dtype()), (&[1][..], DType::F32));
        }
    }

    #[test]
    fn a_leaf_that_stopped_requiring_one_gets_no_gradient() {
        let leaf = || Tensor::from([2.0, 3.0]).requires_grad_(true);
        let (x, w) = (leaf(), leaf());
        let (product, part) = ((&x * &w).sum(), w.get(0));
        let w = w.requires_grad_(false);
        product.backward();
        part.backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [2.0, 3.0]);
        assert!(w.grad().is_none());
    }
}
