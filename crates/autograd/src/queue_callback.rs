//! [`queue_callback`]: what is called when the backward pass that is being run is over.

use std::cell::RefCell;

use tensor_core::Error;

type Callback = Box<dyn FnOnce()>;

thread_local! {
    static QUEUE: RefCell<Queue> = const { RefCell::new(Queue { passes: 0, waiting: Vec::new() }) };
}

/// The callbacks of all passes that this thread is running: a hook may run one inside another.
struct Queue {
    passes: usize,
    waiting: Vec<Callback>,
}

/// What `f` makes of this thread's queue; nothing if the thread is ending and the queue is gone.
#[inline]
fn with_queue<R: Default>(f: impl FnOnce(&mut Queue) -> R) -> R {
    QUEUE
        .try_with(|queue| f(&mut queue.borrow_mut()))
        .unwrap_or_default()
}

/// Calls `callback` once, when the backward pass that is being run on this thread is over and all its gradients are in
/// their leaves: PyTorch's `Variable._execution_engine.queue_callback`. Hooks queue what needs all gradients together. If
/// the pass fails, it is dropped uncalled.
///
/// ```
/// use autograd::{Tensor, queue_callback};
/// use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
/// use std::sync::Arc;
///
/// let passes = Arc::new(AtomicUsize::new(0));
/// let count = passes.clone();
/// let w = Tensor::from([1.0, 2.0]).requires_grad_(true);
/// w.register_hook(move |_| {
///     let count = count.clone();
///     queue_callback(move || drop(count.fetch_add(1, Relaxed)));
///     None
/// });
/// w.sum().backward();
/// assert_eq!(passes.load(Relaxed), 1);
/// ```
///
/// # Panics
/// If no backward pass is being run on this thread, or the thread is ending.
#[track_caller]
pub fn queue_callback(callback: impl FnOnce() + 'static) {
    let queued = with_queue(|queue| {
        let running = queue.passes > 0;
        if running {
            queue.waiting.push(Box::new(callback));
        }
        running
    });
    if !queued {
        Error::graph("queue_callback is for hooks: no backward pass is being run on this thread").raise();
    }
}

/// A pass that is being run. Callbacks that are queued meanwhile are its own.
pub(crate) struct Pass {
    /// How many callbacks of passes around this one were waiting when it began.
    before: usize,
}

impl Pass {
    #[inline]
    pub(crate) fn begin() -> Self {
        let before = with_queue(|queue| {
            queue.passes += 1;
            queue.waiting.len()
        });
        Self { before }
    }

    /// Ends the pass, and calls what was queued during it.
    #[inline]
    pub(crate) fn finish(self) {
        let callbacks = self.take();
        drop(self);
        for callback in callbacks {
            callback();
        }
    }

    #[inline]
    fn take(&self) -> Vec<Callback> {
        with_queue(|queue| queue.waiting.drain(self.before..).collect())
    }
}

impl Drop for Pass {
    #[inline]
    fn drop(&mut self) {
        // Of a pass that failed; dropped outside the borrow, since what they hold may do anything.
        drop(self.take());
        with_queue(|queue| queue.passes -= 1);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::{BackwardOptions, Tensor, backward, enable_grad};

    fn leaf() -> Tensor {
        Tensor::from([1.0, 2.0]).requires_grad_(true)
    }

    #[test]
    fn a_callback_sees_all_gradients_of_the_pass() {
        let (first, second) = (leaf(), leaf());
        let seen = Arc::new(Mutex::new(Vec::new()));
        for x in [&first, &second] {
            let (notes, all) = (seen.clone(), [first.detach(), second.clone()]);
            x.register_post_accumulate_grad_hook(move |_| {
                let (notes, all) = (notes.clone(), all.clone());
                queue_callback(move || notes.lock().unwrap().push(all[1].grad().is_some()));
            });
        }
        (&first * &second).sum().backward();
        assert_eq!(*seen.lock().unwrap(), [true, true]);
        first.sum().backward();
        assert_eq!(seen.lock().unwrap().len(), 3);
    }

    #[test]
    fn a_pass_inside_another_calls_its_own_only() {
        let x = leaf();
        let order = Arc::new(Mutex::new(Vec::new()));
        let notes = order.clone();
        x.register_hook(move |_| {
            let (outer, inner) = (notes.clone(), notes.clone());
            queue_callback(move || outer.lock().unwrap().push("outer"));
            let y = leaf();
            y.register_hook(move |_| {
                let inner = inner.clone();
                queue_callback(move || inner.lock().unwrap().push("inner"));
                None
            });
            // Within a pass nothing is recorded, unless it is asked for.
            enable_grad(|| y.sum()).backward();
            None
        });
        x.sum().backward();
        assert_eq!(*order.lock().unwrap(), ["inner", "outer"]);
    }

    #[test]
    fn a_pass_that_fails_calls_nothing() {
        let x = leaf();
        let called = Arc::new(Mutex::new(0));
        let count = called.clone();
        let y = &x * 2;
        y.register_hook(move |grad| {
            let count = count.clone();
            queue_callback(move || *count.lock().unwrap() += 1);
            Some(grad.sum())
        });
        assert!(backward(&[(&y.sum(), None)], &BackwardOptions::new()).is_err());
        leaf().sum().backward();
        assert_eq!((*called.lock().unwrap(), Arc::strong_count(&called)), (0, 2));
    }

    #[test]
    #[should_panic(expected = "no backward pass is being run")]
    fn outside_of_a_pass_nothing_is_queued() {
        queue_callback(|| {});
    }
}
