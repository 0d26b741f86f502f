//! The layer that this thread is running.

use std::cell::RefCell;
use std::marker::PhantomData;
use std::sync::Arc;

use super::profile::{Start, layer_ran, start};
use crate::mode::{Mode, PROFILES};

thread_local! {
    /// The layers that this thread is in, the innermost last.
    static LAYERS: RefCell<Vec<Layer>> = const { RefCell::new(Vec::new()) };
}

struct Layer {
    path: Arc<str>,
    /// When it began, if time is taken.
    start: Option<Start>,
}

/// The path of the innermost layer that says so.
pub(super) fn current() -> Option<Arc<str>> {
    LAYERS
        .try_with(|layers| layers.borrow().last().map(|layer| layer.path.clone()))
        .ok()
        .flatten()
}

/// Says that this thread runs the layer at `path` until the scope ends; none if the thread is ending and has no place for
/// it. Layers do so where [`is_heard`](super::is_heard).
#[doc(hidden)]
pub fn enter_layer(path: Arc<str>) -> Option<LayerScope> {
    let start = Mode::now().has(PROFILES).then(start);
    let layer = Layer { path, start };
    LAYERS.try_with(|layers| layers.borrow_mut().push(layer)).ok()?;
    Some(LayerScope { thread: PhantomData })
}

/// A layer that is being run.
#[doc(hidden)]
#[must_use]
pub struct LayerScope {
    /// It ends on the thread that it began on.
    thread: PhantomData<*const ()>,
}

impl Drop for LayerScope {
    fn drop(&mut self) {
        let layer = LAYERS.try_with(|layers| layers.borrow_mut().pop()).ok().flatten();
        if let Some(Layer {
            path,
            start: Some(start),
        }) = layer
        {
            layer_ran(path, &start);
        }
    }
}
