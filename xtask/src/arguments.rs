//! What stands behind `cargo xtask` on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;

pub(crate) const USAGE: &str = "\
The project's own commands.

cargo xtask ci [--python]
    Everything that CI checks: format, lints, tests, examples, documentation, tidiness.
    --python         installs torch, numpy and safetensors for python3 in target/, and has them read our files

cargo xtask distributed
    The tests that need several processes, at 1, 2, 3 and 4 of them. Needs MPI, and says what is missing.

cargo xtask notebook [--save] [--python PATH]
    Executes docs/lecture.ipynb, and fails if a cell fails. Needs evcxr_jupyter and nbconvert, and says what is missing.
    --save           keeps the outcome in place of the notebook; otherwise it goes to target/notebook/
    --python PATH    the interpreter that has nbconvert, unless it is python3

cargo xtask tidy
    What a reader would complain of: long files and functions, unexplained unsafe code, broken links,
    incomplete manifests. Also runs as a test.

cargo xtask bench [NAME] [--save NAME] [--against NAME] [--json FILE] [--peers [--python PATH]]
    Runs the benches and prints one table. NAME picks a workload (W3) or some of its figures (W5/gflops/nn).
    --save NAME      keeps the medians under this name
    --against NAME   adds the ratio to the medians kept under this name
    --json FILE      appends one line of JSON for each figure
    --peers          runs each workload in PyTorch and in the built programs of benches/peers, too
    --python PATH    the interpreter that has torch, unless it is python3
    The environment decides what is measured: FLAMBEAU_NUM_THREADS=1, FLAMBEAU_SIMD=portable.

cargo xtask soak [NAME] [--seconds N] [--seed N]
    The attacks of crates/flambeau/tests/reliability, in release with overflow checks, for N seconds each (20),
    from a seed that is another one each time unless it is given. NAME picks some of them.

cargo xtask sanitize
    The same attacks and the tests of tensor-core under AddressSanitizer, ThreadSanitizer and Miri, as far as a
    nightly toolchain has them; what is missing is told.
";

/// One command and its options.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    Help,
    /// Whether Python reads our files, too.
    Ci {
        python: bool,
    },
    Distributed,
    Notebook(NotebookOptions),
    Tidy,
    Bench(BenchOptions),
    Soak(SoakOptions),
    Sanitize,
}

/// The options of `cargo xtask notebook`.
#[derive(Debug, PartialEq)]
pub(crate) struct NotebookOptions {
    /// Whether the outcome replaces the notebook.
    pub(crate) save: bool,
    /// The interpreter that has nbconvert.
    pub(crate) python: PathBuf,
}

impl Default for NotebookOptions {
    fn default() -> Self {
        Self {
            save: false,
            python: "python3".into(),
        }
    }
}

/// The options of `cargo xtask soak`.
#[derive(Debug, PartialEq)]
pub(crate) struct SoakOptions {
    /// A part of the names of the tests to run.
    pub(crate) name: Option<String>,
    /// How long each goes on.
    pub(crate) seconds: u64,
    pub(crate) seed: Option<u64>,
}

impl Default for SoakOptions {
    fn default() -> Self {
        Self {
            name: None,
            seconds: 20,
            seed: None,
        }
    }
}

/// The options of `cargo xtask bench`.
#[derive(Debug, PartialEq)]
pub(crate) struct BenchOptions {
    /// A workload, or the beginning of a figure's name.
    pub(crate) name: Option<String>,
    pub(crate) save: Option<String>,
    pub(crate) against: Option<String>,
    pub(crate) json: Option<PathBuf>,
    /// Whether the other libraries run, too.
    pub(crate) peers: bool,
    /// The interpreter that has torch.
    pub(crate) python: PathBuf,
}

impl Default for BenchOptions {
    fn default() -> Self {
        Self {
            name: None,
            save: None,
            against: None,
            json: None,
            peers: false,
            python: "python3".into(),
        }
    }
}

/// Reads the arguments; the error is one sentence without its full stop.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let command = match parser.next()? {
        None | Some(Long("help") | Short('h')) => return Ok(Command::Help),
        Some(Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected()),
    };
    match command.as_str() {
        "help" => Ok(Command::Help),
        "ci" => ci(&mut parser),
        "distributed" => alone(&mut parser, Command::Distributed),
        "notebook" => notebook(&mut parser),
        "tidy" => alone(&mut parser, Command::Tidy),
        "bench" => bench(&mut parser),
        "soak" => soak(&mut parser),
        "sanitize" => alone(&mut parser, Command::Sanitize),
        unknown => Err(format!("there is no command `{unknown}`").into()),
    }
}

fn ci(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut python = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Command::Help),
            Long("python") => python = true,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Ci { python })
}

/// A command that takes no options.
fn alone(parser: &mut lexopt::Parser, command: Command) -> Result<Command, lexopt::Error> {
    match parser.next()? {
        None => Ok(command),
        Some(Long("help") | Short('h')) => Ok(Command::Help),
        Some(other) => Err(other.unexpected()),
    }
}

fn notebook(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut options = NotebookOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Command::Help),
            Long("save") => options.save = true,
            Long("python") => options.python = parser.value()?.into(),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Notebook(options))
}

fn bench(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut options = BenchOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Command::Help),
            Long("save") => options.save = Some(file_stem(parser.value()?)?),
            Long("against") => options.against = Some(file_stem(parser.value()?)?),
            Long("json") => options.json = Some(parser.value()?.into()),
            Long("peers") => options.peers = true,
            Long("python") => options.python = parser.value()?.into(),
            Value(name) if options.name.is_none() => options.name = Some(name.string()?),
            other => return Err(other.unexpected()),
        }
    }
    if options.peers && options.against.is_some() {
        return Err("`--peers` and `--against` give two different tables; ask for one of them".into());
    }
    Ok(Command::Bench(options))
}

fn soak(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut options = SoakOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Command::Help),
            Long("seconds") => options.seconds = parser.value()?.parse()?,
            Long("seed") => options.seed = Some(parser.value()?.parse()?),
            Value(name) if options.name.is_none() => options.name = Some(name.string()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Soak(options))
}

/// A name that becomes part of a file's name.
fn file_stem(name: OsString) -> Result<String, lexopt::Error> {
    let name = name.string()?;
    let plain = |c: char| c.is_alphanumeric() || "-_.+".contains(c);
    if name.is_empty() || name.starts_with('.') || !name.chars().all(plain) {
        return Err(format!(
            "`{name}` cannot name a set of medians: use letters, digits, `-`, `_`, `+` and `.`"
        )
        .into());
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|mistake| mistake.to_string())
    }

    #[test]
    fn commands_are_recognised() {
        assert_eq!(parsed(""), Ok(Command::Help));
        assert_eq!(parsed("ci"), Ok(Command::Ci { python: false }));
        assert_eq!(parsed("ci --python"), Ok(Command::Ci { python: true }));
        assert_eq!(parsed("distributed"), Ok(Command::Distributed));
        assert_eq!(parsed("tidy"), Ok(Command::Tidy));
        assert_eq!(parsed("tidy --help"), Ok(Command::Help));
    }

    #[test]
    fn bench_takes_a_name_and_options_in_any_order() {
        let expected = BenchOptions {
            name: Some("W3".into()),
            save: Some("now".into()),
            against: Some("before".into()),
            json: Some("figures.jsonl".into()),
            ..BenchOptions::default()
        };
        let line = "bench --against before W3 --json=figures.jsonl --save now";
        assert_eq!(parsed(line), Ok(Command::Bench(expected)));
    }

    #[test]
    fn a_soak_takes_a_name_seconds_and_a_seed() {
        let expected = SoakOptions {
            name: Some("sizes".into()),
            seconds: 60,
            seed: Some(7),
        };
        assert_eq!(
            parsed("soak --seconds 60 sizes --seed=7"),
            Ok(Command::Soak(expected))
        );
        assert_eq!(parsed("soak"), Ok(Command::Soak(SoakOptions::default())));
    }

    #[test]
    fn a_notebook_may_be_saved() {
        let expected = NotebookOptions {
            save: true,
            python: "venv/bin/python".into(),
        };
        let line = "notebook --save --python venv/bin/python";
        assert_eq!(parsed(line), Ok(Command::Notebook(expected)));
        assert_eq!(
            parsed("notebook"),
            Ok(Command::Notebook(NotebookOptions::default()))
        );
    }

    #[test]
    fn mistakes_are_named() {
        for (line, part) in [
            ("benhc", "benhc"),
            ("ci now", "now"),
            ("tidy --fast", "--fast"),
            ("notebook lecture", "lecture"),
            ("bench W3 W4", "W4"),
            ("bench --save", "--save"),
            ("soak --seconds soon", "soon"),
            ("bench --save a/b", "a/b"),
            ("bench --peers --against a", "--against"),
        ] {
            let mistake = parsed(line).expect_err(line);
            assert!(mistake.contains(part), "{line}: {mistake}");
        }
    }
}
