//! The legend, and the search for a place where it hides no data.

use plotters::backend::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, WHITE};

use crate::canvas::{Canvas, Drawn, Px, stroke, text_style};
use crate::font;
use crate::series::Mark;
use crate::theme::{DOT_RADIUS, GRID, INK, LINE_WIDTH, Pen, TICK_SIZE};

const PADDING: f64 = 8.0;
const ROW: f64 = 20.0;
/// The length of a line's sample, and the space up to its name.
const SAMPLE: f64 = 24.0;
const GAP: f64 = 8.0;
/// The distance to the edge of the plot.
const INSET: f64 = 10.0;

/// A name with the pen and the mark it explains.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) pen: Pen,
    pub(crate) mark: Mark,
}

/// The names of a plot's series. Without a name there is nothing to draw.
pub(crate) struct Legend {
    entries: Vec<Entry>,
    pub(crate) size: Px,
}

impl Legend {
    /// The legend of the entries that have a name; long names are shortened to at most `limit` pixels.
    pub(crate) fn new(entries: impl IntoIterator<Item = Entry>, limit: f64) -> Self {
        let named = entries.into_iter().filter(|e| !e.name.is_empty());
        let entries: Vec<_> = named
            .map(|e| Entry {
                name: font::fit(&e.name, TICK_SIZE, limit),
                ..e
            })
            .collect();
        let widest = entries
            .iter()
            .map(|e| font::width(&e.name, TICK_SIZE))
            .fold(0.0, f64::max);
        let size = if entries.is_empty() {
            (0.0, 0.0)
        } else {
            (
                SAMPLE + GAP + widest + 2.0 * PADDING,
                ROW * entries.len() as f64 + PADDING,
            )
        };
        Self { entries, size }
    }

    /// How much room the legend takes beside the plot.
    pub(crate) fn room_beside(&self) -> f64 {
        self.size.0 + INSET
    }

    /// The place inside a plot of `plot` pixels that hides the fewest of `points`, and how many it hides. Of equal
    /// places the first counts: the corners, upper right first, then the middles of the sides.
    pub(crate) fn best_place(&self, plot: Px, points: &[Px]) -> (Px, usize) {
        let (left, top) = (INSET, INSET);
        let (right, bottom) = (plot.0 - INSET - self.size.0, plot.1 - INSET - self.size.1);
        let (across, down) = ((plot.0 - self.size.0) / 2.0, (plot.1 - self.size.1) / 2.0);
        let places = [
            (right, top),
            (left, top),
            (right, bottom),
            (left, bottom),
            (right, down),
            (left, down),
            (across, top),
            (across, bottom),
        ];
        let hidden = |corner: Px| points.iter().filter(|&&p| self.covers(corner, p)).count();
        let counted = places.map(|corner| (corner, hidden(corner)));
        counted
            .into_iter()
            .min_by_key(|&(_, hidden)| hidden)
            .unwrap_or(((right, top), 0))
    }

    /// The place just outside the right edge of a plot.
    pub(crate) fn place_beside(plot: Px) -> Px {
        (plot.0 + INSET, 0.0)
    }

    /// Points along the edge and in the middle of the legend, for others to keep away from.
    pub(crate) fn outline(&self, corner: Px) -> Vec<Px> {
        if self.entries.is_empty() {
            return Vec::new();
        }
        let (right, middle) = (corner.0 + self.size.0, corner.1 + self.size.1 / 2.0);
        samples(&[
            self.edge(corner).to_vec(),
            vec![(corner.0, middle), (right, middle)],
        ])
    }

    fn edge(&self, corner: Px) -> [Px; 5] {
        let (right, bottom) = (corner.0 + self.size.0, corner.1 + self.size.1);
        [
            corner,
            (right, corner.1),
            (right, bottom),
            (corner.0, bottom),
            corner,
        ]
    }

    fn covers(&self, corner: Px, p: Px) -> bool {
        let margin = DOT_RADIUS + 1.0;
        (corner.0 - margin..=corner.0 + self.size.0 + margin).contains(&p.0)
            && (corner.1 - margin..=corner.1 + self.size.1 + margin).contains(&p.1)
    }

    pub(crate) fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<DB>, corner: Px) -> Drawn<DB> {
        if self.entries.is_empty() {
            return Ok(());
        }
        canvas.rectangle(corner, self.size, WHITE.mix(0.85).filled())?;
        // As a line, for the SVG backend draws the edge of a rectangle without its width.
        canvas.line(&self.edge(corner), stroke(GRID, 1.0))?;
        for (row, entry) in self.entries.iter().enumerate() {
            let y = corner.1 + (PADDING + ROW) / 2.0 + row as f64 * ROW;
            let x = corner.0 + PADDING;
            sample(canvas, (x, y), entry)?;
            let style = text_style(TICK_SIZE, INK, (HPos::Left, VPos::Center));
            canvas.text(&entry.name, (x + SAMPLE + GAP, y), &style)?;
        }
        Ok(())
    }
}

fn sample<DB: DrawingBackend>(canvas: &Canvas<DB>, (x, y): Px, entry: &Entry) -> Drawn<DB> {
    if entry.mark != Mark::Dots {
        canvas.pen_line(&[(x, y), (x + SAMPLE, y)], entry.pen, LINE_WIDTH + 0.6)?;
    }
    if entry.mark != Mark::Line {
        canvas.dot((x + SAMPLE / 2.0, y), DOT_RADIUS, entry.pen.color.filled())?;
    }
    Ok(())
}

/// Points along polylines, close enough together that no line slips through between two of them.
pub(crate) fn samples(pieces: &[Vec<Px>]) -> Vec<Px> {
    const DISTANCE: f64 = 6.0;
    let mut samples = Vec::new();
    for piece in pieces {
        samples.extend(piece.first());
        for pair in piece.windows(2) {
            let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
            let steps = (dx.hypot(dy) / DISTANCE).ceil().max(1.0);
            samples.extend((1..=steps as usize).map(|i| {
                let share = i as f64 / steps;
                (pair[0].0 + share * dx, pair[0].1 + share * dy)
            }));
        }
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    fn legend() -> Legend {
        let entry = Entry {
            name: "train".to_owned(),
            pen: Pen {
                color: INK,
                dashed: false,
            },
            mark: Mark::Line,
        };
        Legend::new(
            [
                entry.clone(),
                Entry {
                    name: String::new(),
                    ..entry
                },
            ],
            200.0,
        )
    }

    #[test]
    fn only_named_series_take_a_row() {
        assert_eq!(legend().entries.len(), 1);
    }

    #[test]
    fn the_legend_avoids_the_data() {
        let plot = (600.0, 400.0);
        let falling = samples(&[vec![(0.0, 0.0), (600.0, 400.0)]]);
        let (corner, hidden) = legend().best_place(plot, &falling);
        assert_eq!(hidden, 0);
        assert!(corner.0 > 300.0 && corner.1 < 100.0, "{corner:?}");
        let (corner, _) = legend().best_place(plot, &samples(&[vec![(300.0, 20.0), (600.0, 20.0)]]));
        assert!(corner.0 < 100.0, "{corner:?}");
    }
}
