//! Views: the same elements under another shape, order or range, without a copy.

use crate::array::Array;
use crate::error::{Error, OrRaise};
use crate::index::{Index, IntoIndex};
use crate::layout::Layout;
use crate::shape::{IntoReshape, IntoShape, Shape, dimension, dimensions, reshape_shape, same};

impl Array {
    /// Dimensions `a` and `b` exchanged.
    ///
    /// # Panics
    /// If one does not exist.
    #[track_caller]
    pub fn transpose(&self, a: isize, b: isize) -> Array {
        let (a, b) = (
            dimension(a, self.rank()).or_raise(),
            dimension(b, self.rank()).or_raise(),
        );
        self.with_layout(self.layout().transpose(a, b))
    }

    /// A matrix transposed; vectors and 0-d arrays as they are.
    ///
    /// # Panics
    /// If there are more than two dimensions.
    #[track_caller]
    pub fn t(&self) -> Array {
        if self.rank() > 2 {
            Error::shape(format!(
                "t transposes a matrix; the shape {:?} has {} dimensions",
                self.shape(),
                self.rank()
            ))
            .raise();
        }
        if self.rank() < 2 {
            self.clone()
        } else {
            self.transpose(0, 1)
        }
    }

    /// Dimension `i` of the result is dimension `order[i]` of this array.
    ///
    /// # Panics
    /// If `order` does not name every dimension once.
    #[track_caller]
    pub fn permute(&self, order: &[isize]) -> Array {
        let order = permutation(order, self.rank()).or_raise();
        self.with_layout(self.layout().permute(&order))
    }

    /// `length` positions of `dim` from `start`.
    ///
    /// # Panics
    /// If they reach beyond the dimension.
    #[track_caller]
    pub fn narrow(&self, dim: isize, start: isize, length: usize) -> Array {
        let (dim, start) = narrow_range(self.shape(), dim, start, length).or_raise();
        self.with_layout(self.layout().slice(dim, start, length, 1))
    }

    /// What lies at `index` of `dim`, without that dimension.
    ///
    /// # Panics
    /// If there is no such position.
    #[track_caller]
    pub fn select(&self, dim: isize, index: isize) -> Array {
        let (dim, index) = select_position(self.shape(), dim, index).or_raise();
        self.with_layout(self.layout().select(dim, index))
    }

    /// `x[index]` of Python: integers, ranges with steps, new axes and an ellipsis, written with
    /// [`s!`](crate::s).
    ///
    /// ```
    /// use tensor_core::{Array, s};
    /// let x = Array::from([[1, 2, 3], [4, 5, 6]]);
    /// assert_eq!(x.slice(s![-1, ..;2]).to_vec::<i64>(), [4, 6]);
    /// assert_eq!(x.slice(s![.., NewAxis]).shape(), [2, 1, 3]);
    /// ```
    ///
    /// # Panics
    /// If a position does not exist, a step is not positive, or there are more items than dimensions.
    #[track_caller]
    pub fn slice(&self, index: impl IntoIndex) -> Array {
        self.with_layout(sliced(self.layout(), &index.into_index()).or_raise())
    }

    /// The windows of `size` elements along `dim`, `step` apart, each in a new last dimension.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([1, 2, 3]).windows(0, 2, 1).to_vec::<i64>(), [1, 2, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or is smaller than `size`, or `step` is 0.
    #[track_caller]
    pub fn windows(&self, dim: isize, size: usize, step: usize) -> Array {
        self.with_layout(windows(self.layout(), dim, size, step).or_raise())
    }

    /// Repeated without a copy to `shape`: along new leading dimensions and dimensions of size 1.
    ///
    /// # Panics
    /// If another size would have to change, or the elements are more than an address can count.
    #[track_caller]
    pub fn expand(&self, shape: impl IntoShape) -> Array {
        self.with_layout(self.layout().expand(&shape.into_shape()).or_raise())
    }

    /// A dimension of size 1 before `dim`; -1 puts it last.
    ///
    /// # Panics
    /// If there is no such place.
    #[track_caller]
    pub fn unsqueeze(&self, dim: isize) -> Array {
        let dim = dimension(dim, self.rank() + 1).or_raise();
        self.with_layout(self.layout().unsqueeze(dim))
    }

    /// Without the dimensions of size 1.
    #[track_caller]
    pub fn squeeze(&self) -> Array {
        self.with_layout(self.layout().squeeze(|_| true))
    }

    /// Without those of `dims` that have size 1.
    ///
    /// # Panics
    /// If one does not exist.
    #[track_caller]
    pub fn squeeze_dims(&self, dims: &[isize]) -> Array {
        if dims.is_empty() {
            return self.clone();
        }
        let dims = dimensions(dims, self.rank()).or_raise();
        self.with_layout(self.layout().squeeze(|dim| dims.contains(&dim)))
    }

    /// The same elements in row-major order under another shape, of which one size may be -1: a view where strides
    /// can say it, else a copy.
    ///
    /// # Panics
    /// If the shape does not hold as many elements.
    #[track_caller]
    pub fn reshape(&self, shape: impl IntoReshape) -> Array {
        let shape = reshape_shape(self.shape(), &shape.into_reshape()).or_raise();
        self.reshaped(&shape)
    }

    #[track_caller]
    pub(super) fn reshaped(&self, shape: &Shape) -> Array {
        if same(self.shape(), shape) {
            return self.clone();
        }
        match self.layout().reshape(shape) {
            Some(layout) => self.with_layout(layout),
            None => self.copied().reshaped(shape),
        }
    }

    /// As [`reshape`](Array::reshape), but never a copy.
    ///
    /// # Errors
    /// If the shape does not hold as many elements, or strides cannot say it.
    #[track_caller]
    pub fn view(&self, shape: impl IntoReshape) -> Result<Array, Error> {
        let shape = reshape_shape(self.shape(), &shape.into_reshape())?;
        let layout = self.layout().reshape(&shape).ok_or_else(|| {
            Error::shape(format!(
                "shape {:?} with strides {:?} cannot be viewed as {shape} without a copy: use reshape",
                self.shape(),
                self.strides()
            ))
        })?;
        Ok(self.with_layout(layout))
    }

    /// Dimensions `start` to `end`, both included, as one; a 0-d array becomes a vector.
    ///
    /// # Panics
    /// If one does not exist, or `start` comes after `end`.
    #[track_caller]
    pub fn flatten(&self, start: isize, end: isize) -> Array {
        let shape = flatten_shape(self.shape(), start, end).or_raise();
        self.reshaped(&shape)
    }
}

/// The order of dimensions that `order` names.
///
/// # Errors
/// If it does not name every dimension of `rank` once.
pub fn permutation(order: &[isize], rank: usize) -> Result<Shape, Error> {
    if order.len() != rank {
        return Err(Error::shape(format!(
            "permute: {order:?} must name each of the {rank} dimensions once"
        )));
    }
    let named = order
        .iter()
        .map(|dim| dimension(*dim, rank))
        .collect::<Result<Shape, Error>>()?;
    if (0..rank).any(|dim| !named.contains(&dim)) {
        return Err(Error::argument(format!(
            "permute: {order:?} names a dimension twice"
        )));
    }
    Ok(named)
}

/// The dimension and first position of a narrowed range.
///
/// # Errors
/// If the range reaches beyond the dimension.
pub fn narrow_range(
    shape: &[usize],
    dim: isize,
    start: isize,
    length: usize,
) -> Result<(usize, usize), Error> {
    let dim = existing_dimension("narrow", shape, dim)?;
    let size = shape[dim];
    let first = if start < 0 { start + size as isize } else { start };
    if !(0..=size as isize).contains(&first) || length > size - first as usize {
        return Err(Error::index(format!(
            "narrow: {length} positions from {start} reach beyond dimension {dim} of shape {shape:?}"
        )));
    }
    Ok((dim, first as usize))
}

/// The dimension and position of a selection.
///
/// # Errors
/// If there is no such position.
pub fn select_position(shape: &[usize], dim: isize, index: isize) -> Result<(usize, usize), Error> {
    let dim = existing_dimension("select", shape, dim)?;
    Ok((dim, position(shape, dim, index)?))
}

/// The shape with dimensions `start` to `end` as one.
///
/// # Errors
/// If one does not exist, or `start` comes after `end`.
pub fn flatten_shape(shape: &[usize], start: isize, end: isize) -> Result<Shape, Error> {
    let (first, last) = (dimension(start, shape.len())?, dimension(end, shape.len())?);
    if first > last {
        return Err(Error::argument(format!(
            "flatten: dimension {start} comes after {end} in shape {shape:?}"
        )));
    }
    if shape.is_empty() {
        return Ok(Shape::ones(1));
    }
    let middle = shape[first..=last].iter().product();
    Ok(shape[..first]
        .iter()
        .copied()
        .chain([middle])
        .chain(shape[last + 1..].iter().copied())
        .collect())
}

pub(super) fn existing_dimension(operation: &str, shape: &[usize], dim: isize) -> Result<usize, Error> {
    if shape.is_empty() {
        return Err(Error::index(format!(
            "{operation}: a 0-d array has no dimension {dim}"
        )));
    }
    dimension(dim, shape.len())
}

fn position(shape: &[usize], dim: usize, index: isize) -> Result<usize, Error> {
    let size = shape[dim] as isize;
    if !(-size..size).contains(&index) {
        return Err(Error::index(format!(
            "index {index} is out of bounds for dimension {dim} of shape {shape:?}, which has size {size}"
        )));
    }
    Ok(index.rem_euclid(size) as usize)
}

/// The layout of the windows of `size` elements along `dim`, `step` apart.
pub(super) fn windows(layout: &Layout, dim: isize, size: usize, step: usize) -> Result<Layout, Error> {
    let along = dimension(dim, layout.rank())?;
    let (length, stride) = match layout.shape().get(along) {
        Some(length) => (*length, layout.strides()[along]),
        None => (1, 1),
    };
    if size > length || step == 0 {
        return Err(Error::shape(format!(
            "unfold: windows of {size} elements do not fit dimension {along} of shape {:?}, {step} apart",
            layout.shape()
        )));
    }
    layout.windows(along, (length - size) / step + 1, step, (size, stride))
}

/// The layout of `x[index]`.
pub(super) fn sliced(layout: &Layout, index: &[Index]) -> Result<Layout, Error> {
    let used = index
        .iter()
        .filter(|item| matches!(item, Index::At(_) | Index::Range { .. }))
        .count();
    if used > layout.rank() {
        return Err(Error::index(format!(
            "{used} indices are too many for shape {:?}, which has {} dimensions",
            layout.shape(),
            layout.rank()
        )));
    }
    if index
        .iter()
        .filter(|item| matches!(item, Index::Ellipsis))
        .count()
        > 1
    {
        return Err(Error::index("an index can have only one Ellipsis"));
    }
    let mut result = layout.clone();
    // Where the next item applies: a dimension of the array, which refusals name, and one of the result so far.
    let (mut source, mut dim) = (0, 0);
    for item in index {
        match *item {
            Index::At(at) => {
                result = result.select(dim, position(layout.shape(), source, at)?);
                source += 1;
            }
            Index::Range { start, end, step } => {
                let (first, length, step) = range(layout.shape(), source, start, end, step)?;
                result = result.slice(dim, first, length, step);
                (source, dim) = (source + 1, dim + 1);
            }
            Index::NewAxis => {
                result = result.unsqueeze(dim);
                dim += 1;
            }
            Index::Ellipsis => {
                let whole = layout.rank() - used;
                (source, dim) = (source + whole, dim + whole);
            }
        }
    }
    Ok(result)
}

/// The first position, the length and the step of Python's slice: bounds counted from the end if negative, clamped to
/// the size.
fn range(
    shape: &[usize],
    dim: usize,
    start: isize,
    end: Option<isize>,
    step: isize,
) -> Result<(usize, usize, usize), Error> {
    if step <= 0 {
        return Err(Error::index(format!(
            "a slice's step must be positive, and dimension {dim} got {step}"
        )));
    }
    let size = shape[dim] as isize;
    let clamp = |at: isize| (if at < 0 { at + size } else { at }).clamp(0, size) as usize;
    let (first, last) = (clamp(start), clamp(end.unwrap_or(size)));
    let step = step as usize;
    Ok((first, last.saturating_sub(first).div_ceil(step), step))
}
