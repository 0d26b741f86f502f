//! Slopes of a function that is known at points.

use tensor_core::{Error, OrRaise};

use crate::operators::{Arg, Operand};
use crate::tensor::Tensor;

impl Tensor {
    /// The slopes along `dim` of the function whose values these are, by central differences, which at places of any
    /// distance are those of the parabola through three points; at both ends by differences of two points (`edge_order` 1,
    /// PyTorch's default) or by the parabola (2). The spacing is one distance, or the vector of the points' places.
    /// `torch.gradient` gives those of several dimensions as a list.
    ///
    /// Gradient: as composed of differences and products.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([1.0, 4.0, 9.0, 16.0]);
    /// assert_eq!(y.gradient(1.0, 0, 1).to_vec::<f32>(), [3.0, 4.0, 6.0, 7.0]);
    /// assert_eq!(y.gradient(1.0, 0, 2).to_vec::<f32>(), [2.0, 4.0, 6.0, 8.0]);
    /// let places = Tensor::from([1.0, 2.0, 4.0, 8.0]);
    /// assert_eq!(places.square().gradient(&places, 0, 1).to_vec::<f32>(), [3.0, 4.0, 8.0, 12.0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or has fewer than `edge_order + 1` points, `edge_order` is neither 1 nor 2, or there
    /// is not one place for each point.
    #[track_caller]
    #[must_use]
    pub fn gradient(&self, spacing: impl Operand, dim: isize, edge_order: usize) -> Tensor {
        self.slopes(spacing.arg(), dim, edge_order)
    }

    #[track_caller]
    fn slopes(&self, spacing: Arg<'_>, dim: isize, edge_order: usize) -> Tensor {
        let y = match self.dtype().is_float() {
            true => self.clone(),
            false => self.to_dtype(self.dtype().to_float()),
        };
        // Along the last dimension, where places and widths lie too.
        let y = y.movedim([dim], [-1]);
        let count = y.shape().last().copied().unwrap_or(0);
        refuse(self, count, edge_order).or_raise();
        let widths = match spacing {
            Arg::Number(width) => y.detach().narrow(-1, 0, count - 1).full_like(width),
            Arg::Tensor(places) if places.shape() == [count] => places.diff(1, -1),
            Arg::Tensor(places) => Error::shape(format!(
                "gradient: places of shape {:?} are not one for each of {count} points",
                places.shape()
            ))
            .raise(),
        };
        Error::raise_memory_here(|| {
            let parts = [
                end(&y, &widths, edge_order, false),
                inner(&y, &widths),
                end(&y, &widths, edge_order, true),
            ];
            Tensor::cat(&parts, -1).movedim([-1], [dim])
        })
    }
}

fn refuse(x: &Tensor, count: usize, edge_order: usize) -> Result<(), Error> {
    if x.rank() == 0 {
        return Err(Error::shape("gradient: one number has no dimension to go along"));
    }
    if !matches!(edge_order, 1 | 2) {
        return Err(Error::argument(format!(
            "gradient: edge_order must be 1 or 2, but is {edge_order}"
        )));
    }
    if count <= edge_order {
        return Err(Error::shape(format!(
            "gradient: edge_order {edge_order} needs {} points, and a dimension of shape {:?} has {count}",
            edge_order + 1,
            x.shape()
        )));
    }
    Ok(())
}

/// Between the ends: the slope in its middle of the parabola through a point and its neighbours.
#[track_caller]
fn inner(y: &Tensor, widths: &Tensor) -> Tensor {
    let between = y.size(-1) - 2;
    let rise = y.diff(1, -1).div(widths);
    let [before, after] = [0, 1].map(|at| (widths.narrow(-1, at, between), rise.narrow(-1, at, between)));
    let weighted = before.1.mul(&after.0).add(after.1.mul(&before.0));
    weighted.div(before.0.add(&after.0))
}

/// At an end: the slope to the neighbour, or at the end of the parabola through three points.
#[track_caller]
fn end(y: &Tensor, widths: &Tensor, edge_order: usize, last: bool) -> Tensor {
    let rise = y.diff(1, -1).div(widths);
    let count = rise.size(-1);
    let at = |x: &Tensor, steps: usize| {
        let place = if last { count - 1 - steps } else { steps };
        x.narrow(-1, place as isize, 1)
    };
    let nearest = at(&rise, 0);
    if edge_order == 1 {
        return nearest;
    }
    let (near, far) = (at(widths, 0), at(widths, 1));
    let bend = nearest.sub(at(&rise, 1)).div(near.add(far));
    nearest.add(bend.mul(near))
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        let places = Tensor::from([0.0, 1.0, 3.0, 4.0]);
        for edge_order in [1, 2] {
            check(&[&[2, 4]], |x| x[0].gradient(0.5, 1, edge_order));
            check(&[&[4, 2]], |x| {
                x[0].gradient(places.to_dtype(x[0].dtype()), 0, edge_order)
            });
            check_second(&[&[3, 2]], |x| x[0].square().gradient(2.0, 0, edge_order));
        }
    }

    #[test]
    fn two_points_have_ends_alone() {
        let slopes = Tensor::from([[1, 4], [2, 8]]).gradient(2.0, 1, 1);
        assert_eq!(slopes.to_vec::<f32>(), [1.5, 1.5, 3.0, 3.0]);
    }

    #[test]
    #[should_panic(expected = "gradient: edge_order 2 needs 3 points")]
    fn a_parabola_needs_three_points() {
        let _ = Tensor::from([1.0, 2.0]).gradient(1.0, 0, 2);
    }
}
