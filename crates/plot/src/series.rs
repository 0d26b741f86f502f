//! A named list of points and the way it is drawn.

use crate::number::Point;

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Consecutive points are joined.
    Line,
    /// Every point is a dot.
    Dots,
    /// Consecutive points are joined and each is a dot: the steps of a descent.
    Path,
}

/// One entry of the legend and its data.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    pub(crate) name: String,
    pub(crate) mark: Mark,
    pub(crate) points: Vec<(f64, f64)>,
}

impl Series {
    pub(crate) fn new<P: Point>(
        name: impl Into<String>,
        mark: Mark,
        points: impl IntoIterator<Item = P>,
    ) -> Self {
        Self {
            name: name.into(),
            mark,
            points: points.into_iter().map(Point::xy).collect(),
        }
    }
}
