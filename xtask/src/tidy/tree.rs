//! The files that `tidy` reads.

use std::fs;
use std::path::Path;

use super::Finding;

/// Larger files are data.
const MAX_BYTES: u64 = 1 << 20;
/// What is hidden and yet belongs to the project.
const HIDDEN: [&str; 3] = [".cargo", ".ci", ".gitignore"];

/// A text file, with its path from the root of the workspace, written with `/`.
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: String,
}

impl File {
    pub(super) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }

    pub(super) fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|found| found == extension)
    }

    /// A complaint about a line, counted from 1.
    pub(super) fn finding(&self, line: usize, message: impl Into<String>) -> Finding {
        Finding {
            path: self.path.clone(),
            line,
            message: message.into(),
        }
    }

    /// The lines that satisfy `is_bad`, each with the same complaint.
    pub(super) fn findings(&self, message: &str, is_bad: impl Fn(&str) -> bool) -> Vec<Finding> {
        let lines = self.text.split('\n').enumerate();
        lines
            .filter(|(_, line)| is_bad(line))
            .map(|(at, _)| self.finding(at + 1, message))
            .collect()
    }
}

/// Reads all text files of the workspace, except what is built or downloaded.
pub(super) fn read(root: &Path) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    collect(root, "", &ignored(root), &mut files)
        .map_err(|error| format!("the files under {} could not be read: {error}.", root.display()))?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// What `.gitignore` leaves out, written there as `/name` or `name`.
fn ignored(root: &Path) -> Vec<String> {
    let rules = fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
    rules
        .lines()
        .filter(|rule| !rule.starts_with('#'))
        .map(|rule| rule.trim_matches('/').to_owned())
        .collect()
}

fn collect(folder: &Path, prefix: &str, ignored: &[String], files: &mut Vec<File>) -> std::io::Result<()> {
    // Cargo marks its target folders, wherever they are, with this file.
    if folder.join("CACHEDIR.TAG").exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let hidden = name.starts_with('.') && !HIDDEN.contains(&name.as_str());
        if hidden || ignored.contains(&path) || ignored.contains(&name) {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), &format!("{path}/"), ignored, files)?;
        } else if kind.is_file() && entry.metadata()?.len() <= MAX_BYTES {
            // What is not UTF-8 is not text.
            if let Ok(text) = fs::read_to_string(entry.path()) {
                files.push(File { path, text });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_workspace_and_nothing_built() {
        let files = read(&crate::root()).expect("the workspace can be read");
        let has = |path: &str| files.iter().any(|file| file.path == path);
        assert!(has("Cargo.toml") && has(".cargo/config.toml") && has("xtask/src/tidy/tree.rs"));
        assert!(!files.iter().any(|file| file.path.starts_with("target/")
            || file.path.starts_with(".git/")
            || file.path == ".git"));
        assert!(!has("Cargo.lock"));
    }
}
