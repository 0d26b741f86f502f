//! Checks of Markdown: links within the project lead somewhere, and the README gives the commands that CI runs.

use super::Finding;
use super::tree::File;
use crate::ci::README_COMMANDS;

/// Relative links name a file or a folder of the project.
pub(super) fn links(files: &[File]) -> Vec<Finding> {
    let root = crate::root();
    let exists = |path: &str| root.join(path).exists() || files.iter().any(|file| file.path == path);
    files
        .iter()
        .filter(|file| file.has_extension("md"))
        .flat_map(|file| broken_links(file, &exists))
        .collect()
}

fn broken_links(file: &File, exists: &impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut in_code = false;
    for (at, line) in file.text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        let targets = targets(line).filter(|_| !in_code);
        for target in targets.filter(|target| !exists(&resolve(&file.path, target))) {
            findings.push(file.finding(
                at + 1,
                format!("the link to `{target}` leads nowhere; correct it"),
            ));
        }
    }
    findings
}

/// The files that a line links to: `](target)` and `src="target"`, without addresses of other places and anchors.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let inline = line
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', ' ']).next());
    let html = line
        .split("src=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let files = inline.chain(html).filter_map(|target| target.split('#').next());
    files.filter(|target| !target.is_empty() && !target.contains(':'))
}

/// The path from the root that `target` means in the file at `from`.
fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.pop().is_none() => parts.push(".."),
            ".." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A newcomer copies the README's commands, so they are the ones that CI runs.
pub(super) fn readme_commands(files: &[File]) -> Vec<Finding> {
    let Some(readme) = files.iter().find(|file| file.path == "README.md") else {
        return vec![File::new("README.md", "").finding(1, "there is no README; write it")];
    };
    let missing = README_COMMANDS
        .iter()
        .filter(|command| !readme.text.lines().any(|line| line.trim() == **command));
    missing
        .map(|command| readme.finding(1, format!("the README lacks `{command}`, which CI runs; add it")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(path: &str, text: &str) -> Vec<usize> {
        let exists = |path: &str| path == "crates/nn/README.md" || path == "LICENSE-MIT";
        broken_links(&File::new(path, text), &exists)
            .iter()
            .map(|finding| finding.line)
            .collect()
    }

    #[test]
    fn a_broken_link_is_found() {
        assert_eq!(
            broken("README.md", "a\n[b](crates/no.md#part) ![c](d.svg)\n"),
            [2, 2]
        );
        assert_eq!(
            broken(
                "crates/nn/README.md",
                "[up](../LICENSE-MIT)\n<img src=\"x.png\">\n"
            ),
            [1, 2]
        );
    }

    #[test]
    fn links_that_lead_somewhere_pass() {
        assert!(
            broken(
                "README.md",
                "[a](crates/nn/README.md#x) [b](https://b.org) [c](#c)\n"
            )
            .is_empty()
        );
        assert!(
            broken(
                "crates/nn/README.md",
                "[a](../../LICENSE-MIT \"title\") [b](./README.md)\n"
            )
            .is_empty()
        );
        assert!(broken("README.md", "```rust\nx[1](2)\n```\n").is_empty());
    }

    #[test]
    fn a_readme_with_other_commands_is_found() {
        let both = README_COMMANDS.join("\n");
        assert!(readme_commands(&[File::new("README.md", both.as_str())]).is_empty());
        let one = readme_commands(&[File::new("README.md", README_COMMANDS[0])]);
        assert_eq!(one.len(), 1);
        assert!(one[0].message.contains(README_COMMANDS[1]));
        assert_eq!(readme_commands(&[]).len(), 1);
    }
}
