//! Each crate works when it is the only one that a program depends on.
//!
//! For every crate there is a program in `programs/`, built and run here in a package of its own outside the
//! workspace, with the crate's default features and no other dependency. The lecture's notebook is such a program, too.

mod notebook;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn each_crate_works_alone() {
    let root = root();
    let crates = crate_names(&root);
    assert!(crates.len() > 1, "no crates were found under {}", root.display());
    let failures: Vec<String> = crates
        .iter()
        .filter_map(|name| run_alone(&root, name).err())
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .parent()
        .expect("xtask is a folder of the workspace")
        .to_owned()
}

/// The packages in `crates/`, which are called as their folders.
fn crate_names(root: &Path) -> Vec<String> {
    let folders = fs::read_dir(root.join("crates")).expect("the folder of the crates can be read");
    let with_manifest = folders
        .flatten()
        .filter(|folder| folder.path().join("Cargo.toml").exists());
    let mut names: Vec<String> = with_manifest
        .map(|folder| folder.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Builds and runs the program of one crate; the error is what cargo or the program wrote.
fn run_alone(root: &Path, name: &str) -> Result<(), String> {
    let program = root.join(format!("xtask/tests/alone/programs/{name}.rs"));
    let source = fs::read_to_string(&program)
        .map_err(|_| format!("{name}: there is no program {}; write one", program.display()))?;
    let path = root.join("crates").join(name);
    let dependency = format!("{name} = {{ path = {path:?} }}");
    run(root, name, &dependency, &source).map(drop)
}

/// Builds and runs a program that depends on one crate, and gives what it printed.
fn run(root: &Path, name: &str, dependency: &str, source: &str) -> Result<String, String> {
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("alone");
    let package = all.join(name);
    write_package(root, &package, dependency, source).map_err(|error| format!("{name}: {error}"))?;
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet"])
        .current_dir(&package)
        // One target folder for all, so that what they share is compiled once.
        .env("CARGO_TARGET_DIR", all.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!(
        "the program of {name} fails:\n{}",
        String::from_utf8_lossy(&output.stderr)
    ))
}

fn write_package(root: &Path, package: &Path, dependency: &str, source: &str) -> std::io::Result<()> {
    fs::create_dir_all(package.join("src"))?;
    let name = package.file_name().unwrap_or_default().display();
    let manifest = format!(
        r#"[package]
name = "only-{name}"
edition = "2024"

[dependencies]
{dependency}

# It is compiled to see that it compiles.
[profile.dev]
debug = false

[workspace]
"#
    );
    write_if_changed(&package.join("Cargo.toml"), &manifest)?;
    write_if_changed(&package.join("src/main.rs"), source)?;
    // The versions that the workspace was tested with, found without asking a registry.
    let lock = root.join("Cargo.lock");
    if lock.exists() {
        fs::copy(lock, package.join("Cargo.lock"))?;
    }
    Ok(())
}

/// An unchanged file keeps its date, so that nothing is built again.
fn write_if_changed(path: &Path, text: &str) -> std::io::Result<()> {
    match fs::read_to_string(path) {
        Ok(written) if written == text => Ok(()),
        _ => fs::write(path, text),
    }
}
