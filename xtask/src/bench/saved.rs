//! Medians that are kept under a name, to compare later runs with.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::figure::Figure;

/// Nanoseconds an iteration, by the figure's id.
pub(super) type Medians = BTreeMap<String, f64>;

/// Keeps the medians of these figures as `NAME.json`. Figures of that name that were not measured now stay.
pub(super) fn store(folder: &Path, name: &str, figures: &[Figure]) -> Result<(), String> {
    let path = folder.join(format!("{name}.json"));
    let mut medians = if path.exists() {
        load(folder, name)?
    } else {
        Medians::new()
    };
    medians.extend(figures.iter().map(|figure| (figure.id(), figure.median)));
    let text = serde_json::to_string_pretty(&medians).map_err(|error| error.to_string())?;
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&path, text + "\n"))
        .map_err(|error| format!("{} could not be written: {error}.", path.display()))
}

/// Reads the medians that were kept as `NAME.json`.
pub(super) fn load(folder: &Path, name: &str) -> Result<Medians, String> {
    let path = folder.join(format!("{name}.json"));
    let text = fs::read_to_string(&path).map_err(|_| {
        format!(
            "nothing is saved as `{name}`; saved are: {}.",
            names(folder).join(", ")
        )
    })?;
    serde_json::from_str(&text).map_err(|error| format!("{} is damaged: {error}.", path.display()))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = files
        .filter_map(|file| file.strip_suffix(".json").map(str::to_owned))
        .collect();
    names.sort();
    if names.is_empty() {
        names.push("none".to_owned());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(size: &str, median: f64) -> Figure {
        Figure {
            workload: "W1".into(),
            what: "step".into(),
            size: size.into(),
            median,
            elements: None,
        }
    }

    #[test]
    fn what_is_stored_is_loaded_and_merged() {
        let folder = std::env::temp_dir().join(format!("flambeau-xtask-{}", std::process::id()));
        store(&folder, "a", &[figure("10", 1.5), figure("20", 2.5)]).expect("stored");
        store(&folder, "a", &[figure("20", 3.5)]).expect("stored again");
        let medians = load(&folder, "a").expect("loaded");
        let missing = load(&folder, "b").expect_err("b was never stored");
        fs::remove_dir_all(&folder).expect("removed");
        assert_eq!(
            medians,
            Medians::from([("W1/step/10".into(), 1.5), ("W1/step/20".into(), 3.5)])
        );
        assert_eq!(missing, "nothing is saved as `b`; saved are: a.");
    }
}
