//! The same workloads in other libraries: `benches/peers`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::figure::{Figure, Unit};
use super::report;

/// The variables that tell the peers how many threads to use. What they do not obey is given as an argument.
const THREAD_VARIABLES: [&str; 2] = ["RAYON_NUM_THREADS", "MATMUL_NUM_THREADS"];

/// What can be run here.
pub(super) struct Peers {
    programs: Vec<Program>,
}

struct Program {
    name: String,
    path: PathBuf,
    /// What comes before the number of threads.
    arguments: Vec<PathBuf>,
}

/// The figures of the peers, in the order in which the peers first ran.
#[derive(Default)]
pub(super) struct Measured {
    names: Vec<String>,
    values: BTreeMap<(String, String), f64>,
    pub(super) lines: String,
}

impl Peers {
    /// PyTorch and JAX, if `python` can import them, and the programs of `benches/peers` that have been built.
    pub(super) fn find(root: &Path, python: &Path) -> Result<Self, String> {
        let folder = root.join("benches/peers");
        let mut programs = Vec::new();
        for name in ["torch", "jax"].into_iter().filter(|name| imports(python, name)) {
            programs.push(Program {
                name: name.to_owned(),
                path: python.to_owned(),
                arguments: vec![folder.join(format!("{name}_bench.py"))],
            });
        }
        let metadata = super::metadata(&folder)?;
        let release = super::target_directory(&metadata)
            .ok_or("`cargo metadata` does not say where the peers are built.")?
            .join("release");
        let targets = metadata["packages"][0]["targets"].as_array();
        let binaries = targets
            .into_iter()
            .flatten()
            .filter(|target| target["kind"][0] == "bin")
            .filter_map(|target| target["name"].as_str());
        for name in binaries {
            let path = release.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
            if path.exists() {
                programs.push(Program {
                    name: name.to_owned(),
                    path,
                    arguments: vec![],
                });
            }
        }
        if programs.is_empty() {
            return Err(format!(
                "no peer is installed: `{}` can import neither torch nor jax, and there is no program in {}; \
                 benches/README.md says how to build them.",
                python.display(),
                release.display()
            ));
        }
        Ok(Self { programs })
    }

    /// Runs one workload in all of them, one after the other, and adds what they print to `measured`.
    pub(super) fn run(&self, workload: &str, measured: &mut Measured) -> Result<(), String> {
        for program in &self.programs {
            eprintln!("{workload} by {}", program.name);
            measured.add(&program.run(workload)?);
        }
        Ok(())
    }
}

impl Program {
    fn run(&self, workload: &str) -> Result<String, String> {
        let threads = report::threads().to_string();
        let mut command = Command::new(&self.path);
        command
            .args(&self.arguments)
            .args([&threads, workload])
            .stderr(Stdio::inherit());
        for variable in THREAD_VARIABLES {
            command.env(variable, &threads);
        }
        let output = command
            .output()
            .map_err(|error| format!("{} could not be started: {error}.", self.path.display()))?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(format!(
                "{} did not run {workload} to its end; see above.",
                self.name
            ))
        }
    }
}

fn imports(python: &Path, module: &str) -> bool {
    let program = format!("import {module}");
    let output = Command::new(python).args(["-c", &program]).output();
    output.is_ok_and(|output| output.status.success())
}

impl Measured {
    fn add(&mut self, lines: &str) {
        for line in lines.lines() {
            let Ok(figure) = serde_json::from_str::<Value>(line) else {
                continue;
            };
            let text = |key: &str| figure[key].as_str().unwrap_or_default().to_owned();
            let Some(value) = figure["value"].as_f64() else {
                continue;
            };
            let peer = text("peer");
            if !self.names.contains(&peer) {
                self.names.push(peer.clone());
            }
            let id = key(&text("workload"), &text("metric"), &text("size"));
            self.values.insert((peer, id), value);
            self.lines += line;
            self.lines.push('\n');
        }
    }

    /// A table of all figures; each peer's value is followed by the ratio of its time to ours.
    pub(super) fn table(&self, figures: &[Figure]) -> String {
        let mut header = ["workload", "what", "size", "unit", "flambeau"]
            .map(str::to_owned)
            .to_vec();
        for name in &self.names {
            header.extend([name.clone(), "ratio".to_owned()]);
        }
        let mut rows = vec![header];
        for figure in figures {
            let mut row = vec![figure.workload.clone(), figure.what.clone(), figure.size.clone()];
            row.extend([
                figure.unit().name().to_owned(),
                report::significant(figure.value()),
            ]);
            for name in &self.names {
                row.extend(self.cells(name, figure));
            }
            rows.push(row);
        }
        report::aligned(&rows, |column| column >= 4)
    }

    fn cells(&self, peer: &str, figure: &Figure) -> [String; 2] {
        let id = key(&figure.workload, &figure.metric(), &figure.size);
        self.values
            .get(&(peer.to_owned(), id))
            .map_or(["-".to_owned(), "-".to_owned()], |&value| {
                let ratio = match figure.unit() {
                    // Of a rate more is better.
                    Unit::Gflops | Unit::PerSecond => figure.value() / value,
                    Unit::Micros | Unit::Millis | Unit::NanosPerElement => value / figure.value(),
                };
                [report::significant(value), report::significant(ratio)]
            })
    }
}

fn key(workload: &str, metric: &str, size: &str) -> String {
    format!("{workload}/{metric}/{size}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(what: &str, elements: Option<u64>) -> Figure {
        Figure {
            workload: "W5".into(),
            what: what.into(),
            size: "8".into(),
            median: 1000.0,
            elements,
        }
    }

    #[test]
    fn ratios_are_of_times() {
        let mut measured = Measured::default();
        let line = |metric: &str, value: f64| {
            serde_json::json!({"workload": "W5", "peer": "torch", "threads": 1, "size": "8",
                "metric": metric, "value": value, "unit": ""})
            .to_string()
        };
        let (step, gflops) = (line("step_median", 30.0), line("gflops_median", 4.0));
        measured.add(&format!("not a figure\n{step}\n{gflops}\n"));
        let figures = [
            figure("step", None),
            figure("gflops", Some(8000)),
            figure("exp", None),
        ];
        let expected = "\
| workload | what   | size | unit    | flambeau | torch | ratio |
|----------|--------|------|---------|----------|-------|-------|
| W5       | step   | 8    | us      |     1.00 |  30.0 |  30.0 |
| W5       | gflops | 8    | GFLOP/s |     8.00 |  4.00 |  2.00 |
| W5       | exp    | 8    | us      |     1.00 |     - |     - |
";
        assert_eq!(measured.table(&figures), expected);
        assert_eq!(measured.lines, format!("{step}\n{gflops}\n"));
    }
}
