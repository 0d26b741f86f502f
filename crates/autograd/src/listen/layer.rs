//! The layer that this thread is running.

use std::cell::RefCell;
use std::marker::PhantomData;
use std::sync::Arc;

use super::profile::{Start, layer_ran, start};
use crate::mode::{Mode, PROFILES};

thread_local! {
    /// The layers that this thread is in, the innermost last.
    static LAYERS: RefCell<Vec<Arc<str>>> = const { RefCell::new(Vec::new()) };
}

/// The path of the innermost layer that says so.
pub(super) fn current() -> Option<Arc<str>> {
    LAYERS
        .try_with(|layers| layers.borrow().last().cloned())
        .ok()
        .flatten()
}

/// Says that this thread runs the layer at `path` until the scope ends. Layers do so where [`is_heard`](super::is_heard).
#[doc(hidden)]
pub fn enter_layer(path: Arc<str>) -> LayerScope {
    // A thread that is ending has no place for it.
    let entered = LAYERS.try_with(|layers| layers.borrow_mut().push(path)).is_ok();
    LayerScope {
        entered,
        start: Mode::now().has(PROFILES).then(start),
        thread: PhantomData,
    }
}

/// A layer that is being run.
#[doc(hidden)]
#[must_use]
pub struct LayerScope {
    entered: bool,
    /// When it began, if time is taken.
    start: Option<Start>,
    /// It ends on the thread that it began on.
    thread: PhantomData<*const ()>,
}

impl Drop for LayerScope {
    fn drop(&mut self) {
        if !self.entered {
            return;
        }
        let path = LAYERS.try_with(|layers| layers.borrow_mut().pop()).ok().flatten();
        if let (Some(start), Some(path)) = (&self.start, path) {
            layer_ran(path, start);
        }
    }
}
