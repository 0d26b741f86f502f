//! Tensors from nothing, from numbers and from random streams.

use tensor_core::random::{Generator, default_generator};
use tensor_core::{Array, DType, Element, IntoShape, Nested, OrRaise, Scalar, Shape};

use crate::scope::default_dtype;
use crate::tensor::Tensor;

/// How tensors are created: element type, random stream, gradient. PyTorch's keyword arguments.
///
/// ```
/// use autograd::{DType, Tensor};
/// let x = Tensor::options().dtype(DType::F64).requires_grad(true).zeros([2, 3]);
/// assert_eq!((x.dtype(), x.requires_grad()), (DType::F64, true));
/// ```
#[derive(Clone, Default)]
#[must_use = "options create nothing until one of their constructors is called"]
pub struct TensorOptions {
    dtype: Option<DType>,
    generator: Option<Generator>,
    requires_grad: bool,
}

impl TensorOptions {
    /// The element type; without it, what PyTorch would choose: for floating-point numbers the
    /// [default](crate::with_dtype).
    pub fn dtype(mut self, dtype: DType) -> Self {
        self.dtype = Some(dtype);
        self
    }

    /// The random stream; without it, the default one of the calling thread.
    pub fn generator(mut self, generator: &Generator) -> Self {
        self.generator = Some(generator.clone());
        self
    }

    /// Whether the tensor is a leaf that requires a gradient.
    pub fn requires_grad(mut self, requires_grad: bool) -> Self {
        self.requires_grad = requires_grad;
        self
    }

    #[track_caller]
    fn finish(&self, array: Array) -> Tensor {
        Tensor::from(array).requires_grad_(self.requires_grad)
    }

    fn float(&self) -> DType {
        self.dtype.unwrap_or_else(default_dtype)
    }

    /// The element type for numbers of the kind `natural`.
    fn of_kind(&self, natural: DType) -> DType {
        if natural.is_float() {
            self.float()
        } else {
            self.dtype.unwrap_or(natural)
        }
    }

    /// Every element 0.
    #[track_caller]
    pub fn zeros(&self, shape: impl IntoShape) -> Tensor {
        self.finish(Array::zeros(shape, self.float()))
    }

    /// Every element 1.
    #[track_caller]
    pub fn ones(&self, shape: impl IntoShape) -> Tensor {
        self.finish(Array::ones(shape, self.float()))
    }

    /// Every element `value`, in its own kind of number if no type is given.
    #[track_caller]
    pub fn full(&self, shape: impl IntoShape, value: impl Into<Scalar>) -> Tensor {
        let value = value.into();
        self.finish(Array::full(shape, value, self.of_kind(value.dtype())))
    }

    /// `start`, `start + step`, … without `end`: integers if all three are.
    ///
    /// # Panics
    /// If `step` is zero or leads away from `end`, or a bound is not finite.
    #[track_caller]
    pub fn arange(
        &self,
        start: impl Into<Scalar>,
        end: impl Into<Scalar>,
        step: impl Into<Scalar>,
    ) -> Tensor {
        let bounds = [start.into(), end.into(), step.into()];
        let natural = if bounds.iter().any(|x| matches!(x, Scalar::Float(_))) {
            DType::F32
        } else {
            DType::I64
        };
        let [start, end, step] = bounds;
        self.finish(Array::arange(start, end, step, self.of_kind(natural)).or_raise())
    }

    /// `steps` numbers from `start` to `end`, both included.
    ///
    /// # Panics
    /// If the element type is bool.
    #[track_caller]
    pub fn linspace(&self, start: impl Into<f64>, end: impl Into<f64>, steps: usize) -> Tensor {
        self.finish(Array::linspace(start.into(), end.into(), steps, self.float()).or_raise())
    }

    /// Ones on the diagonal of `rows` by `columns` zeros.
    #[track_caller]
    pub fn eye(&self, rows: usize, columns: usize) -> Tensor {
        self.finish(Array::eye(rows, columns, self.float()))
    }

    /// The numbers of a nested literal, such as `[[1.0, 2.0]]`.
    ///
    /// # Panics
    /// If nested vectors of one dimension differ in length, or an integer is more than `i64` holds.
    #[track_caller]
    pub fn tensor<N: Nested>(&self, data: N) -> Tensor {
        self.finish(Array::from_nested(data, self.of_kind(N::DTYPE)).or_raise())
    }

    /// Uniform on `[0, 1)`.
    ///
    /// # Panics
    /// If the element type is not floating point.
    #[track_caller]
    pub fn rand(&self, shape: impl IntoShape) -> Tensor {
        self.finish(Array::rand(shape, self.float(), &self.stream()))
    }

    /// Standard normal.
    ///
    /// # Panics
    /// If the element type is not floating point.
    #[track_caller]
    pub fn randn(&self, shape: impl IntoShape) -> Tensor {
        self.finish(Array::randn(shape, self.float(), &self.stream()))
    }

    /// Integers from `low` up to but without `high`.
    ///
    /// # Panics
    /// If there are none.
    #[track_caller]
    pub fn randint(&self, low: i64, high: i64, shape: impl IntoShape) -> Tensor {
        let array = Array::randint(low, high, shape, &self.stream()).or_raise();
        self.finish(array.to_dtype(self.dtype.unwrap_or(DType::I64)))
    }

    /// `0..n` in random order.
    #[track_caller]
    pub fn randperm(&self, n: usize) -> Tensor {
        let array = Array::randperm(n, &self.stream());
        self.finish(array.to_dtype(self.dtype.unwrap_or(DType::I64)))
    }

    fn stream(&self) -> Generator {
        self.generator.clone().unwrap_or_else(default_generator)
    }
}

impl Tensor {
    /// Keyword arguments for creation: element type, random stream, gradient.
    pub fn options() -> TensorOptions {
        TensorOptions::default()
    }

    /// Every element 0, in the default type.
    #[track_caller]
    pub fn zeros(shape: impl IntoShape) -> Tensor {
        Self::options().zeros(shape)
    }

    /// Every element 1, in the default type.
    #[track_caller]
    pub fn ones(shape: impl IntoShape) -> Tensor {
        Self::options().ones(shape)
    }

    /// Every element `value`, in its own kind of number.
    #[track_caller]
    pub fn full(shape: impl IntoShape, value: impl Into<Scalar>) -> Tensor {
        Self::options().full(shape, value)
    }

    /// `start`, `start + step`, … without `end`; PyTorch's values bit for bit.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::arange(0.0, 10.0, 0.1).shape(), [100]);
    /// assert_eq!(Tensor::arange(0, 5, 2).to_vec::<i64>(), [0, 2, 4]);
    /// ```
    ///
    /// # Panics
    /// If `step` is zero or leads away from `end`, or a bound is not finite.
    #[track_caller]
    pub fn arange(start: impl Into<Scalar>, end: impl Into<Scalar>, step: impl Into<Scalar>) -> Tensor {
        Self::options().arange(start, end, step)
    }

    /// `steps` numbers from `start` to `end`, both included, in the default type.
    #[track_caller]
    pub fn linspace(start: impl Into<f64>, end: impl Into<f64>, steps: usize) -> Tensor {
        Self::options().linspace(start, end, steps)
    }

    /// `steps` powers of `base`, whose exponents are [`linspace`](Tensor::linspace)`(start, end, steps)`, in the default type.
    /// PyTorch's `torch.logspace`, whose base is 10 by default.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::logspace(-1, 2, 4, 10).to_vec::<f32>(), [0.1, 1.0, 10.0, 100.0]);
    /// ```
    #[track_caller]
    pub fn logspace(
        start: impl Into<f64>,
        end: impl Into<f64>,
        steps: usize,
        base: impl Into<f64>,
    ) -> Tensor {
        let exponents = Self::options().dtype(DType::F64).linspace(start, end, steps);
        let powers = Self::options()
            .dtype(DType::F64)
            .full((), base.into())
            .pow(&exponents);
        powers.to_dtype(default_dtype())
    }

    /// The identity matrix, in the default type.
    #[track_caller]
    pub fn eye(n: usize) -> Tensor {
        Self::options().eye(n, n)
    }

    /// Uniform on `[0, 1)`, in the default type, from the thread's default generator.
    #[track_caller]
    pub fn rand(shape: impl IntoShape) -> Tensor {
        Self::options().rand(shape)
    }

    /// Standard normal, in the default type, from the thread's default generator.
    #[track_caller]
    pub fn randn(shape: impl IntoShape) -> Tensor {
        Self::options().randn(shape)
    }

    /// Integers from `low` up to but without `high`, from the thread's default generator.
    ///
    /// # Panics
    /// If there are none.
    #[track_caller]
    pub fn randint(low: i64, high: i64, shape: impl IntoShape) -> Tensor {
        Self::options().randint(low, high, shape)
    }

    /// `0..n` in random order, from the thread's default generator.
    #[track_caller]
    pub fn randperm(n: usize) -> Tensor {
        Self::options().randperm(n)
    }

    /// Zeros of this tensor's shape and type.
    #[must_use]
    #[track_caller]
    pub fn zeros_like(&self) -> Tensor {
        Tensor::from(Array::zeros(self.shape(), self.dtype()))
    }

    /// Ones of this tensor's shape and type.
    #[must_use]
    #[track_caller]
    pub fn ones_like(&self) -> Tensor {
        Tensor::from(Array::ones(self.shape(), self.dtype()))
    }

    /// `value` in this tensor's shape and type.
    #[must_use]
    #[track_caller]
    pub fn full_like(&self, value: impl Into<Scalar>) -> Tensor {
        Tensor::from(Array::full(self.shape(), value, self.dtype()))
    }

    /// Uniform random numbers in `[0, 1)` of this tensor's shape and type, from the thread's default generator.
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    #[must_use]
    pub fn rand_like(&self) -> Tensor {
        Self::options().dtype(self.dtype()).rand(self.shape())
    }

    /// Standard normal random numbers of this tensor's shape and type, from the thread's default generator.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (mean, log_var) = (Tensor::zeros([2, 3]), Tensor::zeros([2, 3]));
    /// let z = &mean + (log_var * 0.5).exp() * mean.randn_like();
    /// assert_eq!(z.shape(), [2, 3]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    #[must_use]
    pub fn randn_like(&self) -> Tensor {
        Self::options().dtype(self.dtype()).randn(self.shape())
    }

    /// The elements of `values`, in their own type, in row-major order under `shape`.
    ///
    /// ```
    /// # use autograd::{DType, Tensor};
    /// let x = Tensor::from_vec(vec![1.0_f64, 2.0], [2, 1]);
    /// assert_eq!((x.dtype(), x.shape()), (DType::F64, &[2, 1][..]));
    /// ```
    ///
    /// # Panics
    /// If the shape does not hold as many elements.
    #[track_caller]
    pub fn from_vec<T: Element>(values: Vec<T>, shape: impl IntoShape) -> Tensor {
        let shape: Shape = shape.into_shape();
        Tensor::from(Array::from_vec(values, shape).or_raise())
    }
}

macro_rules! from_literal {
    ($(($($generics:tt)*) $literal:ty;)*) => {$(
        impl<$($generics)*> From<$literal> for Tensor {
            /// The numbers of a literal: floats in the default type, integers in `i64`, bools in `bool`, as `torch.tensor` does.
            ///
            /// # Panics
            /// If nested vectors of one dimension differ in length, or an integer is more than `i64` holds.
            #[track_caller]
            fn from(data: $literal) -> Self {
                Self::options().tensor(data)
            }
        }
    )*};
}
// Not one implementation for everything nested: it would collide with those for arrays and parameters.
from_literal! {
    () f32; () f64; () i64; () i32; () u8; () usize; () bool;
    (N: Nested, const M: usize) [N; M];
    (N: Nested, const M: usize) &[N; M];
    (N: Nested) &[N];
    (N: Nested) Vec<N>;
    (N: Nested) &Vec<N>;
}
