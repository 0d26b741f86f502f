//! Checks of unsafe code: where it may stand, and that each block says why it is sound.

use super::Finding;
use super::code::{after_word, has_word, without_literals};
use super::tree::File;

/// Where unsafe code may stand. An allocator that refuses, for tests, is unsafe by its trait.
const PLACES: [&str; 3] = [
    "crates/tensor-core/src/kernel/",
    "crates/tensor-core/src/buffer/",
    "crates/flambeau/tests/reliability/allocator.rs",
];
/// The one crate that needs it.
const CRATE: &str = "crates/tensor-core/";

/// Unsafe code stands in the kernels and beneath the recycled buffers, nowhere else.
pub(super) fn outside_its_place(file: &File) -> Vec<Finding> {
    if !file.has_extension("rs") || PLACES.iter().any(|place| file.path.starts_with(place)) {
        return Vec::new();
    }
    let message = format!(
        "unsafe code outside {}; write it without, or move it there",
        PLACES.join(" and ")
    );
    let code = without_literals(&file.text);
    let unsafe_lines = code
        .lines()
        .enumerate()
        .filter(|(_, line)| has_word(line, "unsafe"));
    unsafe_lines
        .map(|(at, _)| file.finding(at + 1, message.as_str()))
        .collect()
}

/// Every unsafe block and implementation has a comment directly above that says why it is sound.
pub(super) fn without_reason(file: &File) -> Vec<Finding> {
    if !file.has_extension("rs") {
        return Vec::new();
    }
    let code = without_literals(&file.text);
    let code: Vec<&str> = code.lines().collect();
    let text: Vec<&str> = file.text.lines().collect();
    let unexplained = (0..code.len()).filter(|&at| opens_unsafe(code[at]) && !has_reason(&text, &code, at));
    unexplained
        .map(|at| {
            file.finding(
                at + 1,
                "unsafe code without a reason; write `// SAFETY: ...` directly above",
            )
        })
        .collect()
}

/// A block or an implementation; functions and traits state their conditions in their documentation instead.
fn opens_unsafe(line: &str) -> bool {
    after_word(line, "unsafe").is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with('{') || rest.starts_with("impl")
    })
}

/// Whether a comment on this line, or directly above the statement that it belongs to, gives the reason.
fn has_reason(text: &[&str], code: &[&str], at: usize) -> bool {
    for line in (0..=at).rev() {
        if text[line].contains("// SAFETY:") {
            return true;
        }
        let before = code[line].trim();
        let is_comment = before.is_empty() && !text[line].trim().is_empty();
        let goes_on = is_comment
            || before.starts_with("#[")
            || !before.is_empty() && !before.ends_with([';', '{', '}', ',']);
        if line < at && !goes_on {
            return false;
        }
    }
    false
}

/// All other crates refuse unsafe code at the compiler.
pub(super) fn forbidden_in_crate(file: &File) -> Vec<Finding> {
    let is_root = file.path.starts_with("crates/") && file.path.ends_with("/src/lib.rs");
    let forbids = file.text.lines().any(|line| line == "#![forbid(unsafe_code)]");
    if !is_root || file.path.starts_with(CRATE) || forbids {
        return Vec::new();
    }
    vec![file.finding(
        1,
        "the crate does not refuse unsafe code; add `#![forbid(unsafe_code)]`",
    )]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::lines;

    const KERNEL: &str = "crates/tensor-core/src/kernel/add.rs";

    #[test]
    fn unsafe_code_elsewhere_is_found() {
        let text = "//! Not `unsafe`.\nfn f() {\n    unsafe { g() }\n}\n";
        assert_eq!(lines(outside_its_place, "crates/nn/src/linear.rs", text), [3]);
        assert!(lines(outside_its_place, KERNEL, text).is_empty());
        assert!(lines(outside_its_place, "a.rs", "#![forbid(unsafe_code)]\n").is_empty());
    }

    #[test]
    fn an_unexplained_block_is_found() {
        assert_eq!(lines(without_reason, KERNEL, "f();\nunsafe { g() }\n"), [2]);
        assert_eq!(
            lines(
                without_reason,
                KERNEL,
                "// SAFETY: of f.\nunsafe { f() };\nlet x =\n    unsafe { g() };\n"
            ),
            [4]
        );
        assert_eq!(
            lines(without_reason, KERNEL, "// Sends.\nunsafe impl Send for T {}\n"),
            [2]
        );
    }

    #[test]
    fn a_reason_above_the_statement_counts() {
        for text in [
            "// SAFETY: it is\n// long.\n#[allow(x)]\nlet y =\n    unsafe { g() };\n",
            "unsafe { g() } // SAFETY: here.\n",
            "/// # Safety\n/// Never.\nunsafe fn f() {}\n",
        ] {
            assert!(lines(without_reason, KERNEL, text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_crate_that_allows_unsafe_code_is_found() {
        let check = |path| lines(forbidden_in_crate, path, "//! A crate.\n");
        assert_eq!(check("crates/nn/src/lib.rs"), [1]);
        assert!(check("crates/tensor-core/src/lib.rs").is_empty());
        assert!(
            lines(
                forbidden_in_crate,
                "crates/nn/src/lib.rs",
                "//! A.\n#![forbid(unsafe_code)]\n"
            )
            .is_empty()
        );
    }
}
