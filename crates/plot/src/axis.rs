//! An axis as the charts library understands it: places, ticks and labels that we choose.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use crate::font;
use crate::range::Extent;
use crate::theme::TICK_SIZE;
use crate::ticks::{self, Tick};

/// How values are placed along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    Linear,
    Log,
}

impl Scale {
    pub(crate) fn place(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log => value.log10(),
        }
    }
}

/// One axis of a chart.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    scale: Scale,
    /// In places of the scale.
    shown: Extent,
    ticks: Vec<Tick>,
    fine: Vec<f64>,
}

impl Axis {
    /// An axis that shows `shown` (in places of the scale) with about `parts` labels.
    pub(crate) fn new(scale: Scale, shown: Extent, parts: usize) -> Self {
        let (ticks, fine) = match scale {
            Scale::Linear => (ticks::linear(shown.low, shown.high, parts), Vec::new()),
            Scale::Log => ticks::logarithmic(shown.low, shown.high, parts),
        };
        Self {
            scale,
            shown,
            ticks,
            fine,
        }
    }

    /// The value's position along the axis, 0 at its beginning and 1 at its end, if it can be drawn.
    pub(crate) fn fraction(&self, value: f64) -> Option<f64> {
        let place = crate::range::placed(value, self.scale)?;
        Some((place - self.shown.low) / (self.shown.high - self.shown.low))
    }

    /// The width of the widest label in pixels.
    pub(crate) fn label_width(&self) -> f64 {
        self.ticks
            .iter()
            .map(|t| font::width(&t.label, TICK_SIZE))
            .fold(0.0, f64::max)
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        // The charts library asks for the ticks only, and all of them can be drawn.
        let fraction = self.fraction(*value).unwrap_or(0.0);
        limit.0 + (fraction * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() {
            self.fine.clone()
        } else {
            self.ticks.iter().map(|t| t.value).collect()
        }
    }

    fn range(&self) -> Range<f64> {
        let value = |place: f64| {
            if self.scale == Scale::Log {
                10_f64.powf(place)
            } else {
                place
            }
        };
        value(self.shown.low)..value(self.shown.high)
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        self.ticks
            .iter()
            .find(|t| t.value == *value)
            .map_or_else(String::new, |t| t.label.clone())
    }
}
