//! Arrays made of several, several made of one, and repetition: `cat`, `stack`, `split`, `repeat`.

use crate::array::Array;
use crate::dtype::{DType, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::place::place;
use crate::layout::Layout;
use crate::scratch::{self, room_for};
use crate::shape::{Shape, counted, dimension};

/// The arrays one after the other along `dim`, in the element type that holds all of them. Empty vectors (shape
/// `[0]`) are left out, as in PyTorch.
///
/// ```
/// use tensor_core::{Array, cat};
/// let (x, y) = (Array::from([[1, 2]]), Array::from([[3, 4], [5, 6]]));
/// assert_eq!(cat(&[&x, &y], 0).shape(), [3, 2]);
/// ```
///
/// # Panics
/// If there are no arrays, the dimension does not exist, or the other sizes differ ([`cat_shape`]).
#[track_caller]
pub fn cat(arrays: &[&Array], dim: isize) -> Array {
    let shapes: Vec<&[usize]> = arrays.iter().map(|array| array.shape()).collect();
    let (shape, dim) = cat_shape(&shapes, dim).or_raise();
    let dtype = arrays
        .iter()
        .map(|array| array.dtype())
        .fold(DType::Bool, DType::promote);
    let whole = Layout::contiguous(&shape);
    let mut first = 0;
    Error::raise_memory_here(|| {
        dispatch!(dtype, T: Word => Array::moved::<T>(dtype, &shape, |out| {
            for array in arrays.iter().filter(|array| !is_empty_vector(array.shape())) {
                let part = array.to_dtype(dtype);
                let out = out.get_mut(first * whole.strides()[dim]..).unwrap_or_default();
                place(part.shape(), [part.strides(), whole.strides()], part.words::<T>(), out);
                first += part.shape()[dim];
            }
        }))
    })
}

/// The shape of [`cat`], and which dimension it is along.
///
/// # Errors
/// If there are no shapes, one has no dimensions, the dimension does not exist, other sizes than `dim`'s differ, or
/// the elements are more than an address can count.
pub fn cat_shape(shapes: &[&[usize]], dim: isize) -> Result<(Shape, usize), Error> {
    if shapes.is_empty() {
        return Err(Error::argument("cat needs at least one array"));
    }
    if let Some(at) = shapes.iter().position(|shape| shape.is_empty()) {
        return Err(Error::shape(format!(
            "cat: array {at} is 0-d, and has no dimension to join along: use stack"
        )));
    }
    let mut parts = shapes
        .iter()
        .enumerate()
        .filter(|(_, shape)| !is_empty_vector(shape));
    let Some((_, first)) = parts.next() else {
        return Ok((Shape::from(shapes[0]), dimension(dim, 1)?));
    };
    let dim = dimension(dim, first.len())?;
    let mut whole = Shape::from(*first);
    for (at, shape) in parts {
        let fits = shape.len() == first.len()
            && (0..first.len()).all(|other| other == dim || shape[other] == first[other]);
        if !fits {
            return Err(Error::shape(format!(
                "cat: array {at} of shape {shape:?} does not continue shape {first:?} along dimension {dim}: all other \
                 sizes must be equal"
            )));
        }
        whole[dim] = whole[dim].saturating_add(shape[dim]);
    }
    Ok((counted(whole)?, dim))
}

fn is_empty_vector(shape: &[usize]) -> bool {
    *shape == [0]
}

/// The arrays, all of one shape, along a new dimension before `dim`.
///
/// ```
/// use tensor_core::{Array, stack};
/// let x = stack(&[&Array::from([1, 2]), &Array::from([3, 4])], 1);
/// assert_eq!(x.to_vec::<i64>(), [1, 3, 2, 4]);
/// ```
///
/// # Panics
/// If there are no arrays, there is no such place, or shapes differ ([`stack_shape`]).
#[track_caller]
pub fn stack(arrays: &[&Array], dim: isize) -> Array {
    let shapes: Vec<&[usize]> = arrays.iter().map(|array| array.shape()).collect();
    let (_, dim) = stack_shape(&shapes, dim).or_raise();
    Error::raise_memory_here(|| {
        let parts: Vec<Array> = arrays.iter().map(|array| array.unsqueeze(dim as isize)).collect();
        cat(&parts.iter().collect::<Vec<_>>(), dim as isize)
    })
}

/// The shape of [`stack`], and which dimension is new.
///
/// # Errors
/// If there are no shapes, there is no such place, or they differ.
pub fn stack_shape(shapes: &[&[usize]], dim: isize) -> Result<(Shape, usize), Error> {
    let Some((first, others)) = shapes.split_first() else {
        return Err(Error::argument("stack needs at least one array"));
    };
    let dim = dimension(dim, first.len() + 1)?;
    if let Some(at) = others.iter().position(|shape| shape != first) {
        return Err(Error::shape(format!(
            "stack: all shapes must be equal, and array 0 has {first:?} but array {} has {:?}",
            at + 1,
            others[at]
        )));
    }
    let mut shape = Shape::from(*first);
    shape.insert(dim, shapes.len());
    Ok((counted(shape)?, dim))
}

/// The sizes of the parts when `size` is cut into parts of `part`, the last one shorter.
///
/// ```
/// assert_eq!(tensor_core::split_sizes(5, 2).unwrap(), [2, 2, 1]);
/// ```
///
/// # Errors
/// If `part` is 0 but `size` is not, or the system gives no memory for so many parts.
pub fn split_sizes(size: usize, part: usize) -> Result<Vec<usize>, Error> {
    if part == 0 && size != 0 {
        return Err(Error::argument(format!(
            "split: a dimension of size {size} cannot be cut into parts of size 0"
        )));
    }
    let mut sizes = equal_parts(part, size.checked_div(part).unwrap_or(0))?;
    let rest = size - sizes.len() * part;
    if rest > 0 || sizes.is_empty() {
        sizes.push(rest);
    }
    Ok(sizes)
}

/// So many parts of one size.
fn equal_parts(size: usize, count: usize) -> Result<Vec<usize>, Error> {
    // Room for one more, the rest.
    let mut sizes = room_for(format_args!("a list of {count} parts"), count.saturating_add(1))?;
    sizes.resize(count, size);
    Ok(sizes)
}

/// The sizes of the parts when `size` is cut into `chunks` parts of equal size, or fewer if that does not come out;
/// the last one is shorter.
///
/// ```
/// assert_eq!(tensor_core::chunk_sizes(5, 3).unwrap(), [2, 2, 1]);
/// assert_eq!(tensor_core::chunk_sizes(6, 4).unwrap(), [2, 2, 2]);
/// ```
///
/// # Errors
/// If `chunks` is 0, or the system gives no memory for so many parts.
pub fn chunk_sizes(size: usize, chunks: usize) -> Result<Vec<usize>, Error> {
    match (size, chunks) {
        (_, 0) => Err(Error::argument(
            "chunk: the number of chunks is 0 and must be at least 1",
        )),
        (0, chunks) => equal_parts(0, chunks),
        _ => split_sizes(size, size.div_ceil(chunks)),
    }
}

impl Array {
    /// Consecutive parts of `dim` with these sizes, without a copy. [`split_sizes`] and [`chunk_sizes`] give the sizes
    /// of equal parts.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let parts = Array::from([1, 2, 3]).split(&[1, 2], 0);
    /// assert_eq!(parts[1].to_vec::<i64>(), [2, 3]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or the sizes do not add up to its.
    #[track_caller]
    pub fn split(&self, sizes: &[usize], dim: isize) -> Vec<Array> {
        let dim = split_dimension(self.shape(), sizes, dim).or_raise();
        let mut end = 0;
        let part = |size: &usize| {
            end += size;
            self.with_layout(self.layout().slice(dim, end - size, *size, 1))
        };
        Error::raise_memory_here(|| scratch::collected(sizes.len(), sizes.iter().map(part)))
    }

    /// The whole, `times[dim]` times along each dimension; more `times` than dimensions add leading ones.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([1, 2]).repeat(&[2, 2]).to_vec::<i64>(), [1, 2, 1, 2, 1, 2, 1, 2]);
    /// ```
    ///
    /// # Panics
    /// If there are fewer `times` than dimensions.
    #[track_caller]
    pub fn repeat(&self, times: &[usize]) -> Array {
        let shape = repeat_shape(self.shape(), times).or_raise();
        let lead = times.len() - self.rank();
        // [a, b] seen as [r, a, s, b] with strides 0 for r and s, in row-major order, is [r a, s b].
        let (mut once, mut all) = (Shape::scalar(), Shape::scalar());
        for (dim, times) in times.iter().enumerate() {
            let size = if dim < lead { 1 } else { self.shape()[dim - lead] };
            once.push(1);
            once.push(size);
            all.push(*times);
            all.push(size);
        }
        self.reshape(&once).expand(all).reshape(&shape)
    }

    /// The order of elements reversed along `dims`.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([[1, 2], [3, 4]]).flip(&[1]).to_vec::<i64>(), [2, 1, 4, 3]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn flip(&self, dims: &[isize]) -> Array {
        let named = crate::shape::dimensions(dims, self.rank()).or_raise();
        if dims.is_empty() || self.rank() == 0 {
            return self.clone();
        }
        let mut flipped = self.clone();
        for dim in named {
            let backwards = Array::written::<i64>(&[flipped.shape()[dim]], |out| {
                for (at, out) in out.iter_mut().rev().enumerate() {
                    *out = at as i64;
                }
            });
            flipped = flipped.index_select(dim as isize, &backwards);
        }
        flipped
    }
}

fn split_dimension(shape: &[usize], sizes: &[usize], dim: isize) -> Result<usize, Error> {
    let dim = super::view::existing_dimension("split", shape, dim)?;
    let sum = sizes.iter().fold(0_usize, |sum, size| sum.saturating_add(*size));
    if sum != shape[dim] {
        return Err(Error::shape(format!(
            "split: sizes {sizes:?} add up to {sum}, but dimension {dim} of shape {shape:?} has size {}",
            shape[dim]
        )));
    }
    Ok(dim)
}

/// The shape of [`Array::repeat`].
///
/// # Errors
/// If there are fewer `times` than dimensions, or the elements are more than an address can count.
pub fn repeat_shape(shape: &[usize], times: &[usize]) -> Result<Shape, Error> {
    let Some(lead) = times.len().checked_sub(shape.len()) else {
        return Err(Error::shape(format!(
            "repeat: {times:?} must say how often for each of the {} dimensions of shape {shape:?}",
            shape.len()
        )));
    };
    let sizes = std::iter::repeat_n(1, lead).chain(shape.iter().copied());
    counted(
        times
            .iter()
            .zip(sizes)
            .map(|(times, size)| times.saturating_mul(size))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message<T>(result: Result<T, Error>) -> String {
        match result {
            Ok(_) => panic!("this must be refused"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_cannot_be_joined_is_refused() {
        assert_eq!(message(cat_shape(&[], 0)), "cat needs at least one array");
        assert_eq!(
            message(cat_shape(&[&[1], &[]], 0)),
            "cat: array 1 is 0-d, and has no dimension to join along: use stack"
        );
        assert_eq!(
            message(cat_shape(&[&[2, 3], &[3, 2]], 0)),
            "cat: array 1 of shape [3, 2] does not continue shape [2, 3] along dimension 0: all other sizes must be equal"
        );
        assert!(cat_shape(&[&[2], &[2, 3]], 0).is_err());
        assert!(cat_shape(&[&[2]], 1).is_err());
        assert_eq!(
            message(stack_shape(&[&[2], &[3]], 0)),
            "stack: all shapes must be equal, and array 0 has [2] but array 1 has [3]"
        );
        assert!(stack_shape(&[&[2]], 3).is_err());
        assert!(stack_shape(&[], 0).is_err());
    }

    #[test]
    fn what_cannot_be_cut_or_repeated_is_refused() {
        assert_eq!(
            message(split_sizes(5, 0)),
            "split: a dimension of size 5 cannot be cut into parts of size 0"
        );
        assert_eq!(
            message(split_dimension(&[5], &[2, 2], 0)),
            "split: sizes [2, 2] add up to 4, but dimension 0 of shape [5] has size 5"
        );
        assert!(chunk_sizes(5, 0).is_err());
        assert_eq!(
            message(repeat_shape(&[2, 3], &[2])),
            "repeat: [2] must say how often for each of the 2 dimensions of shape [2, 3]"
        );
    }

    #[test]
    fn empty_parts_have_sizes_too() {
        assert_eq!(split_sizes(0, 2).unwrap(), [0]);
        assert_eq!(split_sizes(0, 0).unwrap(), [0]);
        assert_eq!(split_sizes(4, 2).unwrap(), [2, 2]);
        assert_eq!(chunk_sizes(0, 3).unwrap(), [0, 0, 0]);
        assert_eq!(chunk_sizes(2, 5).unwrap(), [1, 1]);
    }

    #[test]
    fn cat_promotes_and_leaves_out_empty_vectors() {
        let nothing = Array::zeros(0, DType::F32);
        let joined = cat(
            &[&nothing, &Array::from([[1, 2]]), &Array::from([[true, false]])],
            -2,
        );
        assert_eq!((joined.dtype(), joined.shape()), (DType::F32, &[2, 2][..]));
        assert_eq!(joined.to_vec::<f32>(), [1.0, 2.0, 1.0, 0.0]);
        assert_eq!(cat(&[&nothing, &nothing], 0).shape(), [0]);
        let hollow = Array::zeros([2, 0], DType::I64);
        assert_eq!(cat(&[&hollow, &hollow], 0).shape(), [4, 0]);
    }
}
