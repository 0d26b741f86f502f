//! Checks of any text: whitespace, and traces of the place where it was written.

use std::process::Command;

use super::Finding;
use super::tree::File;

/// Traces of one machine or one network. Cut in two, so that this file passes its own check.
const TRACES: [(&str, &str); 6] = [
    (concat!("/ro", "ot/"), "the path of one machine"),
    (concat!("/ho", "me/"), "the path of one machine"),
    (concat!("/wo", "rk/"), "the path of one machine"),
    (concat!("../sha", "red"), "a folder outside the project"),
    (concat!("static.cra", "tes.io"), "the address of a registry"),
    (concat!("index.cra", "tes.io"), "the address of a registry"),
];

/// No tabs, no spaces at the end of a line, and a line break at the end of the file.
pub(super) fn whitespace(file: &File) -> Vec<Finding> {
    if !["rs", "md", "toml"]
        .iter()
        .any(|extension| file.has_extension(extension))
    {
        return Vec::new();
    }
    let mut findings = file.findings("a tab; use spaces", |line| line.contains('\t'));
    findings.extend(file.findings("space at the end of the line; remove it", |line| {
        line.ends_with([' ', '\t', '\r'])
    }));
    if !file.text.is_empty() && !file.text.ends_with('\n') {
        let last = file.text.lines().count();
        findings.push(file.finding(last, "no line break at the end of the file; add one"));
    }
    findings
}

/// Nothing that is true on one machine only.
pub(super) fn workplace(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (trace, what) in TRACES {
        findings.extend(
            file.findings(&format!("`{trace}` is {what}; write it without"), |line| {
                stands_in(line, trace)
            }),
        );
    }
    findings
}

/// Whether `trace` stands in the line, and not as the middle of a longer path or address.
fn stands_in(line: &str, trace: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || "._-".contains(c);
    line.match_indices(trace)
        .any(|(at, _)| !line[..at].ends_with(joins))
}

/// The lock file is not part of the project: a library is built with what its users have.
pub(super) fn lock_file(files: &[File]) -> Vec<Finding> {
    let rules = files.iter().find(|file| file.path == ".gitignore");
    let ignored = rules.is_some_and(|rules| rules.text.lines().any(|rule| rule == "Cargo.lock"));
    let mut findings = tracked_locks(&tracked("*Cargo.lock"));
    if !ignored {
        findings.push(File::new(".gitignore", "").finding(1, "`Cargo.lock` is not ignored; add it"));
    }
    findings
}

/// The files in git that match a pattern, one on each line; none outside a repository, or without git.
fn tracked(pattern: &str) -> String {
    let output = Command::new("git")
        .args(["ls-files", pattern])
        .current_dir(crate::root())
        .output();
    output
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default()
}

fn tracked_locks(paths: &str) -> Vec<Finding> {
    let files = paths.lines().map(|path| File::new(path, ""));
    files
        .map(|file| file.finding(1, "a lock file in git; `git rm --cached` it"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::lines;

    #[test]
    fn stray_whitespace_is_found() {
        assert_eq!(lines(whitespace, "a.md", "a\nb \n\tc\n"), [3, 2]);
        assert_eq!(lines(whitespace, "a.rs", "a\r\n"), [1]);
        assert_eq!(lines(whitespace, "a.toml", "a\nb"), [2]);
        assert!(lines(whitespace, "a.tsv", "a\tb ").is_empty());
    }

    #[test]
    fn traces_of_a_machine_are_found() {
        for (trace, _) in TRACES {
            assert_eq!(
                lines(workplace, "a.sh", &format!("x\n  \"{trace}x\"\n")),
                [2],
                "{trace}"
            );
        }
        let address = format!("https://example.org{}page\n", TRACES[1].0);
        assert!(lines(workplace, "a.md", &address).is_empty());
    }

    #[test]
    fn a_lock_file_that_is_not_ignored_is_found() {
        assert_eq!(lock_file(&[File::new(".gitignore", "/target\n")]).len(), 1);
        assert!(lock_file(&[File::new(".gitignore", "/target\nCargo.lock\n")]).is_empty());
        assert_eq!(tracked_locks("Cargo.lock\nbenches/peers/Cargo.lock\n").len(), 2);
    }
}
