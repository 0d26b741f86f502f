//! [`Checkpoint`]: all that a training needs to go on, in one file.

mod folder;

pub use folder::{Checkpoints, Latest, resume_latest};

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use autograd::random::State;
use autograd::{Array, DType, Generator, StateDict};

use crate::atomic::Durability;
use crate::error::{Error, Problem};
use crate::safetensors;

/// What tells a checkpoint from other files of safetensors, and its version.
const FORMAT: &str = "checkpoint";
const VERSION: &str = "1";
/// The part that holds the states of generators.
const GENERATORS: &str = "generators";
/// The part that holds the program's own values.
const VALUES: &str = "values";

/// All that a training needs to go on: the states of models, optimizers, schedules and loaders under names of the
/// program's, where random generators are, and values of the program's own.
///
/// One file of [`safetensors`] holds it, which any tool for that format reads: tensors as tensors, the rest as
/// metadata. It is written into a neighbour of the file, synced to the disk, and put into the file's place, so that a
/// program that is killed leaves the old file or the new one, whole. [`Checkpoints`] keeps several.
///
/// A run that goes on from a checkpoint is the same as one that was never interrupted, bit for bit, if everything that
/// changes is in it: the generator that dropout and shuffling draw from as well.
///
/// ```
/// use autograd::random::default_generator;
/// use autograd::{StateDict, Tensor};
/// use serialization::Checkpoint;
///
/// # let path = std::env::temp_dir().join(format!("flambeau-doc-{}.checkpoint", std::process::id()));
/// let model = StateDict::from_iter([("weight", Tensor::ones([2, 3]))]); // model.state_dict()
/// Checkpoint::new()
///     .with("model", &model)
///     .with_generator("default", &default_generator())
///     .with_value("epoch", 12)
///     .save(&path)?;
///
/// let checkpoint = Checkpoint::load(&path)?;
/// assert_eq!(checkpoint.state("model")?, model); // model.load_state_dict(&..)
/// checkpoint.restore_generator("default", &default_generator())?;
/// let epoch: usize = checkpoint.value("epoch")?;
/// assert_eq!(epoch, 12);
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<_, serialization::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Checkpoint {
    parts: StateDict,
    /// The file that it was loaded from, for messages.
    source: String,
}

impl Checkpoint {
    /// One that holds nothing yet.
    pub fn new() -> Self {
        let mut parts = StateDict::new();
        parts.metadata_mut().insert(FORMAT.into(), VERSION.into());
        Self {
            parts,
            source: "the checkpoint".into(),
        }
    }

    /// This with the state of a model, an optimizer, a schedule, a loader, or anything else that has one.
    ///
    /// # Panics
    /// If the name is taken, is empty, or has a dot, which separates it from the names in the state.
    #[must_use]
    #[track_caller]
    pub fn with(mut self, name: &str, state: &StateDict) -> Self {
        assert!(
            !name.is_empty() && !name.contains('.') && ![FORMAT, GENERATORS, VALUES].contains(&name),
            "Checkpoint: a state cannot be called {name:?}; a name has no dots and is none of {FORMAT}, {GENERATORS}, {VALUES}"
        );
        assert!(
            !self.parts.metadata().contains_key(name),
            "Checkpoint: there is a state called {name:?} already"
        );
        // So that a state without tensors and remarks is known to be there.
        self.parts.metadata_mut().insert(name.to_owned(), String::new());
        self.parts.extend_with_prefix(&format!("{name}."), state);
        self
    }

    /// This with where a generator is, of either kind.
    #[must_use]
    pub fn with_generator(mut self, name: &str, generator: &Generator) -> Self {
        let bytes = generator.get_state().to_bytes();
        let array = Array::from_le_bytes(DType::U8, bytes.len(), &bytes);
        self.parts.insert(
            format!("{GENERATORS}.{name}"),
            array.expect("a shape of as many bytes"),
        );
        self
    }

    /// This with a value of the program's own, as it is displayed. Numbers come back exactly.
    #[must_use]
    pub fn with_value(mut self, name: &str, value: impl fmt::Display) -> Self {
        let remarks = self.parts.metadata_mut();
        remarks.insert(format!("{VALUES}.{name}"), value.to_string());
        self
    }

    /// The state of this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn state(&self, name: &str) -> Result<StateDict, Error> {
        if self.parts.metadata().contains_key(name) && name != FORMAT {
            return Ok(self.parts.strip_prefix(&format!("{name}.")));
        }
        let names = self
            .parts
            .metadata()
            .keys()
            .filter(|key| !key.contains('.') && *key != FORMAT);
        Err(self.lacks("state", name, names.cloned().collect()))
    }

    /// The value of this name.
    ///
    /// # Errors
    /// If there is none, or it is of another type.
    pub fn value<T: FromStr>(&self, name: &str) -> Result<T, Error> {
        let values = self.parts.strip_prefix(&format!("{VALUES}."));
        let Some(text) = values.metadata().get(name) else {
            return Err(self.lacks("value", name, values.metadata().keys().cloned().collect()));
        };
        text.parse().map_err(|_| {
            let problem = format!(
                "the value {name:?} is {text:?}, which is no {}",
                std::any::type_name::<T>()
            );
            Problem::invalid(problem).reading(Path::new(&self.source))
        })
    }

    /// Puts a generator where the one of this name was.
    ///
    /// # Errors
    /// If there is none, or its state is damaged; the generator stays where it is then.
    pub fn restore_generator(&self, name: &str, generator: &Generator) -> Result<(), Error> {
        let Some(tensor) = self.parts.get(&format!("{GENERATORS}.{name}")) else {
            let states = self.parts.strip_prefix(&format!("{GENERATORS}."));
            return Err(self.lacks("generator", name, states.keys().map(str::to_owned).collect()));
        };
        let state = State::from_bytes(&tensor.to_le_bytes()).map_err(|error| {
            let problem = Problem::invalid(error.to_string()).within(format_args!("generator {name:?}"));
            problem.reading(Path::new(&self.source))
        })?;
        generator.set_state(&state);
        Ok(())
    }

    /// Writes a file, which replaces the one at `path` when it is whole and on the disk.
    ///
    /// # Errors
    /// If it cannot be written. What was there before then stays.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        safetensors::save_durably(&self.parts, path.as_ref(), Durability::Machine)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read, or is no checkpoint.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        Self::of(safetensors::load(path)?, path)
    }

    /// Reads the values of a file, and none of its states.
    fn load_values(path: &Path) -> Result<Self, Error> {
        Self::of(safetensors::load_metadata(path)?, path)
    }

    /// What was read from a file, if it is a checkpoint.
    fn of(parts: StateDict, path: &Path) -> Result<Self, Error> {
        match parts.metadata().get(FORMAT).map(String::as_str) {
            Some(VERSION) => Ok(Self {
                parts,
                source: path.display().to_string(),
            }),
            Some(version) => Err(Problem::unsupported(format!(
                "this is a checkpoint of version {version:?}; version {VERSION} is read here"
            ))
            .reading(path)),
            None => Err(Problem::unsupported(
                "this is a file of safetensors, but no checkpoint; `safetensors::load` reads its tensors",
            )
            .reading(path)),
        }
    }

    fn lacks(&self, what: &str, name: &str, mut names: Vec<String>) -> Error {
        names.sort();
        let there = match names.is_empty() {
            true => "it has none".to_owned(),
            false => format!("it has {}", names.join(", ")),
        };
        Problem::invalid(format!("there is no {what} called {name:?}; {there}"))
            .reading(Path::new(&self.source))
    }
}

/// Both hold the same, wherever they were loaded from.
impl PartialEq for Checkpoint {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl Default for Checkpoint {
    fn default() -> Self {
        Self::new()
    }
}

/// A table of all that is in it.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}
