//! Profiles: where the time and the memory of a piece of a program go.

mod recorder;
mod report;
mod trace;

use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use tensor_core::Error;

pub(crate) use recorder::{Start, backward_ran, pass_ran, start};
pub(super) use recorder::{layer_ran, operation_ran};
pub use report::{LayerProfile, OperationProfile, PartProfile};

use crate::mode::{Mode, PROFILES, Switch};

/// Runs `f`, and tells how long each operation, forward and backward, and each layer took, how often it was called, and
/// how many bytes of elements it asked for: PyTorch's `torch.profiler.profile`.
///
/// An operation takes from when it first asks for memory until its result is there; so one that needs none, a view, takes
/// no time. What is not recorded as an operation (comparisons, positions) counts in the next one that is. Layers
/// include what is inside of them, and have paths if the model has told them (`nn::name_layers`). Steps of optimizers and
/// what [`record_function`] names are told apart. Only this thread is looked at; outside of `f` it costs nothing.
///
/// ```
/// use autograd::{Tensor, profile};
/// let w = Tensor::randn([64, 64]).requires_grad_(true);
/// let (loss, profile) = profile(|| {
///     let loss = w.matmul(&w).tanh().sum();
///     loss.backward();
///     loss
/// });
/// let tanh = profile.operations().into_iter().find(|row| row.name == "Tanh").unwrap();
/// assert_eq!((tanh.calls, tanh.bytes), (1, 64 * 64 * 4));
/// println!("{profile}");
/// let json = profile.chrome_trace(); // for chrome://tracing or ui.perfetto.dev
/// assert!(json.contains("\"name\":\"TanhBackward\""));
/// ```
///
/// # Panics
/// If this thread is being profiled already.
#[track_caller]
pub fn profile<R>(f: impl FnOnce() -> R) -> (R, Profile) {
    if Mode::now().has(PROFILES) {
        Error::argument(
            "profile: this thread is being profiled already; name a part of it by record_function",
        )
        .raise();
    }
    let session = recorder::Session::begin();
    let profiles = Switch::<PROFILES>::turn(true);
    let result = f();
    drop(profiles);
    (result, session.end())
}

/// Runs `f`, which a [`profile`] around it lists under `name`: PyTorch's `torch.profiler.record_function`.
///
/// ```
/// use autograd::{Tensor, profile, record_function};
/// let (_, profile) = profile(|| record_function("noise", || Tensor::randn([100])));
/// assert_eq!((profile.parts()[0].name.as_str(), profile.parts()[0].calls), ("noise", 1));
/// ```
#[inline]
pub fn record_function<R>(name: &'static str, f: impl FnOnce() -> R) -> R {
    if Mode::now().has(PROFILES) {
        return recorder::part(name, f);
    }
    f()
}

/// What [`profile`] has found: `Display` prints it as tables.
#[derive(Clone, Debug)]
pub struct Profile {
    spans: Vec<Span>,
    total: Duration,
}

/// A piece of time.
#[derive(Clone, Debug)]
struct Span {
    kind: Kind,
    /// Of an operation without the number of its form, of a layer its path.
    name: Arc<str>,
    /// Since the profile began.
    start: Duration,
    time: Duration,
    bytes: usize,
    /// The layer that has run the operation, and the line that has called it.
    layer: Option<Arc<str>>,
    line: Option<&'static Location<'static>>,
}

/// What took the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Operation,
    Backward,
    Layer,
    Part,
}
