//! Contour lines of a grid of values: marching squares, and the chaining of its segments.

use std::collections::BTreeMap;

/// Values at the nodes of a regular grid; `rows[j][i]` belongs to the place (i, j).
#[derive(Clone, Debug)]
pub(crate) struct Field {
    columns: usize,
    values: Vec<f64>,
}

/// The edge of a cell: its lower left node, and whether it runs upwards from there.
type Edge = (usize, usize, bool);

impl Field {
    /// A field of rows of equal length, at least 2 x 2.
    pub(crate) fn new(columns: usize, values: Vec<f64>) -> Self {
        Self { columns, values }
    }

    /// The number of columns and of rows.
    pub(crate) fn shape(&self) -> (usize, usize) {
        (self.columns, self.values.len() / self.columns)
    }

    pub(crate) fn values(&self) -> &[f64] {
        &self.values
    }

    fn at(&self, i: usize, j: usize) -> f64 {
        self.values[j * self.columns + i]
    }

    /// The lines on which the field has the value `level`, in grid coordinates. A closed line ends where it began.
    /// Cells with a corner that is not finite are left out.
    pub(crate) fn contour(&self, level: f64) -> Vec<Vec<(f64, f64)>> {
        let (columns, rows) = self.shape();
        let mut joints = Joints::default();
        for j in 0..rows - 1 {
            for i in 0..columns - 1 {
                for (from, to) in self.cell(i, j, level).into_iter().flatten() {
                    joints.connect(from, to);
                }
            }
        }
        let chains = joints.into_chains();
        chains
            .into_iter()
            .map(|chain| chain.into_iter().map(|e| self.crossing(e, level)).collect())
            .collect()
    }

    /// The one or two segments of the contour through the cell whose lower left node is (i, j).
    fn cell(&self, i: usize, j: usize, level: f64) -> [Option<(Edge, Edge)>; 2] {
        let corners = [
            self.at(i, j),
            self.at(i + 1, j),
            self.at(i + 1, j + 1),
            self.at(i, j + 1),
        ];
        if !corners.iter().all(|v| v.is_finite()) {
            return [None, None];
        }
        let above = corners.map(|v| v >= level);
        // Edge n joins corner n and corner n + 1: below, right, above, left.
        let edges = [(i, j, false), (i + 1, j, true), (i, j + 1, false), (i, j, true)];
        let mut crossed = (0..4)
            .filter(|&n| above[n] != above[(n + 1) % 4])
            .map(|n| edges[n]);
        match (crossed.next(), crossed.next(), crossed.next(), crossed.next()) {
            (Some(a), Some(b), None, None) => [Some((a, b)), None],
            (Some(a), Some(b), Some(c), Some(d)) => {
                // A saddle. If the middle belongs to the first corner's side, the lines cut off the other two.
                let middle = corners.iter().sum::<f64>() / 4.0 >= level;
                if middle == above[0] {
                    [Some((a, b)), Some((c, d))]
                } else {
                    [Some((d, a)), Some((b, c))]
                }
            }
            _ => [None, None],
        }
    }

    /// Where the level lies on an edge, by linear interpolation.
    fn crossing(&self, (i, j, upward): Edge, level: f64) -> (f64, f64) {
        let a = self.at(i, j);
        let b = if upward {
            self.at(i, j + 1)
        } else {
            self.at(i + 1, j)
        };
        let share = ((level - a) / (b - a)).clamp(0.0, 1.0);
        let (x, y) = (i as f64, j as f64);
        if upward { (x, y + share) } else { (x + share, y) }
    }
}

/// For each crossed edge the edges that it is joined to: one at the border, two elsewhere.
#[derive(Default)]
struct Joints(BTreeMap<Edge, Vec<Edge>>);

impl Joints {
    fn connect(&mut self, a: Edge, b: Edge) {
        self.0.entry(a).or_default().push(b);
        self.0.entry(b).or_default().push(a);
    }

    /// Open lines first, each from one of its ends; then what remains is closed.
    fn into_chains(mut self) -> Vec<Vec<Edge>> {
        let ends: Vec<Edge> = self
            .0
            .iter()
            .filter(|(_, next)| next.len() == 1)
            .map(|(&e, _)| e)
            .collect();
        let mut chains: Vec<_> = ends.into_iter().map(|end| self.follow(end)).collect();
        while let Some((&start, _)) = self.0.first_key_value() {
            let mut chain = self.follow(start);
            chain.push(start);
            chains.push(chain);
        }
        // The far end of an open line was an end too, but its line is already taken.
        chains.retain(|chain| chain.len() > 1);
        chains
    }

    /// Takes the edges that can be reached from `start`, in order.
    fn follow(&mut self, start: Edge) -> Vec<Edge> {
        let mut chain = Vec::new();
        let mut next = Some(start);
        while let Some(edge) = next {
            let Some(neighbours) = self.0.remove(&edge) else {
                break;
            };
            chain.push(edge);
            next = neighbours.into_iter().find(|n| self.0.contains_key(n));
        }
        chain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: usize = 41;

    fn field(f: impl Fn(f64, f64) -> f64) -> Field {
        let node = |k: usize| k as f64 / (N - 1) as f64 * 4.0 - 2.0;
        Field::new(N, (0..N * N).map(|k| f(node(k % N), node(k / N))).collect())
    }

    /// Grid coordinates as coordinates of the plane.
    fn plane((i, j): (f64, f64)) -> (f64, f64) {
        (i / (N - 1) as f64 * 4.0 - 2.0, j / (N - 1) as f64 * 4.0 - 2.0)
    }

    #[test]
    fn a_circle_is_one_closed_line_at_its_radius() {
        let lines = field(|x, y| x * x + y * y).contour(1.0);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].first(), lines[0].last());
        for &p in &lines[0] {
            let (x, y) = plane(p);
            assert!((x.hypot(y) - 1.0).abs() < 2e-3, "({x}, {y})");
        }
        // The length of the circle, so that no part of it is missing.
        let length: f64 = lines[0]
            .windows(2)
            .map(|w| (plane(w[1]).0 - plane(w[0]).0).hypot(plane(w[1]).1 - plane(w[0]).1))
            .sum();
        assert!((length - std::f64::consts::TAU).abs() < 0.01, "{length}");
    }

    #[test]
    fn a_plane_is_one_open_line_from_border_to_border() {
        let lines = field(|x, _| x).contour(0.51);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].len(), N);
        assert!(lines[0].iter().all(|&p| (plane(p).0 - 0.51).abs() < 1e-9));
    }

    #[test]
    fn a_saddle_gives_two_lines_that_do_not_cross() {
        let lines = field(|x, y| x * y).contour(0.3);
        assert_eq!(lines.len(), 2);
        for line in lines {
            assert!(line.iter().all(|&p| (plane(p).0 * plane(p).1 - 0.3).abs() < 1e-2));
        }
    }

    #[test]
    fn an_ambiguous_cell_is_decided_by_its_middle() {
        let low_middle = Field::new(2, vec![1.0, 0.0, 0.0, 1.0]);
        assert_eq!(low_middle.contour(0.6).len(), 2);
        assert_eq!(low_middle.contour(0.4).len(), 2);
        assert_ne!(low_middle.contour(0.6)[0].len(), 0);
    }

    #[test]
    fn cells_without_a_value_are_left_out() {
        let lines = field(|x, y| if x > 0.0 { f64::NAN } else { x * x + y * y }).contour(1.0);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].iter().all(|&p| plane(p).0 <= 0.0));
        assert!(field(|_, _| f64::NAN).contour(1.0).is_empty());
    }

    #[test]
    fn a_level_that_is_not_reached_gives_nothing() {
        assert!(field(|x, y| x * x + y * y).contour(100.0).is_empty());
    }
}
