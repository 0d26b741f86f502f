//! Tests of the crate as its users see it.

mod collate;
mod csv;
mod dataset;
mod images;
mod loader;
mod pytorch;
mod resume;
mod sampler;
mod split;
mod stream;
mod transforms;
mod workers;

use std::panic;
use std::sync::Mutex;

use data::VecDataset;

/// A dataset whose samples are their own indices.
fn indices(n: usize) -> VecDataset<i64> {
    VecDataset((0..n as i64).collect())
}

/// The sentence with which `f` panics, and the file that it blames.
fn refusal<T>(f: impl FnOnce() -> T) -> (String, String) {
    static HOOK: Mutex<()> = Mutex::new(());
    let _one_at_a_time = HOOK.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let seen = std::sync::Arc::new(Mutex::new(None));
    let before = panic::take_hook();
    let (writer, thread) = (seen.clone(), std::thread::current().id());
    panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == thread {
            let file = info
                .location()
                .map_or(String::new(), |place| place.file().to_owned());
            let message = info
                .payload()
                .downcast_ref::<String>()
                .cloned()
                .unwrap_or_default();
            *writer.lock().unwrap() = Some((message, file));
        }
    }));
    let result = panic::catch_unwind(panic::AssertUnwindSafe(f));
    panic::set_hook(before);
    assert!(result.is_err(), "it was not refused");
    seen.lock().unwrap().take().expect("the hook has run")
}
