//! Running a model to learn whether its layers fit, without leaving a trace.
//!
//! A model of the user's calls its layers by `forward`, which panics where a layer does not fit. During a preflight
//! that panic is caught: the error is put aside here, with the path of the module that raised it.

use std::cell::RefCell;
use std::panic::Location;

use autograd::random::{self, default_generator};
use autograd::{Error, Generator, no_grad};

use crate::layer_error::LayerError;
use crate::module::Module;
use crate::place::{Place, places};
use crate::seen::Seen;
use crate::training::Evaluation;

thread_local! {
    static RUNNING: RefCell<Option<Preflight>> = const { RefCell::new(None) };
}

/// Makes `preflight` that of this thread, and returns the one before; none if the thread is ending and has no place for it.
fn replace(preflight: Option<Preflight>) -> Option<Preflight> {
    RUNNING
        .try_with(|running| running.replace(preflight))
        .ok()
        .flatten()
}

struct Preflight {
    /// The modules of the model, outer ones first.
    places: Vec<Place>,
    failure: Option<LayerError>,
}

/// Runs `call`, in which `model` is called in any way, as a check: in evaluation, without recording, and without moving
/// the default random stream. [`Forward::check_input`](crate::Forward::check_input) does so for models that make a
/// tensor from a tensor.
///
/// # Errors
/// If a layer does not fit what it is given: its path in `model`, what it is given, what it needs, and where that
/// comes from. What a module of your own refuses is told with the line; where panics abort instead of unwinding, it
/// panics.
///
/// ```
/// use nn::{Linear, Module, Tensor, check_call};
///
/// #[derive(Module)]
/// struct Siamese {
///     embed: Linear,
/// }
///
/// impl Siamese {
///     fn forward(&self, a: &Tensor, b: &Tensor) -> Tensor {
///         (self.embed.forward(a) - self.embed.forward(b)).abs()
///     }
/// }
/// # use nn::Forward;
///
/// let model = Siamese { embed: Linear::new(3, 8) };
/// let error = check_call(&model, || model.forward(&Tensor::zeros([2, 3]), &Tensor::zeros([2, 4]))).unwrap_err();
/// assert_eq!(error.path(), "embed");
/// ```
pub fn check_call<M: Module + ?Sized, R>(model: &M, call: impl FnOnce() -> R) -> Result<R, LayerError> {
    let (result, failure) = {
        let _session = Session::begin(places("", &model));
        let result = Error::catch(|| no_grad(call));
        (result, replace(None).and_then(|preflight| preflight.failure))
    };
    result.map_err(|(error, line)| failure.unwrap_or_else(|| own_refusal(model.type_name(), &error, line)))
}

/// What `run` gives, which is run once more to learn how a failure came about; none if it fails in another way now.
#[cold]
pub(crate) fn examine<R>(run: impl FnOnce() -> Result<R, LayerError>) -> Option<R> {
    let _session = Session::begin(Vec::new());
    Error::catch(|| no_grad(run)).ok()?.ok()
}

/// Panics with `error`, which `module` does not survive, at the caller's line.
#[track_caller]
#[inline]
pub(crate) fn raise<M: Module + ?Sized>(error: LayerError, module: &M) -> ! {
    raise_seen(error, &module)
}

#[track_caller]
#[cold]
fn raise_seen(error: LayerError, module: &dyn Seen) -> ! {
    let raised = Error::new(error.reason().kind(), error.to_string());
    // Nothing is examined by a thread that is ending and has lost the place.
    let _ = RUNNING.try_with(|preflight| {
        if let Some(preflight) = &mut *preflight.borrow_mut() {
            let (address, type_name) = (module.address(), module.type_name());
            let is_raiser = |place: &&Place| place.is(address, &type_name);
            let place = preflight.places.iter().rfind(is_raiser);
            preflight.failure = Some(error.within(place.map_or("", |place| &place.path)));
        }
    });
    raised.raise()
}

/// A refusal that no layer raised: an operation of the user's did, at `line`.
fn own_refusal(module: String, error: &Error, line: &Location<'_>) -> LayerError {
    let reason = Error::new(error.kind(), format!("{error} (raised at {line})"));
    LayerError::from(reason).of(&module)
}

/// Puts back on drop, so also when a panic passes, what was before a preflight.
struct Session {
    outer: Option<Preflight>,
    generator: Generator,
    state: random::State,
    _evaluation: Evaluation,
}

impl Session {
    fn begin(places: Vec<Place>) -> Self {
        let generator = default_generator();
        let state = generator.get_state();
        let outer = replace(Some(Preflight {
            places,
            failure: None,
        }));
        Self {
            outer,
            generator,
            state,
            _evaluation: Evaluation::begin(),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        replace(self.outer.take());
        self.generator.set_state(&self.state);
    }
}
