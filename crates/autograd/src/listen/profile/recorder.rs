//! What is noted while a thread is profiled.

use std::cell::RefCell;
use std::panic::Location;
use std::sync::Arc;
use std::time::Instant;

use tensor_core::meter;

use super::{Kind, Profile, Span};
use crate::node::Node;

thread_local! {
    static RECORDER: RefCell<Option<Recorder>> = const { RefCell::new(None) };
}

struct Recorder {
    began: Instant,
    spans: Vec<Span>,
}

impl Recorder {
    fn note(
        &mut self,
        kind: Kind,
        name: Arc<str>,
        (from, to): (Instant, Instant),
        bytes: usize,
        (layer, line): (Option<Arc<str>>, Option<&'static Location<'static>>),
    ) {
        self.spans.push(Span {
            kind,
            name,
            start: from.saturating_duration_since(self.began),
            time: to.saturating_duration_since(from),
            bytes,
            layer,
            line,
        });
    }
}

fn with<R>(f: impl FnOnce(&mut Recorder) -> R) -> Option<R> {
    RECORDER
        .try_with(|recorder| recorder.borrow_mut().as_mut().map(f))
        .ok()
        .flatten()
}

/// A profile that is being made, given up if a panic passes.
pub(super) struct Session;

impl Session {
    pub(super) fn begin() -> Self {
        let recorder = Recorder {
            began: Instant::now(),
            spans: Vec::new(),
        };
        RECORDER.with(|slot| slot.replace(Some(recorder)));
        meter::run(true);
        Self
    }

    pub(super) fn end(self) -> Profile {
        let ended = Instant::now();
        let recorder = RECORDER.with(RefCell::take);
        let (began, spans) =
            recorder.map_or((ended, Vec::new()), |recorder| (recorder.began, recorder.spans));
        Profile {
            spans,
            total: ended.saturating_duration_since(began),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        meter::run(false);
        let _ = RECORDER.try_with(RefCell::take);
    }
}

/// When something began that takes more than one operation, and how many spans there were.
pub(crate) struct Start {
    at: Instant,
    spans: usize,
}

/// Something begins.
pub(crate) fn start() -> Start {
    meter::take();
    Start {
        at: Instant::now(),
        spans: with(|recorder| recorder.spans.len()).unwrap_or(0),
    }
}

/// An operation has made its result.
pub(in crate::listen) fn operation_ran(
    name: &'static str,
    line: &'static Location<'static>,
    layer: Option<Arc<str>>,
) {
    let now = Instant::now();
    let asked = meter::take();
    let from = asked.first.unwrap_or(now);
    with(|recorder| {
        let name = name.strip_suffix("Backward").unwrap_or(name).into();
        recorder.note(
            Kind::Operation,
            name,
            (from, now),
            asked.bytes,
            (layer, Some(line)),
        );
    });
    meter::take();
}

/// The backward of `node` has sent its gradients.
#[cold]
pub(crate) fn backward_ran(node: &Node, start: &Start) {
    let now = Instant::now();
    let bytes = meter::take().bytes;
    with(|recorder| {
        let name = match node.variable() {
            Some(_) => node.name().into(),
            None => format!("{}Backward", super::super::operation(node)).into(),
        };
        let place = (node.layer(), Some(node.location()));
        recorder.note(Kind::Backward, name, (start.at, now), bytes, place);
    });
}

/// A backward pass is over.
#[cold]
pub(crate) fn pass_ran(start: &Start) {
    spanning(Kind::Part, "backward".into(), start);
}

/// The layer at `path` has run.
pub(in crate::listen) fn layer_ran(path: Arc<str>, start: &Start) {
    spanning(Kind::Layer, path, start);
}

/// Runs `f` as a part with a name.
#[cold]
pub(super) fn part<R>(name: &'static str, f: impl FnOnce() -> R) -> R {
    let start = start();
    let result = f();
    spanning(Kind::Part, name.into(), &start);
    result
}

/// What began at `start` is over. Its bytes are those of the operations in it, and what has been asked for since.
fn spanning(kind: Kind, name: Arc<str>, start: &Start) {
    let now = Instant::now();
    let rest = meter::take().bytes;
    with(|recorder| {
        let inside = recorder.spans.iter().skip(start.spans);
        let operations = inside.filter(|span| matches!(span.kind, Kind::Operation | Kind::Backward));
        let bytes = rest + operations.map(|span| span.bytes).sum::<usize>();
        recorder.note(kind, name, (start.at, now), bytes, (None, None));
    });
}
