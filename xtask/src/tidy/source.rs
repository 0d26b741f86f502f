//! Checks of Rust source: headers, lengths, unfinished code, vague names.

use super::Finding;
use super::code::{after_word, has_word, without_literals};
use super::tree::File;

const MAX_FILE_LINES: usize = 400;
const MAX_FUNCTION_LINES: usize = 60;
/// Names that tell nothing about what is inside.
const VAGUE: [&str; 8] = [
    "utils", "util", "common", "helpers", "helper", "misc", "base", "shared",
];

/// Every file begins with a sentence that says what it is.
pub(super) fn says_what_it_is(file: &File) -> Vec<Finding> {
    if !file.has_extension("rs") || file.text.starts_with("//! ") {
        return Vec::new();
    }
    vec![file.finding(1, "the file does not say what it is; begin it with a `//!` line")]
}

/// Files stay short enough to be read in one sitting.
pub(super) fn file_length(file: &File) -> Vec<Finding> {
    let lines = file.text.lines().count();
    if !file.has_extension("rs") || lines <= MAX_FILE_LINES {
        return Vec::new();
    }
    let message =
        format!("{lines} lines, more than {MAX_FILE_LINES}; split the file by what its parts are about");
    vec![file.finding(MAX_FILE_LINES + 1, message)]
}

/// Functions stay short enough to be seen at once.
pub(super) fn function_length(file: &File) -> Vec<Finding> {
    if !file.has_extension("rs") {
        return Vec::new();
    }
    let code = without_literals(&file.text);
    let lines: Vec<&str> = code.lines().collect();
    let long = |at: usize| {
        let name = function_name(lines[at])?;
        let length = function_lines(&lines[at..]);
        let message =
            format!("`{name}` has {length} lines, more than {MAX_FUNCTION_LINES}; give its parts names");
        (length > MAX_FUNCTION_LINES).then(|| file.finding(at + 1, message))
    };
    (0..lines.len()).filter_map(long).collect()
}

/// The name of the function that is declared on this line of code.
pub(super) fn function_name(line: &str) -> Option<&str> {
    let rest = after_word(line, "fn")?.strip_prefix(' ')?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    (end > 0).then_some(&rest[..end])
}

/// How many lines a function has that is declared on the first of these; 1 for a declaration without a body.
pub(super) fn function_lines(lines: &[&str]) -> usize {
    let (mut braces, mut brackets) = (0, 0);
    for (at, line) in lines.iter().enumerate() {
        let start = if at == 0 { line.find("fn ").unwrap_or(0) } else { 0 };
        for c in line[start..].chars() {
            match c {
                '(' | '[' => brackets += 1,
                ')' | ']' => brackets -= 1,
                '{' => braces += 1,
                '}' => braces -= 1,
                ';' if braces == 0 && brackets == 0 => return at + 1,
                _ => {}
            }
            if c == '}' && braces == 0 {
                return at + 1;
            }
        }
    }
    lines.len()
}

/// Nothing is left for later.
pub(super) fn placeholders(file: &File) -> Vec<Finding> {
    if !file.has_extension("rs") {
        return Vec::new();
    }
    let code = without_literals(&file.text);
    let mut findings = Vec::new();
    for (at, line) in code.lines().enumerate() {
        for name in ["todo", "unimplemented", "dbg"] {
            if after_word(line, name).is_some_and(|rest| rest.starts_with('!')) {
                findings.push(file.finding(at + 1, format!("`{name}!` is left over; finish or remove it")));
            }
        }
    }
    findings
}

/// Files, folders and modules are named after what they hold.
pub(super) fn vague_names(file: &File) -> Vec<Finding> {
    if !file.has_extension("rs") {
        return Vec::new();
    }
    let complain = |line, name| {
        file.finding(
            line,
            format!("`{name}` tells nothing about its contents; name it after what it holds"),
        )
    };
    let parts = file.path.split('/').map(|part| part.trim_end_matches(".rs"));
    let mut findings: Vec<Finding> = parts
        .filter(|part| VAGUE.contains(part))
        .map(|name| complain(1, name))
        .collect();
    for (at, line) in without_literals(&file.text).lines().enumerate() {
        if !line.trim_end().ends_with('{') {
            // `mod name;` has a file, whose path is checked.
            continue;
        }
        let inline = VAGUE
            .iter()
            .find(|name| after_word(line, "mod").is_some_and(|rest| has_word(rest, name)));
        findings.extend(inline.map(|name| complain(at + 1, name)));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::lines;

    #[test]
    fn a_file_without_a_header_is_found() {
        assert_eq!(lines(says_what_it_is, "a.rs", "use std::fmt;\n"), [1]);
        assert!(lines(says_what_it_is, "a.rs", "//! An a.\n").is_empty());
        assert!(lines(says_what_it_is, "a.md", "# A\n").is_empty());
    }

    #[test]
    fn a_long_file_is_found() {
        assert!(lines(file_length, "a.rs", &"\n".repeat(MAX_FILE_LINES)).is_empty());
        assert_eq!(
            lines(file_length, "a.rs", &"\n".repeat(MAX_FILE_LINES + 1)),
            [MAX_FILE_LINES + 1]
        );
    }

    #[test]
    fn a_long_function_is_found() {
        let function = |body: usize| {
            format!(
                "\nfn f(x: [u8; 2]) -> [u8; 3] {{\n{}}}\n",
                "    g(\"}\");\n".repeat(body)
            )
        };
        assert!(lines(function_length, "a.rs", &function(MAX_FUNCTION_LINES - 2)).is_empty());
        assert_eq!(
            lines(function_length, "a.rs", &function(MAX_FUNCTION_LINES - 1)),
            [2]
        );
    }

    #[test]
    fn declarations_and_function_types_have_no_body() {
        let after = "\n".repeat(MAX_FUNCTION_LINES + 1);
        for start in ["trait T { fn f(&self) -> u8;", "type F = fn(u8) -> u8;"] {
            assert!(
                lines(function_length, "a.rs", &format!("{start}{after}}}")).is_empty(),
                "{start}"
            );
        }
    }

    #[test]
    fn leftovers_are_found_in_code_only() {
        assert_eq!(lines(placeholders, "a.rs", "fn f() {\n    todo!()\n}\n"), [2]);
        assert_eq!(lines(placeholders, "a.rs", "dbg!(x); unimplemented!()"), [1, 1]);
        assert!(lines(placeholders, "a.rs", "// todo!\nlet s = \"dbg!\"; my_todo!()").is_empty());
    }

    #[test]
    fn vague_files_and_modules_are_found() {
        assert_eq!(lines(vague_names, "crates/nn/src/utils.rs", "//! U.\n"), [1]);
        assert_eq!(
            lines(vague_names, "crates/nn/src/common/loss.rs", "//! L.\n"),
            [1]
        );
        assert_eq!(lines(vague_names, "a.rs", "//! A.\nmod helpers {\n}\n"), [2]);
        assert!(
            lines(
                vague_names,
                "database.rs",
                "//! A base of data.\nmod commonplace {\n}\n"
            )
            .is_empty()
        );
    }
}
