//! Drawing in pixels on a charts library that counts in whole units.

use plotters::backend::DrawingBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontTransform, IntoFont, RGBColor, ShapeStyle, TextStyle};

use crate::clip;
use crate::font;
use crate::theme::Pen;

/// Units of the charts library per pixel. It rounds all positions to whole units; a tenth of a pixel is invisible.
pub(crate) const UNITS: f64 = 10.0;

/// The charts library divides a font size by this number before it writes it into an SVG.
pub(crate) const SVG_FONT_RATIO: f64 = 1.24;

/// The result of drawing on the backend `DB`.
pub(crate) type Drawn<DB, T = ()> = Result<T, DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// A position or a size in pixels.
pub(crate) type Px = (f64, f64);

/// Pixels in units.
pub(crate) fn units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

/// The style of text of `size` pixels.
pub(crate) fn text_style(size: f64, color: RGBColor, (h, v): (HPos, VPos)) -> TextStyle<'static> {
    (font::FAMILY, size * UNITS * SVG_FONT_RATIO)
        .into_font()
        .color(&color)
        .pos(Pos::new(h, v))
}

/// The style of a line `width` pixels wide.
pub(crate) fn stroke(color: impl Color, width: f64) -> ShapeStyle {
    color.stroke_width(units(width) as u32)
}

/// A rectangle of the picture whose upper left corner is (0, 0).
pub(crate) struct Canvas<DB: DrawingBackend>(pub(crate) DrawingArea<DB, Shift>);

impl<DB: DrawingBackend> Canvas<DB> {
    /// Width and height in pixels.
    pub(crate) fn size(&self) -> Px {
        let (w, h) = self.0.dim_in_pixel();
        (f64::from(w) / UNITS, f64::from(h) / UNITS)
    }

    /// The part of `size` pixels at `corner`.
    pub(crate) fn part(&self, corner: Px, size: Px) -> Self {
        let (x, y) = (units(corner.0), units(corner.1));
        Self(self.0.clone().shrink((x, y), (units(size.0), units(size.1))))
    }

    pub(crate) fn line(&self, points: &[Px], style: ShapeStyle) -> Drawn<DB> {
        let points: Vec<_> = points.iter().map(|&p| at(p)).collect();
        self.0.draw(&PathElement::new(points, style))
    }

    /// A line of `width` pixels with the pen's colour, dashed if the pen is.
    pub(crate) fn pen_line(&self, points: &[Px], pen: Pen, width: f64) -> Drawn<DB> {
        let style = stroke(pen.color, width);
        if !pen.dashed {
            return self.line(points, style);
        }
        clip::dashes(points)
            .iter()
            .try_for_each(|dash| self.line(dash, style))
    }

    pub(crate) fn dot(&self, center: Px, radius: f64, style: impl Into<ShapeStyle>) -> Drawn<DB> {
        self.0.draw(&Circle::new(at(center), units(radius), style.into()))
    }

    pub(crate) fn rectangle(&self, corner: Px, size: Px, style: impl Into<ShapeStyle>) -> Drawn<DB> {
        let opposite = (corner.0 + size.0, corner.1 + size.1);
        self.0
            .draw(&Rectangle::new([at(corner), at(opposite)], style.into()))
    }

    pub(crate) fn text(&self, text: &str, position: Px, style: &TextStyle) -> Drawn<DB> {
        self.0.draw_text(text, style, at(position))
    }

    /// Text that reads upwards, centred on `position`.
    pub(crate) fn upward_text(&self, text: &str, position: Px, size: f64, color: RGBColor) -> Drawn<DB> {
        let style = text_style(size, color, (HPos::Center, VPos::Top));
        self.text(text, position, &style.transform(FontTransform::Rotate270))
    }
}

fn at(p: Px) -> (i32, i32) {
    (units(p.0), units(p.1))
}
