//! `cargo xtask tidy`: what a reader would complain of, found by reading the files as text.
//!
//! A check is a small function from one file, or from all files, to findings. To add one, write it with a test that
//! shows it failing, and name it in [`FILE_CHECKS`] or [`TREE_CHECKS`].

mod callers;
mod code;
mod manifest;
mod markdown;
mod source;
mod text;
mod tree;
mod unsafety;

use std::fmt;
use std::path::Path;

use tree::File;

/// A complaint: where, what is wrong and what to do.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    line: usize,
    message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// From one file, or from all files, to what is wrong there.
type Check<Subject> = fn(&Subject) -> Vec<Finding>;

const FILE_CHECKS: &[Check<File>] = &[
    source::says_what_it_is,
    source::file_length,
    source::function_length,
    source::placeholders,
    source::vague_names,
    unsafety::outside_its_place,
    unsafety::without_reason,
    unsafety::forbidden_in_crate,
    text::whitespace,
    text::workplace,
    manifest::package,
    manifest::dependencies,
    manifest::layers,
];

const TREE_CHECKS: &[Check<[File]>] = &[
    callers::tracked,
    markdown::links,
    markdown::readme_commands,
    text::lock_file,
];

/// Prints every finding; an error if there is one.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    let findings = findings(&tree::read(root)?);
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        1 => Err("one thing is untidy.".to_owned()),
        count => Err(format!("{count} things are untidy.")),
    }
}

fn findings(files: &[File]) -> Vec<Finding> {
    let of_files = files
        .iter()
        .flat_map(|file| FILE_CHECKS.iter().flat_map(move |check| check(file)));
    let of_tree = TREE_CHECKS.iter().flat_map(|check| check(files));
    let mut findings: Vec<Finding> = of_files.chain(of_tree).collect();
    findings.sort();
    findings
}

/// The lines of a file that a check complains of.
#[cfg(test)]
fn lines(check: Check<File>, path: &str, text: &str) -> Vec<usize> {
    let findings = check(&File::new(path, text));
    findings.iter().map(|finding| finding.line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_repository_is_tidy() {
        if let Err(message) = run(&crate::root()) {
            panic!("{message} `cargo xtask tidy` lists the same.");
        }
    }

    #[test]
    fn findings_come_sorted_and_read_like_compiler_messages() {
        let files = [
            File::new("crates/b/src/x.rs", "fn f() {} \n"),
            File::new("README.md", "a\tb\n"),
        ];
        let lines: Vec<String> = findings(&files).iter().map(ToString::to_string).collect();
        assert!(lines.is_sorted());
        assert!(
            lines.contains(&"README.md:1: a tab; use spaces".to_owned()),
            "{lines:?}"
        );
    }
}
