//! Images read at places that a grid says, and grids of affine maps.

mod affine;
mod axis;
mod options;

use tensor_core::{DType, Error, OrRaise};

pub use self::options::{GridMode, GridPadding, GridSampleOptions};

use self::axis::{Axis, Taps};
use crate::tensor::Tensor;

impl Tensor {
    /// The elements of images at the places that `grid` names, each by its coordinates from -1 to 1: `(x, y)`, of volumes
    /// `(x, y, z)`. PyTorch's `F.grid_sample`, of which `mode="bilinear"` is called linear here.
    ///
    /// # Shape
    /// Images `[N, C, H, W]` and a grid `[N, Ho, Wo, 2]` to `[N, C, Ho, Wo]`; volumes `[N, C, D, H, W]` and
    /// `[N, Do, Ho, Wo, 3]` to `[N, C, Do, Ho, Wo]`.
    ///
    /// Gradient: as composed, for images and grid.
    ///
    /// ```
    /// # use autograd::{GridSampleOptions, Tensor};
    /// let image = Tensor::from([[[[0.0, 1.0], [2.0, 3.0]]]]);
    /// let middle = image.grid_sample(&Tensor::zeros([1, 1, 1, 2]), &GridSampleOptions::new());
    /// assert_eq!(middle.item(), 1.5);
    /// ```
    ///
    /// # Panics
    /// If the shapes are no such, the elements are not floating point, or volumes are read by cubics.
    #[track_caller]
    pub fn grid_sample(&self, grid: &Tensor, options: &GridSampleOptions) -> Tensor {
        check(self, grid, options.mode).or_raise();
        let sizes = &self.shape()[2..];
        let (batch, channels) = (self.size(0), self.size(1));
        let places: usize = grid.shape()[1..=sizes.len()].iter().product();
        let flat = self.reshape([batch, channels, sizes.iter().product()]);
        let mut taps: Taps = Vec::new();
        for (at, &size) in sizes.iter().enumerate() {
            // The last coordinate is that of the first dimension.
            let coordinate = grid
                .select(-1, (sizes.len() - 1 - at) as isize)
                .reshape([batch, 1, places]);
            let axis = Axis {
                size: size as f64,
                options: *options,
            };
            taps = combined(taps, axis.taps(&coordinate), size);
        }
        let read = |(number, weight): (Tensor, Tensor)| {
            let index = number.to_dtype(DType::I64).expand([batch, channels, places]);
            flat.gather(2, &index).mul(weight)
        };
        let sum = taps.into_iter().map(read).reduce(|sum, part| sum.add(part));
        let sum = sum.expect("a dimension has elements to read");
        let mut shape = vec![batch, channels];
        shape.extend(&grid.shape()[1..=sizes.len()]);
        sum.reshape(&shape[..])
    }
}

/// The numbers of elements of dimensions together, and how much they count; those outside of the image count nothing.
#[track_caller]
fn combined(outer: Taps, inner: Taps, size: usize) -> Taps {
    let last = size as f64 - 1.0;
    let inner: Taps = inner
        .into_iter()
        .map(|(number, weight)| {
            let inside = number.ge(0.0).logical_and(&number.le(last));
            (number.clamp(0.0, last), inside.where_(weight, 0.0))
        })
        .collect();
    if outer.is_empty() {
        return inner;
    }
    let pairs = outer
        .iter()
        .flat_map(|outer| inner.iter().map(move |inner| (outer, inner)));
    pairs
        .map(|((outer, a), (inner, b))| (outer.mul(size as f64).add(inner), a.mul(b)))
        .collect()
}

#[track_caller]
fn check(x: &Tensor, grid: &Tensor, mode: GridMode) -> Result<(), Error> {
    let rank = x.rank().saturating_sub(2);
    let fits = matches!(rank, 2 | 3)
        && grid.rank() == rank + 2
        && grid.size(0) == x.size(0)
        && grid.size(-1) == rank
        && x.shape()[2..].iter().all(|&size| size > 0);
    if !fits {
        return Err(Error::shape(format!(
            "grid_sample: images of shape {:?} and a grid of {:?} must be [N, C, H, W] and [N, Ho, Wo, 2], or [N, C, D, H, W] and \
             [N, Do, Ho, Wo, 3], with elements",
            x.shape(),
            grid.shape()
        )));
    }
    if rank == 3 && mode == GridMode::Bicubic {
        return Err(Error::argument("grid_sample: volumes are not read by cubics"));
    }
    if !x.dtype().is_float() || x.dtype() != grid.dtype() {
        return Err(Error::dtype(format!(
            "grid_sample: images are {} and the grid {}; both must be of one floating-point type",
            x.dtype(),
            grid.dtype()
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::GridMode::{Bicubic, Linear, Nearest};
    use super::GridPadding::{Border, Reflection, Zeros};
    use super::{GridMode, GridPadding, GridSampleOptions};
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    fn f64s<const N: usize>(numbers: [f64; N]) -> Tensor {
        Tensor::options().dtype(DType::F64).tensor(numbers)
    }

    fn image() -> Tensor {
        let numbers = f64s([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0]);
        numbers.sin().reshape([1, 1, 3, 4])
    }

    fn grid() -> Tensor {
        f64s([-1.0, -1.0, 0.3, -0.2, 1.2, 0.9, -1.7, 0.1]).reshape([1, 2, 2, 2])
    }

    /// The mode, the padding, whether corners are aligned, and what PyTorch gives.
    #[rustfmt::skip]
    const FIGURES: [(GridMode, GridPadding, bool, [f64; 4]); 9] = [
        (Linear, Zeros, false, [0.0, 0.11970120352972201, -0.06499936342579553, 0.0]),
        (Linear, Border, true, [0.0, -0.06953152867275067, -0.834292526023754, -0.582186421114797]),
        (Linear, Reflection, false, [0.0, 0.11970120352972184, -0.9999902065507035, -0.7274289130114867]),
        (Linear, Reflection, true, [0.0, -0.06953152867275067, -0.7392729331027253, -0.796022801712415]),
        (Nearest, Zeros, true, [0.0, -0.27941549819892586, -0.9999902065507035, 0.0]),
        (Nearest, Border, false, [0.0, -0.27941549819892586, -0.9999902065507035, -0.7568024953079282]),
        (Bicubic, Zeros, false, [-0.013141037474088308, 0.2185751285031288, -0.07286308640831302, 0.0039228458020485165]),
        (Bicubic, Border, true, [0.0, -0.09948434273726416, -0.8970503432934802, -0.6595930660595155]),
        (Bicubic, Reflection, false, [-0.05256414989635326, 0.17365117325862856, -1.3295259880014818, -0.9343532017961175]),
    ];

    #[test]
    fn images_are_read_as_in_pytorch() {
        for (mode, padding, align, expected) in FIGURES {
            let options = GridSampleOptions::new()
                .mode(mode)
                .padding_mode(padding)
                .align_corners(align);
            let y = image().grid_sample(&grid(), &options).reshape(-1);
            assert!(
                y.allclose_with(&f64s(expected), 1e-9, 1e-12, false),
                "{options:?}: {y}"
            );
        }
    }

    #[test]
    fn volumes_are_read_as_in_pytorch() {
        let volume = f64s([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]).reshape([1, 1, 2, 2, 2]);
        let place = f64s([0.2, -0.3, 0.4]).reshape([1, 1, 1, 1, 3]);
        for (align, expected) in [(false, 4.7), (true, 4.1)] {
            let y = volume.grid_sample(&place, &GridSampleOptions::new().align_corners(align));
            assert!((y.item() - expected).abs() < 1e-9);
        }
    }

    #[test]
    fn gradients() {
        for mode in [Linear, Bicubic] {
            let options = GridSampleOptions::new().mode(mode);
            let f = |x: &[Tensor]| x[0].grid_sample(&x[1].mul(0.3), &options);
            check(&[&[1, 2, 3, 3], &[1, 2, 2, 2]], f);
            check_second(&[&[1, 1, 3, 3], &[1, 1, 2, 2]], f);
        }
    }

    #[test]
    #[should_panic(expected = "grid_sample: images of shape [1, 1, 3, 4] and a grid of [1, 2, 2, 3] must be")]
    fn another_grid_is_refused() {
        image().grid_sample(&Tensor::zeros([1, 2, 2, 3]), &GridSampleOptions::new());
    }
}
