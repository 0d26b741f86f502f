//! A check of operations: one that records itself tells the line of the program that called it.

use super::Finding;
use super::code::without_literals;
use super::source::{function_lines, function_name};
use super::tree::File;

/// Where operations are.
const PLACE: &str = "crates/autograd/src/ops/";
/// What makes a node of the graph, which keeps the line of its caller.
const RECORDERS: [&str; 3] = ["record", "record_list", "record_part"];

/// A function of an operation's file.
struct Function<'a> {
    file: &'a File,
    line: usize,
    name: String,
    public: bool,
    tracks: bool,
    /// The names that it calls, without those inside a formula, which backward calls.
    calls: Vec<String>,
}

/// Every public operation that records itself, and all that it calls on the way there, is `#[track_caller]`: otherwise
/// a message of backward names a line of the library.
pub(super) fn tracked(files: &[File]) -> Vec<Finding> {
    let functions: Vec<Function> = files
        .iter()
        .filter(|file| file.path.starts_with(PLACE))
        .flat_map(functions)
        .collect();
    let mut reached: Vec<usize> = (0..functions.len()).filter(|&at| functions[at].public).collect();
    let mut next = 0;
    while let Some(&at) = reached.get(next) {
        let found: Vec<usize> = called(&functions, at)
            .filter(|to| !reached.contains(to))
            .collect();
        reached.extend(found);
        next += 1;
    }
    let recording = recording(&functions);
    let untracked = reached
        .iter()
        .filter(|&&at| recording[at] && !functions[at].tracks);
    untracked
        .map(|&at| {
            let Function { file, line, name, .. } = &functions[at];
            let message = format!(
                "`{name}` records an operation at a line of its own; let it be `#[track_caller]`, so that it is its \
                 caller's"
            );
            file.finding(*line, message)
        })
        .collect()
}

/// Which of them record, themselves or by what they call.
fn recording(functions: &[Function]) -> Vec<bool> {
    let itself = |function: &Function| function.calls.iter().any(|name| RECORDERS.contains(&&**name));
    let mut recording: Vec<bool> = functions.iter().map(itself).collect();
    loop {
        let more: Vec<usize> = (0..functions.len())
            .filter(|&at| !recording[at] && called(functions, at).any(|to| recording[to]))
            .collect();
        if more.is_empty() {
            return recording;
        }
        more.iter().for_each(|&at| recording[at] = true);
    }
}

/// What a function calls: what has the name in its own file, else in another.
fn called<'a>(functions: &'a [Function], at: usize) -> impl Iterator<Item = usize> + 'a {
    let find = move |name: &String, own: bool| {
        let is_it = |f: &Function| f.name == *name && (f.file.path == functions[at].file.path) == own;
        functions.iter().position(is_it)
    };
    functions[at]
        .calls
        .iter()
        .filter_map(move |name| find(name, true).or_else(|| find(name, false)))
}

/// The functions of a file, without its tests.
fn functions(file: &File) -> Vec<Function<'_>> {
    let code = without_literals(&file.text);
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let lines: Vec<&str> = code.lines().collect();
    let function = |at: usize| {
        let name = function_name(lines[at])?.to_owned();
        let body = lines[at + 1..at + function_lines(&lines[at..])].join("\n");
        let mut above = lines[..at].iter().rev().map(|line| line.trim());
        Some(Function {
            file,
            line: at + 1,
            name,
            public: lines[at].trim_start().starts_with("pub fn"),
            tracks: above
                .by_ref()
                .take_while(|line| line.is_empty() || line.starts_with("#["))
                .any(|line| line == "#[track_caller]"),
            calls: calls(&body),
        })
    };
    (0..lines.len()).filter_map(function).collect()
}

/// The names that are called in `code`. What is handed to a recorder is called later, or is no tensor's.
fn calls(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = code;
    while let Some(open) = rest.find('(') {
        let start = rest[..open]
            .rfind(|c: char| !c.is_alphanumeric() && c != '_')
            .map_or(0, |at| at + 1);
        let name = &rest[start..open];
        let hidden = if RECORDERS.contains(&name) {
            closing(&rest[open..])
        } else {
            1
        };
        names.push(name.to_owned());
        rest = &rest[open + hidden..];
    }
    names
}

/// How many bytes there are from an opening parenthesis to behind the one that closes it.
fn closing(code: &str) -> usize {
    let mut depth = 0;
    for (at, byte) in code.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[(&str, &str)]) -> Vec<(String, usize)> {
        let files: Vec<File> = texts
            .iter()
            .map(|(name, text)| File::new(format!("{PLACE}{name}.rs"), *text))
            .collect();
        let name = |path: String| path[PLACE.len()..].to_owned();
        tracked(&files)
            .into_iter()
            .map(|finding| (name(finding.path), finding.line))
            .collect()
    }

    #[test]
    fn an_operation_that_hides_its_caller_is_found() {
        let untracked = "pub fn exp(&self) -> Tensor {\n    record(\"Exp\", v, [self], [], |cx| f(cx))\n}\n";
        let tracked = format!("#[track_caller]\n#[inline]\n{untracked}");
        assert_eq!(lines(&[("exp", untracked)]), [("exp.rs".to_owned(), 1)]);
        assert!(lines(&[("exp", &tracked)]).is_empty());
    }

    #[test]
    fn so_is_a_function_on_the_way_in_this_file_or_another() {
        let way = "#[track_caller]\npub fn pow(&self) {\n    self.square_as()\n}\n";
        let there = "pub(super) fn square_as(&self) {\n    record(n, v, [self], [], |cx| [None])\n}\n";
        let both = format!("{way}{there}");
        assert_eq!(lines(&[("pow", &both)]), [("pow.rs".to_owned(), 5)]);
        assert_eq!(
            lines(&[("pow", way), ("square", there)]),
            [("square.rs".to_owned(), 1)]
        );
    }

    #[test]
    fn what_a_formula_calls_may_be_anywhere() {
        let text = "#[track_caller]\npub fn tanh(&self) {\n    record(n, v, [self], [], |cx| {\n        \
                    slope(cx)\n    })\n}\nfn slope(cx: Context) {\n    record(n, v, [x], [], |cx| [None])\n}\n";
        assert!(lines(&[("tanh", text)]).is_empty());
        assert!(lines(&[("any", "pub fn any(&self) {\n    self.value().any()\n}\n")]).is_empty());
    }
}
