//! `cargo xtask distributed`: the tests of the crate `distributed` that need ranks, at 1, 2, 3 and 4 of them.

mod network;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// What the crate needs: the package of Debian, and a program and its argument that only that one brings.
const NEEDED: [(&str, &str, &str); 2] = [
    ("openmpi-bin", "mpirun", "--version"),
    ("libopenmpi-dev", "mpicc", "--showme:version"),
];

/// How many ranks run each scenario.
const RANKS: [usize; 4] = [1, 2, 3, 4];

/// After so long a job that should have ended hangs.
const LIMIT: Duration = Duration::from_secs(60);

/// How a scenario of `crates/distributed/tests/ranks` must end.
struct Scenario {
    name: &'static str,
    /// Parts of what it must say, if it must end with a message; the last rank is written `{last}`.
    says: &'static [&'static str],
}

const SCENARIOS: &[Scenario] = &[
    passes("collectives"),
    passes("order"),
    passes("local-rank"),
    passes("training"),
    passes("training-by-messages"),
    passes("memory"),
    passes("memory-by-messages"),
    passes("places"),
    passes("places-by-messages"),
    passes("late"),
    passes("resume"),
    ends(
        "panic",
        &["rank {last} of ", "the culprit says why", "faults.rs:"],
    ),
    ends(
        "panic-thread",
        &[
            "rank {last} of ",
            "a thread of the culprit says why",
            "faults.rs:",
        ],
    ),
    ends("killed", &["rank {last}", "signal 9"]),
    ends(
        "batches",
        &[
            "gradients in backward of step 4",
            "the end of its program",
            "number of batches",
        ],
    ),
    ends(
        "calls",
        &["broadcast from rank 0", "all_reduce to the sum", "faults.rs:"],
    ),
    ends("silent", &["barrier at ", "has waited 2s for rank {last} on "]),
    ends(
        "models",
        &[
            "`weight` of shape [3, 2]",
            "rank {last} has `weight` of shape [4, 2]",
        ],
    ),
    ends(
        "drift",
        &[
            "before step 2 the parameter `weight` differs",
            "on the ranks [{last}]",
        ],
    ),
];

const fn passes(name: &'static str) -> Scenario {
    Scenario { name, says: &[] }
}

const fn ends(name: &'static str, says: &'static [&'static str]) -> Scenario {
    Scenario { name, says }
}

/// Builds the program of the scenarios and runs all of them. Installs nothing.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    let missing = missing();
    if !missing.is_empty() {
        return Err(format!(
            "MPI is missing: install {} (Debian, Ubuntu: `apt-get install {}`).",
            missing.join(", "),
            missing.join(" ")
        ));
    }
    let program = build(root)?;
    for ranks in RANKS {
        for scenario in SCENARIOS {
            // A rank alone has nobody to wait for.
            if ranks == 1 && !scenario.says.is_empty() {
                continue;
            }
            let started = Instant::now();
            check(scenario, ranks, &launch(&program, scenario.name, ranks)?)?;
            eprintln!(
                "{ranks} ranks, {}: as it should be, {:.1} s",
                scenario.name,
                started.elapsed().as_secs_f64()
            );
        }
    }
    network::run(&program)
}

/// The packages that are not there.
pub(crate) fn missing() -> Vec<&'static str> {
    let lacks = |program: &str, argument: &str| {
        let mut command = Command::new(program);
        command.arg(argument).stdout(Stdio::null()).stderr(Stdio::null());
        !command.status().is_ok_and(|status| status.success())
    };
    let programs = NEEDED
        .iter()
        .filter(|(_, program, argument)| lacks(program, argument));
    programs
        .map(|(package, ..)| *package)
        .chain((!has_libclang()).then_some("libclang-dev"))
        .collect()
}

/// Whether the library is where its users look for it.
fn has_libclang() -> bool {
    let named = std::env::var_os("LIBCLANG_PATH").map(PathBuf::from);
    let versions = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let of_versions = versions.map(|entry| entry.path().join("lib"));
    let usual = [
        "/usr/lib",
        "/usr/lib64",
        "/usr/local/lib",
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
    ];
    let folders = named
        .into_iter()
        .chain(of_versions)
        .chain(usual.map(PathBuf::from));
    let libclang = |name: &OsStr| {
        name.to_string_lossy().starts_with("libclang") && name.to_string_lossy().contains(".so")
    };
    folders
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flat_map(|entries| entries.flatten())
        .any(|entry| libclang(&entry.file_name()))
}

/// Builds the crate's tests and gives the path of the program.
fn build(root: &Path) -> Result<PathBuf, String> {
    let output = Command::new("cargo")
        .args([
            "test",
            "--package",
            "distributed",
            "--features",
            "mpi",
            "--test",
            "ranks",
            "--no-run",
        ])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("`cargo` could not be started: {error}."))?;
    if !output.status.success() {
        return Err("the tests of the crate `distributed` could not be built.".to_owned());
    }
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    let program = messages.lines().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        let ours = message["target"]["name"] == "ranks";
        ours.then(|| message["executable"].as_str().map(PathBuf::from))
            .flatten()
    });
    program.ok_or_else(|| "cargo has built no program `ranks`.".to_owned())
}

/// Runs a scenario; it is ended if it hangs.
fn launch(program: &Path, scenario: &str, ranks: usize) -> Result<Output, String> {
    let limit = LIMIT.as_secs().to_string();
    let mut command = Command::new("timeout");
    command
        .args([
            "--kill-after=5",
            &limit,
            "mpirun",
            "--oversubscribe",
            "-n",
            &ranks.to_string(),
        ])
        .arg(program)
        .arg(scenario)
        .stdin(Stdio::null());
    as_root(&mut command)
        .output()
        .map_err(|error| format!("`mpirun` could not be started: {error}."))
}

/// Says what `--allow-run-as-root` says, and what is no mistake for anybody else.
fn as_root(mpirun: &mut Command) -> &mut Command {
    mpirun
        .env("OMPI_ALLOW_RUN_AS_ROOT", "1")
        .env("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1")
}

fn check(scenario: &Scenario, ranks: usize, output: &Output) -> Result<(), String> {
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let wrong = |what: &str| {
        Err(format!(
            "{ranks} ranks, {}: {what}. It wrote:\n{text}",
            scenario.name
        ))
    };
    if output.status.code() == Some(124) || output.status.code().is_none() {
        return wrong("it hung");
    }
    if scenario.says.is_empty() {
        let passed = (0..ranks)
            .filter(|rank| text.contains(&format!("rank {rank} of {ranks} passed")))
            .count();
        return if output.status.success() && passed == ranks {
            Ok(())
        } else {
            wrong("not every rank has passed")
        };
    }
    if output.status.success() {
        return wrong("it should have ended with a message");
    }
    for part in scenario.says {
        let part = part.replace("{last}", &(ranks - 1).to_string());
        if !text.contains(&part) {
            return wrong(&format!("`{part}` is not in the message"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(code: i32, stdout: &str) -> Output {
        use std::os::unix::process::ExitStatusExt;
        Output {
            status: std::process::ExitStatus::from_raw(code << 8),
            stdout: stdout.into(),
            stderr: Vec::new(),
        }
    }

    #[test]
    fn every_rank_must_pass() {
        let scenario = passes("order");
        assert!(
            check(
                &scenario,
                2,
                &output(0, "rank 0 of 2 passed\nrank 1 of 2 passed\n")
            )
            .is_ok()
        );
        assert!(check(&scenario, 2, &output(0, "rank 0 of 2 passed\n")).is_err());
        assert!(
            check(&scenario, 2, &output(124, ""))
                .expect_err("it hung")
                .contains("it hung")
        );
    }

    #[test]
    fn a_fault_must_end_with_its_message() {
        let scenario = ends("silent", &["for rank {last} on "]);
        assert!(check(&scenario, 3, &output(101, "waited 2s for rank 2 on here")).is_ok());
        assert!(check(&scenario, 3, &output(101, "waited 2s for rank 1 on here")).is_err());
        assert!(check(&scenario, 3, &output(0, "waited 2s for rank 2 on here")).is_err());
    }
}
