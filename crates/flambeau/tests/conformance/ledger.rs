//! The ledger: the cases of our own corpus that are not supported, with the reasons, in the folder `unsupported`.
//!
//! Each area has a list there. The run has to agree with it: a case that is listed and passes, one that is not listed
//! and is not supported, and a name that no case has fail the test. So nothing that works is lost unseen, and what is
//! new is crossed off where it is added.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::outcome::Outcome;
use crate::reading::Error;
use crate::report::{Outcomes, Report};

/// A run with this variable writes the lists anew.
pub(crate) const UPDATE: &str = "FLAMBEAU_CONFORMANCE_UPDATE";

pub(crate) struct Ledger {
    folder: PathBuf,
}

impl Ledger {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn path(&self, area: &str) -> PathBuf {
        self.folder.join(area).with_extension("txt")
    }

    /// The reasons by case of an area's list.
    fn read(&self, area: &str) -> Result<BTreeMap<String, String>, Error> {
        let path = self.path(area);
        match fs::read_to_string(&path) {
            Ok(text) => {
                parse(&text).map_err(|line| Error::new(&path, format!("a case before any reason: {line}")))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(Error::new(&path, error)),
        }
    }

    /// What differs between the lists and a run.
    pub(crate) fn differences(&self, report: &Report) -> Result<Vec<String>, Error> {
        let mut differences = self.strays(report)?;
        for outcomes in &report.areas {
            let mut listed = self.read(&outcomes.area)?;
            for (name, outcome) in &outcomes.cases {
                let difference = match (outcome, listed.remove(name)) {
                    (Outcome::Passed, Some(_)) => "passes and is listed",
                    (Outcome::Unsupported(_), None) => "is not supported any more",
                    _ => continue,
                };
                differences.push(format!("{}: {name} {difference}", outcomes.area));
            }
            let unknown = listed.into_keys();
            differences
                .extend(unknown.map(|name| format!("{}: {name} is listed and no case", outcomes.area)));
        }
        Ok(differences)
    }

    /// The lists of areas that the corpus does not have.
    fn strays(&self, report: &Report) -> Result<Vec<String>, Error> {
        let has = |area: &str| report.areas.iter().any(|outcomes| outcomes.area == area);
        let lists = crate::reading::below(&self.folder, ".txt")?;
        let strays = lists.into_iter().filter(|(area, _)| !has(area));
        Ok(strays
            .map(|(area, _)| format!("{area}: the corpus has no such area"))
            .collect())
    }

    /// Writes every area's list, and removes those that nothing is left of.
    pub(crate) fn write(&self, report: &Report) -> Result<(), Error> {
        for outcomes in &report.areas {
            let path = self.path(&outcomes.area);
            write(&path, &list(outcomes)).map_err(|error| Error::new(&path, error))?;
        }
        Ok(())
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if !text.is_empty() {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        return fs::write(path, text);
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Each reason, and below it, indented, its cases.
fn list(outcomes: &Outcomes) -> String {
    let mut text = String::new();
    for (reason, names) in outcomes.unsupported() {
        let separator = if text.is_empty() { "" } else { "\n" };
        let _ = writeln!(text, "{separator}{reason}");
        for name in names {
            let _ = writeln!(text, "    {name}");
        }
    }
    text
}

/// The reasons by case, or a line that has none.
fn parse(text: &str) -> Result<BTreeMap<String, String>, String> {
    let mut reason = None;
    let mut reasons = BTreeMap::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with(' ') {
            let reason: &str = reason.ok_or(line)?;
            reasons.insert(line.trim().to_owned(), reason.to_owned());
        } else {
            reason = Some(line);
        }
    }
    Ok(reasons)
}
