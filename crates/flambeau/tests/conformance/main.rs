//! PyTorch's own figures, case by case.
//!
//! The corpus beside this file was computed by PyTorch. `cargo test -p flambeau --test conformance` runs it; with
//! `FLAMBEAU_CONFORMANCE=FOLDER` it runs the `*.json` (or `*.json.gz`) files of that folder instead. For every area
//! it prints how many cases passed, failed and are not supported, each failed one by name with the reason, and why
//! the others are not supported. Nothing is skipped silently.
//!
//! Cases with floats run twice: as they are declared, and in double precision within far closer bounds. A misuse that
//! the language's types do not let one write, such as a negative size, counts as refused where a refusal is expected,
//! and as failed everywhere else.

mod areas;
mod compare;
mod initializers;
mod lecture_models;
mod modules;
mod ops;
mod optimizers;
mod options;
mod outcome;
mod reading;
mod report;
mod samplers;
mod schedules;
mod tagged;
mod trees;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use reading::Area;
use report::Report;

/// What test runners call this test.
const NAME: &str = "conformance";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    // What nextest asks of a test binary: the names of its tests.
    if has("--list") {
        if !has("--ignored") {
            println!("{NAME}: test");
        }
        return ExitCode::SUCCESS;
    }
    // What `cargo test` passes on: names, of which one must be part of a test's for the test to run.
    let mut names = arguments
        .iter()
        .filter(|argument| !argument.starts_with('-'))
        .peekable();
    if names.peek().is_some() && !names.any(|name| NAME.contains(name.as_str())) {
        return ExitCode::SUCCESS;
    }
    let folder = std::env::var_os("FLAMBEAU_CONFORMANCE").map_or_else(own_corpus, PathBuf::from);
    match run(&folder) {
        Ok(report) => {
            print!("{report}");
            if report.has_failures() {
                ExitCode::FAILURE
            } else {
                ExitCode::SUCCESS
            }
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn own_corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/corpus")
}

fn run(folder: &Path) -> Result<Report, reading::Error> {
    let files = reading::files(folder)?;
    // A refused case panics by design; its message is part of the outcome, not of the output.
    std::panic::set_hook(Box::new(|_| {}));
    let mut report = Report::new(folder);
    for file in files {
        let area = Area::read(&file)?;
        report.add(
            &area,
            area.cases.iter().map(|case| (case, outcome::of(&area, case))),
        );
    }
    let _ = std::panic::take_hook();
    Ok(report)
}
