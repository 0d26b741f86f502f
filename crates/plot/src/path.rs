//! The steps of a descent, and single points, over contours.

use plotters::backend::DrawingBackend;
use plotters::style::{Color, WHITE};

use crate::canvas::{Canvas, Drawn, Px, stroke};
use crate::clip;
use crate::frame::Frame;
use crate::series::{Mark, Series};
use crate::theme::{DOT_RADIUS, PATH_WIDTH, Pen};

/// The visible parts of a path; of points, each on its own.
pub(crate) fn pieces(series: &Series, frame: &Frame) -> Vec<Vec<Px>> {
    if series.mark == Mark::Dots {
        let placed = series.points.iter().filter_map(|&p| frame.place(p));
        return placed
            .filter(|&p| clip::inside(p, frame.size))
            .map(|p| vec![p])
            .collect();
    }
    clip::pieces(steps(series, frame).into_iter().map(Some), frame.size)
}

/// The steps of a path up to where it has diverged. From further away, rounding errors alone would decide where the
/// path crosses the picture.
fn steps(series: &Series, frame: &Frame) -> Vec<Px> {
    const FAR: f64 = 10.0;
    let near = |p: &Px| {
        let away = |at: f64, size: f64| (at / size - 0.5).abs();
        away(p.0, frame.size.0) <= FAR && away(p.1, frame.size.1) <= FAR
    };
    series
        .points
        .iter()
        .map_while(|&p| frame.place(p).filter(near))
        .collect()
}

/// Draws a series of which `pieces` can be seen.
pub(crate) fn draw<DB: DrawingBackend>(
    canvas: &Canvas<DB>,
    series: &Series,
    pen: Pen,
    pieces: &[Vec<Px>],
    frame: &Frame,
) -> Drawn<DB> {
    if series.mark == Mark::Dots {
        for &point in pieces.iter().flatten() {
            canvas.dot(point, DOT_RADIUS + 1.5, pen.color.filled())?;
        }
        return Ok(());
    }
    for piece in pieces.iter().filter(|p| p.len() > 1) {
        canvas.pen_line(piece, pen, PATH_WIDTH)?;
    }
    let steps = steps(series, frame);
    let visible = |p: &&Px| clip::inside(**p, frame.size);
    for &step in steps.iter().filter(visible) {
        canvas.dot(step, DOT_RADIUS - 0.9, pen.color.filled())?;
    }
    if let Some(&start) = steps.first().filter(visible) {
        canvas.dot(start, DOT_RADIUS + 1.8, WHITE.filled())?;
        canvas.dot(start, DOT_RADIUS + 1.8, stroke(pen.color, 2.0))?;
    }
    if let Some(&end) = steps.last().filter(visible) {
        canvas.dot(end, DOT_RADIUS + 1.2, pen.color.filled())?;
    }
    Ok(())
}
