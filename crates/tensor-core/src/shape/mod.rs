//! Shapes, what names one, and the rules that decide which fit together.

mod conv;
mod conv_transposed;
mod pad;
mod pool;
mod products;
mod resample;
mod rules;
mod unfold;
mod windows;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use smallvec::SmallVec;

use crate::error::{Error, ErrorKind};

pub(crate) use conv::check_conv_bias;
pub use conv::{ConvMoves, ConvPadding, Convolution};
pub use pad::{PadMode, Pads};
pub use pool::{AdaptivePooling, PoolMoves, Pooling, unpool_shape};
pub use products::{addmm_shape, dot_shape, inner_shape, mm_shape, mv_shape, outer_shape};
pub use resample::{ResampleMode, Resampling};
pub(crate) use rules::without;
pub use rules::{
    broadcast, dimension, dimensions, expand_shape, linear_shape, matmul_shape, reduced_shape, reshape_shape,
};
pub use unfold::Unfolding;
pub(crate) use windows::{Windows, named};

/// The sizes of an array's dimensions; up to four are held without an allocation.
///
/// It dereferences to `[usize]` and prints as PyTorch's `torch.Size` does inside: `[2, 3]`.
#[derive(Eq, Default)]
pub struct Shape(SmallVec<[usize; INLINE]>);

/// The rank up to which a shape needs no allocation.
const INLINE: usize = 4;

/// The most elements that a shape may have: the bytes of the widest ones, eight each, are still what an address can
/// count.
pub(crate) const MOST: usize = isize::MAX as usize / 8;

/// How many elements a shape has, if they can be counted; sizes of 0 do not excuse the others, from which strides are
/// made. Shapes and layouts are asked where they are made, so that products of their sizes never wrap later.
pub(crate) fn numel(sizes: &[usize]) -> Option<usize> {
    let mut all = 1_usize;
    for size in sizes {
        all = all.checked_mul((*size).max(1))?;
    }
    if all > MOST {
        return None;
    }
    Some(if sizes.contains(&0) { 0 } else { all })
}

/// The shape, if its elements [can be counted](numel).
#[inline]
pub(crate) fn counted(shape: Shape) -> Result<Shape, Error> {
    match numel(&shape) {
        Some(_) => Ok(shape),
        None => Err(uncountable(&shape)),
    }
}

#[cold]
pub(crate) fn uncountable(sizes: &[usize]) -> Error {
    Error::new(
        ErrorKind::Memory,
        format!("shape {sizes:?} has more elements than an address can count"),
    )
}

impl PartialEq for Shape {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        same(self, other)
    }
}

// By hand, as equality is: of the same sizes.
impl Hash for Shape {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

/// Whether two shapes are equal. Comparing the slices would call `memcmp`, which costs more than small shapes do.
#[inline(always)]
pub fn same(a: &[usize], b: &[usize]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b)
}

/// A list of so many items. Up to four are written where they belong: collecting would ask for room, and copying a
/// slice of unknown length is a call, which cost more.
#[inline]
pub(crate) fn list<T: Copy + Default>(len: usize, item: impl Fn(usize) -> T) -> SmallVec<[T; INLINE]> {
    if len > INLINE {
        return (0..len).map(item).collect();
    }
    let mut items = [T::default(); INLINE];
    for (at, to) in items[..len].iter_mut().enumerate() {
        *to = item(at);
    }
    SmallVec::from_buf_and_len(items, len)
}

impl Shape {
    /// The shape of a 0-d array.
    #[inline]
    pub fn scalar() -> Self {
        Self(SmallVec::new())
    }

    /// A shape of `rank` ones.
    pub fn ones(rank: usize) -> Self {
        Self(SmallVec::from_elem(1, rank))
    }

    /// The number of elements; `usize::MAX` if there are more than an address can count.
    #[inline]
    pub fn numel(&self) -> usize {
        numel(&self.0).unwrap_or(usize::MAX)
    }

    /// Adds a dimension at the end.
    #[inline]
    pub fn push(&mut self, size: usize) {
        self.0.push(size);
    }

    /// Adds a dimension before `dim`.
    pub fn insert(&mut self, dim: usize, size: usize) {
        self.0.insert(dim, size);
    }

    /// Takes out a dimension.
    pub fn remove(&mut self, dim: usize) -> usize {
        self.0.remove(dim)
    }
}

impl Clone for Shape {
    #[inline]
    fn clone(&self) -> Self {
        Self::from(&self.0[..])
    }
}

impl Deref for Shape {
    type Target = [usize];
    #[inline(always)]
    fn deref(&self) -> &[usize] {
        &self.0
    }
}

impl std::ops::DerefMut for Shape {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [usize] {
        &mut self.0
    }
}

impl From<&[usize]> for Shape {
    #[inline]
    fn from(sizes: &[usize]) -> Self {
        Self(list(sizes.len(), |dim| sizes[dim]))
    }
}

impl FromIterator<usize> for Shape {
    fn from_iter<I: IntoIterator<Item = usize>>(sizes: I) -> Self {
        Self(sizes.into_iter().collect())
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &self.0[..])
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What names a shape: a size, a tuple of up to four, an array, a slice, a `Vec`, or a [`Shape`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a shape",
    note = "a shape is `[2, 3]`, `(2, 3)`, a slice or a `Vec` of `usize`, one `usize`, or `()` for a 0-d tensor"
)]
pub trait IntoShape {
    /// The shape that is named.
    fn into_shape(self) -> Shape;
}

impl IntoShape for Shape {
    fn into_shape(self) -> Shape {
        self
    }
}
impl IntoShape for &Shape {
    fn into_shape(self) -> Shape {
        self.clone()
    }
}
impl IntoShape for usize {
    fn into_shape(self) -> Shape {
        Shape::from(&[self][..])
    }
}
impl IntoShape for () {
    fn into_shape(self) -> Shape {
        Shape::scalar()
    }
}
impl<const N: usize> IntoShape for [usize; N] {
    fn into_shape(self) -> Shape {
        Shape::from(&self[..])
    }
}
impl<const N: usize> IntoShape for &[usize; N] {
    fn into_shape(self) -> Shape {
        Shape::from(&self[..])
    }
}
impl IntoShape for &[usize] {
    fn into_shape(self) -> Shape {
        Shape::from(self)
    }
}
impl IntoShape for Vec<usize> {
    fn into_shape(self) -> Shape {
        Shape::from(&self[..])
    }
}
impl IntoShape for &Vec<usize> {
    fn into_shape(self) -> Shape {
        Shape::from(&self[..])
    }
}

macro_rules! tuple_shape {
    ($($size:ident $field:tt),*) => {
        impl IntoShape for ($($size,)*) {
            fn into_shape(self) -> Shape {
                Shape::from(&[$(self.$field),*][..])
            }
        }
    };
}
tuple_shape!(usize 0);
tuple_shape!(usize 0, usize 1);
tuple_shape!(usize 0, usize 1, usize 2);
tuple_shape!(usize 0, usize 1, usize 2, usize 3);

/// What names a shape in which one size may be `-1`, to be worked out: arrays, slices, vectors and tuples of
/// `usize`, `isize`, `i32` or `i64`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a shape to reshape to",
    note = "a shape is `[2, -1]`, `(n, -1)`, a slice or a `Vec` of integers, one integer, or `()`"
)]
pub trait IntoReshape {
    /// The sizes that are named.
    fn into_reshape(self) -> SmallVec<[i64; 4]>;
}

impl IntoReshape for () {
    fn into_reshape(self) -> SmallVec<[i64; 4]> {
        SmallVec::new()
    }
}
impl IntoReshape for &Shape {
    fn into_reshape(self) -> SmallVec<[i64; 4]> {
        list(self.len(), |dim| self[dim].to_i64())
    }
}

macro_rules! into_reshape {
    ($($size:ty),*) => {$(
        impl IntoReshape for $size {
            fn into_reshape(self) -> SmallVec<[i64; 4]> {
                list(1, |_| self.to_i64())
            }
        }
        impl<const N: usize> IntoReshape for [$size; N] {
            fn into_reshape(self) -> SmallVec<[i64; 4]> {
                list(self.len(), |dim| self[dim].to_i64())
            }
        }
        impl IntoReshape for &[$size] {
            fn into_reshape(self) -> SmallVec<[i64; 4]> {
                list(self.len(), |dim| self[dim].to_i64())
            }
        }
        impl IntoReshape for Vec<$size> {
            fn into_reshape(self) -> SmallVec<[i64; 4]> {
                self.as_slice().into_reshape()
            }
        }
        impl IntoReshape for &Vec<$size> {
            fn into_reshape(self) -> SmallVec<[i64; 4]> {
                self.as_slice().into_reshape()
            }
        }
    )*};
}
into_reshape!(usize, isize, i32, i64);

/// One integer of any of the usual types, so that `(x.shape()[0], -1)` names a shape.
pub trait Size {
    /// The integer; `i64::MAX` for one beyond, which no size or position reaches, so that it is refused as too large.
    fn to_i64(self) -> i64;
}
impl Size for usize {
    fn to_i64(self) -> i64 {
        i64::try_from(self).unwrap_or(i64::MAX)
    }
}
macro_rules! size {
    ($($size:ty),*) => {$(
        impl Size for $size {
            fn to_i64(self) -> i64 {
                self as i64
            }
        }
    )*};
}
size!(isize, i32, i64);

macro_rules! tuple_reshape {
    ($($name:ident $field:tt),*) => {
        impl<$($name: Size),*> IntoReshape for ($($name,)*) {
            fn into_reshape(self) -> SmallVec<[i64; 4]> {
                SmallVec::from_slice(&[$(self.$field.to_i64()),*])
            }
        }
    };
}
tuple_reshape!(A 0, B 1);
tuple_reshape!(A 0, B 1, C 2);
tuple_reshape!(A 0, B 1, C 2, D 3);

/// What names dimensions to reduce over: one, or several; negative ones count from the end.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name dimensions",
    note = "dimensions are one integer such as `1` or `-1`, or an array, slice or `Vec` of them"
)]
pub trait IntoDims {
    /// The dimensions that are named.
    fn into_dims(self) -> SmallVec<[isize; 4]>;
}
impl IntoDims for isize {
    fn into_dims(self) -> SmallVec<[isize; 4]> {
        list(1, |_| self)
    }
}
impl<const N: usize> IntoDims for [isize; N] {
    fn into_dims(self) -> SmallVec<[isize; 4]> {
        list(self.len(), |at| self[at])
    }
}
impl IntoDims for &[isize] {
    fn into_dims(self) -> SmallVec<[isize; 4]> {
        list(self.len(), |at| self[at])
    }
}
impl IntoDims for Vec<isize> {
    fn into_dims(self) -> SmallVec<[isize; 4]> {
        list(self.len(), |at| self[at])
    }
}
impl IntoDims for &Vec<isize> {
    fn into_dims(self) -> SmallVec<[isize; 4]> {
        list(self.len(), |at| self[at])
    }
}
