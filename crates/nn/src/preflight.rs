//! Running a model on zeros to learn whether its layers fit.
//!
//! A model of the user's calls its layers by `forward`, which panics where a layer does not fit. During a preflight
//! that panic is caught: the error is put aside here, with the path of the module that raised it.

use std::cell::RefCell;

use autograd::random::{self, default_generator};
use autograd::{DType, Error, Generator, Shape, Tensor, no_grad};

use crate::walk::{Found, walk};
use crate::{LayerError, Module};

thread_local! {
    static RUNNING: RefCell<Option<Preflight>> = const { RefCell::new(None) };
}

struct Preflight {
    /// The modules of the model, outer ones first.
    places: Vec<Place>,
    failure: Option<LayerError>,
}

/// How a module that raises is recognised: a struct lies where its first field does, and a type without fields may lie
/// where any other does, so the address alone does not tell.
struct Place {
    address: *const (),
    type_name: String,
    path: String,
}

/// Whether this thread is in a preflight.
pub(crate) fn is_running() -> bool {
    RUNNING.with_borrow(Option::is_some)
}

/// Runs `forward` of `model` on zeros of `shape`.
pub(crate) fn run<M: Module + ?Sized>(
    model: &M,
    forward: &dyn Fn(&Tensor) -> Result<Tensor, LayerError>,
    shape: &[usize],
) -> Result<Shape, LayerError> {
    let x = Tensor::options().dtype(dtype(model)).zeros(shape);
    let (caught, failure) = {
        let _session = Session::begin(places(model));
        let caught = Error::catch(|| no_grad(|| forward(&x)));
        (caught, RUNNING.take().and_then(|preflight| preflight.failure))
    };
    match (caught, failure) {
        (Ok(result), _) => result.map(|y| Shape::from(y.shape())),
        (Err(_), Some(failure)) => Err(failure),
        (Err((error, line)), None) => {
            let reason = Error::new(error.kind(), format!("{error} (raised at {line})"));
            Err(LayerError::of(model.type_name(), reason))
        }
    }
}

/// Puts back on drop, so also when a panic passes, what was before a preflight.
struct Session {
    outer: Option<Preflight>,
    generator: Generator,
    state: random::State,
}

impl Session {
    fn begin(places: Vec<Place>) -> Self {
        let generator = default_generator();
        let state = generator.get_state();
        let outer = RUNNING.replace(Some(Preflight {
            places,
            failure: None,
        }));
        Self {
            outer,
            generator,
            state,
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        RUNNING.set(self.outer.take());
        self.generator.set_state(&self.state);
    }
}

/// Panics with `error`, which `module` does not survive, at the caller's line.
#[track_caller]
#[cold]
pub(crate) fn raise<M: Module + ?Sized>(error: LayerError, module: &M) -> ! {
    let raised = Error::new(error.reason().kind(), error.to_string());
    RUNNING.with_borrow_mut(|preflight| {
        if let Some(preflight) = preflight {
            let (address, type_name) = (module.address(), module.type_name());
            let is_raiser = |place: &&Place| place.address == address && place.type_name == type_name;
            let place = preflight.places.iter().rfind(is_raiser);
            preflight.failure = Some(error.within(place.map_or("", |place| &place.path)));
        }
    });
    raised.raise()
}

/// The element type that the model expects: that of its first parameter.
fn dtype<M: Module + ?Sized>(model: &M) -> DType {
    model
        .parameters()
        .first()
        .map_or(DType::F32, |parameter| parameter.dtype())
}

fn places<M: Module + ?Sized>(model: &M) -> Vec<Place> {
    let mut places = Vec::new();
    walk(model, &mut |path, found| {
        if let Found::Module(module) = found {
            places.push(Place {
                address: module.address(),
                type_name: module.type_name(),
                path: path.to_owned(),
            });
        }
    });
    places
}
