//! [`RandomRotation`]: a picture turned by some angle.

use autograd::{Error, OneOrEach, Tensor};

use super::picture::{numbers_as, rows_and_columns};
use super::{Interpolation, Picture, Transform};

/// A picture turned by an angle drawn uniformly from a range: `transforms.RandomRotation`. It is turned about its middle and
/// keeps its size, unless told otherwise; what comes in is filled.
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
#[derive(Clone, Debug)]
pub struct RandomRotation {
    least: f64,
    most: f64,
    interpolation: Interpolation,
    expand: bool,
    center: Option<[f64; 2]>,
    fill: Vec<f64>,
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
            fill: vec![0.0],
        }
    }

    /// How pixels are read that fall between others: the nearest one unless told otherwise.
    #[must_use]
    pub fn interpolation(mut self, interpolation: Interpolation) -> Self {
        self.interpolation = interpolation;
        self
    }

    /// Whether the picture becomes as large as it must be for nothing to be cut off; not unless told otherwise. Pictures that
    /// are turned by different angles then differ in size. It may be a row or a column larger than need be, as in torchvision, where a corner falls
    /// between pixels.
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

    /// What it is turned about: a point so many pixels to the right of and below the upper left corner, which is the
    /// picture's middle unless told otherwise.
    ///
    /// # Panics
    /// If a number is not finite.
    #[must_use]
    #[track_caller]
    pub fn center(mut self, x: f64, y: f64) -> Self {
        if !(x.is_finite() && y.is_finite()) {
            Error::argument(format!(
                "RandomRotation: a center is a point of the picture, which ({x}, {y}) is not"
            ))
            .raise();
        }
        self.center = Some([y, x]);
        self
    }

    /// What stands where the picture gives nothing: a number, or one for each channel; 0 unless told otherwise.
    ///
    /// # Panics
    /// If there is no number.
    #[must_use]
    #[track_caller]
    pub fn fill(mut self, fill: impl OneOrEach<f64>) -> Self {
        self.fill = fill.numbers();
        if self.fill.is_empty() {
            Error::argument("RandomRotation: fill has no number").raise();
        }
        self
    }

    #[track_caller]
    fn rotated(&self, planes: &Tensor, degrees: f64) -> Tensor {
        let size = rows_and_columns("RandomRotation", planes);
        let fills = self.fills(planes);
        let turn = Turn::new(degrees, size, self.center, self.expand);
        let [height, width] = turn.size;
        let pixels = planes.to_vec::<f64>();
        let mut turned = Vec::new();
        // A picture without pixels has none to turn.
        for (plane, fill) in pixels.chunks_exact((size[0] * size[1]).max(1)).zip(fills.cycle()) {
            for row in 0..height {
                turned.extend((0..width).map(|column| {
                    let [y, x] = turn.source(row, column);
                    self.read(plane, size, [y, x], *fill)
                }));
            }
        }
        let mut shape = planes.shape().to_vec();
        let leading = shape.len() - 2;
        shape[leading..].copy_from_slice(&turn.size);
        numbers_as(planes.dtype(), turned, &shape)
    }

    /// What is filled in for each channel.
    #[track_caller]
    fn fills(&self, planes: &Tensor) -> impl Iterator<Item = &f64> + Clone {
        let channels = match planes.shape() {
            [.., channels, _, _] => *channels,
            _ => 1,
        };
        if self.fill.len() != 1 && self.fill.len() != channels {
            Error::argument(format!(
                "RandomRotation: fill has {} numbers, and the picture {channels} channels",
                self.fill.len()
            ))
            .raise();
        }
        self.fill.iter()
    }

    /// The pixel of `plane` at a place, which need not be whole nor inside. What is half inside is darkened by that and by
    /// what is filled in, as torchvision has it.
    fn read(&self, plane: &[f64], size: [usize; 2], [y, x]: [f64; 2], fill: f64) -> f64 {
        let pixel = |y: f64, x: f64| {
            let inside = y >= 0.0 && x >= 0.0 && y < size[0] as f64 && x < size[1] as f64;
            inside.then(|| plane[y as usize * size[1] + x as usize])
        };
        if self.interpolation == Interpolation::Nearest {
            return pixel(y.round_ties_even(), x.round_ties_even()).unwrap_or(fill);
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
        sum * inside + fill * (1.0 - inside)
    }
}

/// A rotation of a picture about a point.
struct Turn {
    sin: f64,
    cos: f64,
    /// Rows and columns of the turned picture.
    size: [usize; 2],
    /// The middles of the picture and of the turned one, and the point, from the picture's middle. Rows first, all of them.
    from: [f64; 2],
    to: [f64; 2],
    about: [f64; 2],
}

impl Turn {
    fn new(degrees: f64, size: [usize; 2], center: Option<[f64; 2]>, expand: bool) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let half = size.map(|edge| edge as f64 / 2.0);
        let about = center.map_or([0.0; 2], |[y, x]| [y - half[0], x - half[1]]);
        let mut turn = Self {
            sin,
            cos,
            size,
            from: half.map(|half| half - 0.5),
            to: half.map(|half| half - 0.5),
            about,
        };
        if expand {
            turn.size = turn.whole(half);
            turn.to = turn.size.map(|edge| edge as f64 / 2.0 - 0.5);
        }
        turn
    }

    /// Where a place comes from; both are seen from the middles of their pictures.
    fn back(&self, [y, x]: [f64; 2]) -> [f64; 2] {
        let [y, x] = [y - self.about[0], x - self.about[1]];
        let [y, x] = [self.sin * x + self.cos * y, self.cos * x - self.sin * y];
        [y + self.about[0], x + self.about[1]]
    }

    /// The rows and columns that hold all of a picture whose edges are twice `half`, as torchvision counts them: by where its
    /// corners come from.
    fn whole(&self, half: [f64; 2]) -> [usize; 2] {
        let corners = [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)];
        let corners = corners.map(|(down, right)| self.back([down * half[0], right * half[1]]));
        std::array::from_fn(|edge| {
            // What is off by rounding is no pixel more, neither where a sine is not quite 1 nor, as in torchvision, at an angle.
            let place = |corner: [f64; 2]| ((corner[edge] + half[edge]) * 1e6).round() / 1e6;
            let places = corners.map(|corner| (place(corner) * 1e4).trunc() / 1e4);
            let [first, last] = [
                places.into_iter().fold(f64::INFINITY, f64::min),
                places.into_iter().fold(f64::NEG_INFINITY, f64::max),
            ];
            (last.ceil() - first.floor()) as usize
        })
    }

    /// Where the pixel of the turned picture at `row` and `column` comes from.
    fn source(&self, row: usize, column: usize) -> [f64; 2] {
        let [y, x] = self.back([row as f64 - self.to[0], column as f64 - self.to[1]]);
        // A quarter turn of a whole number is whole; its sine and cosine are off by 1e-17.
        [y + self.from[0], x + self.from[1]].map(|place| (place * 1e6).round() / 1e6)
    }
}

impl<P: Picture> Transform<P> for RandomRotation {
    type Output = P;

    /// # Panics
    /// If a tensor has fewer than two dimensions, or another number of channels than `fill` has numbers.
    fn apply(&self, picture: P) -> P {
        let draw = Tensor::rand(1).item();
        let degrees = self.least + (self.most - self.least) * draw;
        picture.with_planes(|planes| self.rotated(&planes, degrees))
    }
}
