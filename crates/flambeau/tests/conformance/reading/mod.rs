//! The corpus's files and cases.

mod args;
mod extent;
mod number;
mod tensor;

pub(crate) use args::{Args, Read, scalar};
pub(crate) use number::{all, entries, integer, list, number, numbers, sizes};
pub(crate) use tensor::{Precision, base, declared, dtype, index, item, operands, viewed, whole_numbers};

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::Value;

/// Why a corpus cannot be read.
#[derive(Debug)]
pub(crate) struct Error(String);

impl Error {
    pub(crate) fn new(path: &Path, error: impl std::fmt::Display) -> Self {
        Self(format!("{}: {error}", path.display()))
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The corpus files of a folder and of the folders in it, with their paths in it without endings, in order.
pub(crate) fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>, Error> {
    let mut files = below(folder, ".json")?;
    files.extend(below(folder, ".json.gz")?);
    files.sort();
    if files.is_empty() {
        return Err(Error::new(folder, "no .json or .json.gz file is in this folder"));
    }
    Ok(files)
}

/// The files with an ending in a folder and in the folders in it, with their paths in it without the ending.
pub(crate) fn below(folder: &Path, ending: &str) -> Result<Vec<(String, PathBuf)>, Error> {
    let mut files = Vec::new();
    collect(folder, "", ending, &mut files).map_err(|error| Error::new(folder, error))?;
    Ok(files)
}

fn collect(folder: &Path, prefix: &str, ending: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), ending, files)?;
        } else if let Some(stem) = name.strip_suffix(ending) {
            files.push((format!("{prefix}{stem}"), path.clone()));
        }
    }
    Ok(())
}

/// One file of cases.
pub(crate) struct Area {
    pub(crate) name: String,
    /// Where the file lies.
    pub(crate) folder: PathBuf,
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
        let mut json = json(path)?;
        let (Some(name), Value::Array(cases)) =
            (json["area"].as_str().map(str::to_owned), json["cases"].take())
        else {
            return Err(Error::new(
                path,
                "the file names no area, or has no list of cases",
            ));
        };
        Ok(Self {
            name,
            folder: path.parent().unwrap_or(Path::new(".")).to_owned(),
            fixtures: json["fixtures"].take(),
            cases: cases.into_iter().map(|json| Case { json }).collect(),
        })
    }
}

fn json(path: &Path) -> Result<Value, Error> {
    let mut text = String::new();
    let read = File::open(path).and_then(|mut file| {
        if path.extension().is_some_and(|extension| extension == "gz") {
            GzDecoder::new(file).read_to_string(&mut text)
        } else {
            file.read_to_string(&mut text)
        }
    });
    read.map_err(|error| Error::new(path, error))?;
    serde_json::from_str(&text).map_err(|error| Error::new(path, error))
}

impl Case {
    pub(crate) fn name(&self) -> &str {
        self.json["name"].as_str().unwrap_or("a case without a name")
    }

    pub(crate) fn op(&self) -> &str {
        self.text("op")
    }

    /// The text of an entry; none if it is absent.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.json[key].as_str().unwrap_or_default()
    }

    pub(crate) fn args(&self) -> Args<'_> {
        Args::new(&self.json["args"])
    }

    pub(crate) fn expected(&self) -> &Value {
        &self.json["expected"]
    }

    pub(crate) fn list(&self, key: &str) -> &[Value] {
        list(&self.json[key])
    }

    /// Whether a run in double precision says something: not about figures of another type.
    pub(crate) fn has_double(&self) -> bool {
        self.json.get("reference").is_none()
    }
}
