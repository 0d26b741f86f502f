//! Places of a contiguous array, listed: what an index with arrays reads and writes.

use std::borrow::Cow;

use crate::array::Array;
use crate::array::select::positions;
use crate::array::view::windows;
use crate::dtype::{DType, dispatch};
use crate::error::Error;
use crate::kernel::number::Arithmetic;
use crate::kernel::places;
use crate::layout::Layout;
use crate::scratch;
use crate::shape::{Shape, broadcast};

/// A list of places in a contiguous array, and the shape of what lies there.
///
/// ```
/// use tensor_core::{Array, IndexItem, Places};
/// let rows = [IndexItem::from(&Array::from([2, 0]))];
/// let places = Places::of_index(&[3, 2], &rows).unwrap();
/// let x = Array::from([[1, 2], [3, 4], [5, 6]]);
/// assert_eq!(x.take_places(&places).to_vec::<i64>(), [5, 6, 1, 2]);
/// ```
#[derive(Clone, Debug)]
pub struct Places {
    /// Where each run begins, as `i64`.
    starts: Array,
    /// How many elements follow each other from there on.
    run: usize,
    /// The shape of the elements at these places.
    shape: Shape,
    /// The number of elements of the array.
    whole: usize,
}

/// What becomes of several elements at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combination {
    /// Their sum; of bools whether one is true.
    Sum,
    /// Their product; of bools whether all are true.
    Prod,
    /// The largest; not-a-number wins.
    Amax,
    /// The smallest; not-a-number wins.
    Amin,
}

impl Places {
    pub(super) fn new(starts: Vec<i64>, run: usize, shape: Shape, whole: usize) -> Self {
        let starts = Array::written(&[starts.len()], |out: &mut [i64]| {
            out.copy_from_slice(&starts);
        });
        Self {
            starts,
            run,
            shape,
            whole,
        }
    }

    /// The shape of the elements at these places.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Where in an array of `shape`, read in row-major order, the positions in `index` are; negative ones count from the
    /// end.
    ///
    /// # Errors
    /// If a position does not exist, or `index` holds no `i64` or `i32`.
    pub fn of_elements(operation: &str, shape: &[usize], index: &Array) -> Result<Self, Error> {
        Error::catch_memory(|| -> Result<Self, Error> {
            let whole: usize = shape.iter().product();
            let index_shape = index.to_shape();
            let index = wrapped(operation, index, 0, &[whole])?;
            let starts = scratch::copied(&index.elements::<i64>()[..index.numel()]);
            Ok(Self::new(starts, 1, index_shape, whole))
        })
        .flatten()
    }

    /// The places of an array of `shape` where `mask` is true, both broadcast to each other, in row-major order: what is
    /// stretched is named again for each place of the mask.
    ///
    /// # Errors
    /// If `mask` is not bool, or the shapes do not broadcast.
    pub fn of_mask(operation: &str, shape: &[usize], mask: &Array) -> Result<Self, Error> {
        Error::catch_memory(|| -> Result<Self, Error> {
            if mask.dtype() != DType::Bool {
                return Err(Error::dtype(format!(
                    "{operation}: the mask is {}, and must be bool",
                    mask.dtype()
                )));
            }
            let both = broadcast(shape, mask.shape())?;
            let mask = broadcast_to(mask, &both);
            let mask = mask.contiguous();
            let mut starts = places::trues(&mask.elements::<bool>()[..mask.numel()]);
            if both.as_ref() != shape {
                let stretched = Layout::contiguous(shape).expand(&both)?;
                let dims: Vec<_> = both
                    .iter()
                    .copied()
                    .zip(stretched.strides().iter().copied())
                    .collect();
                let offsets = offsets(&dims);
                starts
                    .iter_mut()
                    .for_each(|start| *start = offsets[*start as usize]);
            }
            let count = Shape::from(&[starts.len()][..]);
            Ok(Self::new(starts, 1, count, shape.iter().product()))
        })
        .flatten()
    }

    /// The places of an array of `shape` that [`Array::windows`] reads.
    ///
    /// # Errors
    /// As `windows` refuses.
    pub fn of_windows(shape: &[usize], dim: isize, size: usize, step: usize) -> Result<Self, Error> {
        Error::catch_memory(|| -> Result<Self, Error> {
            let windows = windows(&Layout::contiguous(shape), dim, size, step)?;
            let dims: Vec<_> = windows
                .shape()
                .iter()
                .copied()
                .zip(windows.strides().iter().copied())
                .collect();
            let whole = shape.iter().product();
            Ok(Self::new(offsets(&dims), 1, Shape::from(windows.shape()), whole))
        })
        .flatten()
    }

    /// The places of an array of `shape` that [`Array::gather`] with the same `dim` and `index` reads.
    ///
    /// # Errors
    /// As `gather` refuses.
    pub fn along(operation: &str, shape: &[usize], dim: isize, index: &Array) -> Result<Self, Error> {
        Error::catch_memory(|| -> Result<Self, Error> {
            let dim = super::gather_dimension(operation, shape, dim, index.shape())?;
            let positions = positions(operation, index, dim, shape)?;
            let layout = Layout::contiguous(shape);
            let sizes = index.shape();
            // What is 0-d has one element, at place 0.
            let walked: Vec<(usize, usize)> = (0..shape.len().min(sizes.len()))
                .map(|at| (sizes[at], if at == dim { 0 } else { layout.strides()[at] }))
                .collect();
            let along = layout.strides().get(dim).copied().unwrap_or(0) as i64;
            let positions = &positions.elements::<i64>()[..positions.numel()];
            let starts = if walked.is_empty() {
                scratch::collected(positions.len(), positions.iter().map(|at| at * along))
            } else {
                let others = offsets(&walked);
                let both = others.iter().zip(positions);
                scratch::collected(positions.len(), both.map(|(other, at)| other + at * along))
            };
            Ok(Self::new(starts, 1, index.to_shape(), shape.iter().product()))
        })
        .flatten()
    }
}

impl Array {
    /// The elements at these places.
    ///
    /// # Panics
    /// If this array has not as many elements as the one that they are places of.
    #[track_caller]
    pub fn take_places(&self, places: &Places) -> Array {
        self.has_places(places);
        let x = self.contiguous();
        x.taken(places)
    }

    /// The elements at places counted from this array's first one, however it lies.
    #[track_caller]
    pub(super) fn taken(&self, places: &Places) -> Array {
        let starts = places.starts.elements::<i64>();
        let starts = &starts[..places.starts.numel()];
        dispatch!(self.dtype(), T: Word => Array::moved::<T>(self.dtype(), &places.shape, |out| {
            self::places::take(self.words::<T>(), starts, places.run, out);
        }))
    }

    /// Writes `value`, which is broadcast, to these places; of several for one place, the last stays. If somebody else
    /// holds the elements, they are copied first.
    ///
    /// # Panics
    /// If `value` does not broadcast to the places' shape, or element types differ.
    #[track_caller]
    pub fn put_places(&mut self, places: &Places, value: &Array) {
        let value = self.fitting(places, value);
        let (starts, count) = (&places.starts, places.starts.numel());
        dispatch!(self.dtype(), T: Word => self::places::put(
            &value.words::<T>()[..value.numel()],
            &starts.elements::<i64>()[..count],
            places.run,
            self.as_mut_words::<T>(),
        ));
    }

    /// Combines each element of `value`, which is broadcast, with what is at its place, one after the other. If somebody
    /// else holds the elements, they are copied first; else only those at the places are touched.
    ///
    /// # Panics
    /// If `value` does not broadcast to the places' shape, or element types differ.
    #[track_caller]
    pub fn combine_places(&mut self, places: &Places, value: &Array, how: Combination) {
        let value = self.fitting(places, value);
        let value = value.computable();
        let starts = &places.starts.elements::<i64>()[..places.starts.numel()];
        dispatch!(self.dtype(), T: Any => {
            let src = &value.elements::<T>()[..value.numel()];
            let rule: fn(T, T) -> T = match how {
                Combination::Sum => {
                    return self.changed::<T, _>(|out| {
                        self::places::combine(src, starts, places.run, out, Arithmetic::add);
                    });
                }
                Combination::Prod => Arithmetic::mul,
                Combination::Amax => Arithmetic::maximum,
                Combination::Amin => Arithmetic::minimum,
            };
            self.changed::<T, _>(|out| self::places::combine(src, starts, places.run, out, rule));
        });
    }

    /// `value` over the places' shape, contiguous.
    #[track_caller]
    fn fitting(&self, places: &Places, value: &Array) -> Array {
        self.has_places(places);
        if value.dtype() != self.dtype() {
            Error::dtype(format!(
                "a value of {} cannot be written among elements of {}",
                value.dtype(),
                self.dtype()
            ))
            .raise();
        }
        let both = broadcast(value.shape(), &places.shape);
        if !both.is_ok_and(|both| super::same(&both, &places.shape)) {
            Error::shape(format!(
                "a value of shape {:?} does not broadcast to the part of shape {:?} that the index names",
                value.shape(),
                &places.shape[..]
            ))
            .raise();
        }
        value.expand(&places.shape).contiguous()
    }

    #[track_caller]
    fn has_places(&self, places: &Places) {
        if self.numel() != places.whole {
            Error::shape(format!(
                "these are places of an array of {} elements, and shape {:?} has {}",
                places.whole,
                self.shape(),
                self.numel()
            ))
            .raise();
        }
    }

    /// Where the elements are that are not 0: a row of positions, one for each dimension, for each of them, in row-major
    /// order.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let places = Array::from([[0, 3], [1, 0]]).nonzero();
    /// assert_eq!((places.shape(), places.to_vec::<i64>()), (&[2, 2][..], vec![0, 1, 1, 0]));
    /// ```
    #[track_caller]
    pub fn nonzero(&self) -> Array {
        Error::raise_memory_here(|| {
            let x = self.to_dtype(DType::Bool).contiguous();
            let x = &x.elements::<bool>()[..self.numel()];
            let (rank, columns) = (self.rank(), self.shape().last().copied().unwrap_or(1));
            if rank <= 1 {
                let places = places::trues(x);
                let shape = [places.len(), rank];
                return Array::written(&shape, |out: &mut [i64]| {
                    out.iter_mut().zip(&places).for_each(|(out, place)| *out = *place);
                });
            }
            let count = x.iter().filter(|x| **x).count();
            let mut found = scratch::collected(count * rank, std::iter::empty());
            let mut position = vec![0; rank];
            for row in x.chunks_exact(columns.max(1)) {
                for column in places::trues(row) {
                    position[rank - 1] = column;
                    found.extend_from_slice(&position);
                }
                advance(&mut position[..rank - 1], self.shape());
            }
            Array::written(&[found.len() / rank, rank], |out: &mut [i64]| {
                out.copy_from_slice(&found);
            })
        })
    }
}

/// The next position in row-major order.
fn advance(position: &mut [i64], shape: &[usize]) {
    for (at, size) in position.iter_mut().zip(shape).rev() {
        *at += 1;
        if *at < *size as i64 {
            return;
        }
        *at = 0;
    }
}

/// How far from the first one each element lies, over dimensions of these sizes and strides.
pub(super) fn offsets(dims: &[(usize, usize)]) -> Vec<i64> {
    let mut all = vec![0];
    for (size, stride) in dims {
        let steps = 0..*size as i64;
        all = match (&all[..], *size) {
            (_, 1) => continue,
            ([0], _) => scratch::collected(*size, steps.map(|step| step * *stride as i64)),
            _ => {
                let each = |first| steps.clone().map(move |step| first + step * *stride as i64);
                scratch::collected(all.len() * size, all.iter().flat_map(each))
            }
        };
    }
    all
}

/// The positions in `index` of dimension `dim` of `shape`, as contiguous `i64` that count from the start.
pub(super) fn wrapped(operation: &str, index: &Array, dim: usize, shape: &[usize]) -> Result<Array, Error> {
    if index.numel() > 0 && !matches!(index.dtype(), DType::I64 | DType::I32) {
        return Err(Error::dtype(format!(
            "{operation}: tensors of {} are no index: positions are int64 or int32, masks bool",
            index.dtype()
        )));
    }
    let index = index.to_dtype(DType::I64).contiguous();
    let given = &index.elements::<i64>()[..index.numel()];
    let size = shape[dim] as i64;
    if let Some(at) = given.iter().find(|at| !(-size..size).contains(at)) {
        return Err(Error::index(format!(
            "{operation}: index {at} is out of bounds for dimension {dim} of shape {shape:?}, which has size {size}"
        )));
    }
    if given.iter().all(|at| *at >= 0) {
        return Ok(index);
    }
    Ok(Array::written(index.shape(), |out: &mut [i64]| {
        for (out, at) in out.iter_mut().zip(given) {
            *out = if *at < 0 { at + size } else { *at };
        }
    }))
}

/// Contiguous elements of `array`, or a copy of them that are.
pub(super) fn broadcast_to<'a>(array: &'a Array, shape: &[usize]) -> Cow<'a, Array> {
    if super::same(array.shape(), shape) {
        Cow::Borrowed(array)
    } else {
        Cow::Owned(array.expand(shape).contiguous())
    }
}
