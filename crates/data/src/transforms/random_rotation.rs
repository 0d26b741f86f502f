//! [`RandomRotation`]: a picture turned by some angle.

use autograd::{Error, Tensor};

use super::picture::{numbers_as, rows_and_columns};
use super::{Interpolation, Picture, Transform};

/// A picture turned about its middle, by an angle drawn uniformly from a range: `transforms.RandomRotation`. It keeps its
/// size; what comes in is filled.
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
            fill: 0.0,
        }
    }

    /// How pixels are read that fall between others: the nearest one unless told otherwise.
    #[must_use]
    pub fn interpolation(mut self, interpolation: Interpolation) -> Self {
        self.interpolation = interpolation;
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
        let [height, width] = rows_and_columns("RandomRotation", planes);
        let pixels = planes.to_vec::<f64>();
        let turn = Turn::new(degrees, height, width);
        let mut turned = Vec::with_capacity(pixels.len());
        // A picture without pixels has none to turn.
        for plane in pixels.chunks_exact((height * width).max(1)) {
            for at in 0..plane.len() {
                let [y, x] = turn.source(at / width, at % width);
                turned.push(self.read(plane, [height, width], y, x));
            }
        }
        numbers_as(planes.dtype(), turned, planes.shape())
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

/// A rotation about the middle of a picture.
struct Turn {
    sin: f64,
    cos: f64,
    middle: [f64; 2],
}

impl Turn {
    fn new(degrees: f64, height: usize, width: usize) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        Self {
            sin,
            cos,
            middle: [height, width].map(|edge| edge as f64 / 2.0 - 0.5),
        }
    }

    /// Where the pixel of the turned picture at `row` and `column` comes from.
    fn source(&self, row: usize, column: usize) -> [f64; 2] {
        let (y, x) = (row as f64 - self.middle[0], column as f64 - self.middle[1]);
        let [turned_y, turned_x] = [self.sin * x + self.cos * y, self.cos * x - self.sin * y];
        // A quarter turn of a whole number is whole; its sine and cosine are off by 1e-17.
        [turned_y + self.middle[0], turned_x + self.middle[1]].map(|place| (place * 1e6).round() / 1e6)
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
