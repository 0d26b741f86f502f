//! The table of a vector or a matrix, which a notebook shows.

use show::Table;

use super::style::Style;
use super::{Axes, PrintOptions, array_with, element, printoptions};
use crate::array::Array;

/// What is shown of a longer dimension at each end.
const ENDS: usize = 5;

/// The elements of a vector or a matrix as a table under their indices, and below it the element type, the shape and
/// `remarks`. There is none of other ranks, and of what is empty. A dimension of more than 10 is cut to its ends, unless
/// [`PrintOptions::full`] holds.
///
/// ```
/// use tensor_core::{Array, print::table};
///
/// let table = table(&Array::from([[0.5, 2.0], [-1.25, 100.0]]), &["requires_grad=True"]).unwrap();
/// assert_eq!(
///     table.to_string(),
///     "         0         1\n0   0.5000    2.0000\n1  -1.2500  100.0000\nfloat32 [2, 2], requires_grad=True"
/// );
/// ```
#[must_use]
pub fn table(array: &Array, remarks: &[&str]) -> Option<Table> {
    let shape = array.shape();
    let options = printoptions();
    let axes = Axes {
        shape,
        options: &options.edgeitems(ENDS),
        summarised: options.threshold != PrintOptions::full().threshold,
    };
    let (rows, columns): (Vec<_>, Vec<_>) = match shape {
        _ if shape.contains(&0) => return None,
        [_] => (vec![(String::new(), true)], names(&axes, 0).collect()),
        [_, _] => (names(&axes, 0).collect(), names(&axes, 1).collect()),
        _ => return None,
    };
    let start = Table::new().text("");
    let mut table = columns.iter().fold(start, |table, (name, _)| table.number(name));
    let mut texts = texts(array, &axes).into_iter();
    for (name, row_shown) in rows {
        let cells = columns.iter().map(|(_, shown)| match row_shown && *shown {
            true => texts.next().unwrap_or_default(),
            false => CUT.to_owned(),
        });
        table.row([name].into_iter().chain(cells));
    }
    let kind = format!("{} {shape:?}", array.dtype().name());
    table.remark([&[kind.as_str()], remarks].concat().join(", "));
    Some(table)
}

/// Shows an array below the cell of a notebook: as text, and if it has a [`table`] as HTML, too.
pub fn in_notebook(array: &Array, remarks: &[&str]) {
    let text = array_with(array, remarks, None);
    let html = table(array, remarks).map(|table| table.to_html());
    let contents = html.iter().map(|html| ("text/html", html.as_str()));
    let contents: Vec<_> = contents.chain([("text/plain", text.as_str())]).collect();
    show::in_notebook(&contents);
}

/// What stands in place of rows or columns that are left out.
const CUT: &str = "…";

/// The indices along an axis, and whether their elements are shown: all but the cut.
fn names(axes: &Axes<'_>, axis: usize) -> impl Iterator<Item = (String, bool)> {
    let name = |at: Option<usize>| at.map_or((CUT.to_owned(), false), |at| (at.to_string(), true));
    axes.positions(axis).map(name)
}

/// The elements that are shown, in order, in one notation.
fn texts(array: &Array, axes: &Axes<'_>) -> Vec<String> {
    let mut shown = Vec::new();
    axes.visit(&mut Vec::new(), &mut |index| shown.push(element(array, index)));
    let style = Style::of(&shown, axes.options);
    shown
        .into_iter()
        .map(|element| style.format(element).trim_start().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::array::Array;
    use crate::dtype::DType;
    use crate::print::{PrintOptions, with_printoptions};

    fn text(array: &Array) -> Option<String> {
        table(array, &[]).map(|table| table.to_string())
    }

    #[test]
    fn a_vector_is_one_row() {
        let expected = "     0   1\n   True  False\nbool [2]";
        let found = text(&Array::from([true, false])).expect("a vector has a table");
        assert_eq!(
            found.split_whitespace().collect::<Vec<_>>(),
            expected.split_whitespace().collect::<Vec<_>>()
        );
    }

    #[test]
    fn long_dimensions_are_cut() {
        let long = Array::from_vec(Vec::from_iter((0..24).map(f64::from)), [12, 2]).expect("there are 24");
        let found = text(&long).expect("a matrix has a table");
        let lines: Vec<&str> = found.lines().collect();
        assert_eq!(lines.len(), 1 + 5 + 1 + 5 + 1);
        assert_eq!(lines[5].split_whitespace().collect::<Vec<_>>(), ["4", "8.", "9."]);
        assert_eq!(lines[6].split_whitespace().collect::<Vec<_>>(), ["…", "…", "…"]);
        assert_eq!(
            lines[7].split_whitespace().collect::<Vec<_>>(),
            ["7", "14.", "15."]
        );
        let full = with_printoptions(PrintOptions::full(), || text(&long)).expect("a matrix has a table");
        assert_eq!(full.lines().count(), 1 + 12 + 1);
    }

    #[test]
    fn other_ranks_have_none() {
        assert_eq!(text(&Array::from(1.0)), None);
        assert_eq!(text(&Array::zeros([2, 1, 1], DType::F32)), None);
        assert_eq!(text(&Array::zeros([0, 3], DType::F32)), None);
    }
}
