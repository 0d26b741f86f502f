//! How many elements there are of each kind.

use tensor_core::{Array, DType, Error, OrRaise};

use crate::tensor::Tensor;

impl Tensor {
    /// How often each of the numbers from 0 to the largest, or to `minlength - 1`, occurs in this vector of integers
    /// (int64); or the sum of the weights of those that are it, in their element type if that is float32, else in float64.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1, 3, 1]).bincount(None, 0).to_vec::<i64>(), [0, 2, 0, 1]);
    /// ```
    ///
    /// # Panics
    /// If this is no vector of integers, one is negative, or there are not as many weights.
    #[track_caller]
    pub fn bincount(&self, weights: Option<&Tensor>, minlength: usize) -> Tensor {
        countable(self, weights).or_raise();
        let largest = match self.is_empty() {
            true => 0,
            false => self.value().amax(&[], false).to_dtype(DType::I64).to_vec::<i64>()[0] as usize + 1,
        };
        let bins = largest.max(minlength);
        let weights = match weights {
            Some(weights) if weights.dtype() == DType::F32 => weights.detach(),
            Some(weights) => weights.detach().to_dtype(DType::F64),
            None => Tensor::from(Array::ones(self.numel(), DType::I64)),
        };
        let counts = Tensor::from(Array::zeros(bins, weights.dtype()));
        counts.index_add(0, &self.to_dtype(DType::I64), &weights)
    }

    /// How many elements lie in each of `bins` intervals of equal length from `min` to `max`, in this tensor's element
    /// type; if both are 0, from the smallest element to the largest. Elements outside are not counted, one at `max` is in
    /// the last interval.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([0.5, 1.5, 1.7, 4.0, 9.0]);
    /// assert_eq!(x.histc(4, 0.0, 4.0).to_vec::<f32>(), [1.0, 2.0, 0.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, `bins` is 0, or the bounds are not finite and in order.
    #[track_caller]
    pub fn histc(&self, bins: usize, min: impl Into<f64>, max: impl Into<f64>) -> Tensor {
        let (mut min, mut max) = (min.into(), max.into());
        if min == max && !self.is_empty() {
            let ends = |end: Array| end.item().or_raise().to_f64();
            let x = self.value();
            (min, max) = (ends(x.amin(&[], false)), ends(x.amax(&[], false)));
        }
        if min == max {
            (min, max) = (min - 1.0, max + 1.0);
        }
        self.value().histc(bins, min, max).into()
    }

    /// How many elements lie between each two neighbours of the ascending `edges`, in this tensor's element type; or the sum
    /// of their weights. Elements outside are not counted, one at the last edge is in the last interval. With `density` the
    /// numbers are divided by their sum and the widths, so that the area is 1.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([0.5, 1.5, 1.7, 4.0, 9.0]);
    /// let edges = Tensor::from([0.0, 1.0, 4.0]);
    /// assert_eq!(x.histogram(&edges, None, false).to_vec::<f32>(), [1.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If `edges` is no vector of two or more numbers of this tensor's element type, or there are not as many weights.
    #[track_caller]
    pub fn histogram(&self, edges: &Tensor, weights: Option<&Tensor>, density: bool) -> Tensor {
        intervals("histogram", self, edges).or_raise();
        let weights = weights.map(|weights| weights.reshape(-1));
        let x = self.detach().reshape([self.numel(), 1]);
        counted(&x, std::slice::from_ref(edges), weights.as_ref(), density)
    }
}

/// How many rows of a matrix lie between each two neighbours of the edges of all columns, or the sum of their weights.
#[track_caller]
pub(super) fn counted(x: &Tensor, edges: &[Tensor], weights: Option<&Tensor>, density: bool) -> Tensor {
    let bins: Vec<usize> = edges.iter().map(|edges| edges.numel() - 1).collect();
    let counts = Tensor::from(Array::zeros(&bins[..], x.dtype()));
    let (mut at, mut inside) = (Tensor::from(0), Tensor::from(true));
    for (column, (edges, bins)) in edges.iter().zip(&bins).enumerate() {
        let (x, bins) = (x.select(1, column as isize), *bins as i64);
        let above = x.bucketize(edges, true);
        let above = x.eq(edges.get(bins)).where_(bins, above);
        inside = &inside & above.ge(1) & above.le(bins);
        at = at * bins + above - 1;
    }
    let weights = match weights {
        Some(weights) => weights.detach().to_dtype(x.dtype()),
        None => Tensor::from(Array::ones(x.size(0), x.dtype())),
    };
    let (at, weights) = (inside.where_(at, 0), inside.where_(weights, 0));
    let counts = counts.reshape(-1).index_add(0, &at, &weights).reshape(&bins[..]);
    match density {
        true => as_density(&counts, edges),
        false => counts,
    }
}

/// Counts divided by their sum and by the widths of the intervals along each dimension.
#[track_caller]
fn as_density(counts: &Tensor, edges: &[Tensor]) -> Tensor {
    let mut density = counts.div(counts.sum());
    for (column, edges) in edges.iter().enumerate() {
        let behind = counts.rank() - column - 1;
        let widths = edges.detach().diff(1, 0);
        density = density.div(widths.reshape([&[widths.numel()], &vec![1; behind][..]].concat()));
    }
    density
}

/// Whether the edges bound intervals.
pub(super) fn intervals(operation: &str, x: &Tensor, edges: &Tensor) -> Result<(), Error> {
    match edges.shape() {
        [count] if *count > 1 && edges.dtype() == x.dtype() => Ok(()),
        shape => Err(Error::shape(format!(
            "{operation}: edges of shape {shape:?} of {} bound no intervals of {}",
            edges.dtype(),
            x.dtype()
        ))),
    }
}

#[track_caller]
fn countable(x: &Tensor, weights: Option<&Tensor>) -> Result<(), Error> {
    if !x.dtype().is_integer() || x.rank() != 1 {
        return Err(Error::argument(format!(
            "bincount is for a vector of integers, not for shape {:?} of {}",
            x.shape(),
            x.dtype()
        )));
    }
    if x.lt(0).any().item() != 0.0 {
        return Err(Error::argument(
            "bincount is for integers that are not negative, and one is",
        ));
    }
    match weights {
        Some(weights) if weights.shape() != x.shape() => Err(Error::shape(format!(
            "bincount: weights of shape {:?} are not one for each of {:?}",
            weights.shape(),
            x.shape()
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn weights_are_summed() {
        let weights = Tensor::from([0.5, 1.0, 2.0]);
        let sums = Tensor::from([0, 2, 0]).bincount(Some(&weights), 5);
        assert_eq!(sums.to_vec::<f32>(), [2.5, 0.0, 1.0, 0.0, 0.0]);
    }

    #[test]
    fn a_density_has_an_area_of_one() {
        let edges = Tensor::from([-1.0, 0.0, 2.0]);
        let x = Tensor::from([-0.5, 0.5, 1.0, 2.0, -3.0, 7.0, f64::NAN]);
        assert_eq!(x.histogram(&edges, None, true).to_vec::<f32>(), [0.25, 0.375]);
        let weights = Tensor::arange(0.0, 7.0, 1.0);
        assert_eq!(
            x.histogram(&edges, Some(&weights), false).to_vec::<f32>(),
            [0.0, 6.0]
        );
    }

    #[test]
    fn a_histogram_of_what_is_all_equal() {
        assert_eq!(
            Tensor::from([2.0, 2.0]).histc(3, 0.0, 0.0).to_vec::<f32>(),
            [0.0, 2.0, 0.0]
        );
        assert_eq!(Tensor::zeros(0).histc(2, 0.0, 0.0).to_vec::<f32>(), [0.0, 0.0]);
    }

    #[test]
    #[should_panic(expected = "integers that are not negative")]
    fn negative_numbers_are_not_counted() {
        Tensor::from([-1, 2]).bincount(None, 0);
    }
}
