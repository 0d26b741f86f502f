//! How many points there are in each cell of a grid.

use tensor_core::{Array, Error, OrRaise};

use super::histogram::{counted, intervals};
use crate::tensor::Tensor;

/// A grid of more dimensions would have hardly a cell that anything lies in, but take memory for each dimension.
const MOST_COORDINATES: usize = 64;

/// The intervals of each dimension of a histogram.
///
/// ```
/// use autograd::HistogramBins;
/// assert!(matches!(4.into(), HistogramBins::Count(4)));
/// assert!(matches!([4, 2].into(), HistogramBins::Counts(_)));
/// ```
#[derive(Clone, Debug)]
pub enum HistogramBins {
    /// As many of equal length in all dimensions.
    Count(usize),
    /// How many of equal length, for each dimension.
    Counts(Vec<usize>),
    /// Their ascending edges, for each dimension.
    Edges(Vec<Tensor>),
}

impl From<usize> for HistogramBins {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl<const N: usize> From<[usize; N]> for HistogramBins {
    fn from(counts: [usize; N]) -> Self {
        Self::Counts(counts.into())
    }
}

impl From<Vec<usize>> for HistogramBins {
    fn from(counts: Vec<usize>) -> Self {
        Self::Counts(counts)
    }
}

impl<const N: usize> From<[Tensor; N]> for HistogramBins {
    fn from(edges: [Tensor; N]) -> Self {
        Self::Edges(edges.into())
    }
}

impl From<Vec<Tensor>> for HistogramBins {
    fn from(edges: Vec<Tensor>) -> Self {
        Self::Edges(edges)
    }
}

impl Tensor {
    /// How many of the points, whose coordinates stand in the last dimension, lie in each cell of a grid, in this tensor's element
    /// type, or the sum of their weights; and the edges of the cells along each coordinate. `bins` says how many intervals of equal
    /// length each coordinate has, from the first number of its `range` to the second, or from its smallest value to its largest; or
    /// it gives their edges, and `range` is not read. Points outside are not counted, those at the last edge are in the last interval.
    /// With `density` the numbers are divided by their sum and the volumes of the cells. `torch.histogramdd`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let points = Tensor::from([[0.0, 1.0], [1.0, 0.0], [2.0, 1.0], [2.0, 2.0]]);
    /// let (counts, edges) = points.histogramdd([3, 3], None, None, false);
    /// assert_eq!(counts.to_vec::<f32>(), [0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0]);
    /// assert_eq!(edges.len(), 2);
    /// ```
    ///
    /// # Panics
    /// If there are fewer than two dimensions or more than 64 coordinates, the elements are not floating point, there are not as many
    /// intervals or ranges as coordinates or weights as points, edges are no vector of two or more numbers of this tensor's element type,
    /// or a range is not finite and in order.
    #[track_caller]
    pub fn histogramdd(
        &self,
        bins: impl Into<HistogramBins>,
        range: Option<&[(f64, f64)]>,
        weight: Option<&Tensor>,
        density: bool,
    ) -> (Tensor, Vec<Tensor>) {
        let (points, coordinates) = count_points(self, weight).or_raise();
        let x = self.detach().reshape([points, coordinates]);
        let edges = edges(&x, bins.into(), range).or_raise();
        let weight = weight.map(|weight| weight.reshape(-1));
        (counted(&x, &edges, weight.as_ref(), density), edges)
    }
}

/// How many points there are, and coordinates of each.
#[track_caller]
fn count_points(x: &Tensor, weight: Option<&Tensor>) -> Result<(usize, usize), Error> {
    let &[ref points @ .., coordinates] = x.shape() else {
        return Err(needs_points(x));
    };
    let fit = (1..=MOST_COORDINATES).contains(&coordinates);
    if points.is_empty() || !fit || !x.dtype().is_float() {
        return Err(needs_points(x));
    }
    match weight {
        Some(weight) if weight.shape() != points => Err(Error::shape(format!(
            "histogramdd: weights of shape {:?} are not one for each of the points of shape {points:?}",
            weight.shape()
        ))),
        _ => Ok((points.iter().product(), coordinates)),
    }
}

fn needs_points(x: &Tensor) -> Error {
    Error::argument(format!(
        "histogramdd is for points with up to {MOST_COORDINATES} coordinates in the last of two or more dimensions, not for shape {:?} of {}",
        x.shape(),
        x.dtype()
    ))
}

/// The edges along each coordinate.
#[track_caller]
fn edges(x: &Tensor, bins: HistogramBins, range: Option<&[(f64, f64)]>) -> Result<Vec<Tensor>, Error> {
    let coordinates = x.size(1);
    let counts = match bins {
        HistogramBins::Edges(edges) => {
            one_each(edges.len(), "vectors of edges", coordinates)?;
            edges
                .iter()
                .try_for_each(|edges| intervals("histogramdd", x, edges))?;
            return Ok(edges.iter().map(Tensor::detach).collect());
        }
        HistogramBins::Counts(counts) => counts,
        HistogramBins::Count(count) => vec![count; coordinates],
    };
    one_each(counts.len(), "numbers of intervals", coordinates)?;
    if counts.contains(&0) {
        return Err(Error::argument(format!(
            "histogramdd: {counts:?} intervals count nothing"
        )));
    }
    let ends = match range {
        Some(range) => range.to_vec(),
        None => ends(x),
    };
    one_each(ends.len(), "ranges", coordinates)?;
    let all = counts.into_iter().zip(ends);
    all.map(|(count, ends)| even(count, ends, x)).collect()
}

/// # Errors
/// If there is not one for each coordinate.
fn one_each(count: usize, of_what: &str, coordinates: usize) -> Result<(), Error> {
    match count == coordinates {
        true => Ok(()),
        false => Err(Error::argument(format!(
            "histogramdd: {count} {of_what} are not one for each of {coordinates} coordinates"
        ))),
    }
}

/// The smallest and largest value of each coordinate, 0 and 1 where there are no points.
#[track_caller]
fn ends(x: &Tensor) -> Vec<(f64, f64)> {
    if x.is_empty() {
        return vec![(0.0, 1.0); x.size(1)];
    }
    let x = x.double();
    let [least, largest] = [x.amin(0, false), x.amax(0, false)].map(|ends| ends.to_vec::<f64>());
    least.into_iter().zip(largest).collect()
}

/// The edges of intervals of equal length. One on each side of the middle makes room for what is all equal.
fn even(count: usize, (min, max): (f64, f64), x: &Tensor) -> Result<Tensor, Error> {
    if !min.is_finite() || !max.is_finite() || min > max {
        return Err(Error::argument(format!(
            "histogramdd: the range from {min} to {max} is not finite and in order"
        )));
    }
    let around = if min == max { 0.5 } else { 0.0 };
    Array::linspace(min - around, max + around, count.saturating_add(1), x.dtype()).map(Tensor::from)
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    fn points() -> Tensor {
        Tensor::from([
            [0.0, 0.5],
            [1.0, 2.0],
            [2.0, 2.0],
            [0.5, f32::NAN],
            [5.0, 0.0],
            [-1.0, 1.0],
        ])
    }

    #[test]
    fn pytorchs_figures() {
        let weight = Tensor::from([1.0, 2.0, 4.0, 8.0, 16.0, 32.0]);
        let range = Some(&[(0.0, 2.0); 2][..]);
        let (sums, edges) = points().histogramdd([2, 3], range, Some(&weight), false);
        assert_eq!(sums.to_vec::<f32>(), [1.0, 0.0, 0.0, 0.0, 0.0, 6.0]);
        assert_eq!(edges[0].to_vec::<f32>(), [0.0, 1.0, 2.0]);
        let (density, _) = points().histogramdd([2, 1], range, Some(&weight), true);
        assert!(density.allclose(&Tensor::from([[1.0 / 14.0], [6.0 / 14.0]])));
        let by_edges = points().histogramdd(edges, None, Some(&weight), false);
        assert!(by_edges.0.equal(&sums));
    }

    #[test]
    fn the_range_is_that_of_the_points() {
        let (counts, edges) = Tensor::ones([2, 1]).histogramdd(2, None, None, false);
        assert_eq!(counts.to_vec::<f32>(), [0.0, 2.0]);
        assert_eq!(edges[0].to_vec::<f32>(), [0.5, 1.0, 1.5]);
        let (counts, edges) = Tensor::zeros([0, 2]).histogramdd(1, None, None, false);
        assert_eq!(counts.to_vec::<f32>(), [0.0]);
        assert_eq!(edges[1].to_vec::<f32>(), [0.0, 1.0]);
    }

    #[test]
    #[should_panic(expected = "histogramdd: 3 numbers of intervals are not one for each of 2 coordinates")]
    fn intervals_of_another_coordinate_are_refused() {
        points().histogramdd([2, 2, 2], None, None, false);
    }

    #[test]
    #[should_panic(
        expected = "histogramdd is for points with up to 64 coordinates in the last of two or more dimensions, not for shape [0, 65] of float32"
    )]
    fn too_many_coordinates_are_refused() {
        Tensor::zeros([0, 65]).histogramdd(1, None, None, false);
    }

    #[test]
    #[should_panic(expected = "histogramdd: the range from 0 to NaN is not finite and in order")]
    fn a_range_that_is_not_finite_is_refused() {
        let points = Tensor::from([[0.0], [f64::NAN]]);
        points.histogramdd(2, Some(&[(0.0, f64::NAN)]), None, false);
    }
}
