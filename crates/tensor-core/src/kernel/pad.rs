//! Padding, and what it gives back to the elements that it was made of.

use std::ops::{AddAssign, Range};

use crate::dtype::Element;
use crate::kernel::threads::{self, Pieces};
use crate::scratch;
use crate::shape::Pads;

/// Where the padded dimensions of an array come from.
struct Places {
    /// The rows of a plane, which are the padded dimensions but the last: where each row comes from, if from anywhere.
    rows: Vec<Option<usize>>,
    /// The elements of a row.
    columns: Vec<Option<usize>>,
    /// Those of them that are contiguous, and where the first one comes from.
    run: Range<usize>,
    run_from: usize,
    /// How many rows a plane of the input has, and how many elements a row.
    from_rows: usize,
    from_columns: usize,
}

impl Places {
    fn new(pads: &Pads) -> Self {
        let sizes = pads.split().1;
        let Some((from_columns, outer)) = sizes.split_last() else {
            let one = vec![Some(0)];
            return Self {
                rows: one.clone(),
                columns: one,
                run: 0..1,
                run_from: 0,
                from_rows: 1,
                from_columns: 1,
            };
        };
        let mut rows = vec![Some(0)];
        for (dim, size) in outer.iter().enumerate() {
            let places = pads.places(dim);
            let below = |row: &Option<usize>, place: &Option<usize>| {
                row.zip(*place).map(|(row, place)| row * size + place)
            };
            let all = rows
                .iter()
                .flat_map(|row| places.iter().map(move |place| below(row, place)));
            rows = scratch::collected(rows.len() * places.len(), all);
        }
        let columns = pads.places(outer.len());
        // The longest run: what is not padding, as a rule.
        let (mut run, mut start) = (0..0, 0);
        for (at, place) in columns.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| columns[before]);
            if *place != before.map(|before| before + 1) {
                start = at;
            }
            if place.is_some() && at + 1 - start > run.len() {
                run = start..at + 1;
            }
        }
        let run_from = columns.get(run.start).copied().flatten().unwrap_or(0);
        Self {
            rows,
            run,
            run_from,
            from_rows: outer.iter().product(),
            from_columns: *from_columns,
            columns,
        }
    }

    /// The elements of a row that are not of the run.
    fn single(&self) -> impl Iterator<Item = (usize, Option<usize>)> {
        let columns = self.columns.iter().copied().enumerate();
        columns.filter(|(at, _)| !self.run.contains(at))
    }
}

/// Writes `x` with its padding, `fill` where that comes from nowhere.
pub(crate) fn pad<T: Element>(pads: &Pads, x: &[T], fill: T, out: &mut [T]) {
    let places = Places::new(pads);
    let (rows, columns) = (places.rows.len(), places.columns.len());
    threads::fill(out, columns.max(1), 1, |start, part| {
        for (at, to) in (start / columns..).zip(part.chunks_exact_mut(columns)) {
            let Some(row) = places.rows[at % rows] else {
                to.fill(fill);
                continue;
            };
            let from =
                &x[(at / rows * places.from_rows + row) * places.from_columns..][..places.from_columns];
            to[places.run.clone()].copy_from_slice(&from[places.run_from..][..places.run.len()]);
            for (at, place) in places.single() {
                to[at] = place.map_or(fill, |place| from[place]);
            }
        }
    });
}

/// Writes for each element of the input the sum of `grad` over what it went to.
pub(crate) fn pad_input<T: Element + AddAssign>(pads: &Pads, grad: &[T], out: &mut [T]) {
    let places = Places::new(pads);
    let (rows, columns) = (places.rows.len(), places.columns.len());
    let plane = places.from_rows * places.from_columns;
    let planes = out.len().checked_div(plane).unwrap_or(0);
    let out = Pieces::new(out);
    threads::for_each_piece(planes, 1, plane + rows * columns, |range| {
        for at in range {
            // SAFETY: each plane is taken once.
            let out = unsafe { out.take(at * plane..(at + 1) * plane) };
            out.fill(T::default());
            for (row, from) in places.rows.iter().enumerate() {
                let Some(to) = row_of(out, *from, places.from_columns) else {
                    continue;
                };
                let from = &grad[(at * rows + row) * columns..][..columns];
                let run = to[places.run_from..].iter_mut().zip(&from[places.run.clone()]);
                run.for_each(|(sum, grad)| *sum += *grad);
                for (at, place) in places.single() {
                    if let Some(place) = place {
                        to[place] += from[at];
                    }
                }
            }
        }
    });
}

fn row_of<T>(plane: &mut [T], row: Option<usize>, columns: usize) -> Option<&mut [T]> {
    let start = row? * columns;
    Some(&mut plane[start..start + columns])
}
