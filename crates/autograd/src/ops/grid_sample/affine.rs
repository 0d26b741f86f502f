//! Grids of affine maps.

use tensor_core::{DType, Error};

use crate::tensor::Tensor;

impl Tensor {
    /// The grid that reads images through affine maps, for [`grid_sample`](Tensor::grid_sample): of each place of an output
    /// of `size` the coordinates that the map gives. PyTorch's `F.affine_grid`.
    ///
    /// # Shape
    /// Maps `[N, 2, 3]` and a size `[N, C, H, W]` to `[N, H, W, 2]`; `[N, 3, 4]` and `[N, C, D, H, W]` to `[N, D, H, W, 3]`.
    ///
    /// Gradient: that of the product.
    ///
    /// ```
    /// # use autograd::{GridSampleOptions, Tensor};
    /// let image = Tensor::from([[[[0.0, 1.0], [2.0, 3.0]]]]);
    /// let mirror = Tensor::from([[[-1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]]);
    /// let grid = mirror.affine_grid(&[1, 1, 2, 2], false);
    /// let mirrored = image.grid_sample(&grid, &GridSampleOptions::new());
    /// assert_eq!(mirrored.to_vec::<f32>(), [1.0, 0.0, 3.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes are no such, or the elements are not floating point.
    #[track_caller]
    pub fn affine_grid(&self, size: &[usize], align_corners: bool) -> Tensor {
        let rank = size.len().saturating_sub(2);
        if !matches!(rank, 2 | 3) || self.shape() != [size[0], rank, rank + 1] || !self.dtype().is_float() {
            Error::shape(format!(
                "affine_grid: maps of {} and shape {:?} are not floating point [N, 2, 3] for a size [N, C, H, W], or [N, 3, 4] \
                 for [N, C, D, H, W], as {size:?}",
                self.dtype(),
                self.shape()
            ))
            .raise();
        }
        let sizes = &size[2..];
        let lines: Vec<Tensor> = sizes
            .iter()
            .map(|&size| middles(size, align_corners, self.dtype()))
            .collect();
        let mut columns: Vec<Tensor> = (0..rank)
            .rev()
            .map(|at| {
                let mut shape = vec![1; rank];
                shape[at] = sizes[at];
                lines[at].reshape(&shape[..]).expand(sizes).reshape(-1)
            })
            .collect();
        columns.push(columns[0].ones_like());
        let places = Tensor::stack(&columns, 1);
        let grid = places.matmul(self.transpose(-1, -2));
        let mut shape = vec![size[0]];
        shape.extend(sizes);
        shape.push(rank);
        grid.reshape(&shape[..])
    }
}

/// The coordinates of the elements of a dimension.
fn middles(size: usize, align_corners: bool, dtype: DType) -> Tensor {
    let size = size as f64;
    let coordinates = (0..size as usize).map(|at| match align_corners {
        true if size == 1.0 => 0.0,
        true => at as f64 * 2.0 / (size - 1.0) - 1.0,
        false => (2.0 * at as f64 + 1.0) / size - 1.0,
    });
    let coordinates: Vec<f64> = coordinates.collect();
    Tensor::options().dtype(dtype).tensor(coordinates)
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;
    use crate::{DType, Tensor};

    fn f64s<const N: usize>(numbers: [f64; N]) -> Tensor {
        Tensor::options().dtype(DType::F64).tensor(numbers)
    }

    #[test]
    fn grids_of_affine_maps_are_pytorchs() {
        let maps = f64s([1.0, 0.5, 0.1, -0.2, 2.0, 0.3]).reshape([1, 2, 3]);
        let expected = [-1.4, -1.5, -0.4, -1.7, 0.6, -1.9, -0.4, 2.5, 0.6, 2.3, 1.6, 2.1];
        let grid = maps.affine_grid(&[1, 1, 2, 3], true).reshape(-1);
        assert!(grid.allclose_with(&f64s(expected), 1e-9, 1e-12, false), "{grid}");
        let first = maps.affine_grid(&[1, 1, 2, 3], false).reshape(-1).get(0).item();
        assert!((first + 0.8166666666666667).abs() < 1e-12);
    }

    #[test]
    fn gradients() {
        check(&[&[2, 2, 3]], |x| x[0].affine_grid(&[2, 1, 2, 3], false));
    }
}
