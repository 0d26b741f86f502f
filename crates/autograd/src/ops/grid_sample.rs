//! Images read at places that a grid says, and grids of affine maps.

use tensor_core::{DType, Error, OrRaise};

use crate::tensor::Tensor;

/// How [`grid_sample`](Tensor::grid_sample) reads between elements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GridMode {
    /// On the line, plane or space between the neighbours: PyTorch's `bilinear`.
    #[default]
    Linear,
    /// The nearest element.
    Nearest,
    /// By cubics through four elements of each dimension, for images.
    Bicubic,
}

/// What [`grid_sample`](Tensor::grid_sample) reads outside of the image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GridPadding {
    /// Zeros.
    #[default]
    Zeros,
    /// The nearest element of the border.
    Border,
    /// The image in a mirror, over and over.
    Reflection,
}

/// What [`grid_sample`](Tensor::grid_sample) is to do. The defaults are PyTorch's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct GridSampleOptions {
    /// How it reads between elements. Default: linear.
    pub mode: GridMode,
    /// What it reads outside. Default: zeros.
    pub padding_mode: GridPadding,
    /// Whether -1 and 1 are the middles of the outermost elements, and not their edges. Default: false.
    pub align_corners: bool,
}

impl GridSampleOptions {
    /// Linear, with zeros outside, from edge to edge.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads between elements like this.
    pub fn mode(mut self, mode: GridMode) -> Self {
        self.mode = mode;
        self
    }

    /// Reads this outside.
    pub fn padding_mode(mut self, padding_mode: GridPadding) -> Self {
        self.padding_mode = padding_mode;
        self
    }

    /// Sets whether -1 and 1 are the middles of the outermost elements.
    pub fn align_corners(mut self, align_corners: bool) -> Self {
        self.align_corners = align_corners;
        self
    }
}

/// Elements of one dimension that are read: their numbers, whole but floating point, and how much each counts.
type Taps = Vec<(Tensor, Tensor)>;

/// One dimension of the image.
struct Axis {
    size: f64,
    options: GridSampleOptions,
}

impl Axis {
    /// Where `coordinate`, from -1 to 1, lies in numbers of elements.
    #[track_caller]
    fn unnormalized(&self, coordinate: &Tensor) -> Tensor {
        if self.options.align_corners {
            coordinate.add(1.0).mul((self.size - 1.0) / 2.0)
        } else {
            coordinate.add(1.0).mul(self.size).sub(1.0).div(2.0)
        }
    }

    /// A place inside of the image, or where zeros are, as the padding says.
    #[track_caller]
    fn padded(&self, place: &Tensor) -> Tensor {
        match self.options.padding_mode {
            GridPadding::Zeros => place.clone(),
            GridPadding::Border => place.clamp(0.0, self.size - 1.0),
            GridPadding::Reflection => self.reflected(place).clamp(0.0, self.size - 1.0),
        }
    }

    #[track_caller]
    fn reflected(&self, place: &Tensor) -> Tensor {
        let (low, span) = if self.options.align_corners {
            (0.0, self.size - 1.0)
        } else {
            (-0.5, self.size)
        };
        if span == 0.0 {
            return place.zeros_like();
        }
        let beyond = place.sub(low).abs();
        let rest = beyond.fmod(span);
        let turns = beyond.detach().div(span).floor();
        turns
            .remainder(2.0)
            .eq(0)
            .where_(rest.add(low), rest.neg().add(span + low))
    }

    #[track_caller]
    fn taps(&self, coordinate: &Tensor) -> Taps {
        let place = self.unnormalized(coordinate);
        match self.options.mode {
            GridMode::Nearest => {
                let nearest = self.padded(&place).detach().round();
                vec![(nearest.clone(), nearest.ones_like())]
            }
            GridMode::Linear => {
                let place = self.padded(&place);
                let below = place.detach().floor();
                let part = place.sub(&below);
                vec![(below.clone(), part.neg().add(1.0)), (below.add(1.0), part)]
            }
            GridMode::Bicubic => {
                let below = place.detach().floor();
                let part = place.sub(&below);
                let weights = cubics(&part).into_iter().zip([-1.0, 0.0, 1.0, 2.0]);
                weights
                    .map(|(weight, step)| (self.padded(&below.add(step)), weight))
                    .collect()
            }
        }
    }
}

/// How much the four elements around count, of which the second is `t` away: Keys's cubics with -0.75.
#[track_caller]
fn cubics(t: &Tensor) -> [Tensor; 4] {
    const A: f64 = -0.75;
    let near = |x: &Tensor| x.mul(A + 2.0).sub(A + 3.0).mul(x).mul(x).add(1.0);
    let far = |x: &Tensor| x.mul(A).sub(5.0 * A).mul(x).add(8.0 * A).mul(x).sub(4.0 * A);
    let rest = t.neg().add(1.0);
    [far(&t.add(1.0)), near(t), near(&rest), far(&rest.add(1.0))]
}

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
    use super::{GridMode, GridPadding, GridSampleOptions};
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    fn f64s<const N: usize>(numbers: [f64; N]) -> Tensor {
        Tensor::options().dtype(DType::F64).tensor(numbers)
    }

    fn image() -> Tensor {
        f64s([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0])
            .sin()
            .reshape([1, 1, 3, 4])
    }

    fn grid() -> Tensor {
        f64s([-1.0, -1.0, 0.3, -0.2, 1.2, 0.9, -1.7, 0.1]).reshape([1, 2, 2, 2])
    }

    #[test]
    fn pytorchs_figures() {
        use GridMode::{Bicubic, Linear, Nearest};
        use GridPadding::{Border, Reflection, Zeros};
        for (mode, padding, align, expected) in [
            (
                Linear,
                Zeros,
                false,
                [0.0, 0.11970120352972201, -0.06499936342579553, 0.0],
            ),
            (
                Linear,
                Border,
                true,
                [0.0, -0.06953152867275067, -0.834292526023754, -0.582186421114797],
            ),
            (
                Linear,
                Reflection,
                false,
                [0.0, 0.11970120352972184, -0.9999902065507035, -0.7274289130114867],
            ),
            (
                Linear,
                Reflection,
                true,
                [0.0, -0.06953152867275067, -0.7392729331027253, -0.796022801712415],
            ),
            (
                Nearest,
                Zeros,
                true,
                [0.0, -0.27941549819892586, -0.9999902065507035, 0.0],
            ),
            (
                Nearest,
                Border,
                false,
                [
                    0.0,
                    -0.27941549819892586,
                    -0.9999902065507035,
                    -0.7568024953079282,
                ],
            ),
            (
                Bicubic,
                Zeros,
                false,
                [
                    -0.013141037474088308,
                    0.2185751285031288,
                    -0.07286308640831302,
                    0.0039228458020485165,
                ],
            ),
            (
                Bicubic,
                Border,
                true,
                [
                    0.0,
                    -0.09948434273726416,
                    -0.8970503432934802,
                    -0.6595930660595155,
                ],
            ),
            (
                Bicubic,
                Reflection,
                false,
                [
                    -0.05256414989635326,
                    0.17365117325862856,
                    -1.3295259880014818,
                    -0.9343532017961175,
                ],
            ),
        ] {
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
        let volume = f64s([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]).reshape([1, 1, 2, 2, 2]);
        let place = f64s([0.2, -0.3, 0.4]).reshape([1, 1, 1, 1, 3]);
        for (align, expected) in [(false, 4.7), (true, 4.1)] {
            let y = volume.grid_sample(&place, &GridSampleOptions::new().align_corners(align));
            assert!((y.item() - expected).abs() < 1e-9);
        }
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
        for mode in [GridMode::Linear, GridMode::Bicubic] {
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
