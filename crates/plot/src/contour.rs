//! The path of a descent over the contours of a loss.

use std::ops::Range;

use plotters::backend::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, WHITE};

use crate::axis::Scale;
use crate::canvas::{Canvas, Drawn, Px, stroke, text_style};
use crate::chart::check_range;
use crate::clip;
use crate::font;
use crate::frame::{Frame, Texts};
use crate::legend::{self, Entry, Legend};
use crate::levels::{self, Level};
use crate::marching::Field;
use crate::number::{Number, Point};
use crate::path;
use crate::picture::{Draw, picture_methods};
use crate::range::Extent;
use crate::series::{Mark, Series};
use crate::theme::{INK, LEVEL_SIZE, MIN_SIZE, PATH_PALETTE, contour_color, pens};

/// Nodes of the grid along each axis on which a function is evaluated.
const NODES: usize = 161;
/// Nearly square, for both axes are parameters.
const SIZE: (u32, u32) = (720, 600);

/// The path of gradient descent over the contours of the loss.
///
/// The lines are labelled with the loss and coloured from low (dark) to high (light). A path has a dot for every
/// step, a ring where it starts and a larger dot where it ends. It is cut at the edges of the picture. A path that
/// diverges stops at its first value that is not finite or lies ten pictures away.
///
/// ```
/// // f(w, b) = 33 w^2 + 10 w b + b^2, and ten steps of descent on it
/// let loss = |w: f64, b: f64| 33.0 * w * w + 10.0 * w * b + b * b;
/// let (mut w, mut b) = (0.9, -0.8);
/// let mut path = vec![(w, b)];
/// for _ in 0..10 {
///     (w, b) = (w - 0.02 * (66.0 * w + 10.0 * b), b - 0.02 * (10.0 * w + 2.0 * b));
///     path.push((w, b));
/// }
/// let svg = plot::Contour::new("Gradient descent", -1.0..1.0, -1.0..1.0, loss)
///     .x_label("w")
///     .y_label("b")
///     .path("lr = 0.02", &path)
///     .to_svg();
/// assert!(svg.contains("lr = 0.02"));
/// ```
#[derive(Clone, Debug)]
pub struct Contour {
    texts: Texts,
    x: Extent,
    y: Extent,
    field: Field,
    levels: Vec<Level>,
    paths: Vec<Series>,
    size: (u32, u32),
}

impl Contour {
    /// The contours of `f(w, b)` for w in `w_range` (horizontal) and b in `b_range` (vertical). `f` is evaluated at
    /// 161 x 161 places, once. Where it is not finite, no contour is drawn.
    ///
    /// # Panics
    ///
    /// If a range is empty or not finite.
    #[track_caller]
    pub fn new(
        title: impl Into<String>,
        w_range: Range<f64>,
        b_range: Range<f64>,
        mut f: impl FnMut(f64, f64) -> f64,
    ) -> Self {
        check_range("Contour::new", &w_range);
        check_range("Contour::new", &b_range);
        let node = |r: &Range<f64>, k: usize| r.start + (r.end - r.start) * k as f64 / (NODES - 1) as f64;
        let values = (0..NODES * NODES).map(|k| f(node(&w_range, k % NODES), node(&b_range, k / NODES)));
        let field = Field::new(NODES, values.collect());
        Self::of_field(title.into(), w_range, b_range, field)
    }

    /// The contours of values on a grid: `rows[j][i]` belongs to the i-th of equally spaced places that span
    /// `w_range`, and to the j-th that span `b_range`.
    ///
    /// # Panics
    ///
    /// If a range is empty or not finite, if there are fewer than 2 rows or columns, or if rows differ in length.
    #[track_caller]
    pub fn from_rows<N: Number, R: IntoIterator<Item = N>>(
        title: impl Into<String>,
        w_range: Range<f64>,
        b_range: Range<f64>,
        rows: impl IntoIterator<Item = R>,
    ) -> Self {
        check_range("Contour::from_rows", &w_range);
        check_range("Contour::from_rows", &b_range);
        let rows: Vec<Vec<f64>> = rows
            .into_iter()
            .map(|r| r.into_iter().map(Number::to_f64).collect())
            .collect();
        let columns = rows.first().map_or(0, Vec::len);
        assert!(
            rows.len() >= 2 && columns >= 2,
            "Contour::from_rows: contours need at least 2 rows and 2 columns, not {} x {columns}",
            rows.len()
        );
        for (j, row) in rows.iter().enumerate() {
            assert!(
                row.len() == columns,
                "Contour::from_rows: row {j} has {} values, but row 0 has {columns}",
                row.len()
            );
        }
        Self::of_field(title.into(), w_range, b_range, Field::new(columns, rows.concat()))
    }

    fn of_field(title: String, w: Range<f64>, b: Range<f64>, field: Field) -> Self {
        Self {
            texts: Texts {
                title,
                ..Texts::default()
            },
            x: Extent {
                low: w.start,
                high: w.end,
            },
            y: Extent {
                low: b.start,
                high: b.end,
            },
            levels: levels::automatic(field.values()),
            field,
            paths: Vec::new(),
            size: SIZE,
        }
    }

    /// Names the horizontal axis.
    pub fn x_label(mut self, label: impl Into<String>) -> Self {
        self.texts.x = label.into();
        self
    }

    /// Names the vertical axis.
    pub fn y_label(mut self, label: impl Into<String>) -> Self {
        self.texts.y = label.into();
        self
    }

    /// Draws lines at these values, instead of ten at values that spread them evenly.
    pub fn levels<N: Number>(mut self, levels: impl IntoIterator<Item = N>) -> Self {
        self.levels = levels::chosen(levels.into_iter().map(Number::to_f64));
        self
    }

    /// Adds the path of a descent: its points (w, b) in order.
    pub fn path<P: Point>(mut self, name: impl Into<String>, points: impl IntoIterator<Item = P>) -> Self {
        self.paths.push(Series::new(name, Mark::Path, points));
        self
    }

    /// Adds single points, such as the best parameters.
    pub fn points<P: Point>(mut self, name: impl Into<String>, points: impl IntoIterator<Item = P>) -> Self {
        self.paths.push(Series::new(name, Mark::Dots, points));
        self
    }

    /// The size in pixels instead of 720 x 600; at least 200 x 150. In a [`Grid`](crate::Grid) the grid decides.
    pub fn size(mut self, width: u32, height: u32) -> Self {
        self.size = (width.max(MIN_SIZE.0), height.max(MIN_SIZE.1));
        self
    }

    /// The contour lines of one level in pixels of the plot.
    fn lines(&self, level: &Level, plot: Px) -> Vec<Vec<Px>> {
        let (columns, rows) = self.field.shape();
        let (dx, dy) = (plot.0 / (columns - 1) as f64, plot.1 / (rows - 1) as f64);
        let lines = self.field.contour(level.value).into_iter();
        lines
            .map(|line| line.into_iter().map(|(i, j)| (i * dx, plot.1 - j * dy)).collect())
            .collect()
    }

    /// Draws the lines, then the labels: each where it is furthest from other labels and from `avoid`.
    fn draw_levels<DB: DrawingBackend>(&self, canvas: &Canvas<DB>, mut avoid: Vec<Px>) -> Drawn<DB> {
        let plot = canvas.size();
        let mut labels = Vec::new();
        for (n, level) in self.levels.iter().enumerate() {
            let color = contour_color(n as f64 / (self.levels.len().max(2) - 1) as f64);
            let lines = self.lines(level, plot);
            for line in &lines {
                canvas.line(line, stroke(color, 1.2))?;
            }
            if let Some(place) = label_place(&lines, &level.label, plot, &avoid) {
                avoid.push(place);
                labels.push((place, level));
            }
        }
        for (place, level) in labels {
            let width = font::width(&level.label, LEVEL_SIZE) + 4.0;
            let height = LEVEL_SIZE + 2.0;
            let corner = (place.0 - width / 2.0, place.1 - height / 2.0);
            canvas.rectangle(corner, (width, height), WHITE.mix(0.85).filled())?;
            canvas.text(
                &level.label,
                place,
                &text_style(LEVEL_SIZE, INK, (HPos::Center, VPos::Center)),
            )?;
        }
        Ok(())
    }
}

/// The point of the lines that is furthest from everything in `avoid`, if the label fits there.
fn label_place(lines: &[Vec<Px>], label: &str, plot: Px, avoid: &[Px]) -> Option<Px> {
    let reach = (font::width(label, LEVEL_SIZE) / 2.0 + 6.0, LEVEL_SIZE / 2.0 + 6.0);
    let room = (plot.0 - 2.0 * reach.0, plot.1 - 2.0 * reach.1);
    let fits = |p: &&Px| clip::inside((p.0 - reach.0, p.1 - reach.1), room);
    let distance = |p: &Px| {
        avoid
            .iter()
            .map(|q| (p.0 - q.0).hypot(p.1 - q.1))
            .fold(f64::INFINITY, f64::min)
    };
    let far = lines.iter().flatten().filter(fits).map(|p| (distance(p), *p));
    let (distance, place) = far.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (distance > reach.0 + 4.0).then_some(place)
}

picture_methods!(Contour);

impl Draw for Contour {
    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn title(&self) -> &str {
        &self.texts.title
    }

    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<DB>) -> Drawn<DB> {
        let outer = canvas.size();
        let frame = Frame::new(
            &self.texts,
            outer,
            (Scale::Linear, self.x),
            (Scale::Linear, self.y),
            0.0,
        );
        let penned = || self.paths.iter().zip(pens(&PATH_PALETTE));
        let entries = penned().map(|(s, pen)| Entry {
            name: s.name.clone(),
            pen,
            mark: s.mark,
        });
        let legend = Legend::new(entries, outer.0 / 2.0);

        let pieces: Vec<_> = self.paths.iter().map(|s| path::pieces(s, &frame)).collect();
        let mut taken: Vec<Px> = pieces.iter().flat_map(|p| legend::samples(p)).collect();
        let (corner, _) = legend.best_place(frame.size, &taken);
        taken.extend(legend.outline(corner));

        let inner = frame.draw(canvas, &self.texts)?;
        self.draw_levels(&inner, taken)?;
        for ((series, pen), pieces) in penned().zip(&pieces) {
            path::draw(&inner, series, pen, pieces, &frame)?;
        }
        legend.draw(canvas, frame.on_canvas(corner))
    }
}
