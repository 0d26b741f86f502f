//! Lines and points over two axes.

use std::ops::Range;

use plotters::backend::DrawingBackend;
use plotters::style::Color;

use crate::axis::Scale;
use crate::canvas::{Canvas, Drawn, Px};
use crate::clip;
use crate::frame::{Frame, Texts};
use crate::legend::{self, Entry, Legend};
use crate::number::{Number, Point};
use crate::picture::{Draw, picture_methods};
use crate::range::{self, Extent};
use crate::series::{Mark, Series};
use crate::theme::{CROWDED_WIDTH, DOT_RADIUS, LINE_WIDTH, MIN_SIZE, PALETTE, Pen, SIZE, pens};

/// Lines and points over two axes: a fit over its data, or the losses of several runs.
///
/// Each series has a name, which the legend shows (an empty name is left out), and the next of seven colours that
/// stay apart for colour-blind readers; after those, lines are dashed. The legend sits inside the plot where it hides no data, else beside
/// it.
///
/// ```
/// let x: Vec<f64> = (0..100).map(|i| f64::from(i) / 10.0).collect();
/// let y: Vec<f64> = x.iter().map(|x| 3.0 * x + (7.0 * x).sin()).collect();
/// let svg = plot::Chart::new("A fitted line")
///     .x_label("x")
///     .y_label("y")
///     .points("data", x.iter().zip(&y))
///     .line("prediction of the model", [(0.0, 0.0), (10.0, 30.0)])
///     .to_svg();
/// assert!(svg.contains("prediction of the model"));
/// ```
///
/// # What the vertical axis shows
///
/// All values that can be drawn, with one exception. A line may have *diverged* if it ends above its first value,
/// or in values that cannot be drawn. If such a line rises more than four times as high as everything else spans,
/// it no longer stretches the axis: its beginning is shown, and the line leaves through the upper edge. So the
/// others keep at least a fifth of the height. On a logarithmic axis the same is said of the logarithms. A line
/// that has the chart to itself is always shown whole. [`y_range`](Self::y_range) overrules all of this.
#[derive(Clone, Debug)]
pub struct Chart {
    texts: Texts,
    x_scale: Scale,
    y_scale: Scale,
    x_range: Option<Range<f64>>,
    y_range: Option<Range<f64>>,
    size: (u32, u32),
    series: Vec<Series>,
}

impl Chart {
    /// An empty chart of 900 x 600 pixels.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            texts: Texts {
                title: title.into(),
                ..Texts::default()
            },
            x_scale: Scale::Linear,
            y_scale: Scale::Linear,
            x_range: None,
            y_range: None,
            size: SIZE,
            series: Vec::new(),
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

    /// Makes the horizontal axis logarithmic. Points whose place is not positive interrupt their line.
    pub fn log_x(mut self) -> Self {
        self.x_scale = Scale::Log;
        self
    }

    /// Makes the vertical axis logarithmic. Values that are not positive interrupt their line.
    pub fn log_y(mut self) -> Self {
        self.y_scale = Scale::Log;
        self
    }

    /// Shows this part of the horizontal axis instead of all of it. An end that a logarithmic axis cannot show is chosen as
    /// if it had not been given.
    ///
    /// # Panics
    ///
    /// If the range is empty or not finite.
    #[track_caller]
    pub fn x_range(mut self, range: Range<f64>) -> Self {
        check_range("Chart::x_range", &range);
        self.x_range = Some(range);
        self
    }

    /// Shows this part of the vertical axis. An end that a logarithmic axis cannot show is chosen as if it had not
    /// been given.
    ///
    /// # Panics
    ///
    /// If the range is empty or not finite.
    #[track_caller]
    pub fn y_range(mut self, range: Range<f64>) -> Self {
        check_range("Chart::y_range", &range);
        self.y_range = Some(range);
        self
    }

    /// The size in pixels; at least 200 x 150, so that the texts fit. In a [`Grid`](crate::Grid) the grid decides.
    pub fn size(mut self, width: u32, height: u32) -> Self {
        self.size = (width.max(MIN_SIZE.0), height.max(MIN_SIZE.1));
        self
    }

    /// Adds a line through `points` in the given order.
    pub fn line<P: Point>(self, name: impl Into<String>, points: impl IntoIterator<Item = P>) -> Self {
        self.with(Series::new(name, Mark::Line, points))
    }

    /// Adds a line through `values` at x = 0, 1, 2, ...: a training curve.
    pub fn curve<N: Number>(self, name: impl Into<String>, values: impl IntoIterator<Item = N>) -> Self {
        self.with(Series::new(name, Mark::Line, values.into_iter().enumerate()))
    }

    /// Adds a dot for each of `points`. Dots lie below all lines.
    pub fn points<P: Point>(self, name: impl Into<String>, points: impl IntoIterator<Item = P>) -> Self {
        self.with(Series::new(name, Mark::Dots, points))
    }

    fn with(mut self, series: Series) -> Self {
        self.series.push(series);
        self
    }

    fn frame(&self, outer: Px, reserved: f64) -> Frame {
        let x = range::horizontal(&self.series, self.x_scale);
        let y = range::vertical(&self.series, self.y_scale);
        let x = shown(x, self.x_range.as_ref(), self.x_scale);
        let y = shown(y, self.y_range.as_ref(), self.y_scale);
        Frame::new(&self.texts, outer, (self.x_scale, x), (self.y_scale, y), reserved)
    }

    /// Every series in pixels of the frame, in drawing order: dots first.
    fn traces(&self, frame: &Frame) -> Vec<Trace> {
        let penned = self.series.iter().zip(pens(&PALETTE));
        let mut traces: Vec<_> = penned.map(|(s, pen)| Trace::new(s, pen, frame)).collect();
        traces.sort_by_key(|t| t.mark != Mark::Dots);
        traces
    }
}

picture_methods!(Chart);

impl Draw for Chart {
    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn title(&self) -> &str {
        &self.texts.title
    }

    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<DB>) -> Drawn<DB> {
        /// The share of the width that a legend beside the plot must leave.
        const LEAST_PLOT: f64 = 0.6;
        let outer = canvas.size();
        let penned = self.series.iter().zip(pens(&PALETTE));
        let entries = penned.map(|(s, pen)| Entry {
            name: s.name.clone(),
            pen,
            mark: s.mark,
        });
        let legend = Legend::new(entries, outer.0 / 2.0);

        let mut frame = self.frame(outer, 0.0);
        let mut traces = self.traces(&frame);
        let taken: Vec<Px> = traces.iter().flat_map(|t| legend::samples(&t.pieces)).collect();
        let (mut corner, hidden) = legend.best_place(frame.size, &taken);
        if hidden > 0 && frame.size.0 - legend.room_beside() > LEAST_PLOT * outer.0 {
            frame = self.frame(outer, legend.room_beside());
            traces = self.traces(&frame);
            corner = Legend::place_beside(frame.size);
        }

        let inner = frame.draw(canvas, &self.texts)?;
        for trace in &traces {
            trace.draw(&inner)?;
        }
        legend.draw(canvas, frame.on_canvas(corner))
    }
}

/// A series in pixels of the plot.
struct Trace {
    mark: Mark,
    pen: Pen,
    width: f64,
    pieces: Vec<Vec<Px>>,
}

impl Trace {
    fn new(series: &Series, pen: Pen, frame: &Frame) -> Self {
        let placed = series.points.iter().map(|&p| frame.place(p));
        let pieces = match series.mark {
            Mark::Dots => {
                let inside = placed.flatten().filter(|&p| clip::inside(p, frame.size));
                inside.map(|p| vec![p]).collect()
            }
            Mark::Line | Mark::Path => clip::pieces(placed, frame.size),
        };
        // Points per pixel of width: from a few on, their order within a pixel cannot be seen.
        let density = series.points.len() as f64 / frame.size.0;
        let pieces = if density > 4.0 {
            pieces.iter().map(|p| clip::thin(p)).collect()
        } else {
            pieces
        };
        let width = if density > 0.5 { CROWDED_WIDTH } else { LINE_WIDTH };
        Self {
            mark: series.mark,
            pen,
            width,
            pieces,
        }
    }

    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<DB>) -> Drawn<DB> {
        for piece in &self.pieces {
            match piece.as_slice() {
                &[point] if self.mark == Mark::Dots => {
                    canvas.dot(point, DOT_RADIUS, self.pen.color.mix(0.65).filled())?;
                }
                &[point] => canvas.dot(point, LINE_WIDTH, self.pen.color.filled())?,
                line => canvas.pen_line(line, self.pen, self.width)?,
            }
        }
        Ok(())
    }
}

/// The part of an axis that is shown, in places of its scale: what was chosen, where the scale can show it, else what is
/// chosen by itself.
fn shown(automatic: Extent, chosen: Option<&Range<f64>>, scale: Scale) -> Extent {
    let Some(range) = chosen else {
        return automatic;
    };
    let low = range::placed(range.start, scale).unwrap_or(automatic.low);
    let high = range::placed(range.end, scale).unwrap_or(automatic.high);
    // A chosen end may pass the automatic one; one decade is better than nothing.
    if low < high {
        Extent { low, high }
    } else {
        Extent {
            low: high - 1.0,
            high,
        }
    }
}

/// Panics unless `range` can be shown on an axis.
#[track_caller]
pub(crate) fn check_range(caller: &str, range: &Range<f64>) {
    let sound = range.start.is_finite() && range.end.is_finite() && range.start < range.end;
    assert!(
        sound,
        "{caller}: {range:?} is no range to show; its start must be below its end and both must be finite"
    );
}
