//! [`Table`]: rows of texts under the names of their columns.

use std::fmt;

use crate::{escaped, in_notebook};

/// Rows of texts under the names of their columns, and remarks below. It prints in aligned columns, and shows in a notebook as
/// a table.
///
/// ```
/// use show::Table;
///
/// let mut table = Table::new().text("layer").number("elements");
/// table.row(["weight", "12"]);
/// table.row(["bias", "4"]);
/// table.remark("2 parameters");
/// assert_eq!(table.to_string(), "layer   elements\nweight        12\nbias           4\n2 parameters");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    remarks: Vec<String>,
    /// Whether the names stand there also where there are no rows.
    always_named: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Column {
    name: String,
    side: Side,
}

/// Where the cells of a column are flush.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Table {
    /// A table without columns and rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A report: a first column of texts and others of numbers, whose names are printed also where there are no rows.
    ///
    /// ```
    /// let table = show::Table::report(["layer", "calls"], [["hidden", "12"]]);
    /// assert_eq!(table.to_string(), "layer   calls\nhidden     12");
    /// ```
    #[must_use]
    pub fn report<const N: usize, T: Into<String>>(
        names: [&str; N],
        rows: impl IntoIterator<Item = [T; N]>,
    ) -> Self {
        let start = Self {
            always_named: true,
            ..Self::new()
        };
        let columns = names.into_iter().enumerate();
        let mut table = columns.fold(start, |table, (at, name)| match at {
            0 => table.text(name),
            _ => table.number(name),
        });
        rows.into_iter().for_each(|row| table.row(row));
        table
    }

    /// Adds a column of texts, which are flush left.
    #[must_use]
    pub fn text(self, name: impl Into<String>) -> Self {
        self.column(name.into(), Side::Left)
    }

    /// Adds a column of numbers, which are flush right.
    #[must_use]
    pub fn number(self, name: impl Into<String>) -> Self {
        self.column(name.into(), Side::Right)
    }

    fn column(mut self, name: String, side: Side) -> Self {
        self.columns.push(Column { name, side });
        self
    }

    /// Adds a row: a text for each column.
    ///
    /// # Panics
    /// If there are more or fewer texts than columns.
    #[track_caller]
    pub fn row(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        let row: Vec<String> = cells.into_iter().map(Into::into).collect();
        assert!(
            row.len() == self.columns.len(),
            "Table::row: {} cells for {} columns; give one for each",
            row.len(),
            self.columns.len()
        );
        self.rows.push(row);
    }

    /// Adds a line below the rows.
    pub fn remark(&mut self, line: impl Into<String>) {
        self.remarks.push(line.into());
    }

    /// The table as an element of HTML, the remarks below it.
    #[must_use]
    pub fn to_html(&self) -> String {
        let names = self.columns.iter().map(|column| &column.name);
        let rows: String = self.rows.iter().map(|row| self.html_row("td", row)).collect();
        let remarks: Vec<String> = self.remarks.iter().map(|line| escaped(line)).collect();
        let below = if remarks.is_empty() {
            String::new()
        } else {
            format!("\n<p>{}</p>", remarks.join("<br>"))
        };
        format!(
            "<table>\n<thead>\n{}</thead>\n<tbody>\n{rows}</tbody>\n</table>{below}",
            self.html_row("th", names)
        )
    }

    fn html_row<'a>(&self, element: &str, cells: impl IntoIterator<Item = &'a String>) -> String {
        let cells = self.columns.iter().zip(cells).map(|(column, cell)| {
            let side = match column.side {
                Side::Left => "left",
                Side::Right => "right",
            };
            format!(
                "<{element} style=\"text-align:{side}\">{}</{element}>",
                escaped(cell)
            )
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    }

    /// Shows it below the cell of a notebook, as HTML and as text.
    pub fn evcxr_display(&self) {
        in_notebook(&[("text/html", &self.to_html()), ("text/plain", &self.to_string())]);
    }

    /// How many characters each column is wide.
    fn widths(&self) -> Vec<usize> {
        let width = |(at, column): (usize, &Column)| {
            let cells = self.rows.iter().map(|row| row[at].chars().count());
            cells.fold(column.name.chars().count(), usize::max)
        };
        self.columns.iter().enumerate().map(width).collect()
    }

    fn line<'a>(&self, widths: &[usize], cells: impl IntoIterator<Item = &'a String>) -> String {
        let padded: Vec<String> = self
            .columns
            .iter()
            .zip(widths)
            .zip(cells)
            .map(|((column, &width), cell)| match column.side {
                Side::Left => format!("{cell:width$}"),
                Side::Right => format!("{cell:>width$}"),
            })
            .collect();
        padded.join("  ").trim_end().to_owned()
    }
}

impl fmt::Display for Table {
    /// The names, the rows and the remarks, a line each; without rows the remarks alone, but for a [`report`](Table::report).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.widths();
        let mut lines = Vec::new();
        if self.always_named || !self.rows.is_empty() {
            lines.push(self.line(&widths, self.columns.iter().map(|column| &column.name)));
        }
        lines.extend(self.rows.iter().map(|row| self.line(&widths, row)));
        lines.extend(self.remarks.iter().cloned());
        f.write_str(&lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    fn sizes() -> Table {
        let mut table = Table::new().text("name").number("n").text("shape");
        table.row(["über", "10", "[2, 5]"]);
        table.row(["a<b", "1", "[]"]);
        table
    }

    #[test]
    fn columns_are_as_wide_as_their_longest_text() {
        assert_eq!(
            sizes().to_string(),
            "name   n  shape\nüber  10  [2, 5]\na<b    1  []"
        );
    }

    #[test]
    fn without_rows_only_remarks_are_left() {
        let mut table = Table::new().text("name");
        assert_eq!(table.to_string(), "");
        table.remark("nothing");
        assert_eq!(table.to_string(), "nothing");
    }

    #[test]
    fn a_report_names_its_columns_also_without_rows() {
        assert_eq!(
            Table::report(["part", "calls"], [[""; 2]; 0]).to_string(),
            "part  calls"
        );
    }

    #[test]
    fn html_shows_the_same_texts() {
        let mut table = sizes();
        table.remark("2 tensors & no more");
        table.remark("epoch = 3");
        let html = table.to_html();
        assert!(html.starts_with("<table>\n<thead>\n<tr><th style=\"text-align:left\">name</th>"));
        assert!(
            html.contains("<td style=\"text-align:left\">a&lt;b</td><td style=\"text-align:right\">1</td>")
        );
        assert!(html.ends_with("</table>\n<p>2 tensors &amp; no more<br>epoch = 3</p>"));
    }

    #[test]
    #[should_panic(expected = "Table::row: 2 cells for 3 columns; give one for each")]
    fn a_row_has_a_cell_for_each_column() {
        sizes().row(["a", "b"]);
    }
}
