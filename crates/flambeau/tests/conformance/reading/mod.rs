//! The corpus's files and cases.

mod args;
mod tensor;

pub(crate) use args::{Args, indices, list, number, scalar};
pub(crate) use tensor::{Precision, base, dtype, index, viewed};

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::Value;

/// Why a corpus cannot be read.
#[derive(Debug)]
pub(crate) struct Error(String);

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The corpus files of a folder, by name.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = folder
        .read_dir()
        .map_err(|error| Error(format!("{}: {error}", folder.display())))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| is_corpus(path))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(Error(format!(
            "{}: no .json or .json.gz file is in this folder",
            folder.display()
        )));
    }
    Ok(files)
}

fn is_corpus(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".json") || name.ends_with(".json.gz")
}

/// One file of cases.
pub(crate) struct Area {
    pub(crate) name: String,
    pub(crate) fixtures: Value,
    pub(crate) cases: Vec<Case>,
}

/// One case.
pub(crate) struct Case {
    pub(crate) json: Value,
}

impl Area {
    /// Reads a file, compressed or not.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let wrong = |error: &dyn std::fmt::Display| Error(format!("{}: {error}", path.display()));
        let mut text = String::new();
        let mut file = File::open(path).map_err(|error| wrong(&error))?;
        if path.extension().is_some_and(|extension| extension == "gz") {
            GzDecoder::new(file)
                .read_to_string(&mut text)
                .map_err(|error| wrong(&error))?;
        } else {
            file.read_to_string(&mut text).map_err(|error| wrong(&error))?;
        }
        let mut json: Value = serde_json::from_str(&text).map_err(|error| wrong(&error))?;
        let name = json["area"]
            .as_str()
            .ok_or_else(|| wrong(&"the file names no area"))?
            .to_owned();
        let Value::Array(cases) = json["cases"].take() else {
            return Err(wrong(&"the file has no list of cases"));
        };
        let cases = cases.into_iter().map(|json| Case { json }).collect();
        Ok(Self {
            name,
            fixtures: json["fixtures"].take(),
            cases,
        })
    }
}

impl Case {
    pub(crate) fn name(&self) -> &str {
        self.json["name"].as_str().unwrap_or("a case without a name")
    }

    pub(crate) fn op(&self) -> &str {
        self.json["op"].as_str().unwrap_or_default()
    }

    pub(crate) fn args(&self) -> Args<'_> {
        Args(&self.json["args"])
    }

    pub(crate) fn expected(&self) -> &Value {
        &self.json["expected"]
    }

    pub(crate) fn list(&self, key: &str) -> &[Value] {
        list(&self.json[key])
    }
}
