//! What surrounds the data of one plot: title, axes, labels and grid, and the room they take.

use plotters::backend::DrawingBackend;
use plotters::chart::ChartBuilder;
use plotters::style::text_anchor::{HPos, VPos};

use crate::axis::{Axis, Scale};
use crate::canvas::{Canvas, Drawn, Px, stroke, text_style, units};
use crate::font;
use crate::range::Extent;
use crate::theme::{AXIS, FINE_GRID, GRID, INK, LABEL_SIZE, TICK_SIZE, TITLE_SIZE};

/// Room around a plot that holds nothing.
const EDGE: f64 = 14.0;
/// Room for a line of label text and the space beside it.
const LABEL_ROOM: f64 = 24.0;
/// The length of a tick mark; the charts library puts the label at twice this distance.
const TICK_MARK: f64 = 4.0;

/// The texts of a plot; an empty one takes no room.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    pub(crate) title: String,
    pub(crate) x: String,
    pub(crate) y: String,
}

/// One plot's axes and the rectangle that holds its data.
pub(crate) struct Frame {
    corner: Px,
    pub(crate) size: Px,
    x: Axis,
    y: Axis,
}

impl Frame {
    /// The frame of a plot on a canvas of `outer` pixels, of which `reserved` at the right stay free.
    pub(crate) fn new(
        texts: &Texts,
        outer: Px,
        (x_scale, x): (Scale, Extent),
        (y_scale, y): (Scale, Extent),
        reserved: f64,
    ) -> Self {
        let room = |text: &str| if text.is_empty() { 0.0 } else { LABEL_ROOM };
        let top = EDGE
            + if texts.title.is_empty() {
                0.0
            } else {
                TITLE_SIZE + 10.0
            };
        let bottom = EDGE + 2.0 * TICK_MARK + TICK_SIZE + room(&texts.x);
        let height = (outer.1 - top - bottom).max(1.0);
        let y = Axis::new(y_scale, y, parts(height, 45.0));
        let left = EDGE + y.label_width() + 2.0 * TICK_MARK + room(&texts.y);
        let width = (outer.0 - left - 1.5 * EDGE - reserved).max(1.0);
        let x = Axis::new(x_scale, x, parts(width, 85.0));
        Self {
            corner: (left, top),
            size: (width, height),
            x,
            y,
        }
    }

    /// Where a point lies in the plot's rectangle, if it can be drawn at all; it may lie outside.
    pub(crate) fn place(&self, (x, y): (f64, f64)) -> Option<Px> {
        Some((
            self.x.fraction(x)? * self.size.0,
            (1.0 - self.y.fraction(y)?) * self.size.1,
        ))
    }

    /// A position in the plot's rectangle as a position on the canvas.
    pub(crate) fn on_canvas(&self, (x, y): Px) -> Px {
        (self.corner.0 + x, self.corner.1 + y)
    }

    /// Draws everything but the data, and gives the rectangle for the data.
    pub(crate) fn draw<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<DB>,
        texts: &Texts,
    ) -> Drawn<DB, Canvas<DB>> {
        self.draw_axes(canvas)?;
        let outer = canvas.size();
        let middle = (
            self.corner.0 + self.size.0 / 2.0,
            self.corner.1 + self.size.1 / 2.0,
        );
        let title = font::fit(&texts.title, TITLE_SIZE, outer.0 - 2.0 * EDGE);
        let reach = font::width(&title, TITLE_SIZE) / 2.0 + EDGE;
        // Centred over the plot, unless that would cut a long title off.
        let title_x = middle.0.max(reach).min(outer.0 - reach);
        canvas.text(
            &title,
            (title_x, EDGE),
            &text_style(TITLE_SIZE, INK, (HPos::Center, VPos::Top)),
        )?;
        let x = font::fit(&texts.x, LABEL_SIZE, self.size.0);
        let below = self.corner.1 + self.size.1 + 2.0 * TICK_MARK + TICK_SIZE + 8.0;
        canvas.text(
            &x,
            (middle.0, below),
            &text_style(LABEL_SIZE, INK, (HPos::Center, VPos::Top)),
        )?;
        let y = font::fit(&texts.y, LABEL_SIZE, self.size.1);
        canvas.upward_text(&y, (EDGE - 3.0, middle.1), LABEL_SIZE, INK)?;
        Ok(canvas.part(self.corner, self.size))
    }

    fn draw_axes<DB: DrawingBackend>(&self, canvas: &Canvas<DB>) -> Drawn<DB> {
        let outer = canvas.size();
        let label = text_style(TICK_SIZE, INK, (HPos::Center, VPos::Top));
        let mut chart = ChartBuilder::on(&canvas.0)
            .margin_top(units(self.corner.1))
            .margin_right(units(outer.0 - self.corner.0 - self.size.0))
            .x_label_area_size(units(outer.1 - self.corner.1 - self.size.1))
            .y_label_area_size(units(self.corner.0))
            .build_cartesian_2d(self.x.clone(), self.y.clone())?;
        chart
            .configure_mesh()
            .axis_style(stroke(AXIS, 1.0))
            .bold_line_style(stroke(GRID, 1.0))
            .light_line_style(stroke(FINE_GRID, 1.0))
            .label_style(label)
            .set_all_tick_mark_size(units(TICK_MARK))
            .draw()
    }
}

/// How many labels fit on `length` pixels.
fn parts(length: f64, each: f64) -> usize {
    ((length / each) as usize).clamp(2, 10)
}
