//! `cargo xtask notebook`: executes the lecture's notebook with evcxr, Rust's kernel for Jupyter.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::arguments::NotebookOptions;

const NOTEBOOK: &str = "docs/lecture.ipynb";

/// Where the kernel is described and builds, and where the outcome goes.
const FOLDER: &str = "target/notebook";

/// The kernel, a program on the path.
const KERNEL: &str = "evcxr_jupyter";

/// Executes all cells. Installs nothing, and fails if a cell fails.
pub(crate) fn run(root: &Path, options: &NotebookOptions) -> Result<(), String> {
    let missing = missing(&options.python);
    if !missing.is_empty() {
        return Err(format!("the notebook needs {}.", missing.join("; and ")));
    }
    let folder = root.join(FOLDER);
    describe_kernel(&folder)
        .map_err(|error| format!("{} could not be written: {error}.", folder.display()))?;
    execute(root, &folder, options)?;
    let outcome = folder.join("lecture.ipynb");
    if options.save {
        fs::copy(&outcome, root.join(NOTEBOOK))
            .map_err(|error| format!("{NOTEBOOK} could not be written: {error}."))?;
        eprintln!("All cells have run; {NOTEBOOK} has their outputs.");
    } else {
        eprintln!("All cells have run; the outcome is {}.", outcome.display());
    }
    Ok(())
}

/// What is not installed, each with the command that installs it.
fn missing(python: &Path) -> Vec<String> {
    let works = |program: &OsString, arguments: &[&str]| {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let sources = || {
        let output = Command::new("rustc").args(["--print", "sysroot"]).output();
        let sysroot = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        sysroot.is_ok_and(|sysroot| Path::new(&sysroot).join("lib/rustlib/src").exists())
    };
    let needs = [
        (
            works(&KERNEL.into(), &["--help"]),
            format!("{KERNEL}, Rust's kernel for Jupyter (`cargo install --locked {KERNEL}`)"),
        ),
        (
            sources(),
            "the sources of the standard library (`rustup component add rust-src`)".to_owned(),
        ),
        (
            works(&python.into(), &["-m", "nbconvert", "--version"]),
            format!(
                "nbconvert for {} (`python3 -m venv target/jupyter && target/jupyter/bin/pip install nbconvert`, then \
                 `--python target/jupyter/bin/python`)",
                python.display()
            ),
        ),
    ];
    needs
        .into_iter()
        .filter_map(|(is_there, what)| (!is_there).then_some(what))
        .collect()
}

/// Describes the kernel to Jupyter, so that it need not be registered.
fn describe_kernel(folder: &Path) -> std::io::Result<()> {
    let kernel = folder.join("kernels/rust");
    fs::create_dir_all(&kernel)?;
    // What is built there is found again the next time.
    fs::create_dir_all(folder.join("build"))?;
    let description = json!({
        "argv": [KERNEL, "--control_file", "{connection_file}"],
        "display_name": "Rust",
        "language": "rust",
        "interrupt_mode": "message",
    });
    fs::write(kernel.join("kernel.json"), description.to_string())
}

fn execute(root: &Path, folder: &Path, options: &NotebookOptions) -> Result<(), String> {
    let known = env::var_os("JUPYTER_PATH").unwrap_or_default();
    let paths = [folder.to_owned()].into_iter().chain(env::split_paths(&known));
    let paths = env::join_paths(paths).map_err(|error| format!("JUPYTER_PATH: {error}."))?;
    let status = Command::new(&options.python)
        .args(["-m", "nbconvert", "--execute", "--to", "notebook"])
        // The first cell compiles the library.
        .args([
            "--ExecutePreprocessor.timeout=1200",
            "--ExecutePreprocessor.record_timing=False",
            // What a cell prints is one output.
            "--CoalesceStreamsPreprocessor.enabled=True",
        ])
        .arg("--output-dir")
        .arg(folder)
        .arg(NOTEBOOK)
        .env("JUPYTER_PATH", paths)
        .env("EVCXR_TMPDIR", folder.join("build"))
        .current_dir(root)
        .status()
        .map_err(|error| format!("{} could not be started: {error}.", options.python.display()))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!(
            "a cell of {NOTEBOOK} has failed; what it said stands above."
        ))
    }
}
