//! Anomaly mode: the first operation that makes what is not finite is named.

mod check;

use std::fmt;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync::Arc;

use tensor_core::Shape;

pub(in crate::listen) use check::check_result;
pub(crate) use check::{check_gradient, check_sum};

use crate::mode::{CATCHES, DETECTS, Mode, Switch};
use crate::short::short;

/// Runs `f`, and gives the first operation in it, forward or backward, that makes a nan or an infinity: PyTorch's
/// `torch.autograd.detect_anomaly`, which looks at the backward pass alone. Nothing after that operation is run.
///
/// Every result and every gradient is looked through, which takes time; outside of `f` it costs nothing. An infinity is an
/// anomaly only where all numbers before were finite: masks of `-inf` are placed on purpose, and passed on. A nan that
/// comes from outside, from data say, is told by the first operation that it reaches. Layers are named as well: by their
/// paths, if the model has told them (`nn::name_layers`).
///
/// Only operations of this thread are looked at. Updates in place and what optimizers do are not.
///
/// ```
/// use autograd::{NonFinite, Tensor, detect_anomaly};
/// let w = Tensor::from([4.0, -1.0]).requires_grad_(true);
/// let anomaly = detect_anomaly(|| w.sqrt().sum().backward()).unwrap_err();
/// assert_eq!((anomaly.operation(), anomaly.kind(), anomaly.is_backward()), ("Sqrt", NonFinite::Nan, false));
/// assert_eq!(anomaly.location().file(), file!());
///
/// let w = Tensor::from([4.0, 0.0]).requires_grad_(true);
/// let anomaly = detect_anomaly(|| w.sqrt().sum().backward()).unwrap_err();
/// let told = anomaly.to_string();
/// assert!(told.starts_with("the backward of Sqrt at "), "{told}");
/// assert!(told.ends_with("made infinity at [1] of the gradient of shape [2] for its input"), "{told}");
/// ```
///
/// # Errors
/// The operation, with the line that called it. Where panics abort instead of unwinding, it panics as [`DetectAnomaly`].
pub fn detect_anomaly<R>(f: impl FnOnce() -> R) -> Result<R, Anomaly> {
    let _detects = Switch::<{ DETECTS | CATCHES }>::turn(true);
    // What an operation has made is dropped before anybody sees it.
    catch_unwind(AssertUnwindSafe(f)).map_err(|payload| match payload.downcast::<Anomaly>() {
        Ok(anomaly) => *anomaly,
        Err(payload) => resume_unwind(payload),
    })
}

/// Anomaly mode until it is dropped: [`detect_anomaly`] for a whole program or block, where what it finds panics, at the
/// line of the operation, with the same sentence. PyTorch's `torch.autograd.set_detect_anomaly(True)`.
///
/// It must be bound to a name: `let _ = DetectAnomaly::new();` drops it at once.
///
/// ```should_panic
/// use autograd::{DetectAnomaly, Tensor};
/// let _detect = DetectAnomaly::new();
/// Tensor::from([1.0, 0.0]).log(); // Log at .. made infinity at [1] of its result
/// ```
#[must_use = "detection ends when the guard is dropped, which is at once if it has no name"]
pub struct DetectAnomaly {
    _switch: Switch<DETECTS>,
}

impl DetectAnomaly {
    /// Switches detection on in this thread.
    #[expect(
        clippy::new_without_default,
        reason = "a default would not tell that something is switched"
    )]
    pub fn new() -> Self {
        Self {
            _switch: Switch::turn(true),
        }
    }
}

/// What is not a finite number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonFinite {
    /// Not a number.
    Nan,
    /// Infinity, of either sign.
    Infinity,
}

impl fmt::Display for NonFinite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NonFinite::Nan => "nan",
            NonFinite::Infinity => "infinity",
        })
    }
}

/// The first operation that made a nan or an infinity.
#[derive(Clone, Debug)]
pub struct Anomaly(Box<Found>);

#[derive(Clone, Debug)]
struct Found {
    kind: NonFinite,
    operation: &'static str,
    location: &'static Location<'static>,
    layer: Option<Arc<str>>,
    /// The shape of what holds it, and where.
    shape: Shape,
    at: Vec<usize>,
    how: How,
}

/// How it came about.
#[derive(Clone, Debug)]
enum How {
    /// Forward, from inputs with these shapes and ranges.
    Made(Vec<Range>),
    /// It was in an input already.
    Given,
    /// As the gradient of an input.
    Gradient,
    /// As the sum of the gradients that the results' users have sent.
    Sum,
    /// It is the gradient that backward was called with.
    Root,
}

/// The shape of an input, and its smallest and largest element.
#[derive(Clone, Debug)]
struct Range(Shape, f64, f64);

impl Anomaly {
    /// What it made.
    pub fn kind(&self) -> NonFinite {
        self.0.kind
    }

    /// The name of the operation, as in `grad_fn`: `Log`.
    pub fn operation(&self) -> &str {
        self.0.operation
    }

    /// The line of the program that called the operation, also if its backward is at fault.
    pub fn location(&self) -> &'static Location<'static> {
        self.0.location
    }

    /// The path of the layer that ran the operation, such as `encoder.0`, if it was run by one.
    pub fn layer(&self) -> Option<&str> {
        self.0.layer.as_deref()
    }

    /// Whether the backward pass made it.
    pub fn is_backward(&self) -> bool {
        matches!(self.0.how, How::Gradient | How::Sum | How::Root)
    }

    #[cold]
    #[track_caller]
    fn raise(found: Found) -> ! {
        let anomaly = Self(Box::new(found));
        // Where panics abort, nothing can be caught.
        if Mode::now().has(CATCHES) && cfg!(panic = "unwind") {
            // Unlike `panic!`, this prints nothing.
            resume_unwind(Box::new(anomaly));
        }
        panic!("{anomaly}")
    }
}

impl fmt::Display for Anomaly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = &*self.0;
        if self.is_backward() {
            f.write_str("the backward of ")?;
        }
        write!(f, "{} at {}", found.operation, found.location)?;
        if let Some(layer) = &found.layer {
            write!(f, ", in layer `{layer}`,")?;
        }
        let (kind, at, shape) = (found.kind, &found.at, &*found.shape);
        match &found.how {
            How::Made(_) => write!(f, " made {kind} at {at:?} of its result of shape {shape:?}")?,
            How::Given => write!(
                f,
                " was given {kind} by what nobody looked at; it is at {at:?} of its result of shape {shape:?}"
            )?,
            How::Gradient => write!(
                f,
                " made {kind} at {at:?} of the gradient of shape {shape:?} for its input"
            )?,
            How::Sum => write!(
                f,
                " was given gradients whose sum, of shape {shape:?}, has {kind} at {at:?}"
            )?,
            How::Root => write!(
                f,
                " began with a gradient of shape {shape:?} that has {kind} at {at:?}"
            )?,
        }
        if let How::Made(inputs) = &found.how {
            for (before, Range(shape, least, most)) in [" from "]
                .into_iter()
                .chain([", "].into_iter().cycle())
                .zip(inputs)
            {
                let [least, most] = [least, most].map(|bound| short(*bound));
                write!(f, "{before}{shape:?} between {least} and {most}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Anomaly {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BackwardOptions, Tensor, no_grad};

    fn leaf(numbers: [f64; 2]) -> Tensor {
        Tensor::from(numbers).requires_grad_(true)
    }

    fn told<R>(f: impl FnOnce() -> R) -> String {
        detect_anomaly(f).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn the_first_operation_is_named_with_its_line_and_its_inputs() {
        let x = leaf([0.5, -3.0]);
        let line = line!() + 1;
        let told = told(|| (x.square() + x.log()).exp().sum());
        let place = format!("Log at {}:{line}:", file!());
        assert!(told.starts_with(&place), "{told}");
        assert!(
            told.ends_with("made nan at [1] of its result of shape [2] from [2] between -3.0000 and 0.5000"),
            "{told}"
        );
    }

    #[test]
    fn also_what_is_not_recorded_is_looked_at() {
        let x = Tensor::from([1e38, 1.0]);
        assert!(told(|| no_grad(|| &x * 100.0)).contains("made infinity at [0]"));
        let overflow = told(|| Tensor::cat(&[&x, &x], 0).reshape([2, 2]) * 100.0);
        assert!(
            overflow.contains("at [0, 0] of its result of shape [2, 2]"),
            "{overflow}"
        );
    }

    #[test]
    fn a_backward_is_named_by_the_line_of_its_forward() {
        let x = leaf([0.0, 1.0]);
        let line = line!() + 1;
        let y = x.sqrt().sum();
        let anomaly = detect_anomaly(|| y.backward()).unwrap_err();
        assert!(anomaly.is_backward() && anomaly.operation() == "Sqrt");
        assert_eq!(anomaly.location().line(), line);
        assert!(x.grad().is_none());
    }

    #[test]
    fn sums_and_roots_of_backward_are_looked_at() {
        let x = leaf([1.0, 0.0]);
        let y = &x + 0.0;
        let [first, second] = [0; 2].map(|_| (&y * 3e38).sum());
        let roots = [(&first, None), (&second, None)];
        let sum = told(|| crate::backward(&roots, &BackwardOptions::new()));
        assert!(
            sum.contains("whose sum, of shape [2], has infinity at [0]"),
            "{sum}"
        );
        let root = told(|| y.backward_with(BackwardOptions::new().gradient(Tensor::from([0.0, f64::NAN]))));
        assert!(
            root.contains("began with a gradient of shape [2] that has nan at [1]"),
            "{root}"
        );
    }

    #[test]
    fn masks_are_meant_and_nan_of_data_is_told() {
        let x = leaf([1.0, 2.0]);
        let mask = Tensor::from([true, false]);
        let masked = || x.masked_fill(&mask, f64::NEG_INFINITY).softmax(0);
        assert_eq!(detect_anomaly(masked).unwrap().to_vec::<f32>(), [0.0, 1.0]);
        let given = told(|| &x * Tensor::from([1.0, f64::NAN]));
        assert!(
            given.contains("was given nan by what nobody looked at"),
            "{given}"
        );
    }

    #[test]
    fn other_panics_pass_and_the_mode_ends() {
        let refused = tensor_core::Error::catch(|| detect_anomaly(|| leaf([1.0, 2.0]).reshape(3)));
        assert!(refused.is_err());
        assert!(leaf([0.0, 1.0]).log().isinf().any().item() == 1.0);
        assert!(!Mode::now().is_heard());
    }

    #[test]
    #[should_panic(expected = "made nan at [1] of its result of shape [2]")]
    fn a_guard_panics() {
        let _detects = DetectAnomaly::new();
        leaf([1.0, -1.0]).sqrt();
    }
}
