//! `cargo xtask ci`: the steps of continuous integration, one after the other, up to the first that fails.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::{distributed, tidy};

/// The two commands that the README gives; `tidy` checks that it does.
pub(crate) const README_COMMANDS: [&str; 2] =
    ["cargo run --release --example digits", "cargo test --workspace"];

/// A step that is a command: what it is for, the command, and variables of its environment.
struct Step {
    title: &'static str,
    command: &'static str,
    environment: &'static [(&'static str, &'static str)],
}

const STEPS: &[Step] = &[
    step("The format", "cargo fmt --all --check"),
    step(
        "The lints",
        "cargo clippy --workspace --all-targets -- -D warnings",
    ),
    // Includes the examples in the documentation, and a program for each crate that depends on it alone.
    step("The README's tests", README_COMMANDS[1]),
    // The tests before used the best instructions of this machine.
    Step {
        title: "The kernels with AVX2",
        command: "cargo test -p tensor-core --lib",
        environment: &[("FLAMBEAU_SIMD", "avx2")],
    },
    Step {
        title: "The kernels without vector extensions",
        command: "cargo test -p tensor-core --lib",
        environment: &[("FLAMBEAU_SIMD", "portable")],
    },
    step(
        "Another machine: addresses of 32 bits, none of x86's instructions",
        PORTABILITY,
    ),
    step("The examples", "cargo build --release --workspace --examples"),
    step("The README's example", README_COMMANDS[0]),
    Step {
        title: "The documentation",
        command: "cargo doc --workspace --no-deps",
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
    },
];

/// Compiles all that users compile for a machine that is unlike ours.
const PORTABILITY: &str = "cargo check --target wasm32-unknown-unknown -p flambeau --features plot";

/// Components of the toolchain that a minimal installation leaves out. Their steps are skipped then, aloud.
const OPTIONAL: [&str; 2] = ["fmt", "clippy"];

/// The target of [`PORTABILITY`].
const OTHER: &str = "wasm32-unknown-unknown";

/// Whether the standard library is there for a target, perhaps only now.
fn has_target(target: &str) -> bool {
    let library = || {
        let output = Command::new("rustc").args(["--print", "sysroot"]).output();
        output.is_ok_and(|output| {
            let root = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            Path::new(&root).join("lib/rustlib").join(target).exists()
        })
    };
    let install = || {
        let status = Command::new("rustup")
            .args(["target", "add", target])
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    };
    library() || (install() && library())
}

const fn step(title: &'static str, command: &'static str) -> Step {
    Step {
        title,
        command,
        environment: &[],
    }
}

/// Runs everything; the error names the step that failed and how to repeat it.
/// With `python`, a Python of its own reads what is written here.
pub(crate) fn run(root: &Path, python: bool) -> Result<(), String> {
    announce("Tidiness", "cargo xtask tidy");
    tidy::run(root)?;
    let mut skipped = Vec::new();
    for step in STEPS {
        if step.command == PORTABILITY && !has_target(OTHER) {
            eprintln!("\nSkipped: the target {OTHER} is not installed; `rustup target add {OTHER}` adds it.");
            continue;
        }
        if let Some(component) = missing_component(step.command) {
            skipped.push(component);
            continue;
        }
        announce(step.title, step.command);
        let started = Instant::now();
        execute(root, step)?;
        eprintln!("    took {:.0} s", started.elapsed().as_secs_f64());
    }
    let without_mpi = distributed::missing();
    if without_mpi.is_empty() {
        announce("The tests that need several processes", "cargo xtask distributed");
        distributed::run(root)?;
    } else {
        eprintln!(
            "Skipped: `cargo xtask distributed`, for it needs {}.",
            without_mpi.join(", ")
        );
    }
    if python {
        read_by_python(root)?;
    }
    for component in skipped {
        eprintln!("Skipped: `cargo {component}` is not installed; `rustup component add` adds it.");
    }
    eprintln!("Everything passed.");
    Ok(())
}

/// Has Python read our files: one in `target/` with torch, numpy and safetensors, which is made if it is not there.
fn read_by_python(root: &Path) -> Result<(), String> {
    const TEST: &str = "cargo test -p serialization --test it python";
    let folder = root.join("target/ci-python");
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    if !python.exists() {
        announce("A Python", "python3 -m venv target/ci-python");
        succeed(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    announce("Its packages", "pip install torch numpy safetensors");
    succeed(Command::new(&python).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "torch",
        "numpy",
        "safetensors",
    ]))?;
    announce("Python reads our files", TEST);
    let mut words = TEST.split(' ');
    let mut test = Command::new(words.next().unwrap_or_default());
    succeed(test.args(words).env("FLAMBEAU_PYTHON", python).current_dir(root))
}

/// Runs a command; the error says which it was.
fn succeed(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?} ended with {status}.")),
        Err(error) => Err(format!("{command:?} could not be started: {error}.")),
    }
}

fn announce(title: &str, command: &str) {
    eprintln!("\n==> {title}: {command}");
}

fn execute(root: &Path, step: &Step) -> Result<(), String> {
    let mut words = step.command.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = Command::new(program)
        .args(words)
        .envs(step.environment.iter().copied())
        .current_dir(root)
        .status()
        .map_err(|error| format!("`{program}` could not be started: {error}."))?;
    if status.success() {
        return Ok(());
    }
    let environment: String = step
        .environment
        .iter()
        .map(|(name, value)| format!("{name}='{value}' "))
        .collect();
    Err(format!(
        "{} failed; repeat it with `{environment}{}`.",
        step.title, step.command
    ))
}

/// The optional component that this command needs and the machine lacks.
fn missing_component(command: &str) -> Option<&'static str> {
    let needed = command.split_whitespace().nth(1);
    let component = OPTIONAL
        .into_iter()
        .find(|&component| needed == Some(component))?;
    let installed = Command::new("cargo")
        .args([component, "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    (!installed).then_some(component)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_commands_are_steps() {
        for command in README_COMMANDS {
            assert!(STEPS.iter().any(|step| step.command == command), "{command}");
        }
    }

    #[test]
    fn a_failing_step_says_how_to_repeat_it() {
        let failing = Step {
            title: "The impossible",
            command: "cargo no-such-command",
            environment: &[("CARGO_TERM_COLOR", "never")],
        };
        let message = execute(Path::new("."), &failing).expect_err("no such command");
        assert_eq!(
            message,
            "The impossible failed; repeat it with `CARGO_TERM_COLOR='never' cargo no-such-command`."
        );
    }

    #[test]
    fn a_command_that_fails_is_named() {
        let message = succeed(Command::new("cargo").arg("no-such-command").stderr(Stdio::null()));
        let message = message.expect_err("no such command");
        assert!(
            message.starts_with("\"cargo\" \"no-such-command\" ended with "),
            "{message}"
        );
    }

    #[test]
    fn only_optional_components_are_skipped() {
        assert_eq!(missing_component("cargo test --workspace"), None);
    }
}
