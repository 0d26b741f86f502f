//! A line search until the strong conditions of Wolfe hold, of J. Nocedal and S. Wright: "Numerical Optimization", 3.5.

use autograd::Tensor;

use super::problem::Point;

/// By how much of what its slope promises the loss must fall.
const DECREASE: f64 = 1e-4;

/// Which part of the first slope may remain.
const FLATNESS: f64 = 0.9;

/// A place on the line that is searched.
#[derive(Clone)]
pub(super) struct Trial {
    /// How far along the direction it is.
    pub(super) size: f64,
    pub(super) loss: f64,
    pub(super) grad: Tensor,
    /// How fast the loss rises along the direction.
    pub(super) slope: f64,
}

impl Trial {
    pub(super) fn point(self) -> Point {
        Point {
            loss: self.loss,
            grad: self.grad,
        }
    }

    /// Whether the loss has not fallen enough since the start.
    fn is_too_high(&self, start: &Trial) -> bool {
        self.loss > start.loss + DECREASE * self.size * start.slope
    }

    /// Whether the slope is flat enough.
    fn is_flat(&self, start: &Trial) -> bool {
        self.slope.abs() <= -FLATNESS * start.slope
    }
}

/// The best place that at most `tries` evaluations after the first find; `tolerance` is how close two may be for the
/// search to end.
pub(super) fn strong_wolfe(
    evaluate: &mut dyn FnMut(f64) -> Trial,
    start: Trial,
    first: f64,
    tolerance: f64,
    tries: usize,
) -> Trial {
    let (mut previous, mut trial) = (start.clone(), evaluate(first));
    for tried in 0..tries {
        if trial.is_too_high(&start) || (tried > 1 && trial.loss >= previous.loss) {
            return zoom(evaluate, &start, [previous, trial], tolerance, tries - tried);
        }
        if trial.is_flat(&start) {
            return trial;
        }
        if trial.slope >= 0.0 {
            return zoom(evaluate, &start, [previous, trial], tolerance, tries - tried);
        }
        let bounds = (
            trial.size + 0.01 * (trial.size - previous.size),
            trial.size * 10.0,
        );
        let next = evaluate(lowest(&previous, &trial, bounds));
        previous = std::mem::replace(&mut trial, next);
    }
    if start.loss <= trial.loss { start } else { trial }
}

/// Narrows a bracket down in which there is a good place.
fn zoom(
    evaluate: &mut dyn FnMut(f64) -> Trial,
    start: &Trial,
    mut bracket: [Trial; 2],
    tolerance: f64,
    tries: usize,
) -> Trial {
    let lower = |bracket: &[Trial; 2]| if bracket[0].loss <= bracket[1].loss { 0 } else { 1 };
    let mut low = lower(&bracket);
    let mut stalled = false;
    for _ in 0..tries {
        if (bracket[1].size - bracket[0].size).abs() < tolerance {
            break;
        }
        let size = inside(&bracket, &mut stalled);
        let trial = evaluate(size);
        if trial.is_too_high(start) || trial.loss >= bracket[low].loss {
            bracket[1 - low] = trial;
            low = lower(&bracket);
            continue;
        }
        if trial.is_flat(start) {
            return trial;
        }
        if trial.slope * (bracket[1 - low].size - bracket[low].size) >= 0.0 {
            // What was lowest becomes the other end.
            bracket.swap(0, 1);
        }
        bracket[low] = trial;
    }
    let [first, second] = bracket;
    if low == 0 { first } else { second }
}

/// Where to look next in a bracket: at the lowest place of its cubic, but away from its ends if it stalls there.
fn inside(bracket: &[Trial; 2], stalled: &mut bool) -> f64 {
    let [first, second] = bracket;
    let (left, right) = (first.size.min(second.size), first.size.max(second.size));
    let size = lowest(first, second, (left, right));
    let margin = 0.1 * (right - left);
    if (right - size).min(size - left) >= margin {
        *stalled = false;
        return size;
    }
    if !*stalled && left < size && size < right {
        *stalled = true;
        return size;
    }
    *stalled = false;
    if (size - right).abs() < (size - left).abs() {
        right - margin
    } else {
        left + margin
    }
}

/// Where the cubic through two places, with their slopes, is lowest between bounds.
fn lowest(a: &Trial, b: &Trial, (left, right): (f64, f64)) -> f64 {
    let (a, b) = if a.size <= b.size { (a, b) } else { (b, a) };
    let d1 = a.slope + b.slope - 3.0 * (a.loss - b.loss) / (a.size - b.size);
    let square = d1 * d1 - a.slope * b.slope;
    // Neither where it is below zero nor where it is not a number.
    if square >= 0.0 {
        let d2 = square.sqrt();
        let way = (b.slope + d2 - d1) / (b.slope - a.slope + 2.0 * d2);
        return (b.size - (b.size - a.size) * way).max(left).min(right);
    }
    (left + right) / 2.0
}
