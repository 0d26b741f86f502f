//! A table of numbers as coloured cells: [`Matrix`].

use plotters::backend::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor, WHITE};

use crate::canvas::{Canvas, Drawn, Px, text_style};
use crate::font;
use crate::frame::Texts;
use crate::picture::{Draw, picture_methods};
use crate::theme::{INK, LABEL_SIZE, MIN_SIZE, PALETTE, TICK_SIZE, TITLE_SIZE};

/// A table of numbers as coloured cells: a confusion matrix, correlations, weights of attention.
///
/// Cells are white at the lowest number and dark at the highest, and show their numbers where these have room.
///
/// ```
/// let svg = plot::Matrix::new("confusion", ["cat", "dog"], ["cat", "dog"], [[5, 1], [2, 7]])
///     .x_label("predicted")
///     .y_label("true")
///     .to_svg();
/// assert!(svg.contains("cat") && svg.contains("\n7\n"));
/// ```
#[derive(Clone, Debug)]
pub struct Matrix {
    texts: Texts,
    columns: Vec<String>,
    rows: Vec<String>,
    values: Vec<f64>,
    size: (u32, u32),
}

/// The size of a picture unless another is asked for.
const SIZE: (u32, u32) = (640, 520);
/// Room for the title, and for names below.
const TITLE_ROOM: f64 = 34.0;
const BELOW: f64 = 52.0;
const MARGIN: f64 = 14.0;

impl Matrix {
    /// The numbers of `values`, row by row from the top, with names of rows and columns.
    ///
    /// # Panics
    ///
    /// If there are not as many rows and columns as names.
    #[track_caller]
    pub fn new<N: crate::Number, R: IntoIterator<Item = N>>(
        title: impl Into<String>,
        row_names: impl IntoIterator<Item = impl ToString>,
        column_names: impl IntoIterator<Item = impl ToString>,
        values: impl IntoIterator<Item = R>,
    ) -> Self {
        let rows: Vec<String> = row_names.into_iter().map(|name| name.to_string()).collect();
        let columns: Vec<String> = column_names.into_iter().map(|name| name.to_string()).collect();
        let values: Vec<Vec<f64>> = values
            .into_iter()
            .map(|row| row.into_iter().map(crate::Number::to_f64).collect())
            .collect();
        assert!(
            values.len() == rows.len() && values.iter().all(|row| row.len() == columns.len()),
            "Matrix::new: there are names for {} rows and {} columns, and other numbers of values",
            rows.len(),
            columns.len()
        );
        Self {
            texts: Texts {
                title: title.into(),
                ..Texts::default()
            },
            columns,
            rows,
            values: values.concat(),
            size: SIZE,
        }
    }

    /// Names what the columns are.
    pub fn x_label(mut self, label: impl Into<String>) -> Self {
        self.texts.x = label.into();
        self
    }

    /// Names what the rows are.
    pub fn y_label(mut self, label: impl Into<String>) -> Self {
        self.texts.y = label.into();
        self
    }

    /// The size in pixels instead of 640 x 520; at least 200 x 150. In a [`Grid`](crate::Grid) the grid decides.
    pub fn size(mut self, width: u32, height: u32) -> Self {
        self.size = (width.max(MIN_SIZE.0), height.max(MIN_SIZE.1));
        self
    }

    /// Where a number lies between the lowest and the highest, from 0 to 1.
    fn part(&self, value: f64) -> f64 {
        let finite = || self.values.iter().copied().filter(|value| value.is_finite());
        let (low, high) = (
            finite().fold(f64::INFINITY, f64::min),
            finite().fold(f64::NEG_INFINITY, f64::max),
        );
        if value.is_finite() && high > low {
            (value - low) / (high - low)
        } else {
            0.0
        }
    }

    fn draw_names<DB: DrawingBackend>(&self, canvas: &Canvas<DB>, corner: Px, cell: Px) -> Drawn<DB> {
        let below = corner.1 + cell.1 * self.rows.len() as f64 + 6.0;
        let tick = |anchor| text_style(TICK_SIZE, INK, anchor);
        for (i, name) in self.columns.iter().enumerate() {
            let place = (corner.0 + (i as f64 + 0.5) * cell.0, below);
            canvas.text(name, place, &tick((HPos::Center, VPos::Top)))?;
        }
        for (i, name) in self.rows.iter().enumerate() {
            let place = (corner.0 - 6.0, corner.1 + (i as f64 + 0.5) * cell.1);
            canvas.text(name, place, &tick((HPos::Right, VPos::Center)))?;
        }
        let middle = corner.0 + cell.0 * self.columns.len() as f64 / 2.0;
        let label = text_style(LABEL_SIZE, INK, (HPos::Center, VPos::Top));
        canvas.text(&self.texts.x, (middle, below + TICK_SIZE + 8.0), &label)?;
        let title = text_style(TITLE_SIZE, INK, (HPos::Center, VPos::Top));
        canvas.text(&self.texts.title, (middle, 8.0), &title)?;
        let middle = corner.1 + cell.1 * self.rows.len() as f64 / 2.0;
        canvas.upward_text(&self.texts.y, (LABEL_SIZE, middle), LABEL_SIZE, INK)
    }

    fn draw_cell<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<DB>,
        corner: Px,
        cell: Px,
        value: f64,
    ) -> Drawn<DB> {
        let part = self.part(value);
        canvas.rectangle(corner, cell, shade(part).filled())?;
        let text = short(value);
        if font::width(&text, TICK_SIZE) + 4.0 > cell.0 || TICK_SIZE + 2.0 > cell.1 {
            return Ok(());
        }
        let ink = if part > 0.5 { WHITE } else { INK };
        let style = text_style(TICK_SIZE, ink, (HPos::Center, VPos::Center));
        canvas.text(&text, (corner.0 + cell.0 / 2.0, corner.1 + cell.1 / 2.0), &style)
    }
}

/// From white to the first colour of the palette.
fn shade(part: f64) -> RGBColor {
    let mix = |dark: u8| (255.0 + (f64::from(dark) - 255.0) * part).round() as u8;
    let RGBColor(red, green, blue) = PALETTE[0];
    RGBColor(mix(red), mix(green), mix(blue))
}

/// A number in few characters.
fn short(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e9 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}")
    }
}

picture_methods!(Matrix);

impl Draw for Matrix {
    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn title(&self) -> &str {
        &self.texts.title
    }

    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<DB>) -> Drawn<DB> {
        let (width, height) = canvas.size();
        let names = self.rows.iter().map(|name| font::width(name, TICK_SIZE));
        let left = 2.0 * LABEL_SIZE + names.fold(0.0, f64::max) + 10.0;
        let corner = (left, TITLE_ROOM);
        let cell = (
            (width - left - MARGIN) / self.columns.len().max(1) as f64,
            (height - TITLE_ROOM - BELOW) / self.rows.len().max(1) as f64,
        );
        for (at, value) in self.values.iter().enumerate() {
            let (row, column) = (at / self.columns.len(), at % self.columns.len());
            let place = (corner.0 + column as f64 * cell.0, corner.1 + row as f64 * cell.1);
            self.draw_cell(canvas, place, cell, *value)?;
        }
        self.draw_names(canvas, corner, cell)
    }
}
