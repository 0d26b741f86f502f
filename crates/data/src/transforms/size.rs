//! [`Size`]: how large a picture should be.

/// How large a picture should be: a number, or height and width.
///
/// ```
/// use data::transforms::{Resize, Size};
///
/// assert_eq!(Size::from((2, 3)), Size::Exact { height: 2, width: 3 });
/// let (shorter, exact) = (Resize::new(256), Resize::new((256, 320)));
/// # let _ = (shorter, exact);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Both edges of a square; for [`Resize`](super::Resize) the shorter edge.
    Edge(usize),
    /// Both.
    Exact {
        /// The number of rows.
        height: usize,
        /// The number of columns.
        width: usize,
    },
}

impl From<usize> for Size {
    fn from(edge: usize) -> Self {
        Self::Edge(edge)
    }
}

impl From<(usize, usize)> for Size {
    /// Height and width.
    fn from((height, width): (usize, usize)) -> Self {
        Self::Exact { height, width }
    }
}

impl From<[usize; 2]> for Size {
    /// Height and width.
    fn from([height, width]: [usize; 2]) -> Self {
        Self::Exact { height, width }
    }
}
