//! Polylines cut to the plot's rectangle, and thinned to what its pixels can show.

use crate::canvas::Px;

/// The pieces of `points` inside (0, 0)..`size`. `None` interrupts the line; a point without a neighbour is a piece
/// of its own.
pub(crate) fn pieces(points: impl IntoIterator<Item = Option<Px>>, size: Px) -> Vec<Vec<Px>> {
    let mut pieces: Vec<Vec<Px>> = Vec::new();
    let mut previous: Option<Px> = None;
    for point in points {
        match (previous, point) {
            (Some(a), Some(b)) => join(&mut pieces, a, b, size),
            (None, Some(b)) if inside(b, size) => pieces.push(vec![b]),
            _ => {}
        }
        previous = point;
    }
    pieces
}

/// Adds the visible part of the segment from `a` to `b`.
fn join(pieces: &mut Vec<Vec<Px>>, a: Px, b: Px, size: Px) {
    let Some((from, to)) = segment(a, b, size) else {
        return;
    };
    match pieces.last_mut() {
        Some(piece) if piece.last() == Some(&from) => piece.push(to),
        _ => pieces.push(vec![from, to]),
    }
}

pub(crate) fn inside(p: Px, size: Px) -> bool {
    (0.0..=size.0).contains(&p.0) && (0.0..=size.1).contains(&p.1)
}

/// The part of a segment inside (0, 0)..`size` (Liang and Barsky, 1984).
fn segment(a: Px, b: Px, size: Px) -> Option<(Px, Px)> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (step, room) in [(-dx, a.0), (dx, size.0 - a.0), (-dy, a.1), (dy, size.1 - a.1)] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enter = enter.max(room / step);
        } else {
            leave = leave.min(room / step);
        }
    }
    if enter > leave {
        return None;
    }
    // An uncut end stays exactly itself, so that the next segment finds it.
    let from = if enter == 0.0 {
        a
    } else {
        (a.0 + enter * dx, a.1 + enter * dy)
    };
    let to = if leave == 1.0 {
        b
    } else {
        (a.0 + leave * dx, a.1 + leave * dy)
    };
    Some((from, to))
}

/// Of every run of points in one pixel column, keeps the first, the lowest, the highest and the last: the same
/// picture from at most four points a column.
pub(crate) fn thin(piece: &[Px]) -> Vec<Px> {
    let mut kept = Vec::new();
    for column in piece.chunk_by(|a, b| a.0.floor() == b.0.floor()) {
        let by_height = |&i: &usize, &j: &usize| column[i].1.total_cmp(&column[j].1);
        let all = 0..column.len();
        let mut chosen = [
            0,
            all.clone().min_by(by_height).unwrap_or(0),
            all.max_by(by_height).unwrap_or(0),
            column.len() - 1,
        ];
        chosen.sort_unstable();
        for (at, &i) in chosen.iter().enumerate() {
            if at == 0 || chosen[at - 1] != i {
                kept.push(column[i]);
            }
        }
    }
    kept
}

/// The drawn parts of a dashed polyline.
pub(crate) fn dashes(piece: &[Px]) -> Vec<Vec<Px>> {
    /// Lengths in pixels of a dash and of the space after it.
    const PATTERN: [f64; 2] = [7.0, 4.0];
    let mut dashes: Vec<Vec<Px>> = piece.first().map(|&p| vec![p]).into_iter().collect();
    let (mut phase, mut left) = (0, PATTERN[0]);
    for pair in piece.windows(2) {
        let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
        let length = dx.hypot(dy);
        let at = |done: f64| (pair[0].0 + dx * done / length, pair[0].1 + dy * done / length);
        let mut done = 0.0;
        while length - done > left {
            done += left;
            match (phase, dashes.last_mut()) {
                (0, Some(dash)) => dash.push(at(done)),
                _ => dashes.push(vec![at(done)]),
            }
            phase = 1 - phase;
            left = PATTERN[phase];
        }
        left -= length - done;
        if let (0, Some(dash)) = (phase, dashes.last_mut()) {
            dash.push(pair[1]);
        }
    }
    dashes
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Px = (10.0, 10.0);

    #[test]
    fn a_line_that_leaves_is_cut_at_the_edge() {
        let cut = pieces([Some((5.0, 5.0)), Some((5.0, 25.0))], SIZE);
        assert_eq!(cut, [vec![(5.0, 5.0), (5.0, 10.0)]]);
    }

    #[test]
    fn a_line_that_leaves_and_returns_is_two_pieces() {
        let cut = pieces(
            [
                Some((1.0, 5.0)),
                Some((1.0, 15.0)),
                Some((3.0, 15.0)),
                Some((3.0, 5.0)),
            ],
            SIZE,
        );
        assert_eq!(
            cut,
            [vec![(1.0, 5.0), (1.0, 10.0)], vec![(3.0, 10.0), (3.0, 5.0)]]
        );
    }

    #[test]
    fn a_gap_interrupts_and_a_lone_point_stays() {
        let cut = pieces(
            [Some((1.0, 1.0)), Some((2.0, 1.0)), None, Some((4.0, 1.0)), None],
            SIZE,
        );
        assert_eq!(cut, [vec![(1.0, 1.0), (2.0, 1.0)], vec![(4.0, 1.0)]]);
    }

    #[test]
    fn a_line_outside_is_nothing() {
        assert!(pieces([Some((-5.0, -1.0)), Some((20.0, -1.0))], SIZE).is_empty());
    }

    #[test]
    fn dashes_turn_corners_and_leave_gaps() {
        let corner = dashes(&[(0.0, 0.0), (5.0, 0.0), (5.0, 9.0)]);
        assert_eq!(
            corner,
            [
                vec![(0.0, 0.0), (5.0, 0.0), (5.0, 2.0)],
                vec![(5.0, 6.0), (5.0, 9.0)]
            ]
        );
        assert!(dashes(&[]).is_empty());
    }

    #[test]
    fn thinning_keeps_the_extremes_of_every_column() {
        let many: Vec<Px> = (0..100_000)
            .map(|i| (f64::from(i) / 10_000.0, f64::from((i * 7919) % 1000)))
            .collect();
        let few = thin(&many);
        assert!(few.len() <= 40, "{}", few.len());
        assert_eq!((few.first(), few.last()), (many.first(), many.last()));
        let highest = |points: &[Px]| points.iter().map(|p| p.1).fold(0.0, f64::max);
        assert_eq!(highest(&few), highest(&many));
    }
}
