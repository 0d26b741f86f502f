//! Dimensions put elsewhere.

use tensor_core::{Error, IntoDims, OrRaise, dimension, dimensions};

use crate::tensor::Tensor;

impl Tensor {
    /// The dimensions `source` at the places `destination`, the others in their order in what is left, without a copy.
    ///
    /// Gradient: `grad`, in the first order.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let channels_last = Tensor::zeros([2, 3, 8, 9]).movedim(1, -1);
    /// assert_eq!(channels_last.shape(), [2, 8, 9, 3]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice, or there are not as many destinations as sources.
    #[track_caller]
    pub fn movedim(&self, source: impl IntoDims, destination: impl IntoDims) -> Tensor {
        let order = order(self.rank(), &source.into_dims(), &destination.into_dims()).or_raise();
        self.permute(order)
    }
}

/// Which dimension comes to each place.
fn order(rank: usize, source: &[isize], destination: &[isize]) -> Result<Vec<isize>, Error> {
    if source.len() != destination.len() {
        return Err(Error::argument(format!(
            "movedim: source {source:?} and destination {destination:?} must be equally many"
        )));
    }
    // Here as elsewhere an empty list would name all of them.
    if source.is_empty() {
        return Ok((0..rank as isize).collect());
    }
    let (source, destination) = (in_order(source, rank)?, in_order(destination, rank)?);
    let mut others = (0..rank).filter(|dim| !source.contains(dim));
    let at_place = |place| match destination.iter().position(|to| *to == place) {
        Some(moved) => Some(source[moved]),
        None => others.next(),
    };
    Ok((0..rank).filter_map(at_place).map(|dim| dim as isize).collect())
}

/// The dimensions as they were named, each only once.
pub(super) fn in_order(dims: &[isize], rank: usize) -> Result<Vec<usize>, Error> {
    dimensions(dims, rank)?;
    dims.iter().map(|dim| dimension(*dim, rank)).collect()
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3, 4]], |x| x[0].movedim([0, 1], [-1, 0]));
        check_second(&[&[2, 3]], |x| x[0].movedim(0, 1).square());
    }

    #[test]
    fn each_dimension_goes_to_its_own_place() {
        let x = Tensor::zeros([2, 3, 4]);
        assert_eq!(x.movedim([0, 1], [-1, 0]).shape(), [3, 4, 2]);
        assert_eq!(x.movedim([2, 1, 0], [0, 1, 2]).shape(), [4, 3, 2]);
    }

    #[test]
    fn none_moved() {
        assert_eq!(Tensor::zeros([2, 3]).movedim([], []).shape(), [2, 3]);
    }

    #[test]
    #[should_panic(expected = "movedim: source [0] and destination [1, 2] must be equally many")]
    fn a_place_without_a_dimension_is_refused() {
        Tensor::zeros([2, 3, 4]).movedim(0, [1, 2]);
    }
}
