//! `cargo xtask bench`: runs the benches of the package `benches` and tabulates what criterion measured.
//!
//! # How a bench names its figures
//!
//! There is one bench file for each workload, `w1_*.rs` to `w8_*.rs`. The names of criterion are used so:
//!
//! | criterion | here | examples |
//! |---|---|---|
//! | group | the workload | `W3`, `W5` |
//! | function | what is measured | `step`, `train`, `gflops`, `exp`, `samples_per_s`, `latency` |
//! | parameter | the size | `160ep`, `nn:64x64x64`, `100000`, `b64` |
//!
//! so `BenchmarkId::new("gflops", "nn:64x64x64")` in the group `W5`; without a parameter (`bench_function("step")`)
//! the size is called as the function. What is measured and the group's throughput decide the unit
//! (see [`figure::Unit`]): `gflops` with `Throughput::Elements` of floating-point operations gives GFLOP/s,
//! `samples_per_s` with `Elements` of samples gives samples a second, anything else with `Elements` gives
//! nanoseconds an element, and without a throughput it is the time of one iteration.
//! A bench that runs at several thread counts puts them into the size (`b64 2T`).

mod figure;
mod peers;
mod report;
mod saved;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use serde_json::Value;

use self::peers::{Measured, Peers};
use crate::arguments::BenchOptions;

/// What cargo knows about the benches.
struct Benches {
    /// Where medians and criterion's own files are kept.
    target: PathBuf,
    names: Vec<String>,
}

/// Runs the benches that `options` name and prints their table.
pub(crate) fn run(root: &Path, options: &BenchOptions) -> Result<(), String> {
    let benches = Benches::find(root)?;
    let folder = benches.target.join("bench");
    // Before the benches run, so that a mistyped name costs no time.
    let before = options
        .against
        .as_ref()
        .map(|name| saved::load(&folder, name))
        .transpose()?;
    let chosen = benches.chosen(options.name.as_deref())?;

    let peers = options
        .peers
        .then(|| Peers::find(root, &options.python))
        .transpose()?;

    let criterion = benches.target.join("criterion");
    let started = SystemTime::now();
    let mut measured = Measured::default();
    if let Some(peers) = &peers {
        // Workload by workload, so that what disturbs the machine for minutes disturbs everybody.
        for bench in &chosen {
            run_criterion(root, &criterion, &[bench], options.name.as_deref())?;
            peers.run(&workload(bench), &mut measured)?;
        }
    } else {
        run_criterion(root, &criterion, &chosen, options.name.as_deref())?;
    }
    let figures = figure::read(&criterion, started)?;
    if figures.is_empty() {
        return Err(match &options.name {
            Some(name) => format!("no figure is called `{name}...`."),
            None => "the benches ran, but criterion left no figures.".to_owned(),
        });
    }

    let against = options.against.as_deref().zip(before.as_ref());
    print!(
        "{}",
        match &peers {
            Some(_) => measured.table(&figures),
            None => report::table(&figures, against),
        }
    );
    if let Some(name) = &options.save {
        saved::store(&folder, name, &figures)?;
    }
    if let Some(file) = &options.json {
        report::append(file, &(report::lines(&figures) + &measured.lines))?;
    }
    Ok(())
}

/// `W3` of `w3_mlp`.
fn workload(bench: &str) -> String {
    bench.split('_').next().unwrap_or(bench).to_uppercase()
}

/// What cargo says of the package or workspace in `folder`.
fn metadata(folder: &Path) -> Result<Value, String> {
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(folder)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("`cargo metadata` could not be started: {error}."))?;
    serde_json::from_slice(&output.stdout).map_err(|error| format!("`cargo metadata` gave no JSON: {error}."))
}

fn target_directory(metadata: &Value) -> Option<PathBuf> {
    metadata["target_directory"].as_str().map(PathBuf::from)
}

impl Benches {
    fn find(root: &Path) -> Result<Self, String> {
        let metadata = metadata(root)?;
        Self::from_metadata(&metadata)
            .ok_or_else(|| "`cargo metadata` does not list the package `benches`.".to_owned())
    }

    fn from_metadata(metadata: &Value) -> Option<Self> {
        let packages = metadata["packages"].as_array()?;
        let package = packages.iter().find(|package| package["name"] == "benches")?;
        let is_bench = |target: &&Value| {
            target["kind"]
                .as_array()
                .is_some_and(|kinds| kinds.contains(&"bench".into()))
        };
        let targets = package["targets"].as_array()?.iter().filter(is_bench);
        let mut names: Vec<String> = targets
            .filter_map(|target| target["name"].as_str())
            .map(str::to_owned)
            .collect();
        names.sort();
        Some(Self {
            target: target_directory(metadata)?,
            names,
        })
    }

    /// The benches of the workload that `name` begins with; all of them without a name.
    fn chosen(&self, name: Option<&str>) -> Result<Vec<&str>, String> {
        let names = self.names.iter().map(String::as_str);
        let Some(name) = name else {
            return if self.names.is_empty() {
                Err("there are no benches yet.".to_owned())
            } else {
                Ok(names.collect())
            };
        };
        let workload = name.split('/').next().unwrap_or(name).to_lowercase();
        let fits = |bench: &&str| {
            bench
                .strip_prefix(&workload)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        };
        let chosen: Vec<&str> = names.filter(fits).collect();
        if chosen.is_empty() {
            return Err(format!(
                "there is no bench for `{name}`; there are: {}.",
                self.names.join(", ")
            ));
        }
        Ok(chosen)
    }
}

/// Runs these benches; of a name such as `W5/gflops`, only the figures that begin with it.
fn run_criterion(root: &Path, criterion: &Path, benches: &[&str], name: Option<&str>) -> Result<(), String> {
    let mut command = Command::new("cargo");
    command
        .args(["bench", "--package", "benches"])
        .current_dir(root)
        .env("CRITERION_HOME", criterion);
    for bench in benches {
        command.args(["--bench", bench]);
    }
    if let Some(filter) = name.filter(|name| name.contains('/')) {
        command.args(["--", &format!("^{}", escaped(filter))]);
    }
    // The table alone goes to standard output.
    let status = command
        .stdout(std::io::stderr())
        .status()
        .map_err(|error| format!("`cargo bench` could not be started: {error}."))?;
    if status.success() {
        Ok(())
    } else {
        Err("the benches did not run to their end; see above.".to_owned())
    }
}

/// Text as a regular expression that matches it: criterion's filters are expressions.
fn escaped(text: &str) -> String {
    let mut expression = String::new();
    for c in text.chars() {
        if !c.is_alphanumeric() && !"/:_-".contains(c) {
            expression.push('\\');
        }
        expression.push(c);
    }
    expression
}

#[cfg(test)]
mod tests {
    use super::*;

    fn benches() -> Benches {
        let names = ["w1_linear", "w2_loader", "w3_mlp", "w10_x"].map(str::to_owned);
        Benches {
            target: PathBuf::new(),
            names: names.into(),
        }
    }

    #[test]
    fn a_workload_picks_its_bench() {
        let benches = benches();
        assert_eq!(benches.chosen(Some("W3")).as_deref(), Ok(&["w3_mlp"][..]));
        assert_eq!(benches.chosen(Some("W1/step")).as_deref(), Ok(&["w1_linear"][..]));
        assert_eq!(benches.chosen(None).map(|chosen| chosen.len()), Ok(4));
    }

    #[test]
    fn an_unknown_workload_is_an_error_that_lists_them() {
        let message = benches().chosen(Some("W4")).expect_err("there is no W4");
        assert!(
            message.contains("`W4`") && message.contains("w3_mlp"),
            "{message}"
        );
    }

    #[test]
    fn this_workspace_has_the_package() {
        let found = Benches::find(&crate::root()).expect("cargo knows the benches");
        assert!(found.target.is_absolute());
    }

    #[test]
    fn filters_are_literal() {
        assert_eq!(escaped("W6/add row/1e+5"), "W6/add\\ row/1e\\+5");
    }
}
