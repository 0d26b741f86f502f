//! Several plots in one picture.

use plotters::backend::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};

use crate::canvas::{Canvas, Drawn, text_style};
use crate::chart::Chart;
use crate::contour::Contour;
use crate::font;
use crate::matrix::Matrix;
use crate::picture::{Draw, picture_methods};
use crate::theme::{INK, MIN_SIZE, TITLE_SIZE};

/// The size of a plot in a grid unless another is asked for.
const PANEL: (u32, u32) = (600, 440);
const GRID_TITLE_SIZE: f64 = TITLE_SIZE + 3.0;
const TITLE_ROOM: u32 = 40;

/// A plot that a [`Grid`] can hold. Made by `From`, so it is rarely written.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Panel {
    /// Lines and points.
    Chart(Chart),
    /// A path over contours.
    Contour(Contour),
    /// A table of numbers as coloured cells.
    Matrix(Matrix),
}

impl From<Chart> for Panel {
    fn from(chart: Chart) -> Self {
        Self::Chart(chart)
    }
}

impl From<Matrix> for Panel {
    fn from(matrix: Matrix) -> Self {
        Self::Matrix(matrix)
    }
}

impl From<Contour> for Panel {
    fn from(contour: Contour) -> Self {
        Self::Contour(contour)
    }
}

/// Plots side by side, row by row: a fit beside its loss, or one descent for each learning rate.
///
/// ```
/// use plot::{Chart, Contour, Grid};
///
/// let path: Vec<(f64, f64)> = (0..20).map(|i| (0.7_f64.powi(i), 0.9_f64.powi(i))).collect();
/// let loss = |w: f64, b: f64| 3.0 * w * w + b * b;
/// let losses: Vec<f64> = path.iter().map(|&(w, b)| loss(w, b)).collect();
/// let png = Grid::new(2)
///     .title("lr = 0.05")
///     .add(Contour::new("descent", -1.0..1.0, -1.0..1.0, loss).path("", &path))
///     .add(Chart::new("loss").log_y().curve("", &losses))
///     .to_png();
/// assert!(png.starts_with(b"\x89PNG"));
/// ```
#[derive(Clone, Debug)]
pub struct Grid {
    columns: usize,
    title: String,
    panel: (u32, u32),
    panels: Vec<Panel>,
}

impl Grid {
    /// An empty grid with `columns` plots in each row. Rows are added as they are needed.
    ///
    /// # Panics
    ///
    /// If `columns` is 0.
    #[track_caller]
    pub fn new(columns: usize) -> Self {
        assert!(columns > 0, "Grid::new: a grid needs at least one column, not 0");
        Self {
            columns,
            title: String::new(),
            panel: PANEL,
            panels: Vec::new(),
        }
    }

    /// A title above all plots.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// The size of each plot in pixels, instead of 600 x 440; at least 200 x 150.
    pub fn panel_size(mut self, width: u32, height: u32) -> Self {
        self.panel = (width.max(MIN_SIZE.0), height.max(MIN_SIZE.1));
        self
    }

    /// Adds a [`Chart`], a [`Contour`] or a [`Matrix`] at the next free place.
    #[expect(clippy::should_implement_trait, reason = "a builder's step, not a sum")]
    pub fn add(mut self, panel: impl Into<Panel>) -> Self {
        self.panels.push(panel.into());
        self
    }

    fn title_room(&self) -> u32 {
        if self.title.is_empty() { 0 } else { TITLE_ROOM }
    }
}

picture_methods!(Grid);

impl Draw for Grid {
    fn size(&self) -> (u32, u32) {
        let columns = self.columns.min(self.panels.len()).max(1);
        let rows = self.panels.len().div_ceil(self.columns).max(1);
        (
            self.panel.0 * columns as u32,
            self.panel.1 * rows as u32 + self.title_room(),
        )
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<DB>) -> Drawn<DB> {
        let (width, _) = canvas.size();
        let title = font::fit(&self.title, GRID_TITLE_SIZE, width);
        let style = text_style(GRID_TITLE_SIZE, INK, (HPos::Center, VPos::Top));
        canvas.text(&title, (width / 2.0, 16.0), &style)?;
        let size = (f64::from(self.panel.0), f64::from(self.panel.1));
        for (i, panel) in self.panels.iter().enumerate() {
            let (row, column) = ((i / self.columns) as f64, (i % self.columns) as f64);
            let corner = (column * size.0, f64::from(self.title_room()) + row * size.1);
            let part = canvas.part(corner, size);
            match panel {
                Panel::Chart(chart) => chart.draw(&part)?,
                Panel::Contour(contour) => contour.draw(&part)?,
                Panel::Matrix(matrix) => matrix.draw(&part)?,
            }
        }
        Ok(())
    }
}
