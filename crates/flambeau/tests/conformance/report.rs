//! The report: a line an area, every failed case by name, every reason for what is not supported.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use crate::outcome::Outcome;
use crate::reading::{Area, Case};

/// What became of every case.
pub(crate) struct Report {
    folder: String,
    areas: Vec<Tally>,
}

struct Tally {
    area: String,
    passed: usize,
    failed: Vec<(String, String)>,
    /// The names by reason.
    unsupported: BTreeMap<String, Vec<String>>,
}

impl Report {
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.display().to_string(),
            areas: Vec::new(),
        }
    }

    pub(crate) fn add<'a>(&mut self, area: &Area, outcomes: impl Iterator<Item = (&'a Case, Outcome)>) {
        let mut tally = Tally {
            area: area.name.clone(),
            passed: 0,
            failed: Vec::new(),
            unsupported: BTreeMap::new(),
        };
        for (case, outcome) in outcomes {
            let name = case.name().to_owned();
            match outcome {
                Outcome::Passed => tally.passed += 1,
                Outcome::Failed(reason) => tally.failed.push((name, reason)),
                Outcome::Unsupported(reason) => tally.unsupported.entry(reason).or_default().push(name),
            }
        }
        self.areas.push(tally);
    }

    pub(crate) fn has_failures(&self) -> bool {
        self.areas.iter().any(|tally| !tally.failed.is_empty())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "conformance with PyTorch's figures in {}", self.folder)?;
        for tally in &self.areas {
            for (name, reason) in &tally.failed {
                writeln!(f, "  FAILED {}/{name}: {reason}", tally.area)?;
            }
        }
        for tally in &self.areas {
            for (reason, names) in &tally.unsupported {
                writeln!(
                    f,
                    "  unsupported in {}, {reason}: {}",
                    tally.area,
                    names.join(", ")
                )?;
            }
        }
        writeln!(
            f,
            "{:<16}{:>8}{:>8}{:>13}",
            "area", "passed", "failed", "unsupported"
        )?;
        let mut totals = [0; 3];
        for tally in &self.areas {
            let counts = [
                tally.passed,
                tally.failed.len(),
                tally.unsupported.values().map(Vec::len).sum(),
            ];
            writeln!(
                f,
                "{:<16}{:>8}{:>8}{:>13}",
                tally.area, counts[0], counts[1], counts[2]
            )?;
            totals
                .iter_mut()
                .zip(counts)
                .for_each(|(total, count)| *total += count);
        }
        writeln!(
            f,
            "{:<16}{:>8}{:>8}{:>13}",
            "all", totals[0], totals[1], totals[2]
        )?;
        writeln!(
            f,
            "{} passed, {} failed, {} skipped",
            totals[0], totals[1], totals[2]
        )
    }
}
