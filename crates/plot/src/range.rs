//! Which part of an axis is shown.

use crate::axis::Scale;
use crate::series::{Mark, Series};

/// Values beyond this size count as not finite: the difference of two of them must still be a number.
const LARGEST: f64 = 1e300;

/// A shorter interval is as good as a single value: its ticks would be denormal numbers.
const SMALLEST_SPAN: f64 = 1e-290;

/// By how many times the span of everything else a run may rise before it stops stretching the axis. With 4, the
/// rest keeps a fifth of the height.
const RUNAWAY: f64 = 4.0;

/// The smallest interval that holds what was added.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Extent {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Extent {
    const EMPTY: Self = Self {
        low: f64::INFINITY,
        high: f64::NEG_INFINITY,
    };

    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Self {
        values.into_iter().fold(Self::EMPTY, |e, v| Self {
            low: e.low.min(v),
            high: e.high.max(v),
        })
    }

    fn union(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    fn is_empty(self) -> bool {
        self.low > self.high
    }

    fn span(self) -> f64 {
        self.high - self.low
    }

    /// Wider by `share` of the span on both sides; never empty, never a single value.
    pub(crate) fn with_margin(self, share: f64) -> Self {
        if self.is_empty() {
            return Self { low: 0.0, high: 1.0 };
        }
        let middle = self.low + self.span() / 2.0;
        // Ticks of a span below this would differ only in digits that an f64 hardly has.
        let span = self.span().max(middle.abs() * 1e-9);
        let half = if span < SMALLEST_SPAN {
            0.5
        } else {
            span * (0.5 + share)
        };
        Self {
            low: middle - half,
            high: middle + half,
        }
    }
}

/// The value's place on the scale, if it can be drawn at all.
pub(crate) fn placed(value: f64, scale: Scale) -> Option<f64> {
    let drawable = value.is_finite() && value.abs() <= LARGEST && (scale == Scale::Linear || value > 0.0);
    drawable.then(|| scale.place(value))
}

/// The horizontal interval that holds every point which can be drawn, in places of the scale.
pub(crate) fn horizontal(series: &[Series], scale: Scale) -> Extent {
    let xs = series
        .iter()
        .flat_map(|s| &s.points)
        .filter_map(|p| placed(p.0, scale));
    Extent::of(xs).with_margin(0.02)
}

/// The vertical interval by the rule that [`crate::Chart`] documents, in places of the scale.
pub(crate) fn vertical(series: &[Series], scale: Scale) -> Extent {
    let mut shown = Extent::EMPTY;
    let mut runaways = Vec::new();
    for s in series {
        let ys: Vec<f64> = s.points.iter().filter_map(|p| placed(p.1, scale)).collect();
        match rise(s, &ys, scale) {
            Some(rise) => runaways.push((rise, ys)),
            None => shown = shown.union(Extent::of(ys)),
        }
    }
    // The smallest rise first: a run that stays counts as "everything else" for those above it.
    runaways.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (rise, ys) in runaways {
        if shown.is_empty() || rise <= RUNAWAY * shown.span() {
            shown = shown.union(Extent::of(ys));
        } else {
            // Its beginning is shown, and room above everything else, so that it can be seen to leave.
            shown = shown.union(Extent::of([ys[0]]));
            let ceiling = shown.high + shown.span() / (2.0 * RUNAWAY);
            shown = shown
                .union(Extent::of(ys.into_iter().filter(|&y| y <= ceiling)))
                .union(Extent::of([ceiling]));
        }
    }
    shown.with_margin(0.05)
}

/// How far a line climbs above its first value, if it may have diverged: it ends above its first value, or in
/// values that cannot be drawn.
fn rise(series: &Series, ys: &[f64], scale: Scale) -> Option<f64> {
    let (&first, &last) = (ys.first()?, ys.last()?);
    let broken = series.points.last().is_some_and(|p| placed(p.1, scale).is_none());
    let climbs = series.mark == Mark::Line && (broken || last > first);
    climbs.then(|| Extent::of(ys.iter().copied()).high - first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(ys: impl IntoIterator<Item = f64>) -> Series {
        Series::new("", Mark::Line, ys.into_iter().enumerate())
    }

    #[test]
    fn a_diverging_run_does_not_flatten_the_others() {
        let good = line([300.0, 20.0, 2.0, 1.0]);
        let bad = line([300.0, 3e4, 3e12, f64::INFINITY, f64::NAN]);
        let shown = vertical(&[good, bad], Scale::Linear);
        assert!(shown.high > 300.0 && shown.high < 500.0, "{shown:?}");
    }

    #[test]
    fn a_run_that_falls_from_far_above_is_shown_whole() {
        let shown = vertical(&[line([300.0, 20.0, 1.0]), line([1.5, 1.2, 1.0])], Scale::Linear);
        assert!(shown.high > 300.0, "{shown:?}");
    }

    #[test]
    fn a_lone_run_is_shown_whole_even_if_it_diverges() {
        assert!(vertical(&[line([1.0, 10.0, 1e6])], Scale::Linear).high > 1e6);
    }

    #[test]
    fn a_rising_fit_over_rising_data_is_shown_whole() {
        let data = Series::new("", Mark::Dots, [(0.0, 0.0), (10.0, 30.0)]);
        assert!(vertical(&[data, line([0.0, 15.0, 33.0])], Scale::Linear).high > 33.0);
    }

    #[test]
    fn two_runaways_are_judged_from_the_smaller_one_on() {
        let runs = [line([1.0, 0.5]), line([1.0, 2.0]), line([1.0, 1e9])];
        let shown = vertical(&runs, Scale::Linear);
        assert!(shown.high > 2.0 && shown.high < 4.0, "{shown:?}");
    }

    #[test]
    fn what_cannot_be_drawn_has_no_place() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX] {
            assert_eq!(placed(value, Scale::Linear), None);
        }
        assert_eq!(placed(0.0, Scale::Log), None);
        assert_eq!(placed(100.0, Scale::Log), Some(2.0));
    }

    #[test]
    fn nothing_and_a_single_value_still_give_an_interval() {
        assert_eq!(vertical(&[], Scale::Linear), Extent { low: 0.0, high: 1.0 });
        let one = vertical(&[line([7.0])], Scale::Linear);
        assert!(one.low < 7.0 && one.high > 7.0);
        let huge = vertical(&[line([1e18, 1e18 + 1000.0])], Scale::Linear);
        assert!(huge.span() >= 1e9);
    }
}
