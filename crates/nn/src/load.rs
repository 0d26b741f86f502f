//! Giving a module the tensors of a state: how names are matched, and what can be wrong with the state.

use std::collections::{HashMap, HashSet};
use std::fmt;

use autograd::{OrRaise, Shape, StateDict, Tensor};

use crate::nearest::nearest;
use crate::seen::Seen;
use crate::walk::{Found, walk};

/// How [`Module::load_state_dict_with`](crate::Module::load_state_dict_with) matches a state with a module.
///
/// ```
/// use nn::{LoadOptions, Module, StateDict, Tensor, sequential};
/// # use nn::Linear;
/// let state = StateDict::from_iter([
///     ("module.fc.weight", Tensor::ones([1, 2])),
///     ("module.fc.bias", Tensor::zeros(1)),
///     ("module.head.weight", Tensor::zeros([10, 1])),
/// ]);
/// let model = sequential![Linear::new(2, 1)];
/// let options = LoadOptions::new().strict(false).strip_prefix("module.").rename(|name| name.replace("fc", "0"));
/// let left = model.load_state_dict_with(&state, &options)?;
/// assert_eq!((left.missing.len(), left.unexpected), (0, vec!["head.weight".to_owned()]));
/// assert_eq!(model.state_dict()["0.weight"].to_vec::<f32>(), [1.0, 1.0]);
/// # Ok::<_, nn::LoadStateDictError>(())
/// ```
pub struct LoadOptions<'a> {
    strict: bool,
    assign: bool,
    prefix: String,
    rename: Option<Box<Rename<'a>>>,
}

/// What gives a name of a state the module's.
type Rename<'a> = dyn Fn(&str) -> String + 'a;

impl<'a> LoadOptions<'a> {
    /// As [`Module::load_state_dict`](crate::Module::load_state_dict) does it.
    pub fn new() -> Self {
        Self {
            strict: true,
            assign: false,
            prefix: String::new(),
            rename: None,
        }
    }

    /// Whether a missing or unexpected name is an error, as it is unless told otherwise. Shapes that differ are one
    /// always, as in PyTorch.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Whether parameters and buffers take the element types of the state too, where otherwise its elements are
    /// converted to theirs. A parameter keeps its own where the state has integers. An optimizer that has made steps
    /// keeps its state in the old type: make it after loading.
    #[must_use]
    pub fn assign(mut self, assign: bool) -> Self {
        self.assign = assign;
        self
    }

    /// What is taken off the names that begin with it, such as the `module.` of `DataParallel`; others stay as they
    /// are. Of a file that holds more than one state, [`StateDict::strip_prefix`] takes one.
    #[must_use]
    pub fn strip_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// What the module calls the tensor of each name, after the prefix was taken off.
    #[must_use]
    pub fn rename(mut self, rename: impl Fn(&str) -> String + 'a) -> Self {
        self.rename = Some(Box::new(rename));
        self
    }

    fn name(&self, key: &str) -> String {
        let key = key.strip_prefix(&self.prefix).unwrap_or(key);
        match &self.rename {
            Some(rename) => rename(key),
            None => key.to_owned(),
        }
    }
}

impl Default for LoadOptions<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for LoadOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoadOptions")
            .field("strict", &self.strict)
            .field("assign", &self.assign)
            .field("prefix", &self.prefix)
            .field("renames", &self.rename.is_some())
            .finish()
    }
}

/// The names that a load that is not [strict](LoadOptions::strict) has left alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct IncompatibleKeys {
    /// Names that the module has and the state has not: they keep their elements.
    pub missing: Vec<String>,
    /// Names that the state has and the module has not.
    pub unexpected: Vec<String>,
}

/// A state does not belong to a module: everything that is wrong at once. Names are those after renaming.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadStateDictError {
    /// The module's type.
    pub module: String,
    /// Names that the module has and the state has not.
    pub missing: Vec<String>,
    /// Names that the state has and the module has not.
    pub unexpected: Vec<String>,
    /// Names whose tensors differ in shape.
    pub mismatches: Vec<Mismatch>,
    /// Names that several tensors of the state have after renaming.
    pub ambiguous: Vec<String>,
}

/// A tensor of a state that has another shape than the module's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// Its name.
    pub key: String,
    /// Its shape in the state.
    pub found: Shape,
    /// Its shape in the module.
    pub expected: Shape,
}

impl LoadStateDictError {
    fn is_fatal(&self, strict: bool) -> bool {
        let named = !self.missing.is_empty() || !self.unexpected.is_empty();
        (strict && named) || !self.mismatches.is_empty() || !self.ambiguous.is_empty()
    }
}

impl fmt::Display for LoadStateDictError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the state does not fit {}, and nothing was loaded",
            self.module
        )?;
        let lists = [
            ("missing", &self.missing, &self.unexpected, "the state has"),
            ("unexpected", &self.unexpected, &self.missing, "the module lacks"),
            ("given more than once", &self.ambiguous, &Vec::new(), ""),
        ];
        for (what, keys, others, whose) in lists {
            if !keys.is_empty() {
                write!(f, "; {what}: {}", listed(keys, others, whose))?;
            }
        }
        for Mismatch { key, found, expected } in &self.mismatches {
            write!(
                f,
                "; {key} has shape {found:?} in the state and {expected:?} in the module"
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadStateDictError {}

/// The names, each with the one of `others` that it may be mistaken for.
fn listed(keys: &[String], others: &[String], whose: &str) -> String {
    /// Of more names than this the nearest are not looked for.
    const EXAMINED: usize = 50;
    let described = keys.iter().enumerate().map(|(at, key)| {
        let candidates = if at < EXAMINED { others } else { &[] };
        match nearest(key, candidates.iter().map(String::as_str)) {
            Some(other) => format!("{key} ({whose} {other})"),
            None => key.clone(),
        }
    });
    described.collect::<Vec<_>>().join(", ")
}

/// A parameter or buffer that is to be loaded.
struct Target {
    path: String,
    tensor: Tensor,
    parameter: bool,
}

/// Gives `module` the tensors of `state`, all or none.
#[track_caller]
pub(crate) fn load_state_dict(
    module: &dyn Seen,
    state: &StateDict,
    options: &LoadOptions<'_>,
) -> Result<IncompatibleKeys, LoadStateDictError> {
    let mut sources = HashMap::new();
    let mut error = LoadStateDictError {
        module: module.type_name(),
        missing: Vec::new(),
        unexpected: Vec::new(),
        mismatches: Vec::new(),
        ambiguous: Vec::new(),
    };
    for (key, tensor) in state {
        let name = options.name(key);
        if sources.insert(name.clone(), tensor).is_some() {
            error.ambiguous.push(name);
        }
    }
    let targets = targets(module, &sources);
    let known: HashSet<&str> = targets.iter().map(|target| target.path.as_str()).collect();
    let names = state.keys().map(|key| options.name(key));
    error.unexpected = names.filter(|name| !known.contains(name.as_str())).collect();
    compare(&targets, &sources, &mut error);
    if error.is_fatal(options.strict) {
        return Err(error);
    }
    let targets = match make(module, &sources) {
        true => self::targets(module, &sources),
        false => targets,
    };
    for target in &targets {
        if let Some(source) = sources.get(&target.path) {
            target.take(source, options.assign);
        }
    }
    Ok(IncompatibleKeys {
        missing: error.missing,
        unexpected: error.unexpected,
    })
}

/// The tensors of a state by the module's names.
type Sources<'a> = HashMap<String, &'a Tensor>;

/// The parameters and buffers of `module`; of a layer that is not made yet those that it would have with these tensors.
#[track_caller]
fn targets(module: &dyn Seen, sources: &Sources<'_>) -> Vec<Target> {
    let (mut targets, mut refused) = (Vec::new(), Ok(()));
    walk(module, &mut |path, found| match found {
        Found::Unmade(layer) => match layer.draft(&|name| sources.get(&below(path, name)).copied()) {
            Ok(draft) => walk(&&*draft, &mut |name, found| {
                targets.extend(Target::of(&below(path, name), found));
            }),
            Err(error) => refused = Err(error),
        },
        found => targets.extend(Target::of(path, found)),
    });
    refused.or_raise();
    targets
}

/// Makes the layers that are not made yet and whose size these tensors tell; whether there were any.
#[track_caller]
fn make(module: &dyn Seen, sources: &Sources<'_>) -> bool {
    let (mut any, mut refused) = (false, Ok(()));
    walk(module, &mut |path, found| {
        if let Found::Unmade(layer) = found
            && let Err(error) = layer.make(&|name| sources.get(&below(path, name)).copied())
        {
            refused = Err(error);
        }
        any |= matches!(found, Found::Unmade(_));
    });
    refused.or_raise();
    any
}

/// The path of what is called `name` in the module at `path`.
fn below(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

impl Target {
    fn of(path: &str, found: Found<'_>) -> Option<Self> {
        let parameter = matches!(found, Found::Parameter(_));
        let (path, tensor) = (path.to_owned(), found.tensor()?.clone());
        Some(Self {
            path,
            tensor,
            parameter,
        })
    }

    fn take(&self, source: &Tensor, assign: bool) {
        if assign && (!self.parameter || source.dtype().is_float()) {
            self.tensor.assign_data(source);
        } else {
            self.tensor.set_data(source);
        }
    }
}

fn compare(targets: &[Target], sources: &Sources<'_>, error: &mut LoadStateDictError) {
    for target in targets {
        match sources.get(&target.path) {
            None if is_given_elsewhere(target, targets, sources) => {}
            None => error.missing.push(target.path.clone()),
            Some(source) if source.shape() != target.tensor.shape() => error.mismatches.push(Mismatch {
                key: target.path.clone(),
                found: Shape::from(source.shape()),
                expected: Shape::from(target.tensor.shape()),
            }),
            Some(_) => {}
        }
    }
}

/// Whether a tied tensor is in the state under another of its names: files may hold it once.
fn is_given_elsewhere(target: &Target, targets: &[Target], sources: &Sources<'_>) -> bool {
    let mut tied = targets
        .iter()
        .filter(|other| other.tensor.is_same(&target.tensor));
    tied.any(|other| sources.contains_key(&other.path))
}
