//! Triangular factors of one matrix, also where a column has no pivot.

use faer::{Mat, MatRef};

/// The factors of `P A = L U`: the part below the diagonal is that of `L`, whose diagonal is 1, the rest is `U`.
pub(super) struct Factors {
    packed: Mat<f64>,
    /// Which row of the matrix each row was.
    pub(super) order: Vec<usize>,
}

impl Factors {
    pub(super) fn of(a: MatRef<'_, f64>) -> Self {
        let found = a.partial_piv_lu();
        let (lower, upper) = (found.L(), found.U());
        let rank = a.nrows().min(a.ncols());
        if (0..rank).any(|at| upper[(at, at)] == 0.0) {
            // `faer` divides by it, and leaves what is not a number.
            return Self::eliminated(a);
        }
        let packed = Mat::from_fn(a.nrows(), a.ncols(), |row, column| match column < row {
            true => lower[(row, column)],
            false => upper[(row, column)],
        });
        let order = found.P().arrays().0.to_vec();
        Self { packed, order }
    }

    /// Column by column, with the largest pivot of each; a column of zeros is passed over, as LAPACK does.
    fn eliminated(a: MatRef<'_, f64>) -> Self {
        let (rows, columns) = (a.nrows(), a.ncols());
        let (mut packed, mut order) = (a.to_owned(), (0..rows).collect::<Vec<_>>());
        for at in 0..rows.min(columns) {
            let size = |row: &usize| packed[(*row, at)].abs();
            let largest = (at..rows)
                .rev()
                .max_by(|a, b| size(a).total_cmp(&size(b)))
                .unwrap_or(at);
            order.swap(at, largest);
            for column in 0..columns {
                let upper = packed[(at, column)];
                packed[(at, column)] = packed[(largest, column)];
                packed[(largest, column)] = upper;
            }
            if packed[(at, at)] != 0.0 {
                (at + 1..rows).for_each(|row| subtract(&mut packed, row, at));
            }
        }
        Self { packed, order }
    }

    /// The pivots, and 1 or -1 for the order of the rows.
    pub(super) fn pivots(&self) -> (Vec<f64>, f64) {
        let rank = self.packed.nrows().min(self.packed.ncols());
        let pivots = (0..rank).map(|at| self.packed[(at, at)]).collect();
        let (mut order, mut sign) = (self.order.clone(), 1.0);
        for at in 0..order.len() {
            while order[at] != at {
                let to = order[at];
                order.swap(at, to);
                sign = -sign;
            }
        }
        (pivots, sign)
    }

    /// Both factors in one matrix, as LAPACK lays them out.
    pub(super) fn packed(&self) -> MatRef<'_, f64> {
        self.packed.as_ref()
    }

    /// The first column whose pivot is zero.
    pub(super) fn zero_pivot(&self) -> Option<usize> {
        let rank = self.packed.nrows().min(self.packed.ncols());
        (0..rank).find(|at| self.packed[(*at, *at)] == 0.0)
    }

    /// The order as LAPACK writes it down: with which row from it on each row was exchanged, one after the other.
    pub(super) fn exchanges(&self) -> Vec<usize> {
        let rank = self.packed.nrows().min(self.packed.ncols());
        let mut rows: Vec<usize> = (0..self.order.len()).collect();
        let mut places = rows.clone();
        let exchange = |at: usize| {
            let with = places[self.order[at]];
            rows.swap(at, with);
            (places[rows[at]], places[rows[with]]) = (at, with);
            with
        };
        (0..rank).map(exchange).collect()
    }

    /// The solution of `A X = B` of a square matrix, with infinities and what is not a number where a pivot is zero.
    pub(super) fn quotients(&self, b: MatRef<'_, f64>) -> Mat<f64> {
        let size = self.order.len();
        let mut x = Mat::from_fn(size, b.ncols(), |row, column| b[(self.order[row], column)]);
        for column in 0..b.ncols() {
            for row in 0..size {
                for before in 0..row {
                    x[(row, column)] -= self.packed[(row, before)] * x[(before, column)];
                }
            }
            for row in (0..size).rev() {
                for behind in row + 1..size {
                    x[(row, column)] -= self.packed[(row, behind)] * x[(behind, column)];
                }
                x[(row, column)] /= self.packed[(row, row)];
            }
        }
        x
    }
}

/// Takes from a row the multiple of the pivot's that leaves nothing in the pivot's column, where the multiple is kept.
fn subtract(packed: &mut Mat<f64>, row: usize, pivot: usize) {
    let factor = packed[(row, pivot)] / packed[(pivot, pivot)];
    packed[(row, pivot)] = factor;
    for column in pivot + 1..packed.ncols() {
        packed[(row, column)] -= factor * packed[(pivot, column)];
    }
}
