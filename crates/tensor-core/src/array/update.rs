//! Updates in place, without an allocation where nobody else holds the elements.

use crate::array::Array;
use crate::dtype::{DType, Element, Scalar, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::functions::{Add, Mul};
use crate::kernel::map;
use crate::kernel::source::Source;
use crate::kernel::update::{self, Rule};

impl Array {
    /// Whether an update writes to these very elements, so that it asks for no memory: nobody else holds them, they lie
    /// in order, and they are computed in their own type.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from([1.0, 2.0]);
    /// assert!(x.updates_in_place());
    /// let other = x.clone();
    /// assert!(!x.updates_in_place());
    /// # drop(other);
    /// ```
    #[inline]
    pub fn updates_in_place(&self) -> bool {
        self.buffer.is_unique() && self.is_contiguous() && !self.dtype().is_stored()
    }

    /// Every element by `rule`, from its gradient and what the `state` arrays keep for it: an optimizer's step in one
    /// pass.
    ///
    /// # Panics
    /// If shapes or element types differ, or are not floating point.
    #[track_caller]
    pub fn update<R: Rule<S>, const S: usize>(&mut self, grad: &Array, state: [&mut Array; S], rule: &R) {
        let kept = state.each_ref().map(|state| &**state);
        updatable(self, grad, &kept).or_raise();
        let copied;
        let grad = if grad.is_contiguous() {
            grad
        } else {
            copied = grad.copied();
            &copied
        };
        if self.dtype().is_stored() {
            return self.update_stored(grad, state, rule);
        }
        dispatch!(self.dtype(), T: Float => {
            let parameter = self.as_mut_slice::<T>();
            let state = state.map(|state| state.as_mut_slice::<T>());
            update::update(rule, parameter, &grad.elements::<T>()[..parameter.len()], state);
        });
    }

    /// [`update`](Self::update) of elements of a stored type, each of which is rounded once.
    #[cold]
    #[track_caller]
    fn update_stored<R: Rule<S>, const S: usize>(&mut self, grad: &Array, state: [&mut Array; S], rule: &R) {
        let dtype = self.dtype();
        let mut parameter = self.computable();
        let mut computed = state.each_ref().map(|state| state.computable());
        parameter.update(&grad.computable(), computed.each_mut(), rule);
        *self = parameter.to_dtype(dtype);
        for (state, computed) in state.into_iter().zip(computed) {
            *state = computed.to_dtype(dtype);
        }
    }

    /// `self += other`, broadcast and converted to this array's shape and element type; in place if nobody else holds
    /// the elements.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let mut sum = Array::from([[1.0, 2.0], [3.0, 4.0]]);
    /// sum.add_assign(&Array::from([10.0, 20.0]));
    /// assert_eq!(sum.to_vec::<f32>(), [11.0, 22.0, 13.0, 24.0]);
    /// ```
    ///
    /// # Panics
    /// If `other` does not broadcast to this shape or is of a wider kind of number.
    #[track_caller]
    pub fn add_assign(&mut self, other: &Array) {
        assignable("add_assign", self.dtype(), other.dtype()).or_raise();
        let (shape, other) = (self.to_shape(), other.to_dtype(self.dtype()));
        let other = if super::same(other.shape(), &shape) {
            other
        } else {
            other.expand(&shape)
        };
        dispatch!(self.dtype(), T: Any => self.changed::<T, _>(|x| {
            map::assign(&Add, x, &other.source(&shape));
        }));
    }

    /// `self *= factor`; in place if nobody else holds the elements.
    ///
    /// # Panics
    /// If the factor is of a wider kind of number than the elements.
    #[track_caller]
    pub fn mul_scalar_assign(&mut self, factor: impl Into<Scalar>) {
        self.scale(factor.into());
    }

    #[track_caller]
    fn scale(&mut self, factor: Scalar) {
        assignable("mul_scalar_assign", self.dtype(), factor.dtype()).or_raise();
        dispatch!(self.dtype(), T: Any => self.changed::<T, _>(|x| {
            let factor = T::from_scalar(factor);
            map::assign(&Mul, x, &Source::one(&factor, x.len()));
        }));
    }

    /// Every element `value`; in place if nobody else holds the elements.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let mut x = Array::from([1, 2]);
    /// x.fill(7);
    /// assert_eq!(x.to_vec::<i64>(), [7, 7]);
    /// ```
    ///
    /// # Panics
    /// If the elements are integers of a type whose range the number is beyond.
    #[track_caller]
    pub fn fill(&mut self, value: impl Into<Scalar>) {
        self.fill_with(value.into());
    }

    #[track_caller]
    fn fill_with(&mut self, value: Scalar) {
        value.check_fits("fill", self.dtype()).or_raise();
        dispatch!(self.dtype(), T: Element => self.as_mut_slice::<T>().fill(T::from_scalar(value)));
    }
}

/// Refuses to write numbers of a wider kind into narrower elements: 0.5 into integers, 2 into bools.
fn assignable(operation: &str, to: DType, from: DType) -> Result<(), Error> {
    if from.can_cast(to) {
        return Ok(());
    }
    Err(Error::dtype(format!(
        "{operation}: {from} does not fit in elements of {to}: convert one side"
    )))
}

/// Refuses a step over arrays that do not agree.
#[inline]
fn updatable(parameter: &Array, grad: &Array, state: &[&Array]) -> Result<(), Error> {
    let (dtype, shape) = (parameter.dtype(), parameter.shape());
    if !dtype.is_float() {
        return Err(Error::dtype(format!(
            "update is for floating-point numbers, not {dtype}"
        )));
    }
    let fits = |other: &Array| other.dtype() == dtype && super::same(other.shape(), shape);
    if !fits(grad) {
        return Err(not_updatable(parameter, grad));
    }
    match state.iter().find(|state| !fits(state)) {
        Some(state) => Err(not_updatable(parameter, state)),
        None => Ok(()),
    }
}

#[cold]
fn not_updatable(parameter: &Array, other: &Array) -> Error {
    Error::shape(format!(
        "update: a parameter ({}, {:?}) needs a gradient and state of the same shape and element type, not ({}, {:?})",
        parameter.dtype(),
        parameter.shape(),
        other.dtype(),
        other.shape()
    ))
}
