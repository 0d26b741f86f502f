//! The pixel backend: anti-aliased lines, discs, rectangles and text in an RGB buffer.
//!
//! The charts library places everything on a grid of whole units. Here a unit is a fraction of a pixel
//! ([`UNITS`]), so slopes and curves stay smooth, and coverage is computed from exact distances.

use std::convert::Infallible;
use std::ops::Range;

use plotters::style::FontTransform;
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use crate::canvas::{SVG_FONT_RATIO, UNITS};
use crate::font;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// A white picture of `width` x `height` pixels, three bytes each.
pub(crate) struct Raster<'a> {
    width: i32,
    height: i32,
    pixels: &'a mut [u8],
}

impl<'a> Raster<'a> {
    /// A view of `pixels`, which must hold `3 * width * height` bytes.
    pub(crate) fn new(pixels: &'a mut [u8], (width, height): (u32, u32)) -> Self {
        assert_eq!(pixels.len(), 3 * width as usize * height as usize);
        Self {
            width: width as i32,
            height: height as i32,
            pixels,
        }
    }

    /// Mixes `color` into one pixel; pixels outside are ignored.
    fn blend(&mut self, x: i32, y: i32, color: BackendColor, coverage: f64) {
        if !(0..self.width).contains(&x) || !(0..self.height).contains(&y) {
            return;
        }
        let alpha = (color.alpha * coverage).clamp(0.0, 1.0);
        let at = 3 * (y * self.width + x) as usize;
        let (r, g, b) = color.rgb;
        for (old, new) in self.pixels[at..at + 3].iter_mut().zip([r, g, b]) {
            *old = (f64::from(*old) + alpha * (f64::from(new) - f64::from(*old))).round() as u8;
        }
    }

    /// The whole pixels from `low` to `high`, cut to `limit`.
    fn span(low: f64, high: f64, limit: i32) -> Range<i32> {
        (low.floor() as i32).max(0)..(high.ceil() as i32).min(limit)
    }

    /// The whole pixels that are within `reach` of one of the positions.
    fn extent(positions: impl IntoIterator<Item = f64>, reach: f64, limit: i32) -> Range<i32> {
        let (low, high) = positions
            .into_iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| {
                (low.min(p), high.max(p))
            });
        Self::span(low - reach, high + reach, limit)
    }

    /// Fills by a signed distance: negative inside, positive outside, one pixel of transition.
    fn fill(
        &mut self,
        (center, reach): ((f64, f64), f64),
        color: BackendColor,
        distance: impl Fn(f64, f64) -> f64,
    ) {
        for y in Self::span(center.1 - reach - 1.0, center.1 + reach + 1.0, self.height) {
            for x in Self::span(center.0 - reach - 1.0, center.0 + reach + 1.0, self.width) {
                let coverage = 0.5 - distance(f64::from(x) + 0.5, f64::from(y) + 0.5);
                if coverage > 0.0 {
                    self.blend(x, y, color, coverage.min(1.0));
                }
            }
        }
    }

    /// A polyline with round joins. Coverage is collected first, so that a transparent line is not darker where
    /// its segments meet.
    fn stroke(&mut self, path: &[(f64, f64)], width: f64, color: BackendColor) {
        // A line thinner than a pixel is a pale line of one pixel.
        let (half, strength) = (width.max(1.0) / 2.0, width.min(1.0));
        let reach = half + 1.0;
        let columns = Self::extent(path.iter().map(|p| p.0), reach, self.width);
        let rows = Self::extent(path.iter().map(|p| p.1), reach, self.height);
        let mut mask = vec![0.0_f64; rows.len() * columns.len()];
        for pair in path.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            for y in Self::extent([a.1, b.1], reach, self.height) {
                for x in Self::extent([a.0, b.0], reach, self.width) {
                    let away = distance_to_segment((f64::from(x) + 0.5, f64::from(y) + 0.5), a, b);
                    let cell = (y - rows.start) as usize * columns.len() + (x - columns.start) as usize;
                    mask[cell] = mask[cell].max((half + 0.5 - away).clamp(0.0, 1.0));
                }
            }
        }
        let cells = rows.flat_map(|y| columns.clone().map(move |x| (x, y)));
        for ((x, y), coverage) in cells.zip(mask) {
            if coverage > 0.0 {
                self.blend(x, y, color, coverage * strength);
            }
        }
    }
}

fn pixels(units: BackendCoord) -> (f64, f64) {
    (f64::from(units.0) / UNITS, f64::from(units.1) / UNITS)
}

fn distance_to_segment(p: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let along = if length == 0.0 {
        0.0
    } else {
        ((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length
    };
    let along = along.clamp(0.0, 1.0);
    (p.0 - a.0 - along * dx).hypot(p.1 - a.1 - along * dy)
}

impl DrawingBackend for Raster<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (
            (f64::from(self.width) * UNITS) as u32,
            (f64::from(self.height) * UNITS) as u32,
        )
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        let (x, y) = pixels(point);
        self.blend(x as i32, y as i32, color, 1.0 / (UNITS * UNITS));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let path: Vec<_> = path.into_iter().map(pixels).collect();
        self.stroke(&path, f64::from(style.stroke_width()) / UNITS, style.color());
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if !fill {
            return self.draw_path([a, (b.0, a.1), b, (a.0, b.1), a], style);
        }
        let ((x0, y0), (x1, y1)) = (pixels(a), pixels(b));
        let overlap = |cell: i32, low: f64, high: f64| {
            (high.min(f64::from(cell) + 1.0) - low.max(f64::from(cell))).clamp(0.0, 1.0)
        };
        for y in Self::span(y0, y1, self.height) {
            for x in Self::span(x0, x1, self.width) {
                self.blend(x, y, style.color(), overlap(x, x0, x1) * overlap(y, y0, y1));
            }
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (cx, cy) = pixels(center);
        let radius = f64::from(radius) / UNITS;
        let half = f64::from(style.stroke_width()) / UNITS / 2.0;
        let reach = if fill { radius } else { radius + half };
        self.fill(((cx, cy), reach), style.color(), |x, y| {
            let away = (x - cx).hypot(y - cy) - radius;
            if fill { away } else { away.abs() - half }
        });
        Ok(())
    }

    /// Text as the SVG backend places it: the same anchors, the same baseline.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, position: BackendCoord) -> Drawn {
        /// Half the height of the letter x, in em: CSS's 0.5ex for this font.
        const HALF_X_HEIGHT: f64 = 0.273;
        let size = style.size() / SVG_FONT_RATIO / UNITS;
        let dx = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => -font::width(text, size) / 2.0,
            HPos::Right => -font::width(text, size),
        };
        let dy = match style.anchor().v_pos {
            VPos::Top => 0.76 * size,
            VPos::Center => HALF_X_HEIGHT * size,
            VPos::Bottom => -HALF_X_HEIGHT * size,
        };
        let (dx, dy) = (dx.round() as i32, dy.round() as i32);
        let (x0, y0) = pixels(position);
        let (x0, y0) = (x0.round() as i32, y0.round() as i32);
        font::draw(text, size, |x, y, coverage| {
            let (x, y) = (x + dx, y + dy);
            // A turned pixel keeps its area: the cell [x, x+1) becomes [-x-1, -x).
            let (x, y) = match style.transform() {
                FontTransform::None => (x, y),
                FontTransform::Rotate90 => (-y - 1, x),
                FontTransform::Rotate180 => (-x - 1, -y - 1),
                FontTransform::Rotate270 => (y, -x - 1),
            };
            self.blend(x0 + x, y0 + y, style.color(), f64::from(coverage));
        });
        Ok(())
    }
}
