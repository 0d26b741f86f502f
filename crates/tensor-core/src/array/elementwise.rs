//! Element by element: arithmetic, comparison, choice, and functions of one argument.

use crate::array::Array;
use crate::dtype::{DType, Element, Scalar, dispatch_dtype, dispatch_float, dispatch_number, result_type};
use crate::error::{Error, OrRaise};
use crate::kernel::map::{self, BinaryLoop, UnaryLoop};
use crate::kernel::source::Source;
use crate::kernel::{functions, ops};
use crate::shape::{Shape, broadcast, same};

/// One side of an operation: an array, or a plain number, which does not decide the element type.
#[derive(Clone, Copy, Debug)]
pub enum Operand<'a> {
    /// An array.
    Array(&'a Array),
    /// A plain number.
    Number(Scalar),
}

impl<'a> From<&'a Array> for Operand<'a> {
    fn from(array: &'a Array) -> Self {
        Operand::Array(array)
    }
}

impl<'a, S: Into<Scalar>> From<S> for Operand<'a> {
    fn from(number: S) -> Self {
        Operand::Number(number.into())
    }
}

/// An operation on two numbers that gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `a + b`; either, for truths.
    Add,
    /// `a - b`; refused for truths.
    Sub,
    /// `a * b`; both, for truths.
    Mul,
    /// `a / b`, floating point even of integers.
    Div,
    /// `a` to the power `b`.
    Pow,
    /// The larger; not-a-number wins.
    Maximum,
    /// The smaller; not-a-number wins.
    Minimum,
}

/// A question about two numbers; false if either is not a number, but for `Ne`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `a == b`
    Eq,
    /// `a != b`
    Ne,
    /// `a < b`
    Lt,
    /// `a <= b`
    Le,
    /// `a > b`
    Gt,
    /// `a >= b`
    Ge,
}

impl Operand<'_> {
    fn shape(&self) -> &[usize] {
        match self {
            Operand::Array(array) => array.shape(),
            Operand::Number(_) => &[],
        }
    }

    fn is_bool(&self) -> bool {
        match self {
            Operand::Array(array) => array.dtype() == DType::Bool,
            Operand::Number(number) => number.dtype() == DType::Bool,
        }
    }

    /// This operand in `dtype`: numbers become 0-d arrays.
    fn to_dtype(self, dtype: DType) -> Array {
        match self {
            Operand::Array(array) => array.to_dtype(dtype),
            Operand::Number(number) => Array::scalar(number, dtype),
        }
    }
}

/// The element type of an operation between two operands.
pub fn promote(a: Operand<'_>, b: Operand<'_>) -> DType {
    match (a, b) {
        (Operand::Array(a), Operand::Array(b)) => result_type(a.promotion(), b.promotion()),
        (Operand::Array(array), Operand::Number(number))
        | (Operand::Number(number), Operand::Array(array)) => number.promote(array.dtype()),
        (Operand::Number(a), Operand::Number(b)) => a.dtype().promote(b.dtype()),
    }
}

/// `a op b`, broadcast and promoted as in PyTorch.
///
/// ```
/// use tensor_core::{Arithmetic, Array, arithmetic};
/// let x = Array::from([[1.0], [2.0]]);
/// let y = arithmetic(Arithmetic::Mul, &x, &Array::from([10, 20]));
/// assert_eq!(y.to_vec::<f32>(), [10.0, 20.0, 20.0, 40.0]);
/// ```
///
/// # Panics
/// If the shapes do not broadcast, or the operation is not for that element type.
#[track_caller]
#[inline]
pub fn arithmetic<'a>(op: Arithmetic, a: impl Into<Operand<'a>>, b: impl Into<Operand<'a>>) -> Array {
    arithmetic_of(op, a.into(), b.into())
}

// Not generic, as the others that a generic function of one line calls: else its kernels would be compiled again in
// every crate that uses it.
#[track_caller]
fn arithmetic_of(op: Arithmetic, a: Operand<'_>, b: Operand<'_>) -> Array {
    let dtype = arithmetic_dtype(op, a, b).or_raise();
    let shape = broadcast(a.shape(), b.shape()).or_raise();
    if dtype == DType::Bool {
        return bool_arithmetic(op, &shape, a, b);
    }
    match op {
        Arithmetic::Add => dispatch_number!(dtype, T => zip::<T, T>(&ops::Add, &shape, a, b)),
        Arithmetic::Sub => dispatch_number!(dtype, T => zip::<T, T>(&ops::Sub, &shape, a, b)),
        Arithmetic::Mul => dispatch_number!(dtype, T => zip::<T, T>(&ops::Mul, &shape, a, b)),
        Arithmetic::Div => dispatch_float!(dtype, T => zip::<T, T>(&ops::Div, &shape, a, b)),
        Arithmetic::Pow if dtype == DType::I64 => zip::<i64, i64>(&ops::IntPow, &shape, a, b),
        Arithmetic::Pow => power(dtype, &shape, a, b),
        Arithmetic::Maximum => dispatch_number!(dtype, T => zip::<T, T>(&ops::Maximum, &shape, a, b)),
        Arithmetic::Minimum => dispatch_number!(dtype, T => zip::<T, T>(&ops::Minimum, &shape, a, b)),
    }
}

/// `a` to the power `b` in floating point.
fn power(dtype: DType, shape: &Shape, a: Operand<'_>, b: Operand<'_>) -> Array {
    if let (Operand::Array(a), Operand::Number(exponent)) = (a, b)
        && let Some(power) = cast_to(a, dtype).short_power(exponent.to_f64())
    {
        return power;
    }
    dispatch_float!(dtype, T => zip::<T, T>(&functions::Pow, shape, a, b))
}

/// The element type that `a op b` has.
///
/// # Errors
/// If the operation is not for that element type.
pub fn arithmetic_dtype(op: Arithmetic, a: Operand<'_>, b: Operand<'_>) -> Result<DType, Error> {
    let dtype = promote(a, b);
    match op {
        Arithmetic::Sub if a.is_bool() || b.is_bool() => Err(Error::dtype(
            "subtraction is not for truths (bool): convert them to numbers, or compare them with ne",
        )),
        Arithmetic::Div => Ok(dtype.to_float()),
        Arithmetic::Pow if dtype == DType::I64 && matches!(b, Operand::Number(Scalar::Int(..0))) => Err(
            Error::argument("integers have no negative integer powers: convert them to floating point"),
        ),
        Arithmetic::Pow if dtype == DType::Bool && matches!(b, Operand::Array(_)) => Err(Error::dtype(
            "pow is not for truths (bool) to the power of truths: convert one side to numbers",
        )),
        _ => Ok(dtype),
    }
}

fn bool_arithmetic(op: Arithmetic, shape: &Shape, a: Operand<'_>, b: Operand<'_>) -> Array {
    match op {
        // For false < true: either is the larger, both is the smaller.
        Arithmetic::Add | Arithmetic::Maximum => zip::<bool, bool>(&ops::Or, shape, a, b),
        // To the power of 1 all stays; to that of 0 all is 1.
        Arithmetic::Pow => zip::<bool, bool>(&ops::Or, shape, a, Operand::Number(Scalar::Bool(is_false(b)))),
        _ => zip::<bool, bool>(&ops::And, shape, a, b),
    }
}

fn is_false(operand: Operand<'_>) -> bool {
    matches!(operand, Operand::Number(number) if number.to_f64() == 0.0)
}

/// Whether `a op b` holds, element by element.
///
/// # Panics
/// If the shapes do not broadcast.
#[track_caller]
#[inline]
pub fn compare<'a>(op: Comparison, a: impl Into<Operand<'a>>, b: impl Into<Operand<'a>>) -> Array {
    compare_of(op, a.into(), b.into())
}

#[track_caller]
fn compare_of(op: Comparison, a: Operand<'_>, b: Operand<'_>) -> Array {
    let dtype = promote(a, b);
    let shape = broadcast(a.shape(), b.shape()).or_raise();
    dispatch_dtype!(dtype, T => match op {
        Comparison::Eq => zip::<T, bool>(&ops::Eq, &shape, a, b),
        Comparison::Ne => zip::<T, bool>(&ops::Ne, &shape, a, b),
        Comparison::Lt => zip::<T, bool>(&ops::Lt, &shape, a, b),
        Comparison::Le => zip::<T, bool>(&ops::Le, &shape, a, b),
        Comparison::Gt => zip::<T, bool>(&ops::Gt, &shape, a, b),
        Comparison::Ge => zip::<T, bool>(&ops::Ge, &shape, a, b),
    })
}

/// `op` of every pair of `a` and `b`, which broadcast to `shape`, both in the element type `T`.
pub(super) fn zip<T: Element, U: Element>(
    op: &dyn BinaryLoop<T, U>,
    shape: &Shape,
    a: Operand<'_>,
    b: Operand<'_>,
) -> Array {
    let numel = shape.iter().product();
    match (a, b) {
        (Operand::Array(a), Operand::Array(b)) => zip_arrays(op, shape, &cast::<T>(a), &cast::<T>(b)),
        (Operand::Array(a), Operand::Number(b)) => {
            let (a, b) = (cast::<T>(a), T::from_scalar(b));
            Array::filled_by::<U>(shape, |out| {
                map::binary(op, &source(&a, shape), &Source::one(&b, numel), out);
            })
        }
        (Operand::Number(a), Operand::Array(b)) => {
            let (a, b) = (T::from_scalar(a), cast::<T>(b));
            Array::filled_by::<U>(shape, |out| {
                map::binary(op, &Source::one(&a, numel), &source(&b, shape), out);
            })
        }
        (Operand::Number(_), Operand::Number(_)) => {
            zip_arrays(op, shape, &a.to_dtype(T::DTYPE), &b.to_dtype(T::DTYPE))
        }
    }
}

fn zip_arrays<T: Element, U: Element>(
    op: &dyn BinaryLoop<T, U>,
    shape: &Shape,
    a: &Array,
    b: &Array,
) -> Array {
    if let Some((x, y)) = side_by_side::<T>(a, b) {
        return Array::filled_by::<U>(shape, |out| map::binary_flat(op, x, y, out));
    }
    Array::filled_by::<U>(shape, |out| {
        map::binary(op, &source(a, shape), &source(b, shape), out);
    })
}

/// [`zip`] of two arrays over the shape that they broadcast to.
///
/// # Panics
/// If they do not broadcast.
#[track_caller]
pub(super) fn zip_broadcast<T: Element, U: Element>(
    op: &dyn BinaryLoop<T, U>,
    a: &Array,
    b: &Array,
) -> Array {
    // A gradient lies as what it is for, nearly always: then there is nothing to find out.
    if let Some((x, y)) = side_by_side::<T>(a, b) {
        return Array::filled_by::<U>(a.shape(), |out| map::binary_flat(op, x, y, out));
    }
    let shape = broadcast(a.shape(), b.shape()).or_raise();
    zip(op, &shape, a.into(), b.into())
}

/// The elements of both, if they lie side by side in the type `T`.
#[inline(always)]
fn side_by_side<'a, T: Element>(a: &'a Array, b: &'a Array) -> Option<(&'a [T], &'a [T])> {
    let alike = a.dtype() == T::DTYPE && b.dtype() == T::DTYPE && same(a.shape(), b.shape());
    if !alike {
        return None;
    }
    a.as_slice::<T>().zip(b.as_slice::<T>())
}

/// An array that is there already, or one that had to be made.
enum Lent<'a> {
    Given(&'a Array),
    Made(Array),
}

impl std::ops::Deref for Lent<'_> {
    type Target = Array;
    #[inline(always)]
    fn deref(&self) -> &Array {
        match self {
            Lent::Given(array) => array,
            Lent::Made(array) => array,
        }
    }
}

#[inline]
fn cast<T: Element>(array: &Array) -> Lent<'_> {
    cast_to(array, T::DTYPE)
}

#[inline]
fn cast_to(array: &Array, dtype: DType) -> Lent<'_> {
    if array.dtype() == dtype {
        Lent::Given(array)
    } else {
        Lent::Made(array.to_dtype(dtype))
    }
}

/// The elements of `array`, which broadcasts to `shape`, over it.
#[inline(always)]
pub(super) fn source<'a, T: Element>(array: &'a Array, shape: &Shape) -> Source<'a, T> {
    // What there is nearly always needs no strides.
    if let Some(elements) = array.as_slice::<T>() {
        if same(array.shape(), shape) {
            return Source::neighbours(elements);
        }
        if let [one] = elements {
            return Source::one(one, shape.iter().product());
        }
    }
    match array.layout().strides_over(shape) {
        Some(strides) => Source::new(array.elements(), shape, &strides),
        None => unreachable!("{:?} was found to broadcast to {shape}", array.shape()),
    }
}

/// `a` where `condition` holds, else `b`, all three broadcast.
///
/// # Panics
/// If `condition` is not bool, or the shapes do not broadcast.
#[track_caller]
#[inline]
pub fn where_<'a>(condition: &Array, a: impl Into<Operand<'a>>, b: impl Into<Operand<'a>>) -> Array {
    where_of(condition, a.into(), b.into())
}

#[track_caller]
fn where_of(condition: &Array, a: Operand<'_>, b: Operand<'_>) -> Array {
    if condition.dtype() != DType::Bool {
        Error::dtype(format!(
            "where needs a condition of bool, not {}",
            condition.dtype()
        ))
        .raise();
    }
    let dtype = promote(a, b);
    let shape = broadcast(&broadcast(a.shape(), b.shape()).or_raise(), condition.shape()).or_raise();
    let (a, b) = (a.to_dtype(dtype), b.to_dtype(dtype));
    dispatch_dtype!(dtype, T => Array::filled_by::<T>(&shape, |out| {
        map::choose(&source(condition, &shape), &source(&a, &shape), &source(&b, &shape), out);
    }))
}

impl Array {
    /// `op` of every element, which has type `T`.
    pub(crate) fn map<T: Element, U: Element>(&self, op: &dyn UnaryLoop<T, U>) -> Array {
        Array::filled_by::<U>(self.shape(), |out| {
            map::unary(op, self.layout(), self.elements::<T>(), out);
        })
    }

    /// `-x`.
    ///
    /// # Panics
    /// If the elements are bool.
    #[track_caller]
    pub fn neg(&self) -> Array {
        self.refuse_bool("neg");
        dispatch_number!(self.dtype(), T => self.map::<T, T>(&ops::Neg))
    }

    /// `|x|`.
    ///
    /// # Panics
    /// If the elements are bool.
    #[track_caller]
    pub fn abs(&self) -> Array {
        self.refuse_bool("abs");
        dispatch_number!(self.dtype(), T => self.map::<T, T>(&ops::Abs))
    }

    /// `x * x`.
    pub fn square(&self) -> Array {
        let numbers = if self.dtype() == DType::Bool {
            self.to_dtype(DType::I64)
        } else {
            self.clone()
        };
        dispatch_number!(numbers.dtype(), T => numbers.map::<T, T>(&ops::Square))
    }

    /// `max(x, 0)`; not-a-number stays.
    ///
    /// # Panics
    /// If the elements are bool.
    #[track_caller]
    pub fn relu(&self) -> Array {
        self.refuse_bool("relu");
        dispatch_number!(self.dtype(), T => self.map::<T, T>(&ops::Relu))
    }

    /// The gradient of [`relu`](Array::relu) from `grad` and its `result`: `grad` where the result is positive.
    ///
    /// # Panics
    /// If shapes or floating-point types differ.
    #[track_caller]
    pub fn relu_backward(grad: &Array, result: &Array) -> Array {
        dispatch_float!(result.dtype(), T => zip_broadcast::<T, T>(&ops::ReluBackward, grad, result))
    }

    /// `!x` of truths.
    ///
    /// # Panics
    /// If the elements are not bool.
    #[track_caller]
    pub fn logical_not(&self) -> Array {
        if self.dtype() != DType::Bool {
            Error::dtype(format!("logical_not is for bool, not {}", self.dtype())).raise();
        }
        self.map::<bool, bool>(&ops::Not)
    }

    #[track_caller]
    fn refuse_bool(&self, operation: &str) {
        if self.dtype() == DType::Bool {
            Error::dtype(format!(
                "{operation} is not for truths (bool): use logical_not, or convert to numbers"
            ))
            .raise();
        }
    }
}
