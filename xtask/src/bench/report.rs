//! Figures as a table for people and as lines of JSON for programs.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::figure::Figure;
use super::saved::Medians;

/// A table of all figures; with `against`, each line ends with the ratio of its time to the saved one's.
pub(super) fn table(figures: &[Figure], against: Option<(&str, &Medians)>) -> String {
    let mut header = ["workload", "what", "size", "median", "unit"]
        .map(str::to_owned)
        .to_vec();
    header.extend(against.map(|(name, _)| format!("time / {name}")));
    let mut rows = vec![header];
    for figure in figures {
        let mut row = vec![figure.workload.clone(), figure.what.clone(), figure.size.clone()];
        row.extend([significant(figure.value()), figure.unit().name().to_owned()]);
        row.extend(against.map(|(_, medians)| ratio(figure, medians)));
        rows.push(row);
    }
    // Numbers stand from the fourth column on.
    aligned(&rows, |column| column == 3 || column == 5)
}

fn ratio(figure: &Figure, medians: &Medians) -> String {
    medians
        .get(&figure.id())
        .map_or("-".to_owned(), |before| format!("{:.2}", figure.median / before))
}

/// Three digits, and all digits before the point.
pub(super) fn significant(value: f64) -> String {
    let places = (2 - value.abs().max(1e-9).log10().floor() as i32).max(0) as usize;
    format!("{value:.places$}")
}

/// The rows as Markdown, its columns aligned, so that it can be read as it is and be pasted. Columns of numbers are
/// aligned at their right.
pub(super) fn aligned(rows: &[Vec<String>], is_number: impl Fn(usize) -> bool) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let width = widths[column];
            text += &if is_number(column) {
                format!("| {cell:>width$} ")
            } else {
                format!("| {cell:<width$} ")
            };
        }
        text += "|\n";
        if at == 0 {
            text.extend(widths.iter().map(|width| format!("|{}", "-".repeat(width + 2))));
            text += "|\n";
        }
    }
    text
}

/// A line for each figure: workload, peer, threads, size, metric, value, unit.
pub(super) fn lines(figures: &[Figure]) -> String {
    figures
        .iter()
        .map(|figure| line(figure, threads()) + "\n")
        .collect()
}

/// Appends lines to a file.
pub(super) fn append(file: &Path, lines: &str) -> Result<(), String> {
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(file)
        .and_then(|mut file| file.write_all(lines.as_bytes()))
        .map_err(|error| format!("{} could not be written: {error}.", file.display()))
}

/// How many threads the kernels use, decided as they decide it: by the environment, or all that there are.
pub(super) fn threads() -> usize {
    ["FLAMBEAU_NUM_THREADS", "RAYON_NUM_THREADS", "OMP_NUM_THREADS"]
        .iter()
        .filter_map(|name| std::env::var(name).ok()?.trim().parse().ok())
        .find(|&count| count > 0)
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}

fn line(figure: &Figure, threads: usize) -> String {
    json!({
        "workload": figure.workload,
        "peer": "flambeau",
        "threads": threads,
        "size": figure.size,
        "metric": figure.metric(),
        "value": figure.value(),
        "unit": figure.unit().name(),
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures() -> [Figure; 2] {
        let figure = |what: &str, size: &str, median, elements| Figure {
            workload: "W5".into(),
            what: what.into(),
            size: size.into(),
            median,
            elements,
        };
        [
            figure("gflops", "nn:64x64x64", 5000.0, Some(524_288)),
            figure("step", "step", 123_456.0, None),
        ]
    }

    #[test]
    fn tables_are_aligned_and_compare() {
        let before = Medians::from([("W5/gflops/nn:64x64x64".to_owned(), 4000.0)]);
        let expected = "\
| workload | what   | size        | median | unit    | time / old |
|----------|--------|-------------|--------|---------|------------|
| W5       | gflops | nn:64x64x64 |    105 | GFLOP/s |       1.25 |
| W5       | step   | step        |    123 | us      |          - |
";
        assert_eq!(table(&figures(), Some(("old", &before))), expected);
    }

    #[test]
    fn lines_name_every_figure() {
        let [gflops, _] = figures();
        let line: serde_json::Value = serde_json::from_str(&line(&gflops, 2)).expect("JSON");
        assert_eq!(
            line,
            json!({
                "workload": "W5", "peer": "flambeau", "threads": 2, "size": "nn:64x64x64",
                "metric": "gflops_median", "value": 104.8576, "unit": "GFLOP/s",
            })
        );
    }

    #[test]
    fn numbers_have_three_digits() {
        let written = [0.0123456, 1.23456, 12.3456, 123_456.7].map(significant);
        assert_eq!(written, ["0.0123", "1.23", "12.3", "123457"]);
    }
}
