//! Checks of the crates' manifests, read line by line.

use super::Finding;
use super::tree::File;

/// What the manifest of every package in `crates/` says, each on a line of its own.
const REQUIRED: [&str; 7] = [
    "description = \"",
    "version.workspace = true",
    "edition.workspace = true",
    "rust-version.workspace = true",
    "license.workspace = true",
    "categories.workspace = true",
    "workspace = true",
];

/// Which crates of the workspace a crate may use, so that each can be used alone. The facade may use all.
const LAYERS: [(&str, &[&str]); 12] = [
    ("show", &[]),
    ("tensor-core", &["show"]),
    ("autograd", &["show", "tensor-core", "options-derive"]),
    ("nn-derive", &[]),
    // What it emits may stand on `autograd`, with which its examples are run.
    ("options-derive", &["autograd"]),
    (
        "nn",
        &["show", "tensor-core", "autograd", "nn-derive", "options-derive"],
    ),
    ("optim", &["tensor-core", "autograd", "options-derive"]),
    ("data", &["tensor-core", "autograd"]),
    (
        "monitor",
        &["show", "autograd", "nn", "optim", "options-derive", "plot"],
    ),
    ("plot", &["show"]),
    ("serialization", &["tensor-core", "autograd"]),
    // Its tests train, and save what they have trained.
    (
        "distributed",
        &["tensor-core", "autograd", "nn", "data", "optim", "serialization"],
    ),
];

/// The crate whose manifest this is.
fn crate_name(file: &File) -> Option<&str> {
    file.path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")
}

/// The manifest says everything that a registry shows, and takes from the workspace what all crates share.
pub(super) fn package(file: &File) -> Vec<Finding> {
    if crate_name(file).is_none() {
        return Vec::new();
    }
    let missing = REQUIRED
        .iter()
        .filter(|wanted| !file.text.lines().any(|line| line.starts_with(**wanted)));
    missing
        .map(|wanted| {
            file.finding(
                1,
                format!("the manifest lacks `{}`; add it", wanted.trim_end_matches('"')),
            )
        })
        .collect()
}

/// Versions stand in the one table of the root manifest. A path alone has none.
pub(super) fn dependencies(file: &File) -> Vec<Finding> {
    let in_workspace = crate_name(file).is_some() || file.path == "xtask/Cargo.toml";
    if !in_workspace {
        return Vec::new();
    }
    let is_versioned = |line: &str| !line.contains("workspace = true") && !line.contains("{ path = \"../");
    let own = dependency_lines(file).filter(|(_, _, line)| is_versioned(line));
    own.map(|(at, name, _)| {
        file.finding(
            at,
            format!("`{name}` is not taken from the workspace's table; write `{name}.workspace = true`"),
        )
    })
    .collect()
}

/// Nobody looks upwards or sideways: `nn`, `optim` and `data` do not know each other. That a crate names itself, so that its
/// tests have all its features, is no dependency.
pub(super) fn layers(file: &File) -> Vec<Finding> {
    let Some((name, allowed)) = LAYERS.iter().find(|(name, _)| crate_name(file) == Some(name)) else {
        return Vec::new();
    };
    let ours = |used: &str| used == "flambeau" || LAYERS.iter().any(|(name, _)| *name == used);
    // In its own tests a crate may use itself, with other features.
    dependency_lines(file)
        .filter(|(_, used, _)| ours(used) && used != name && !allowed.contains(used))
        .map(|(at, used, _)| {
            file.finding(
                at,
                format!("`{name}` must be usable without `{used}`; remove the dependency"),
            )
        })
        .collect()
}

/// The lines of all tables of dependencies: number, name of the package, line.
fn dependency_lines(file: &File) -> impl Iterator<Item = (usize, &str, &str)> {
    let mut inside = false;
    file.text.lines().enumerate().filter_map(move |(at, line)| {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]");
            return None;
        }
        let name = line.split(['.', ' ', '=']).next()?;
        (inside && !name.is_empty() && !name.starts_with('#')).then_some((at + 1, name, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(check: fn(&File) -> Vec<Finding>, path: &str, text: &str) -> Vec<String> {
        check(&File::new(path, text))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn an_incomplete_manifest_is_found() {
        let found = messages(
            package,
            "crates/nn/Cargo.toml",
            "[package]\nversion.workspace = true\n",
        );
        assert_eq!(found.len(), REQUIRED.len() - 1);
        assert_eq!(
            found[0],
            "crates/nn/Cargo.toml:1: the manifest lacks `description = `; add it"
        );
        assert!(messages(package, "benches/peers/Cargo.toml", "").is_empty());
    }

    #[test]
    fn a_version_outside_the_table_is_found() {
        let text = "[dependencies]\n# A\nserde.workspace = true\nrand = \"1\"\nx = { workspace = true }\n[features]\na = []\n";
        let found = messages(dependencies, "crates/nn/Cargo.toml", text);
        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with("crates/nn/Cargo.toml:4: `rand`"),
            "{found:?}"
        );
    }

    #[test]
    fn a_dependency_across_layers_is_found() {
        let text = "[dependencies]\nautograd.workspace = true\n[dev-dependencies]\nnn.workspace = true\n";
        let found = messages(layers, "crates/optim/Cargo.toml", text);
        assert_eq!(
            found,
            ["crates/optim/Cargo.toml:4: `optim` must be usable without `nn`; remove the dependency"]
        );
        assert!(messages(layers, "crates/flambeau/Cargo.toml", text).is_empty());
    }
}
