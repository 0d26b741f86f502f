//! Elements chosen by an array of positions, and sums into chosen places.

use crate::array::Array;
use crate::dtype::{DType, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::select::{self, Lines};
use crate::shape::{Shape, dimension};

impl Array {
    /// The slices of `dim` at the positions in `index`, in that order, into one new array. A 0-d array has one position.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from([[1, 2], [3, 4], [5, 6]]);
    /// assert_eq!(x.index_select(0, &Array::from([2, 0])).to_vec::<i64>(), [5, 6, 1, 2]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist, `index` is not a vector of integers, or a position is negative or beyond the end.
    #[track_caller]
    pub fn index_select(&self, dim: isize, index: &Array) -> Array {
        let (shape, dim) = index_select_shape(self.shape(), dim, index.shape()).or_raise();
        let index = positions("index_select", index, dim, self.shape()).or_raise();
        let index = &index.elements::<i64>()[..index.numel()];
        let x = self.contiguous();
        let lines = Lines::new(self.shape(), dim);
        dispatch!(self.dtype(), T: Word => Array::moved::<T>(self.dtype(), &shape, |out| {
            select::index_select(&lines, x.words::<T>(), index, out);
        }))
    }

    /// For each place of `index`, the element whose position along `dim` stands there.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from([[1, 2], [3, 4]]);
    /// assert_eq!(x.gather(1, &Array::from([[1], [0]])).to_vec::<i64>(), [2, 3]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist, `index` is not `i64` or `i32`, has another rank or is larger in another dimension, or
    /// a position is negative or beyond the end. A 0-d array or index counts as a vector of one.
    #[track_caller]
    pub fn gather(&self, dim: isize, index: &Array) -> Array {
        let shape = index.shape();
        let dim = gather_dimension("gather", self.shape(), dim, shape).or_raise();
        if self.rank() == 0 || index.rank() == 0 {
            return self.vector().gather(dim as isize, &index.vector()).reshape(shape);
        }
        let index = positions("gather", index, dim, self.shape()).or_raise();
        dispatch!(self.dtype(), T: Word => Array::moved::<T>(self.dtype(), index.shape(), |out| {
            select::gather(index.shape(), dim, self.words::<T>(), self.strides(), index.elements(), out);
        }))
    }

    /// This array with each element of `src` added where [`gather`](Array::gather) with the same `index` would read;
    /// in place if nobody else holds the elements.
    ///
    /// ```
    /// use tensor_core::{Array, DType};
    /// let sums = Array::zeros(3, DType::I64).scatter_add(0, &Array::from([2, 0, 2]), &Array::from([1, 10, 100]));
    /// assert_eq!(sums.to_vec::<i64>(), [10, 0, 101]);
    /// ```
    ///
    /// # Panics
    /// As [`gather`](Array::gather), and if `src` is smaller than `index` or element types differ.
    #[track_caller]
    pub fn scatter_add(mut self, dim: isize, index: &Array, src: &Array) -> Array {
        self.scatter_add_assign(dim, index, src);
        self
    }

    /// [`scatter_add`](Array::scatter_add) in place: if somebody else holds the elements, they are copied first; else only
    /// those that the index names are touched.
    ///
    /// # Panics
    /// As `scatter_add`.
    #[track_caller]
    pub fn scatter_add_assign(&mut self, dim: isize, index: &Array, src: &Array) {
        let dim = gather_dimension("scatter_add", self.shape(), dim, index.shape()).or_raise();
        if self.rank() == 0 || index.rank() == 0 || src.rank() == 0 {
            let mut sums = self.vector();
            sums.scatter_add_assign(dim as isize, &index.vector(), &src.vector());
            *self = sums.reshape(self.shape());
            return;
        }
        if self.dtype() == DType::Bool && src.dtype() == DType::Bool {
            *self = added_as_or(self, src, |array, src| {
                array.scatter_add_assign(dim as isize, index, src);
            });
            return;
        }
        let index = positions("scatter_add", index, dim, self.shape()).or_raise();
        addable("scatter_add", self, src).or_raise();
        if src.rank() != index.rank()
            || index
                .shape()
                .iter()
                .zip(src.shape())
                .any(|(index, src)| index > src)
        {
            Error::shape(format!(
                "scatter_add: a source of shape {:?} has no element for each of the index of shape {:?}",
                src.shape(),
                index.shape()
            ))
            .raise();
        }
        let strides = crate::layout::Layout::contiguous(self.shape());
        let src = src.computable();
        dispatch!(self.dtype(), T: Number => self.changed::<T, _>(|out| select::scatter(
            index.shape(),
            dim,
            src.elements::<T>(),
            src.strides(),
            index.elements(),
            strides.strides(),
            out,
        )));
    }

    /// This array with slice `i` of `src` along `dim` added to the slice at position `index[i]`; in place if nobody
    /// else holds the elements.
    ///
    /// ```
    /// use tensor_core::{Array, DType};
    /// let rows = Array::from([[1, 2], [3, 4]]);
    /// let sums = Array::zeros([3, 2], DType::I64).index_add(0, &Array::from([2, 2]), &rows);
    /// assert_eq!(sums.to_vec::<i64>(), [0, 0, 0, 0, 4, 6]);
    /// ```
    ///
    /// # Panics
    /// As [`index_select`](Array::index_select), and if `src` has not the shape that it would give, or element types
    /// differ.
    #[track_caller]
    pub fn index_add(mut self, dim: isize, index: &Array, src: &Array) -> Array {
        self.index_add_assign(dim, index, src);
        self
    }

    /// [`index_add`](Array::index_add) in place: if somebody else holds the elements, they are copied first; else only
    /// the slices that the index names are touched.
    ///
    /// # Panics
    /// As `index_add`.
    #[track_caller]
    pub fn index_add_assign(&mut self, dim: isize, index: &Array, src: &Array) {
        if self.dtype() == DType::Bool && src.dtype() == DType::Bool {
            *self = added_as_or(self, src, |array, src| array.index_add_assign(dim, index, src));
            return;
        }
        let (shape, dim) = index_select_shape(self.shape(), dim, index.shape()).or_raise();
        let index = positions("index_add", index, dim, self.shape()).or_raise();
        addable("index_add", self, src).or_raise();
        if !super::same(src.shape(), &shape) {
            Error::shape(format!(
                "index_add: the source has shape {:?} and must have {shape}, one slice for each position",
                src.shape()
            ))
            .raise();
        }
        let src = src.contiguous();
        let src = src.computable();
        let lines = Lines::new(self.shape(), dim);
        let index = &index.elements()[..index.numel()];
        dispatch!(self.dtype(), T: Number => self.changed::<T, _>(|out| {
            select::index_add(&lines, src.elements::<T>(), index, out);
        }));
    }
}

impl Array {
    /// A 0-d array as a vector of one; others as they are.
    #[track_caller]
    fn vector(&self) -> Array {
        if self.rank() == 0 {
            self.reshape([1])
        } else {
            self.clone()
        }
    }
}

/// The sums of bools, which are true where one part is.
#[track_caller]
fn added_as_or(array: &Array, src: &Array, add: impl FnOnce(&mut Array, &Array)) -> Array {
    Error::raise_memory_here(|| {
        // Numbers that no sum of theirs can wrap.
        let mut sums = array.to_dtype(DType::I64);
        add(&mut sums, &src.to_dtype(DType::I64));
        sums.to_dtype(DType::Bool)
    })
}

/// The shape of [`Array::index_select`], and which dimension it is along.
///
/// # Errors
/// If the dimension does not exist or the index is not a vector, or not one position of a 0-d array.
pub fn index_select_shape(shape: &[usize], dim: isize, index: &[usize]) -> Result<(Shape, usize), Error> {
    let dim = dimension(dim, shape.len())?;
    if index.len() > 1 {
        return Err(Error::shape(format!(
            "index_select needs a vector of positions, not an index of shape {index:?}"
        )));
    }
    let (mut selected, count) = (Shape::from(shape), index.iter().product());
    match selected.get_mut(dim) {
        Some(size) => *size = count,
        None if count == 1 => {}
        None => {
            return Err(Error::shape(format!(
                "index_select: a 0-d array has one element, so an index of shape {index:?} cannot select from it"
            )));
        }
    }
    Ok((selected, dim))
}

/// The dimension of [`Array::gather`] and [`Array::scatter_add`].
///
/// # Errors
/// If the dimension does not exist, or the index has another rank or is larger in another dimension.
pub fn gather_dimension(
    operation: &str,
    shape: &[usize],
    dim: isize,
    index: &[usize],
) -> Result<usize, Error> {
    // What has no dimensions counts as a vector of one.
    let (one, count) = (&[1][..], |shape: &[usize]| shape.len().max(1));
    if count(index) != count(shape) {
        dimension(dim, shape.len())?;
        return Err(Error::shape(format!(
            "{operation}: an index of shape {index:?} must have as many dimensions as shape {shape:?}"
        )));
    }
    let dim = dimension(dim, shape.len())?;
    let shape = if shape.is_empty() { one } else { shape };
    let index = if index.is_empty() { one } else { index };
    // An index without elements reads nothing, whatever its other sizes.
    let is_empty = index.contains(&0);
    let larger = |at: usize| !is_empty && at != dim && index[at] > shape[at];
    if let Some(at) = (0..shape.len()).find(|at| larger(*at)) {
        return Err(Error::shape(format!(
            "{operation}: an index of shape {index:?} is larger than shape {shape:?} in dimension {at}, which is not {dim}"
        )));
    }
    Ok(dim)
}

/// Refuses an index of another element type than positions have.
///
/// ```
/// use tensor_core::{DType, check_index_dtype};
/// assert!(check_index_dtype("gather", DType::I64).is_ok());
/// let error = check_index_dtype("gather", DType::Bool).unwrap_err();
/// assert_eq!(error.to_string(), "gather needs an index of int64 or int32, not bool");
/// ```
///
/// # Errors
/// If it is neither int64 nor int32.
pub fn check_index_dtype(operation: &str, dtype: DType) -> Result<(), Error> {
    match dtype {
        DType::I64 | DType::I32 => Ok(()),
        dtype => Err(Error::dtype(format!(
            "{operation} needs an index of int64 or int32, not {dtype}"
        ))),
    }
}

/// The index, contiguous, if it holds positions of `dim` of `shape`.
#[track_caller]
pub(super) fn positions(operation: &str, index: &Array, dim: usize, shape: &[usize]) -> Result<Array, Error> {
    if index.numel() > 0 {
        check_index_dtype(operation, index.dtype())?;
    }
    let index = match index.dtype() == DType::I64 && index.is_contiguous() {
        true => index.clone(),
        false => Error::catch_memory(|| index.to_dtype(DType::I64).contiguous())?,
    };
    let size = shape.get(dim).copied().unwrap_or(1);
    let given = &index.elements::<i64>()[..index.numel()];
    match given.iter().find(|at| !(0..size as i64).contains(at)) {
        Some(at) => Err(Error::index(format!(
            "{operation}: index {at} is out of bounds for dimension {dim} of shape {shape:?}, which has size {size}"
        ))),
        None => Ok(index),
    }
}

fn addable(operation: &str, array: &Array, src: &Array) -> Result<(), Error> {
    if array.dtype() != src.dtype() || src.dtype() == DType::Bool {
        return Err(Error::dtype(format!(
            "{operation}: a source of {} cannot be added to {}",
            src.dtype(),
            array.dtype()
        )));
    }
    Ok(())
}
