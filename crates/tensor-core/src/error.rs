//! The error of everything that can be refused: what was given, what was expected, and where.

use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};

/// What a refusal is about; more kinds may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Shapes or sizes that do not fit together.
    Shape,
    /// An element type that the operation does not take.
    DType,
    /// A dimension or an index that does not exist.
    Index,
    /// An argument outside its range.
    Argument,
    /// A use of the gradient graph that it does not allow.
    Graph,
    /// Text or bytes that are not what they should be.
    Format,
    /// Memory that the system does not give.
    Memory,
}

/// A refusal, in one sentence.
///
/// The rules of legality are functions that return this, so that a caller can ask first; operations on arrays raise
/// it as a panic at the caller's line.
///
/// ```
/// let error = tensor_core::broadcast(&[2, 3], &[4]).unwrap_err();
/// assert_eq!(error.kind(), tensor_core::ErrorKind::Shape);
/// assert!(error.to_string().contains("[2, 3]"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: Box<str>,
}

impl Error {
    /// A refusal of `kind` with its sentence.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into().into_boxed_str(),
        }
    }

    /// A refusal over shapes.
    pub fn shape(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Shape, message)
    }

    /// A refusal over an element type.
    pub fn dtype(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::DType, message)
    }

    /// A refusal over a dimension or an index.
    pub fn index(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Index, message)
    }

    /// A refusal over an argument.
    pub fn argument(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Argument, message)
    }

    /// A refusal over the use of the gradient graph.
    pub fn graph(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Graph, message)
    }

    /// A refusal of the system to give so many bytes, for `what`.
    pub fn memory(what: impl fmt::Display, bytes: usize) -> Self {
        Self::new(
            ErrorKind::Memory,
            format!("{what} needs {bytes} bytes of memory, which the system does not give"),
        )
    }

    /// What the refusal is about.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The same refusal with `place` before its sentence, as a layer adds its name.
    pub fn within(self, place: impl fmt::Display) -> Self {
        Self {
            kind: self.kind,
            message: format!("{place}: {}", self.message).into_boxed_str(),
        }
    }

    /// Panics with the sentence, at the line of the caller.
    #[track_caller]
    #[cold]
    pub fn raise(self) -> ! {
        let is_caught = match CATCHING.get() {
            Catching::Nothing => false,
            Catching::Memory => self.kind == ErrorKind::Memory,
            Catching::All => true,
        };
        // Where panics abort, nothing can be caught.
        if is_caught && cfg!(panic = "unwind") {
            // Unlike `panic!`, this prints nothing.
            resume_unwind(Box::new((self, Location::caller())));
        }
        panic!("{}", self.message)
    }

    /// Runs `f`, and gives a refusal that was [raised](Error::raise) in it as a value, with the line that it was raised
    /// at. Nothing is printed. Other panics pass, and where panics abort, refusals do as well.
    ///
    /// # Errors
    /// The refusal.
    ///
    /// ```
    /// use tensor_core::{Array, Error};
    /// let x = Array::from([1.0, 2.0]);
    /// let (error, line) = Error::catch(|| x.reshape([3])).unwrap_err();
    /// assert!(error.to_string().contains("[2]") && line.file().ends_with(".rs"));
    /// ```
    pub fn catch<R>(f: impl FnOnce() -> R) -> Result<R, (Error, &'static Location<'static>)> {
        catching(Catching::All, f).or_else(|payload| match payload.downcast::<Raised>() {
            Ok(raised) => Err(*raised),
            Err(payload) => resume_unwind(payload),
        })
    }

    /// Runs `f`, and gives a refusal of the system to give memory, raised in it or in a thread that helped, as a value.
    /// Other refusals and panics pass; where panics abort, all do.
    ///
    /// # Errors
    /// The refusal, of kind [`Memory`](ErrorKind::Memory).
    ///
    /// ```
    /// use tensor_core::{Array, DType, Error, ErrorKind};
    /// let error = Error::catch_memory(|| Array::zeros([1 << 50], DType::F32)).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Memory);
    /// assert!(error.to_string().contains("4503599627370496 bytes"));
    /// ```
    #[inline]
    pub fn catch_memory<R>(f: impl FnOnce() -> R) -> Result<R, Error> {
        let outer = CATCHING.get();
        let wanted = match outer {
            Catching::All => outer,
            _ => Catching::Memory,
        };
        catching(wanted, f).map_err(memory_refusal)
    }

    /// Runs `f`, in which many operations may ask for memory, as one operation: if the system gives none, that is
    /// raised at the line of the caller.
    #[track_caller]
    #[inline]
    pub fn raise_memory_here<R>(f: impl FnOnce() -> R) -> R {
        match Self::catch_memory(f) {
            Ok(result) => result,
            Err(error) => error.raise(),
        }
    }
}

/// What [`Error::raise`] unwinds with where it is caught: the refusal, and the line that it was raised at.
type Raised = (Error, &'static Location<'static>);

/// Which refusals somebody further up catches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Catching {
    Nothing,
    Memory,
    All,
}

thread_local! {
    /// What is caught in this thread now.
    static CATCHING: Cell<Catching> = const { Cell::new(Catching::Nothing) };
}

/// Runs `f`, in which such refusals unwind in silence.
#[inline]
fn catching<R>(what: Catching, f: impl FnOnce() -> R) -> Result<R, Box<dyn Any + Send>> {
    let before = CATCHING.replace(what);
    // A refusal comes before anything is written, so nothing that `f` can reach is left half done.
    let result = catch_unwind(AssertUnwindSafe(f));
    CATCHING.set(before);
    result
}

/// The refusal of memory that a panic carries; any other panic goes on.
#[cold]
fn memory_refusal(payload: Box<dyn Any + Send>) -> Error {
    match payload.downcast::<Raised>() {
        Ok(raised) if raised.0.kind == ErrorKind::Memory => raised.0,
        Ok(raised) => resume_unwind(raised),
        Err(payload) => resume_unwind(payload),
    }
}

/// Lets refusals of memory in this thread, which helps others, unwind in silence: [`go_on`] tells them.
pub(crate) fn help_silently() {
    CATCHING.set(Catching::Memory);
}

/// Lets a panic that was caught in a thread that helps go on in this one.
#[cold]
pub(crate) fn go_on(payload: Box<dyn Any + Send>) -> ! {
    memory_refusal(payload).raise()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} error: {}", self.kind, self.message)
    }
}

impl std::error::Error for Error {}

/// Takes the value of a rule, or raises its refusal at the caller's line.
pub trait OrRaise<T> {
    /// The value.
    ///
    /// # Panics
    /// With the error's sentence, at the caller's line.
    #[track_caller]
    fn or_raise(self) -> T;
}

impl<T> OrRaise<T> for Result<T, Error> {
    #[track_caller]
    #[inline]
    fn or_raise(self) -> T {
        // A closure could not carry the caller's line.
        match self {
            Ok(value) => value,
            Err(error) => error.raise(),
        }
    }
}
