//! Hooks: what a program is told of, and can change in, the gradients that arrive at a tensor.

mod place;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tensor_core::{Error, SharedPlace, same};

use crate::node::{Body, Node};
use crate::tensor::{Repr, Tensor};

/// A hook of a tensor, to be removed by.
///
/// Dropping it removes nothing.
#[derive(Clone)]
pub struct HookHandle {
    watch: Weak<Watch>,
    id: u64,
}

impl HookHandle {
    /// Removes the hook, if it is there still.
    pub fn remove(&self) {
        if let Some(watch) = self.watch.upgrade() {
            watch.remove(self.id);
        }
    }
}

impl fmt::Debug for HookHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HookHandle({})", self.id)
    }
}

impl Tensor {
    /// Calls `hook` with the gradient of this tensor each time that backward has computed it, all of it: several
    /// contributions are summed before, also those to a leaf. If it returns a tensor, that takes the gradient's place.
    /// Hooks are called in the order in which they were registered, before [`retain_grad`](Tensor::retain_grad) keeps
    /// what came of them, [`grad`](crate::grad()) gives it or a leaf collects it.
    ///
    /// A hook that holds the tensor itself keeps it alive for ever.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let x = Tensor::from([1.0, -2.0]).requires_grad_(true);
    /// let clipped = x.register_hook(|grad| Some(grad.clamp(-1.0, 1.0)));
    /// (x.square() + &x).sum().backward();
    /// assert_eq!(x.grad().unwrap().to_vec::<f32>(), [1.0, -1.0]);
    /// clipped.remove();
    /// ```
    ///
    /// # Panics
    /// If this tensor requires no gradient. Backward refuses what a hook returns in another shape or element type.
    #[track_caller]
    pub fn register_hook(
        &self,
        hook: impl Fn(&Tensor) -> Option<Tensor> + Send + Sync + 'static,
    ) -> HookHandle {
        self.watch("register_hook")
            .add::<Arrived>(|hooks| &mut hooks.arrived, Arc::new(hook))
    }

    /// Calls `hook` with this leaf each time that a backward pass has added its whole contribution to the leaf's
    /// [`grad`](Tensor::grad): to step an optimizer, or to send the gradient away, before the pass is over.
    ///
    /// ```
    /// use autograd::{Tensor, no_grad};
    /// let w = Tensor::from([1.0, 2.0]).requires_grad_(true);
    /// w.register_post_accumulate_grad_hook(|w| {
    ///     no_grad(|| w.set_data(w - w.grad().unwrap() * 0.5));
    ///     w.zero_grad();
    /// });
    /// w.square().sum().backward();
    /// assert_eq!((w.to_vec::<f32>(), w.grad().is_none()), (vec![0.0, 0.0], true));
    /// ```
    ///
    /// # Panics
    /// If this is not a leaf that requires a gradient.
    #[track_caller]
    pub fn register_post_accumulate_grad_hook(
        &self,
        hook: impl Fn(&Tensor) + Send + Sync + 'static,
    ) -> HookHandle {
        let Repr::Leaf(leaf) = &self.0 else {
            Error::graph("register_post_accumulate_grad_hook needs a leaf: other tensors collect no gradient")
                .raise()
        };
        // The leaf owns the hook, which must not own the leaf.
        let leaf = Arc::downgrade(leaf);
        let hook = move || {
            if let Some(leaf) = leaf.upgrade() {
                hook(&Tensor(Repr::Leaf(leaf)));
            }
        };
        self.watch("register_post_accumulate_grad_hook")
            .add::<Accumulated>(|hooks| &mut hooks.accumulated, Arc::new(hook))
    }

    /// Keeps the gradient of this result when [`backward`](Tensor::backward) passes it; leaves keep theirs anyway.
    ///
    /// # Panics
    /// If this tensor requires no gradient.
    #[track_caller]
    pub fn retain_grad(&self) {
        let watch = self.watch("retain_grad");
        if !self.is_leaf() {
            watch.lock().retained.get_or_insert_default();
        }
    }

    #[track_caller]
    fn watch(&self, operation: &str) -> &Arc<Watch> {
        match &self.0 {
            Repr::Traced { edge, .. } => edge.watch.get_or_init(Default::default),
            Repr::Leaf(leaf) if leaf.requires_grad() => leaf.watch.get_or_init(Default::default),
            _ => Error::graph(format!("{operation} needs a tensor that requires a gradient")).raise(),
        }
    }
}

/// What watches the gradients of a node. Few nodes have one.
#[derive(Default)]
pub(crate) struct Watch(Mutex<Hooks>);

#[derive(Default)]
struct Hooks {
    arrived: Numbered<Arrived>,
    accumulated: Numbered<Accumulated>,
    /// The gradient that has arrived, if it is to be kept.
    retained: Option<Option<Tensor>>,
    /// The number of the latest hook.
    last: u64,
    /// Where the gradient of a leaf is to lie.
    place: Option<SharedPlace>,
    /// The path of the layer that made the node, if it was made while somebody listened.
    layer: Option<Arc<str>>,
}

type Arrived = dyn Fn(&Tensor) -> Option<Tensor> + Send + Sync;
type Accumulated = dyn Fn() + Send + Sync;
/// Shared, so that a pass that calls them copies no list.
type Numbered<F> = Arc<Vec<(u64, Arc<F>)>>;

impl Watch {
    fn lock(&self) -> MutexGuard<'_, Hooks> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add<F: ?Sized>(
        self: &Arc<Self>,
        place: impl FnOnce(&mut Hooks) -> &mut Numbered<F>,
        hook: Arc<F>,
    ) -> HookHandle {
        let mut hooks = self.lock();
        hooks.last += 1;
        let id = hooks.last;
        Arc::make_mut(place(&mut hooks)).push((id, hook));
        HookHandle {
            watch: Arc::downgrade(self),
            id,
        }
    }

    fn remove(&self, id: u64) {
        let mut hooks = self.lock();
        Arc::make_mut(&mut hooks.arrived).retain(|(of, _)| *of != id);
        Arc::make_mut(&mut hooks.accumulated).retain(|(of, _)| *of != id);
    }

    /// What becomes of a gradient that has arrived.
    #[cold]
    fn arrived<B: Body + ?Sized>(&self, node: &Node<B>, grad: &mut Tensor) -> Result<(), Error> {
        // Called without the lock, since a hook may remove itself or ask for the gradient.
        let hooks = self.lock().arrived.clone();
        for (_, hook) in hooks.iter() {
            if let Some(replaced) = hook(grad) {
                if !same(replaced.shape(), grad.shape()) || replaced.dtype() != grad.dtype() {
                    return Err(changed(node, grad, &replaced));
                }
                *grad = replaced;
            }
        }
        if let Some(retained) = &mut self.lock().retained {
            match retained {
                Some(sum) => sum.accumulate(grad.clone()),
                none => *none = Some(grad.clone()),
            }
        }
        Ok(())
    }
}

fn changed<B: Body + ?Sized>(node: &Node<B>, grad: &Tensor, replaced: &Tensor) -> Error {
    Error::shape(format!(
        "a hook of {} at {} was given a gradient of shape {:?} and type {}, and returned one of shape {:?} and type {}",
        node.name(),
        node.location(),
        grad.shape(),
        grad.dtype(),
        replaced.shape(),
        replaced.dtype()
    ))
}

impl<B: Body + ?Sized> Node<B> {
    /// Whether anything watches the gradients that arrive.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        self.watch.get().is_some()
    }

    /// What becomes of a gradient, all of which has arrived.
    ///
    /// # Errors
    /// If a hook returns what does not fit.
    pub(crate) fn arrived(&self, grad: &mut Tensor) -> Result<(), Error> {
        match self.watch.get() {
            Some(watch) => watch.arrived(self, grad),
            None => Ok(()),
        }
    }

    /// Tells that the leaf has added a pass's gradient to its own.
    pub(crate) fn accumulated(&self) {
        let Some(watch) = self.watch.get() else { return };
        let hooks = watch.lock().accumulated.clone();
        for (_, hook) in hooks.iter() {
            hook();
        }
    }

    /// Notes the layer that has made this node.
    pub(crate) fn set_layer(&self, layer: Arc<str>) {
        self.watch.get_or_init(Default::default).lock().layer = Some(layer);
    }

    /// The layer that has made this node, if somebody listened.
    pub(crate) fn layer(&self) -> Option<Arc<str>> {
        self.watch.get()?.lock().layer.clone()
    }

    /// The gradient that has arrived here, if it was to be kept.
    pub(crate) fn retained(&self) -> Option<Tensor> {
        self.watch.get()?.lock().retained.clone().flatten()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use crate::{BackwardOptions, DType, HookHandle, Tensor, backward, grad};

    type Seen = Arc<Mutex<Vec<Vec<f32>>>>;

    /// Notes what arrives at `x`.
    fn spy(x: &Tensor) -> (Seen, HookHandle) {
        let seen = Seen::default();
        let notes = seen.clone();
        let handle = x.register_hook(move |grad| {
            notes.lock().unwrap().push(grad.to_vec());
            None
        });
        (seen, handle)
    }

    fn leaf() -> Tensor {
        Tensor::from([1.0, 2.0]).requires_grad_(true)
    }

    #[test]
    fn a_leaf_sees_the_sum_once() {
        let x = leaf();
        let (seen, handle) = spy(&x);
        ((&x * 3).sum() + x.sum() + x.get(1)).backward();
        assert_eq!(*seen.lock().unwrap(), [[4.0, 5.0]]);
        handle.remove();
        x.sum().backward();
        assert_eq!(seen.lock().unwrap().len(), 1);
        // A pass adds to what was there; the hook has seen the pass's own.
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [5.0, 6.0]);
    }

    #[test]
    fn a_hook_changes_what_goes_on_and_what_is_kept() {
        // torch: b = a * 3, b.register_hook(lambda g: g * 2), (b * b).sum().backward()
        let a = leaf();
        let b = &a * 3;
        b.retain_grad();
        b.register_hook(|grad| Some(grad * 2));
        b.square().sum().backward();
        assert_eq!(b.grad().unwrap().to_vec::<f32>(), [12.0, 24.0]);
        assert_eq!(a.grad().unwrap().to_vec::<f32>(), [36.0, 72.0]);
    }

    #[test]
    fn hooks_run_in_order_and_also_for_grad() {
        let x = leaf();
        x.register_hook(|grad| Some(grad * 2));
        let (seen, _) = spy(&x);
        let y = (&x * 3).sum() + x.sum();
        let given = grad(&y, &[&x], &BackwardOptions::new()).unwrap();
        assert_eq!(given[0].as_ref().unwrap().to_vec::<f32>(), [8.0, 8.0]);
        assert_eq!(*seen.lock().unwrap(), [[8.0, 8.0]]);
        assert!(x.grad().is_none());
    }

    #[test]
    fn a_hook_is_differentiated_in_a_recorded_pass() {
        let x = leaf();
        let y = x.square();
        y.register_hook(|grad| Some(grad.square()));
        let options = BackwardOptions::new().create_graph(true).gradient(&x);
        let first = grad(&y, &[&x], &options).unwrap().remove(0).unwrap();
        // x^2 * 2 x, and 6 x^2 of that.
        assert_eq!(first.to_vec::<f32>(), [2.0, 16.0]);
        let second = grad(&first.sum(), &[&x], &BackwardOptions::new())
            .unwrap()
            .remove(0)
            .unwrap();
        assert_eq!(second.to_vec::<f32>(), [6.0, 24.0]);
    }

    #[test]
    fn retained_gradients_add_up() {
        let b = leaf() * 3;
        b.retain_grad();
        let y = b.sum();
        y.backward_with(BackwardOptions::new().retain_graph(true));
        y.backward();
        assert_eq!(b.grad().unwrap().to_vec::<f32>(), [2.0, 2.0]);
    }

    #[test]
    fn a_leaf_tells_that_it_has_collected() {
        let x = leaf();
        let seen = Seen::default();
        let notes = seen.clone();
        x.register_post_accumulate_grad_hook(move |x| notes.lock().unwrap().push(x.grad().unwrap().to_vec()));
        ((&x * 2).sum() + x.get(0)).backward();
        x.sum().backward();
        grad(&x.sum(), &[&x], &BackwardOptions::new()).unwrap();
        assert_eq!(*seen.lock().unwrap(), [[3.0, 2.0], [4.0, 3.0]]);
    }

    #[test]
    fn what_a_hook_returns_must_fit() {
        let refusal = |hook: fn(&Tensor) -> Option<Tensor>| {
            let b = leaf() * 3;
            b.register_hook(hook);
            backward(&[(&b.sum(), None)], &BackwardOptions::new())
                .unwrap_err()
                .to_string()
        };
        let shape = refusal(|grad| Some(grad.sum()));
        assert!(
            shape.starts_with("a hook of Mul at ") && shape.contains("returned one of shape []"),
            "{shape}"
        );
        let dtype = refusal(|grad| Some(grad.to_dtype(DType::F64)));
        assert!(dtype.ends_with("and type float64"), "{dtype}");
    }

    #[test]
    fn a_leaf_and_its_hooks_are_dropped() {
        let x = leaf();
        let (seen, handle) = spy(&x);
        x.register_post_accumulate_grad_hook(|_| {});
        drop(x);
        assert_eq!(Arc::strong_count(&seen), 1);
        handle.remove();
    }

    #[test]
    #[should_panic(expected = "register_hook needs a tensor that requires a gradient")]
    fn a_value_has_no_hooks() {
        Tensor::zeros(2).register_hook(|_| None);
    }

    #[test]
    #[should_panic(expected = "register_post_accumulate_grad_hook needs a leaf")]
    fn a_result_collects_nothing() {
        (leaf() * 2).register_post_accumulate_grad_hook(|_| {});
    }
}
