//! [`RandomRotation`]: a picture turned by some angle.

use autograd::{Error, Tensor};

use super::picture::{numbers_as, rows_and_columns};
use super::{Interpolation, Picture, Transform};

/// A picture turned by an angle drawn uniformly from a range: `transforms.RandomRotation`. It is turned about its middle and
/// keeps its size unless told otherwise; what comes in is filled.
///
/// Counter-clockwise angles are positive.
///
/// ```
/// use autograd::Tensor;
/// use data::transforms::{RandomRotation, Transform};
///
/// let quarter = RandomRotation::between(90.0, 90.0);
/// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
/// assert_eq!(quarter.apply(x).to_vec::<f32>(), [2.0, 4.0, 1.0, 3.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RandomRotation {
    least: f64,
    most: f64,
    interpolation: Interpolation,
    expand: bool,
    center: Option<(f64, f64)>,
    fill: f64,
}

impl RandomRotation {
    /// By up to so many degrees to either side.
    ///
    /// # Panics
    /// If the number is negative or not finite.
    #[track_caller]
    pub fn new(degrees: f64) -> Self {
        Self::between(-degrees, degrees)
    }

    /// By an angle between two, in degrees.
    ///
    /// # Panics
    /// If the first is greater than the second, or one is not finite.
    #[track_caller]
    pub fn between(least: f64, most: f64) -> Self {
        if !(least <= most && least.is_finite() && most.is_finite()) {
            Error::argument(format!(
                "RandomRotation: angles are drawn from a range, which {least} to {most} degrees is not"
            ))
            .raise();
        }
        Self {
            least,
            most,
            interpolation: Interpolation::Nearest,
            expand: false,
            center: None,
            fill: 0.0,
        }
    }

    /// How pixels are read that fall between others: the nearest one unless told otherwise.
    #[must_use]
    pub fn interpolation(mut self, interpolation: Interpolation) -> Self {
        self.interpolation = interpolation;
        self
    }

    /// Whether the result is as large as the whole turned picture needs, so that nothing is cut off; false unless told otherwise.
    /// As in torchvision it is made for pictures that turn about their middle.
    ///
    /// ```
    /// use autograd::Tensor;
    /// use data::transforms::{RandomRotation, Transform};
    ///
    /// let quarter = RandomRotation::between(90.0, 90.0).expand(true);
    /// assert_eq!(quarter.apply(Tensor::zeros([3, 20, 40])).shape(), [3, 40, 20]);
    /// ```
    #[must_use]
    pub fn expand(mut self, expand: bool) -> Self {
        self.expand = expand;
        self
    }

    /// About which place the picture turns, in pixels from its left and its upper edge; its middle unless told otherwise.
    ///
    /// # Panics
    /// If a number is not finite.
    #[must_use]
    #[track_caller]
    pub fn center(mut self, x: f64, y: f64) -> Self {
        if !(x.is_finite() && y.is_finite()) {
            Error::argument(format!(
                "RandomRotation: center is ({x}, {y}), and must be finite"
            ))
            .raise();
        }
        self.center = Some((x, y));
        self
    }

    /// What stands where the picture gives nothing; 0 unless told otherwise.
    #[must_use]
    pub fn fill(mut self, fill: f64) -> Self {
        self.fill = fill;
        self
    }

    #[track_caller]
    fn rotated(&self, planes: &Tensor, degrees: f64) -> Tensor {
        let size = rows_and_columns("RandomRotation", planes);
        let pixels = planes.to_vec::<f64>();
        let turn = Turn::new(degrees, size, self.center, self.expand);
        let [height, width] = turn.size;
        let mut turned = Vec::with_capacity(pixels.len());
        // A picture without pixels has none to turn.
        for plane in pixels.chunks_exact((size[0] * size[1]).max(1)) {
            for at in 0..height * width {
                let [y, x] = turn.source(at / width, at % width);
                turned.push(self.read(plane, size, y, x));
            }
        }
        let mut shape = planes.shape().to_vec();
        let rank = shape.len();
        shape[rank - 2..].copy_from_slice(&turn.size);
        numbers_as(planes.dtype(), turned, &shape)
    }

    /// The pixel of `plane` at a place, which need not be whole nor inside. What is half inside is darkened by that and by
    /// what is filled in, as torchvision has it.
    fn read(&self, plane: &[f64], size: [usize; 2], y: f64, x: f64) -> f64 {
        let pixel = |y: f64, x: f64| {
            let inside = y >= 0.0 && x >= 0.0 && y < size[0] as f64 && x < size[1] as f64;
            inside.then(|| plane[y as usize * size[1] + x as usize])
        };
        if self.interpolation == Interpolation::Nearest {
            return pixel(y.round_ties_even(), x.round_ties_even()).unwrap_or(self.fill);
        }
        let (top, left) = (y.floor(), x.floor());
        let (down, right) = (y - top, x - left);
        let (mut sum, mut inside) = (0.0, 0.0);
        for (y, vertical) in [(top, 1.0 - down), (top + 1.0, down)] {
            for (x, horizontal) in [(left, 1.0 - right), (left + 1.0, right)] {
                if let Some(pixel) = pixel(y, x) {
                    sum += vertical * horizontal * pixel;
                    inside += vertical * horizontal;
                }
            }
        }
        sum * inside + self.fill * (1.0 - inside)
    }
}

/// A rotation of a picture: from places of the result to places of the picture, as rows and columns.
struct Turn {
    sin: f64,
    cos: f64,
    /// The middle of the picture.
    middle: [f64; 2],
    /// The place that stays, from there.
    center: [f64; 2],
    /// The size of the result.
    size: [usize; 2],
}

impl Turn {
    fn new(degrees: f64, size: [usize; 2], center: Option<(f64, f64)>, expand: bool) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let [height, width] = size.map(|edge| edge as f64);
        let mut turn = Self {
            sin,
            cos,
            middle: [height / 2.0 - 0.5, width / 2.0 - 0.5],
            center: center.map_or([0.0; 2], |(x, y)| [y - height / 2.0, x - width / 2.0]),
            size,
        };
        if expand {
            turn.size = turn.whole(height, width);
        }
        turn
    }

    /// The size that holds the corners of the whole turned picture. What is a ten thousandth too large for a row or a column
    /// gets none, as in torchvision.
    fn whole(&self, height: f64, width: f64) -> [usize; 2] {
        let corners = [(-0.5, -0.5), (-0.5, 0.5), (0.5, 0.5), (0.5, -0.5)];
        let corners = corners.map(|(down, right)| self.turned(down * height, right * width));
        let extent = |dim: usize, edge: f64| {
            let places = corners.map(|corner| ((corner[dim] + edge / 2.0) / 1e-4).trunc() * 1e-4);
            let least = places.into_iter().fold(f64::INFINITY, f64::min);
            let most = places.into_iter().fold(f64::NEG_INFINITY, f64::max);
            (most.ceil() - least.floor()) as usize
        };
        [extent(0, height), extent(1, width)]
    }

    /// Where the pixel of the turned picture at `row` and `column` comes from.
    fn source(&self, row: usize, column: usize) -> [f64; 2] {
        let from_middle = |at: usize, edge: usize| at as f64 - (edge as f64 / 2.0 - 0.5);
        let [y, x] = self.turned(from_middle(row, self.size[0]), from_middle(column, self.size[1]));
        // A quarter turn of a whole number is whole; its sine and cosine are off by 1e-17.
        [y + self.middle[0], x + self.middle[1]].map(|place| (place * 1e6).round() / 1e6)
    }

    /// A place, seen from the middle.
    fn turned(&self, y: f64, x: f64) -> [f64; 2] {
        let (y, x) = (y - self.center[0], x - self.center[1]);
        [
            self.sin * x + self.cos * y + self.center[0],
            self.cos * x - self.sin * y + self.center[1],
        ]
    }
}

impl<P: Picture> Transform<P> for RandomRotation {
    type Output = P;

    /// # Panics
    /// If a tensor has fewer than two dimensions.
    fn apply(&self, picture: P) -> P {
        let draw = Tensor::rand(1).item();
        let degrees = self.least + (self.most - self.least) * draw;
        picture.with_planes(|planes| self.rotated(&planes, degrees))
    }
}
