//! Rust source without its comments and literals, so that a word or a brace found in it is code.

/// Replaces comments, strings and characters by spaces; every line keeps its number.
pub(super) fn without_literals(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let in_word = code.chars().next_back().is_some_and(is_word);
        let hidden = literal_length(rest, in_word);
        if hidden == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            let blank = |c| if c == '\n' { '\n' } else { ' ' };
            code.extend(rest[..hidden].chars().map(blank));
            rest = &rest[hidden..];
        }
    }
    code
}

/// Whether `word` stands in `code`, and not only as a part of a longer name.
pub(super) fn has_word(code: &str, word: &str) -> bool {
    after_word(code, word).is_some()
}

/// What follows the first `word` in `code`.
pub(super) fn after_word<'a>(code: &'a str, word: &str) -> Option<&'a str> {
    code.match_indices(word).find_map(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + word.len()..]);
        let joined =
            before.chars().next_back().is_some_and(is_word) || after.chars().next().is_some_and(is_word);
        (!joined).then_some(after)
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How many bytes at the start of `rest` are a comment or a literal; 0 if it starts with code.
fn literal_length(rest: &str, in_word: bool) -> usize {
    match rest.as_bytes() {
        [b'/', b'/', ..] => rest.find('\n').unwrap_or(rest.len()),
        [b'/', b'*', ..] => block_comment(rest),
        [b'"', ..] => quoted(rest),
        [b'\'', ..] => character(rest),
        [b'r', b'"' | b'#', ..] if !in_word => raw_string(rest, 1),
        [b'b' | b'c', b'r', b'"' | b'#', ..] if !in_word => raw_string(rest, 2),
        _ => 0,
    }
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match &rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A character literal, or 0 for a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        // The escaped character may itself be a quote.
        Some((_, '\\')) => rest[3..].find('\'').map_or(0, |at| at + 4),
        Some(_) => match chars.next() {
            Some((at, '\'')) => at + 1,
            _ => 0,
        },
        None => 0,
    }
}

/// A raw string whose `r` is the last of `prefix` bytes; 0 for a raw name such as `r#type`.
fn raw_string(rest: &str, prefix: usize) -> usize {
    let hashes = rest[prefix..].bytes().take_while(|&byte| byte == b'#').count();
    let open = prefix + hashes + 1;
    if rest.as_bytes().get(open - 1) != Some(&b'"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    rest[open..]
        .find(&end)
        .map_or(rest.len(), |at| open + at + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_comments_become_spaces() {
        for (source, code) in [
            ("a // b\nc", "a \nc"),
            ("a /* /* { */ } */ b", "a b"),
            ("f(\"{\\\"\")", "f( )"),
            ("['{', '\\'', '\\u{7d}', b'}']", "[ , , , b ]"),
            ("(r#\"{\"# r\"}\" br\"{\")", "( )"),
        ] {
            let blanked = without_literals(source);
            assert_eq!(blanked.len(), source.len(), "{source}");
            let mut spaced = blanked;
            while spaced.contains("  ") {
                spaced = spaced.replace("  ", " ");
            }
            assert_eq!(spaced, code, "{source}");
        }
    }

    #[test]
    fn lifetimes_and_raw_names_are_code() {
        for source in ["fn f<'a>(x: &'a str) {}", "r#type", "var\u{e9}"] {
            assert_eq!(without_literals(source), source);
        }
    }

    #[test]
    fn words_are_whole() {
        assert!(has_word("pub unsafe fn f()", "unsafe"));
        assert!(!has_word("unsafe_code, not_unsafe", "unsafe"));
        assert_eq!(after_word("unsafe_x; unsafe { y }", "unsafe"), Some(" { y }"));
    }
}
