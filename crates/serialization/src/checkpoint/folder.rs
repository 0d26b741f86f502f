//! [`Checkpoints`]: those of one training, in a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Checkpoint;
use crate::atomic::{Durability, UNFINISHED, replace};
use crate::error::{Error, Problem};

/// What the names of files begin with.
const NAME: &str = "checkpoint-";
/// What they end with.
const ENDING: &str = ".safetensors";
/// The file that holds the best one.
const BEST: &str = "best.safetensors";
/// The value by which the best one is told.
const METRIC: &str = "metric";

/// The checkpoints of one training, in a folder: the last ones, and perhaps the best.
///
/// ```
/// use serialization::{Checkpoint, Checkpoints, resume_latest};
///
/// # let folder = std::env::temp_dir().join(format!("flambeau-doc-{}-run", std::process::id()));
/// let checkpoints = Checkpoints::new(&folder).keep_last(2);
/// for step in 1..=3 {
///     let loss = 1.0 / step as f64;
///     checkpoints.save_metric(step, Checkpoint::new().with_value("loss", loss), loss)?;
/// }
/// let latest = resume_latest(&folder)?.expect("there are some");
/// assert_eq!((latest.step, latest.checkpoint.value::<f64>("loss")?), (3, 1.0 / 3.0));
/// assert_eq!(checkpoints.steps()?, [2, 3]);
/// # std::fs::remove_dir_all(&folder).unwrap();
/// # Ok::<_, serialization::Error>(())
/// ```
///
/// One program writes to a folder at a time: what an earlier one left unfinished is removed.
#[derive(Clone, Debug)]
pub struct Checkpoints {
    folder: PathBuf,
    keep_last: usize,
    higher_is_better: bool,
}

impl Checkpoints {
    /// Those in this folder, which is made if it is not there. All are kept unless it is said otherwise.
    pub fn new(folder: impl AsRef<Path>) -> Self {
        Self {
            folder: folder.as_ref().to_owned(),
            keep_last: usize::MAX,
            higher_is_better: false,
        }
    }

    /// Keeps this many of the last ones, at least one.
    #[must_use]
    pub fn keep_last(mut self, count: usize) -> Self {
        self.keep_last = count.max(1);
        self
    }

    /// Whether a higher metric is better, such as an accuracy; lower ones are, unless it is said otherwise.
    #[must_use]
    pub fn higher_is_better(mut self, higher: bool) -> Self {
        self.higher_is_better = higher;
        self
    }

    /// Writes the checkpoint of this step, or epoch, and then removes those that are not to be kept.
    ///
    /// # Errors
    /// If it cannot be written; those that are there stay then.
    pub fn save(&self, step: u64, checkpoint: &Checkpoint) -> Result<PathBuf, Error> {
        fs::create_dir_all(&self.folder).map_err(|error| Problem::Io(error).writing(&self.folder))?;
        let path = self.path(step);
        checkpoint.save(&path)?;
        self.remove_old()?;
        Ok(path)
    }

    /// As [`save`](Self::save), and keeps the checkpoint as the best one too, if the metric is better than that one's. What
    /// is not a number is never better.
    ///
    /// # Errors
    /// As [`save`](Self::save).
    pub fn save_metric(&self, step: u64, checkpoint: Checkpoint, metric: f64) -> Result<PathBuf, Error> {
        let path = self.save(step, &checkpoint.with_value(METRIC, metric))?;
        let best = self.best_path();
        let best_metric = match best.exists() {
            // One that is broken is replaced.
            true => Checkpoint::load_values(&best)
                .and_then(|best| best.value::<f64>(METRIC))
                .ok(),
            false => None,
        };
        let is_better = match best_metric {
            _ if metric.is_nan() => false,
            None => true,
            Some(before) if self.higher_is_better => metric > before,
            Some(before) => metric < before,
        };
        if is_better {
            replace(&best, Durability::Machine, |neighbour| {
                // Both names are of one file where the disk can do that.
                fs::hard_link(&path, neighbour).or_else(|_| fs::copy(&path, neighbour).map(|_| ()))?;
                Ok(())
            })?;
        }
        Ok(path)
    }

    /// Where the best one is, once there is one.
    pub fn best_path(&self) -> PathBuf {
        self.folder.join(BEST)
    }

    /// The steps of those that are there, in order.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn steps(&self) -> Result<Vec<u64>, Error> {
        let mut steps: Vec<u64> = names(&self.folder)?
            .iter()
            .filter_map(|name| step_of(name))
            .collect();
        steps.sort_unstable();
        Ok(steps)
    }

    /// Where the one of this step is.
    pub fn path(&self, step: u64) -> PathBuf {
        self.folder.join(format!("{NAME}{step:010}{ENDING}"))
    }

    fn remove_old(&self) -> Result<(), Error> {
        for name in names(&self.folder)? {
            let ours = name.starts_with(NAME) || name.starts_with(BEST);
            if ours && name.ends_with(UNFINISHED) {
                // Somebody else may have been quicker.
                let _ = fs::remove_file(self.folder.join(name));
            }
        }
        let steps = self.steps()?;
        for step in &steps[..steps.len().saturating_sub(self.keep_last)] {
            let path = self.path(*step);
            fs::remove_file(&path).map_err(|error| Problem::Io(error).writing(&path))?;
        }
        Ok(())
    }
}

/// The newest whole checkpoint of a folder.
#[derive(Debug)]
#[non_exhaustive]
pub struct Latest {
    /// Its step.
    pub step: u64,
    /// Its file.
    pub path: PathBuf,
    /// What it holds.
    pub checkpoint: Checkpoint,
    /// The newer ones that are broken, newest first: which, and why.
    pub passed_over: Vec<Error>,
}

/// Loads the newest checkpoint of a folder that is whole, and says which newer ones it has passed over and why. There is
/// none if the folder is not there or has no checkpoints in it.
///
/// # Errors
/// If there are checkpoints and none is whole, or the folder cannot be read.
pub fn resume_latest(folder: impl AsRef<Path>) -> Result<Option<Latest>, Error> {
    let checkpoints = Checkpoints::new(folder);
    let mut passed_over = Vec::new();
    for step in checkpoints.steps()?.into_iter().rev() {
        let path = checkpoints.path(step);
        match Checkpoint::load(&path) {
            Ok(checkpoint) => {
                return Ok(Some(Latest {
                    step,
                    path,
                    checkpoint,
                    passed_over,
                }));
            }
            Err(error) => passed_over.push(error),
        }
    }
    if passed_over.is_empty() {
        return Ok(None);
    }
    let reasons: Vec<String> = passed_over.iter().map(Error::to_string).collect();
    Err(Problem::invalid(format!(
        "none of its checkpoints is whole: {}",
        reasons.join("; ")
    ))
    .reading(&checkpoints.folder))
}

/// The step that a file's name tells.
fn step_of(name: &str) -> Option<u64> {
    name.strip_prefix(NAME)?.strip_suffix(ENDING)?.parse().ok()
}

/// The names of the files in a folder; none if it is not there.
fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let read = || -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.collect()
    };
    read().map_err(|error| Problem::Io(error).reading(folder))
}
