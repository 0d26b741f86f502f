//! The report: a line an area, every failed case by name, every reason for what is not supported.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use crate::outcome::Outcome;

/// What became of every case.
pub(crate) struct Report {
    folder: String,
    pub(crate) areas: Vec<Outcomes>,
}

/// What became of the cases of one file, in its order.
pub(crate) struct Outcomes {
    pub(crate) area: String,
    pub(crate) cases: Vec<(String, Outcome)>,
}

impl Report {
    pub(crate) fn new(folder: &Path, areas: Vec<Outcomes>) -> Self {
        Self {
            folder: folder.display().to_string(),
            areas,
        }
    }

    pub(crate) fn has_failures(&self) -> bool {
        self.areas.iter().any(|area| area.failed().next().is_some())
    }
}

impl Outcomes {
    fn failed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.cases.iter().filter_map(|(name, outcome)| match outcome {
            Outcome::Failed(reason) => Some((name.as_str(), reason.as_str())),
            _ => None,
        })
    }

    /// The names of what is not supported by reason, both in order.
    pub(crate) fn unsupported(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, outcome) in &self.cases {
            if let Outcome::Unsupported(reason) = outcome {
                by_reason.entry(reason).or_default().push(name);
            }
        }
        by_reason.values_mut().for_each(|names| names.sort_unstable());
        by_reason
    }

    /// How many passed, failed and are not supported.
    fn counts(&self) -> [usize; 3] {
        let failed = self.failed().count();
        let unsupported = self.unsupported().values().map(Vec::len).sum();
        [self.cases.len() - failed - unsupported, failed, unsupported]
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "conformance with PyTorch's figures in {}", self.folder)?;
        for area in &self.areas {
            for (reason, names) in area.unsupported() {
                writeln!(
                    f,
                    "  unsupported in {}, {reason}: {}",
                    area.area,
                    names.join(", ")
                )?;
            }
        }
        for area in &self.areas {
            for (name, reason) in area.failed() {
                writeln!(f, "  FAILED {}: {name}: {reason}", area.area)?;
            }
        }
        let row = |f: &mut fmt::Formatter<'_>, name: &str, counts: [&dyn fmt::Display; 3]| {
            writeln!(f, "{name:<20}{:>8}{:>8}{:>13}", counts[0], counts[1], counts[2])
        };
        row(f, "area", [&"passed", &"failed", &"unsupported"])?;
        let mut totals = [0; 3];
        for area in &self.areas {
            let counts = area.counts();
            row(
                f,
                &area.area,
                counts.each_ref().map(|count| count as &dyn fmt::Display),
            )?;
            totals
                .iter_mut()
                .zip(counts)
                .for_each(|(total, count)| *total += count);
        }
        row(
            f,
            "all",
            totals.each_ref().map(|count| count as &dyn fmt::Display),
        )?;
        let [passed, failed, skipped] = totals;
        writeln!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}
