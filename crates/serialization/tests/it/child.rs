//! This program once more, as a process that can be killed.

use std::path::Path;
use std::process::Command;

/// The variable of the environment that tells a child which folder is its.
const FOLDER: &str = "FLAMBEAU_TEST_FOLDER";

/// A command that runs one ignored test of this program, in `folder`.
pub(crate) fn command(test: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program has a file"));
    command.args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"]);
    command.env(FOLDER, folder);
    command
}

/// The folder that a child was given; none if this is not a child.
pub(crate) fn folder() -> Option<std::path::PathBuf> {
    std::env::var_os(FOLDER).map(Into::into)
}
