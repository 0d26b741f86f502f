//! The project's own commands, run as `cargo xtask NAME`.

mod arguments;
mod bench;
mod ci;
mod distributed;
mod notebook;
mod sanitize;
mod soak;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use arguments::Command;

fn main() -> ExitCode {
    let command = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(mistake) => {
            eprintln!("error: {mistake}; `cargo xtask --help` shows what can be asked for.");
            return ExitCode::from(2);
        }
    };
    let root = root();
    let outcome = match command {
        Command::Help => {
            print!("{}", arguments::USAGE);
            Ok(())
        }
        Command::Distributed => distributed::run(&root),
        Command::Ci { python } => ci::run(&root, python),
        Command::Tidy => tidy::run(&root),
        Command::Bench(options) => bench::run(&root, &options),
        Command::Notebook(options) => notebook::run(&root, &options),
        Command::Soak(options) => soak::run(&root, &options),
        Command::Sanitize => sanitize::run(&root),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace, which this package was built in.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}
