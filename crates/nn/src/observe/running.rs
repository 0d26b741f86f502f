//! [`Running`]: a layer that says that it runs.

use std::any::Any;
use std::cell::RefCell;
use std::sync::Arc;

use autograd::Tensor;
use autograd::function::record;
use autograd::listen::{LayerScope, enter_layer, is_heard, is_observed};

use super::registered::{self, Paths};
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::packed::PackedSequence;
use crate::seen::Seen;

thread_local! {
    /// The layers that this thread is in, the innermost last.
    static RUNNING: RefCell<Vec<Frame>> = const { RefCell::new(Vec::new()) };
}

/// A layer that this thread is in.
struct Frame {
    address: *const (),
    type_name: String,
    paths: Paths,
    name: Arc<str>,
}

/// Who says that it runs, and under which name of the chain around.
pub(super) struct Caller<'a> {
    pub(super) address: *const (),
    pub(super) type_name: &'a str,
    pub(super) name: Option<&'a str>,
}

/// Runs `run`, which is what `layer` computes from `inputs`, so that whoever listens hears of it.
#[inline(always)]
#[track_caller]
pub(crate) fn heard<M: Module + ?Sized, R: 'static>(
    layer: &M,
    inputs: &[&Tensor],
    run: impl FnOnce() -> Result<R, LayerError>,
) -> Result<R, LayerError> {
    let running = if is_heard() {
        Running::begin(&layer, None)
    } else {
        None
    };
    let mut result = run();
    if let (Some(running), Ok(result)) = (running, &mut result) {
        running.ran(inputs, result);
    }
    result
}

/// A layer from when it says that it runs until this is dropped.
pub(crate) struct Running {
    _scope: LayerScope,
}

impl Running {
    /// `layer` runs, under `name` if a chain or another holder says so; none if that has been said, by what holds it
    /// or another of its methods.
    #[cold]
    #[track_caller]
    pub(crate) fn begin(layer: &dyn Seen, holder: Option<&str>) -> Option<Self> {
        let type_name = layer.type_name();
        let caller = Caller {
            address: layer.address(),
            type_name: &type_name,
            name: holder.filter(|name| !name.is_empty()),
        };
        if is_innermost(&caller) {
            return None;
        }
        let (paths, outer) = RUNNING
            .try_with(|running| {
                let running = running.borrow();
                let outer = running.last();
                let paths = Paths::find(&caller, outer.map(|outer| &outer.paths));
                (paths, outer.map(|outer| outer.name.clone()))
            })
            .ok()?;
        let name = name(&paths, &caller, outer, layer);
        let frame = Frame {
            address: caller.address,
            type_name: type_name.clone(),
            paths,
            name: name.clone(),
        };
        refuse_unheard(&frame);
        let scope = enter_layer(name)?;
        RUNNING.with(|running| running.borrow_mut().push(frame));
        Some(Self { _scope: scope })
    }

    /// It has made `output` of `inputs`.
    #[cold]
    pub(crate) fn ran(self, inputs: &[&Tensor], output: &mut dyn Any) {
        if !is_observed() {
            return;
        }
        let waiting = RUNNING.with(|running| {
            let running = running.borrow();
            running.last().map(|frame| registered::waiting(&frame.paths))
        });
        let waiting = waiting.unwrap_or_default();
        if waiting.is_empty() {
            return;
        }
        part_from(inputs, output);
        let outputs = tensors(output);
        for one in waiting {
            for (at, output) in outputs
                .iter()
                .enumerate()
                .filter(|(_, output)| output.requires_grad())
            {
                let (id, path) = (one.id, one.path.clone());
                output.register_hook(move |gradient| {
                    registered::arrived(id, &path, at, gradient);
                    None
                });
            }
            one.ran(inputs, &outputs);
        }
    }
}

impl Drop for Running {
    #[cold]
    fn drop(&mut self) {
        let _ = RUNNING.try_with(|running| running.borrow_mut().pop());
    }
}

/// Whether `caller` is the layer that this thread is in already.
fn is_innermost(caller: &Caller<'_>) -> bool {
    let is_own = |frame: &Frame| frame.address == caller.address && frame.type_name == caller.type_name;
    let innermost = RUNNING.try_with(|running| running.borrow().last().is_some_and(is_own));
    innermost.unwrap_or(false)
}

/// What the layer is called in messages and tables.
fn name(paths: &Paths, caller: &Caller<'_>, outer: Option<Arc<str>>, layer: &dyn Seen) -> Arc<str> {
    let known = paths.name().filter(|name| !name.is_empty());
    let in_chain = || Some(format!("{}.{}", outer?, caller.name?));
    let own = || {
        let text = layer.to_string();
        if text.contains('\n') {
            caller.type_name.to_owned()
        } else {
            text
        }
    };
    known.or_else(in_chain).unwrap_or_else(own).into()
}

/// Refuses a layer that runs inside of an observed module which has not said that it does: nothing of it would be seen.
#[track_caller]
fn refuse_unheard(frame: &Frame) {
    let unheard = RUNNING.with(|running| {
        let running = running.borrow();
        registered::unheard(&frame.paths, running.iter().map(|frame| &frame.paths))
    });
    if let Some((path, module, layer)) = unheard {
        let what = if path.is_empty() {
            "the model".to_owned()
        } else {
            format!("`{path}`")
        };
        panic!(
            "{what} is observed, and `{layer}` inside of it runs without it: the forward of {module} must be written with \
             `run_layer(self, &[x], || ..)` to be heard; or observe the layers inside"
        );
    }
}

/// Gives a result that is an input, as in evaluation that of dropout is, a place of its own in the graph: gradients
/// that arrive there are those of this layer alone.
fn part_from(inputs: &[&Tensor], output: &mut dyn Any) {
    if let Some(output) = output.downcast_mut::<Tensor>()
        && output.requires_grad()
        && inputs.iter().any(|input| input.is_same(output))
    {
        *output = record("Alias", output.to_array(), [&*output], [], |cx| [Some(cx.grad)]);
    }
}

/// The tensors of what a layer gives, in their order.
fn tensors(output: &dyn Any) -> Vec<&Tensor> {
    fn of<T: 'static>(output: &dyn Any) -> Option<&T> {
        output.downcast_ref()
    }
    if let Some(y) = of::<Tensor>(output) {
        vec![y]
    } else if let Some((y, state)) = of::<(Tensor, Tensor)>(output) {
        vec![y, state]
    } else if let Some((y, (state, cells))) = of::<(Tensor, (Tensor, Tensor))>(output) {
        vec![y, state, cells]
    } else if let Some((y, state)) = of::<(PackedSequence, Tensor)>(output) {
        vec![&y.data, state]
    } else if let Some((y, (state, cells))) = of::<(PackedSequence, (Tensor, Tensor))>(output) {
        vec![&y.data, state, cells]
    } else if let Some((y, weights)) = of::<(Tensor, Option<Tensor>)>(output) {
        [Some(y), weights.as_ref()].into_iter().flatten().collect()
    } else {
        of::<Vec<Tensor>>(output).into_iter().flatten().collect()
    }
}
