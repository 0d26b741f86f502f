//! [`Tensor`]: an array and its place in the graph.

use std::ops::Deref;
use std::panic::Location;
use std::sync::Arc;

use tensor_core::{Array, DType, Element, Error, OrRaise, Scalar};

use crate::leaf::{self, Leaf};
use crate::node::Edge;

/// An n-dimensional value that knows how it was made, so that it can be differentiated.
///
/// A tensor that needs no gradient is no more than its [`Array`]. One that does is a leaf, created by
/// [`requires_grad_`](Tensor::requires_grad_), or the result of operations on such. Cloning is cheap: clones of a
/// leaf are handles to the same leaf, with one gradient; clones of other tensors share their elements.
///
/// ```
/// use autograd::Tensor;
/// let x = Tensor::from([1.0, 2.0, 3.0]).requires_grad_(true);
/// let loss = (&x * &x).sum();
/// loss.backward();
/// assert_eq!(x.grad().unwrap().to_vec::<f32>(), [2.0, 4.0, 6.0]);
/// ```
#[derive(Clone)]
pub struct Tensor(pub(crate) Repr);

#[derive(Clone)]
pub(crate) enum Repr {
    /// A value that needs no gradient.
    Value(Array),
    /// A result, and the node that made it.
    Traced { value: Array, edge: Edge },
    /// A variable, shared by its handles.
    Leaf(Arc<Leaf>),
}

/// The array of a tensor: borrowed where it lies in the tensor, a handle to the buffer where a leaf guards it.
pub enum Value<'a> {
    /// It lies in the tensor.
    Borrowed(&'a Array),
    /// It was fetched from a leaf.
    Fetched(Array),
}

impl Deref for Value<'_> {
    type Target = Array;
    #[inline(always)]
    fn deref(&self) -> &Array {
        match self {
            Value::Borrowed(array) => array,
            Value::Fetched(array) => array,
        }
    }
}

// Every write to a leaf is one assignment under its lock, and a lock that a panic has poisoned is taken all the same.
impl std::panic::UnwindSafe for Tensor {}
impl std::panic::RefUnwindSafe for Tensor {}

impl From<Array> for Tensor {
    #[inline]
    fn from(array: Array) -> Self {
        Tensor(Repr::Value(array))
    }
}

/// What takes a tensor by value or borrowed, as [`matmul`](Tensor::matmul) does, takes this.
impl AsRef<Tensor> for Tensor {
    #[inline]
    fn as_ref(&self) -> &Tensor {
        self
    }
}

impl From<&Tensor> for Tensor {
    fn from(tensor: &Tensor) -> Self {
        tensor.clone()
    }
}

impl Tensor {
    /// The elements as an array, without their history. It shares the buffer; later updates of a leaf do not show
    /// in it.
    #[inline]
    #[track_caller]
    pub fn value(&self) -> Value<'_> {
        match &self.0 {
            Repr::Value(value) | Repr::Traced { value, .. } => Value::Borrowed(value),
            Repr::Leaf(leaf) => Value::Fetched(leaf.value()),
        }
    }

    /// The elements as an array of its own handle, without their history.
    #[track_caller]
    pub fn to_array(&self) -> Array {
        self.value().clone()
    }

    /// The size of each dimension.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::zeros([2, 3]).shape(), [2, 3]);
    /// ```
    #[inline]
    pub fn shape(&self) -> &[usize] {
        match &self.0 {
            Repr::Value(value) | Repr::Traced { value, .. } => value.shape(),
            Repr::Leaf(leaf) => leaf.shape(),
        }
    }

    /// The size of one dimension; negative ones count from the end.
    ///
    /// # Panics
    /// If there is no such dimension.
    #[track_caller]
    pub fn size(&self, dim: isize) -> usize {
        let dim = tensor_core::dimension(dim, self.rank()).or_raise();
        self.shape().get(dim).copied().unwrap_or(1)
    }

    /// The number of dimensions: [`rank`](Tensor::rank) under PyTorch's name.
    #[inline]
    pub fn dim(&self) -> usize {
        self.rank()
    }

    /// The number of dimensions, PyTorch's `dim()`.
    #[inline]
    pub fn rank(&self) -> usize {
        self.shape().len()
    }

    /// The number of elements.
    #[inline]
    pub fn numel(&self) -> usize {
        self.shape().iter().product()
    }

    /// The size of the first dimension, Python's `len(x)`.
    ///
    /// # Panics
    /// If there are no dimensions.
    #[track_caller]
    pub fn len(&self) -> usize {
        match self.shape().first() {
            Some(size) => *size,
            None => Error::shape("len is the size of the first dimension, and a 0-d tensor has none").raise(),
        }
    }

    /// Whether there are no elements.
    pub fn is_empty(&self) -> bool {
        self.numel() == 0
    }

    /// The element type.
    #[inline]
    pub fn dtype(&self) -> DType {
        match &self.0 {
            Repr::Value(value) | Repr::Traced { value, .. } => value.dtype(),
            Repr::Leaf(leaf) => leaf.dtype(),
        }
    }

    /// Whether gradients flow to or through this tensor.
    #[inline]
    pub fn requires_grad(&self) -> bool {
        match &self.0 {
            Repr::Value(_) => false,
            Repr::Traced { .. } => true,
            Repr::Leaf(leaf) => leaf.requires_grad(),
        }
    }

    /// Whether this tensor was made by the user, not by a recorded operation.
    #[inline]
    pub fn is_leaf(&self) -> bool {
        !matches!(self.0, Repr::Traced { .. })
    }

    /// Whether this is a handle to a leaf that collects gradients and can be updated in place, even while it is
    /// frozen. A plain value is a leaf too, but has neither.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::zeros(2);
    /// assert!(x.is_leaf() && !x.is_variable());
    /// assert!(x.requires_grad_(true).is_variable());
    /// ```
    #[inline]
    pub fn is_variable(&self) -> bool {
        matches!(self.0, Repr::Leaf(_))
    }

    /// The name of the operation that made this tensor, as PyTorch prints it: `MulBackward0`.
    pub fn grad_fn(&self) -> Option<String> {
        match &self.0 {
            Repr::Traced { edge, .. } => Some(match edge.name() {
                // PyTorch counts the forms of an operation; only what is not the first is recorded with its number.
                name if name.ends_with(['1', '2', '4']) && name.contains("Backward") => name.to_owned(),
                name => format!("{name}Backward0"),
            }),
            _ => None,
        }
    }

    /// This result, which was just made of several operations, under PyTorch's name of it as one.
    #[doc(hidden)]
    #[must_use]
    pub fn named(mut self, name: &'static str) -> Tensor {
        if let Repr::Traced { edge, .. } = &mut self.0
            && let Some(node) = Arc::get_mut(edge)
        {
            node.rename(name);
        }
        self
    }

    /// Turns this tensor into a leaf whose gradient [`backward`](Tensor::backward) computes, or, given `false`,
    /// freezes a leaf. For a leaf it acts on every handle.
    ///
    /// # Panics
    /// If the elements are not floating point, or this is not a leaf.
    #[track_caller]
    #[must_use = "a value becomes a leaf by being moved; keep the tensor that is returned"]
    pub fn requires_grad_(self, requires_grad: bool) -> Tensor {
        if requires_grad && !self.dtype().is_float() {
            Error::dtype(format!(
                "only floating-point tensors can require gradients, not {}",
                self.dtype()
            ))
            .raise();
        }
        match self.0 {
            Repr::Value(value) if requires_grad => Tensor(Repr::Leaf(leaf::new(value, Location::caller()))),
            Repr::Leaf(leaf) => {
                leaf.set_requires_grad(requires_grad);
                Tensor(Repr::Leaf(leaf))
            }
            Repr::Traced { .. } if !requires_grad => Error::graph(
                "only leaves can stop requiring a gradient: use detach() for a value without its history",
            )
            .raise(),
            unchanged => Tensor(unchanged),
        }
    }

    /// A leaf handle, whether it requires a gradient now or not: what a parameter is made of.
    #[track_caller]
    pub fn into_leaf(self, requires_grad: bool) -> Tensor {
        if requires_grad {
            return self.detach().requires_grad_(true);
        }
        // Also of integers, which could not require one.
        let leaf = leaf::new(self.to_array(), Location::caller());
        leaf.set_requires_grad(false);
        Tensor(Repr::Leaf(leaf))
    }

    /// The gradient that [`backward`](Tensor::backward) has accumulated, if any.
    #[inline]
    #[track_caller]
    pub fn grad(&self) -> Option<Tensor> {
        match &self.0 {
            Repr::Value(_) => None,
            Repr::Traced { edge, .. } => edge.retained(),
            Repr::Leaf(leaf) => leaf.grad(),
        }
    }

    /// Sets the gradient to `grad`, or to none.
    ///
    /// # Panics
    /// If this is not a leaf, or `grad` is this tensor or has another shape or element type.
    #[track_caller]
    pub fn set_grad(&self, grad: Option<Tensor>) {
        let Repr::Leaf(leaf) = &self.0 else {
            Error::graph("only a leaf that requires a gradient has one to set").raise();
        };
        if let Some(grad) = &grad
            && (grad.shape() != self.shape() || grad.dtype() != self.dtype())
        {
            Error::shape(format!(
                "a gradient of shape {:?} and type {} does not belong to a tensor of shape {:?} and type {}",
                grad.shape(),
                grad.dtype(),
                self.shape(),
                self.dtype()
            ))
            .raise();
        }
        if grad.as_ref().is_some_and(|grad| grad.is_same(self)) {
            Error::graph("a tensor cannot be its own gradient: give a copy of it").raise();
        }
        leaf.set_grad(grad);
    }

    /// Forgets the gradient: it becomes none, as in PyTorch, not zeros.
    #[inline]
    pub fn zero_grad(&self) {
        if let Repr::Leaf(leaf) = &self.0 {
            leaf.set_grad(None);
        }
    }

    /// The same elements without their history; no copy.
    #[inline]
    pub fn detach(&self) -> Tensor {
        Tensor::from(self.to_array())
    }

    /// The only element, as a number.
    ///
    /// # Panics
    /// If there are none or several.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 2.0]).sum().item(), 3.0);
    /// ```
    #[track_caller]
    #[inline]
    pub fn item(&self) -> f64 {
        self.item_scalar().to_f64()
    }

    /// The only element, in its own kind of number: integers beyond 2^53 keep every digit.
    ///
    /// # Panics
    /// If there are none or several.
    #[track_caller]
    #[inline]
    pub fn item_scalar(&self) -> Scalar {
        self.value().item().or_raise()
    }

    /// The elements in row-major order, converted to `T`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.t().to_vec::<f64>(), [1.0, 3.0, 2.0, 4.0]);
    /// ```
    #[track_caller]
    pub fn to_vec<T: Element>(&self) -> Vec<T> {
        self.value().to_dtype(T::DTYPE).to_vec::<T>()
    }

    /// Whether both are the same tensor: handles to one leaf, or one result.
    pub fn is_same(&self, other: &Tensor) -> bool {
        match (&self.0, &other.0) {
            (Repr::Leaf(a), Repr::Leaf(b)) => Arc::ptr_eq(a, b),
            (Repr::Traced { edge: a, .. }, Repr::Traced { edge: b, .. }) => Arc::ptr_eq(a, b),
            (Repr::Value(a), Repr::Value(b)) => a.shares_storage(b) && a.shape() == b.shape(),
            _ => false,
        }
    }

    /// Where gradients of this tensor go, if it requires one.
    #[inline]
    pub(crate) fn edge(&self) -> Option<Edge> {
        match &self.0 {
            Repr::Value(_) => None,
            Repr::Traced { edge, .. } => Some(edge.clone()),
            Repr::Leaf(leaf) => leaf.requires_grad().then(|| leaf.clone() as Edge),
        }
    }
}
