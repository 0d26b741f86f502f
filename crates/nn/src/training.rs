//! [`Training`]: whether a module trains.

use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

/// The flag of a module that behaves differently in training and in evaluation, such as dropout: an ordinary field.
/// It begins as true; [`train`](crate::Module::train) and [`eval`](crate::Module::eval) of the whole model set it.
///
/// ```
/// use nn::{Forward, Module, Tensor, Training};
///
/// #[derive(Module)]
/// struct Noise {
///     training: Training,
/// }
///
/// impl Forward for Noise {
///     fn forward(&self, x: &Tensor) -> Tensor {
///         if self.training.get() { x + Tensor::randn(x.shape()) } else { x.clone() }
///     }
/// }
///
/// let noise = Noise { training: Training::default() };
/// noise.eval();
/// assert_eq!(noise.forward(&Tensor::from([1.0])).item(), 1.0);
/// ```
pub struct Training(AtomicBool);

impl Training {
    /// Whether the module trains. A [`check_input`](crate::Forward::check_input) is an evaluation.
    pub fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed) && !EVALUATION.get()
    }

    /// Whether this flag alone is switched off, check or not.
    pub(crate) fn is_off(&self) -> bool {
        !self.0.load(Ordering::Relaxed)
    }

    /// A flag that stands as this one.
    pub(crate) fn copied(&self) -> Self {
        Self(AtomicBool::new(self.0.load(Ordering::Relaxed)))
    }

    /// Switches this flag alone.
    pub fn set(&self, training: bool) {
        self.0.store(training, Ordering::Relaxed);
    }
}

impl Default for Training {
    fn default() -> Self {
        Self(AtomicBool::new(true))
    }
}

impl fmt::Debug for Training {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Training({})", self.get())
    }
}

thread_local! {
    static EVALUATION: Cell<bool> = const { Cell::new(false) };
}

/// While it lives, every module of this thread evaluates, whatever its flag.
pub(crate) struct Evaluation {
    before: bool,
}

impl Evaluation {
    pub(crate) fn begin() -> Self {
        Self {
            before: EVALUATION.replace(true),
        }
    }
}

impl Drop for Evaluation {
    fn drop(&mut self) {
        EVALUATION.set(self.before);
    }
}
