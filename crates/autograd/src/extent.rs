//! Sizes of several dimensions, as PyTorch's arguments take them: one number stands for all.

use std::hash::{Hash, Hasher};

use crate::options::OptionValue;

/// A number for each of `D` dimensions, in their order, as `kernel_size` and `stride` are. It prints as it was given.
///
/// ```
/// use autograd::Extent;
/// assert_eq!(Extent::<2>::from(3), Extent::from([3, 3]));
/// assert_eq!(Extent::from((3, 5)).sizes(), &[3, 5]);
/// ```
#[derive(Clone, Copy, Debug, Eq)]
pub struct Extent<const D: usize> {
    sizes: [usize; D],
    is_number: bool,
}

impl<const D: usize> Extent<D> {
    /// The number of each dimension.
    pub fn sizes(&self) -> &[usize; D] {
        &self.sizes
    }

    /// The same, given as a tuple.
    pub fn tuple(self) -> Self {
        Self {
            is_number: false,
            ..self
        }
    }
}

impl<const D: usize> PartialEq for Extent<D> {
    fn eq(&self, other: &Self) -> bool {
        self.sizes == other.sizes
    }
}

// By hand, as equality is: of the same sizes.
impl<const D: usize> Hash for Extent<D> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.sizes.hash(state);
    }
}

impl<const D: usize> From<usize> for Extent<D> {
    fn from(size: usize) -> Self {
        Self {
            sizes: [size; D],
            is_number: true,
        }
    }
}

impl<const D: usize> From<[usize; D]> for Extent<D> {
    fn from(sizes: [usize; D]) -> Self {
        Self {
            sizes,
            is_number: false,
        }
    }
}

impl From<(usize, usize)> for Extent<2> {
    fn from((height, width): (usize, usize)) -> Self {
        Self::from([height, width])
    }
}

impl From<(usize, usize, usize)> for Extent<3> {
    fn from((depth, height, width): (usize, usize, usize)) -> Self {
        Self::from([depth, height, width])
    }
}

impl<const D: usize> From<Extent<D>> for OptionValue {
    fn from(extent: Extent<D>) -> Self {
        let value = |size: usize| OptionValue::Count(size as i64);
        match extent.sizes.first() {
            Some(size) if extent.is_number => value(*size),
            _ => OptionValue::Tuple(extent.sizes.map(value).into()),
        }
    }
}

/// The sizes that an adaptive pooling gives its last `D` dimensions; none keeps the size that there is. It prints as it was
/// given.
///
/// ```
/// use autograd::OutputSize;
/// assert_eq!(OutputSize::<2>::from(3).sizes(), &[Some(3), Some(3)]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OutputSize<const D: usize> {
    sizes: [Option<usize>; D],
    is_number: bool,
}

impl<const D: usize> OutputSize<D> {
    /// The size of each dimension.
    pub fn sizes(&self) -> &[Option<usize>; D] {
        &self.sizes
    }
}

impl<const D: usize> From<usize> for OutputSize<D> {
    fn from(size: usize) -> Self {
        Self {
            sizes: [Some(size); D],
            is_number: true,
        }
    }
}

impl<const D: usize> From<[usize; D]> for OutputSize<D> {
    fn from(sizes: [usize; D]) -> Self {
        Self::from(sizes.map(Some))
    }
}

impl<const D: usize> From<[Option<usize>; D]> for OutputSize<D> {
    fn from(sizes: [Option<usize>; D]) -> Self {
        Self {
            sizes,
            is_number: false,
        }
    }
}

impl From<(usize, usize)> for OutputSize<2> {
    fn from((height, width): (usize, usize)) -> Self {
        Self::from([height, width])
    }
}

impl<const D: usize> From<OutputSize<D>> for OptionValue {
    fn from(size: OutputSize<D>) -> Self {
        let value =
            |size: Option<usize>| size.map_or(OptionValue::None, |size| OptionValue::Count(size as i64));
        match size.sizes.first() {
            Some(one) if size.is_number => value(*one),
            _ => OptionValue::Tuple(size.sizes.map(value).into()),
        }
    }
}

/// What surrounds the input of a convolution.
///
/// ```
/// use autograd::Padding;
/// assert_eq!(Padding::<2>::from(1), Padding::from([1, 1]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Padding<const D: usize> {
    /// As much on both sides of each dimension.
    Each(Extent<D>),
    /// As much as makes the output as large as the input, for stride 1: PyTorch's `"same"`.
    Same,
    /// Nothing: PyTorch's `"valid"`.
    Valid,
}

impl<const D: usize, T: Into<Extent<D>>> From<T> for Padding<D> {
    fn from(sizes: T) -> Self {
        Self::Each(sizes.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_as_given() {
        let text = |value: OptionValue| value.to_string();
        assert_eq!(text(Extent::<1>::from(3).into()), "3");
        assert_eq!(text(Extent::<1>::from(3).tuple().into()), "(3,)");
        assert_eq!(text(Extent::from((3, 4, 5)).into()), "(3, 4, 5)");
        assert_eq!(text(OutputSize::<2>::from(1).into()), "1");
        assert_eq!(text(OutputSize::from([None, Some(2)]).into()), "(None, 2)");
    }
}
