//! Listening: what anomaly mode and profiles are told of each operation, and of the layer that it belongs to.
//!
//! Nothing here is touched while nobody listens: the switches lie in the byte that says whether operations are recorded,
//! which each of them reads anyway.

pub(crate) mod anomaly;
mod layer;
pub(crate) mod profile;

pub use anomaly::{Anomaly, DetectAnomaly, NonFinite, detect_anomaly};
pub use layer::{LayerScope, enter_layer};
pub use profile::{LayerProfile, OperationProfile, PartProfile, Profile, profile, record_function};

use crate::mode::{DETECTS, Mode, OBSERVES, PROFILES, Switch};
use crate::node::Node;
use crate::scope;
use crate::tensor::{Repr, Tensor};

/// Whether anyone listens to what this thread does: layers then say that they are being run.
#[doc(hidden)]
#[inline]
pub fn is_heard() -> bool {
    Mode::now().is_heard()
}

/// Whether the layers of this thread are observed.
#[doc(hidden)]
#[inline]
pub fn is_observed() -> bool {
    Mode::now().has(OBSERVES)
}

/// Says whether the layers of this thread are observed, from now on.
#[doc(hidden)]
pub fn set_observed(observed: bool) {
    std::mem::forget(Switch::<OBSERVES>::turn(observed));
}

/// Tells those that listen to this thread what the operation `name` has made of `inputs`.
#[cold]
#[inline(never)]
#[track_caller]
pub(crate) fn made(name: &'static str, result: &Tensor, inputs: &[&Tensor]) {
    let mode = Mode::now();
    if !mode.has(DETECTS | PROFILES) {
        return;
    }
    let (line, layer) = (scope::caller_location(), layer::current());
    if let (Repr::Traced { edge, .. }, Some(layer)) = (&result.0, &layer) {
        edge.set_layer(layer.clone());
    }
    if mode.has(PROFILES) {
        profile::operation_ran(shortened(name), line, layer.clone());
    }
    if mode.has(DETECTS) {
        anomaly::check_result(name, result, inputs, line, layer);
    }
}

/// The name of an operation, without the number of its form.
fn operation(node: &Node) -> &'static str {
    shortened(node.name())
}

fn shortened(name: &'static str) -> &'static str {
    let numbered = ["Backward0", "Backward1", "Backward2"];
    numbered
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name)
}

/// Runs `f`, which nobody hears of and which is not recorded: what looks on does not look at itself.
#[doc(hidden)]
pub fn quietly<R>(f: impl FnOnce() -> R) -> R {
    let _quiet = Switch::<{ u8::MAX }>::turn(false);
    f()
}
