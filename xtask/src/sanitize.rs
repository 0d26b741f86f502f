//! `cargo xtask sanitize`: what AddressSanitizer, ThreadSanitizer and Miri say, as far as they are installed.

use std::path::Path;
use std::process::{Command, Stdio};

/// One run of tests under a tool of the nightly toolchain.
struct Run {
    tool: &'static str,
    /// What has to be installed for it, as `rustup component list` names it.
    component: Option<&'static str>,
    flags: &'static str,
    command: &'static str,
    environment: &'static [(&'static str, &'static str)],
}

/// Nothing is recycled, so that a use of memory after its end is one of memory that the system has back.
const NOT_KEPT: (&str, &str) = ("FLAMBEAU_KEPT_MEMORY", "0");

/// A refused request is a null pointer, as from the system, and what tests leave to the end of the process is no leak.
const REFUSES: (&str, &str) = ("ASAN_OPTIONS", "detect_leaks=0:allocator_may_return_null=1");

const RUNS: &[Run] = &[
    Run {
        tool: "AddressSanitizer",
        component: None,
        flags: "-Zsanitizer=address",
        command: "test --lib -p tensor-core",
        environment: &[REFUSES],
    },
    Run {
        tool: "AddressSanitizer",
        component: None,
        flags: "-Zsanitizer=address",
        command: "test --release -p flambeau --test reliability -- --test-threads=1",
        environment: &[NOT_KEPT, REFUSES],
    },
    // The standard library is compiled along, because it holds locks whose insides the tool must see.
    Run {
        tool: "ThreadSanitizer",
        component: Some("rust-src"),
        flags: "-Zsanitizer=thread",
        command: "test -Zbuild-std --release -p flambeau --test reliability -- trainings endings products",
        environment: &[("TSAN_OPTIONS", "halt_on_error=1")],
    },
    // What has no foreign functions, in little: buffers, threads, and the portable kernels.
    Run {
        tool: "Miri",
        component: Some("miri"),
        flags: "",
        command: "miri test --lib -p tensor-core -- buffer:: scratch:: layout:: kernel::threads::pool",
        environment: &[
            ("MIRIFLAGS", "-Zmiri-ignore-leaks -Zmiri-disable-isolation"),
            ("FLAMBEAU_SIMD", "portable"),
        ],
    },
];

/// Runs all that is installed; the error names what found something.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    if !answers(&["+nightly", "--version"]) {
        return Err("there is no nightly toolchain; `rustup toolchain install nightly` installs it.".into());
    }
    let mut missing = Vec::new();
    for run in RUNS {
        if let Some(component) = run.component
            && !is_installed(component)
        {
            missing.push(component);
            continue;
        }
        eprintln!("\n==> {}: cargo +nightly {}", run.tool, run.command);
        execute(root, run)?;
    }
    for component in missing {
        eprintln!(
            "Left out: {component} is missing; `rustup component add {component} --toolchain nightly` adds it."
        );
    }
    Ok(())
}

fn execute(root: &Path, run: &Run) -> Result<(), String> {
    let (before, after) = run.command.split_once(" -- ").unwrap_or((run.command, ""));
    let mut command = Command::new("cargo");
    command.arg("+nightly").args(before.split_whitespace());
    if !run.flags.is_empty() {
        // A target of its own keeps the flags away from build scripts and derives.
        command.args(["--target", &host()?]).env("RUSTFLAGS", run.flags);
    }
    let status = command
        .arg("--target-dir")
        .arg(root.join("target").join("sanitize"))
        .arg("--")
        .args(after.split_whitespace())
        .envs(run.environment.iter().copied())
        .current_dir(root)
        .status()
        .map_err(|error| format!("`cargo` could not be started: {error}."))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("{} has found something, or could not run.", run.tool))
}

/// The target that nightly compiles for by itself.
fn host() -> Result<String, String> {
    let output = Command::new("rustc")
        .args(["+nightly", "--print", "host-tuple"])
        .output()
        .map_err(|error| format!("`rustc` could not be started: {error}."))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn is_installed(component: &str) -> bool {
    match component {
        "miri" => answers(&["+nightly", "miri", "--version"]),
        _ => Command::new("rustc")
            .args(["+nightly", "--print", "sysroot"])
            .output()
            .is_ok_and(|output| {
                let root = String::from_utf8_lossy(&output.stdout).trim().to_owned();
                Path::new(&root).join("lib/rustlib/src/rust/library").exists()
            }),
    }
}

fn answers(arguments: &[&str]) -> bool {
    let status = Command::new("cargo")
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}
