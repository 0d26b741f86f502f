//! Panics that a test expects: caught without a word on standard error, with the line that they name.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// A panic: what it says, and the line that it names.
#[derive(Debug)]
pub(crate) struct Panicked {
    pub(crate) message: String,
    place: String,
}

impl Panicked {
    /// Whether it names a line of the program that uses the library: here, of these tests.
    pub(crate) fn names_the_user(&self) -> bool {
        self.place.replace('\\', "/").contains("tests/reliability/")
    }
}

thread_local! {
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
    static LAST: RefCell<Option<Panicked>> = const { RefCell::new(None) };
}

/// Runs `f`, which may panic.
pub(crate) fn caught<R>(f: impl FnOnce() -> R) -> Result<R, Panicked> {
    install();
    LAST.take();
    let before = EXPECTED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(f));
    EXPECTED.set(before);
    result.map_err(|_| {
        LAST.take().unwrap_or_else(|| Panicked {
            message: "a panic that was not told".into(),
            place: String::new(),
        })
    })
}

fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !EXPECTED.get() {
                return others(info);
            }
            let payload = info.payload();
            let message = match payload.downcast_ref::<String>() {
                Some(message) => message,
                None => payload.downcast_ref::<&str>().copied().unwrap_or("no sentence"),
            };
            let message = message.to_owned();
            let place = info.location().map_or(String::new(), ToString::to_string);
            LAST.set(Some(Panicked { message, place }));
        }));
    });
}
