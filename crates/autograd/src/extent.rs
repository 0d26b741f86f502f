//! Sizes of several dimensions, as PyTorch's arguments take them: one number stands for all.

/// A number for each of `D` dimensions, in their order, as `kernel_size` and `stride` are.
///
/// ```
/// use autograd::Extent;
/// assert_eq!(Extent::<2>::from(3), Extent::from([3, 3]));
/// assert_eq!(Extent::from((3, 5)), Extent::from([3, 5]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Extent<const D: usize>(pub [usize; D]);

impl<const D: usize> From<usize> for Extent<D> {
    fn from(size: usize) -> Self {
        Self([size; D])
    }
}

impl<const D: usize> From<[usize; D]> for Extent<D> {
    fn from(sizes: [usize; D]) -> Self {
        Self(sizes)
    }
}

impl From<(usize, usize)> for Extent<2> {
    fn from((height, width): (usize, usize)) -> Self {
        Self([height, width])
    }
}

impl From<(usize, usize, usize)> for Extent<3> {
    fn from((depth, height, width): (usize, usize, usize)) -> Self {
        Self([depth, height, width])
    }
}

/// As Python writes a tuple: `(3,)`, `(3, 5)`.
impl<const D: usize> std::fmt::Display for Extent<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(")?;
        for (at, size) in self.0.iter().enumerate() {
            write!(f, "{}{size}", if at > 0 { ", " } else { "" })?;
        }
        f.write_str(if D == 1 { ",)" } else { ")" })
    }
}

/// The sizes that an adaptive pooling gives its last `D` dimensions; none keeps the size that there is.
///
/// ```
/// use autograd::OutputSize;
/// assert_eq!(OutputSize::<2>::from(3), OutputSize::from([Some(3), Some(3)]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OutputSize<const D: usize>(pub [Option<usize>; D]);

impl<const D: usize> From<usize> for OutputSize<D> {
    fn from(size: usize) -> Self {
        Self([Some(size); D])
    }
}

impl<const D: usize> From<[usize; D]> for OutputSize<D> {
    fn from(sizes: [usize; D]) -> Self {
        Self(sizes.map(Some))
    }
}

impl<const D: usize> From<[Option<usize>; D]> for OutputSize<D> {
    fn from(sizes: [Option<usize>; D]) -> Self {
        Self(sizes)
    }
}

impl From<(usize, usize)> for OutputSize<2> {
    fn from((height, width): (usize, usize)) -> Self {
        Self([Some(height), Some(width)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_as_tuples() {
        assert_eq!(Extent::<1>::from(3).to_string(), "(3,)");
        assert_eq!(Extent::from((3, 4, 5)).to_string(), "(3, 4, 5)");
    }
}
