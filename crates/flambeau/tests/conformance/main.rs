//! PyTorch's own figures, case by case.
//!
//! The corpus beside this file was computed by PyTorch. `cargo test -p flambeau --test conformance` runs it; with
//! `FLAMBEAU_CONFORMANCE=FOLDER` it runs the `*.json` (or `*.json.gz`) files in that folder instead. For every file
//! it prints how many cases passed, failed and are not supported, each failed one by name with the reason, and why
//! the others are not supported. Nothing is skipped silently: what of our own corpus is not supported is listed in the
//! folder `unsupported`, and the test fails where the lists and the run differ (see [`ledger`]).
//!
//! Cases with floats run twice: as they are declared, and in double precision within far closer bounds. A misuse that
//! the language's types do not let one write, such as a negative size, counts as refused where a refusal is expected;
//! everywhere else it is not supported.
//!
//! An operation is added by a line in a table of `ops`, a module by one in `modules`, an optimizer by one in
//! `optimizers.rs`, a schedule by one in `schedules.rs`; then `FLAMBEAU_CONFORMANCE_UPDATE=1` crosses off what passes.

mod compare;
mod forms;
mod initializers;
mod ledger;
mod losses;
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

use std::path::Path;
use std::process::ExitCode;

use ledger::Ledger;
use reading::Area;
use report::{Outcomes, Report};

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
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a folder, prints the report, and tells whether all is as it should be.
fn run() -> Result<bool, reading::Error> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    if let Some(folder) = std::env::var_os("FLAMBEAU_CONFORMANCE") {
        let report = report_of(Path::new(&folder))?;
        print!("{report}");
        return Ok(!report.has_failures());
    }
    let report = report_of(&own.join("corpus"))?;
    print!("{report}");
    let ledger = Ledger::new(own.join("unsupported"));
    if std::env::var_os(ledger::UPDATE).is_some() {
        ledger.write(&report)?;
    }
    let differences = ledger.differences(&report)?;
    for difference in &differences {
        println!("  LEDGER {difference}");
    }
    if !differences.is_empty() {
        println!(
            "the lists in tests/conformance/unsupported differ; {}=1 writes them anew",
            ledger::UPDATE
        );
    }
    Ok(!report.has_failures() && differences.is_empty())
}

fn report_of(folder: &Path) -> Result<Report, reading::Error> {
    let files = reading::files(folder)?;
    // A refused case panics by design; its message is part of the outcome, not of the output.
    std::panic::set_hook(Box::new(|_| {}));
    let outcomes = files.into_iter().map(|(name, path)| {
        let area = Area::read(&path)?;
        let cases = area.cases.iter();
        Ok(Outcomes {
            area: name,
            cases: cases
                .map(|case| (case.name().to_owned(), outcome::of(&area, case)))
                .collect(),
        })
    });
    let report = Report::new(folder, outcomes.collect::<Result<_, reading::Error>>()?);
    let _ = std::panic::take_hook();
    Ok(report)
}
