//! The state of an optimizer as a [`StateDict`], which [`Optimizer::state_dict`](crate::Optimizer::state_dict) describes.

use std::collections::BTreeSet;

use autograd::options::{FromOption, OptionValue};
use autograd::{Error, ErrorKind, StateDict, Tensor};

use crate::algorithm::{Algorithm, Core};
use crate::group::Group;
use crate::state::State;

/// The remark that lists the entries of the parameters.
const ENTRIES: &str = "state";

impl<A: Algorithm> Core<A> {
    pub(crate) fn state_dict(&self) -> StateDict {
        let mut dict = save(&self.groups);
        for (at, state) in self.states.iter().enumerate() {
            // Handles are copied, not elements.
            if let Some(mut state) = state.clone() {
                for (name, entry) in state.entries() {
                    if let Some(tensor) = entry.saved() {
                        dict.insert(entry_key(at, name), tensor);
                    }
                }
            }
        }
        let keys: Vec<&str> = dict.keys().collect();
        let keys = keys.join(" ");
        dict.metadata_mut().insert(ENTRIES.to_owned(), keys);
        dict
    }

    pub(crate) fn load_state_dict(&mut self, dict: &StateDict) -> Result<(), Error> {
        let mut reader = Reader::new(dict);
        // Everything is read before anything is changed.
        let groups = reader.groups(&self.groups);
        let parameters = self.groups.iter().zip(&groups).flat_map(|(here, loaded)| {
            let options = loaded.typed::<A>();
            here.parameters()
                .iter()
                .map(move |parameter| (options, parameter))
        });
        let states = parameters.enumerate().map(|(at, (options, parameter))| {
            let mut state = reader
                .stepped
                .contains(&at)
                .then(|| options.begin(&self.defaults, &parameter.value()));
            if let Some(state) = &mut state {
                reader.state(at, state, parameter);
            }
            state
        });
        let states = states.collect();
        reader.finish(groups.first())?;
        (self.groups, self.states) = (groups, states);
        Ok(())
    }
}

/// The options of groups, all as remarks.
pub(crate) fn save(groups: &[Group]) -> StateDict {
    let mut dict = StateDict::new();
    let mut positions = 0..;
    for (at, group) in groups.iter().enumerate() {
        let parameters: Vec<usize> = positions.by_ref().take(group.parameters().len()).collect();
        let initial_lr = group.initial_lr().map(|lr| (INITIAL_LR, lr.into()));
        let options = group
            .options()
            .chain(initial_lr)
            .chain([(PARAMETERS, parameters.into())]);
        let remarks = options.map(|(name, value)| (option_key(at, name), value.to_string()));
        dict.metadata_mut().extend(remarks);
    }
    dict
}

/// Takes the options of groups, where nothing else was saved.
pub(crate) fn load(groups: &mut [Group], dict: &StateDict) -> Result<(), Error> {
    let mut reader = Reader::new(dict);
    let loaded = reader.groups(groups);
    reader.finish(groups.first())?;
    groups.clone_from_slice(&loaded);
    Ok(())
}

/// The name of a group's initial learning rate, among its options.
const INITIAL_LR: &str = "initial_lr";

/// The name of the positions of a group's parameters, among its options.
const PARAMETERS: &str = "params";

/// Takes a saved option. What a schedule has set may lie beyond the limits.
fn load_option(group: &mut Group, name: &str, value: OptionValue, scheduled: bool) -> Result<(), Error> {
    if scheduled && matches!(name, "lr" | "momentum" | "betas") {
        return group.set_freely(name, value);
    }
    group.try_set(name, &value)
}

fn entry_key(parameter: usize, name: &str) -> String {
    format!("state.{parameter}.{name}")
}

/// The parameter whose entry has this name.
fn parameter_of(key: &str) -> Option<usize> {
    let (parameter, _) = key.strip_prefix("state.")?.split_once('.')?;
    parameter.parse().ok()
}

fn option_key(group: usize, name: &str) -> String {
    format!("param_groups.{group}.{name}")
}

/// A saved state that is being read: what of it was used, and what does not fit.
struct Reader<'a> {
    dict: &'a StateDict,
    /// The entries that the state says it has.
    listed: BTreeSet<&'a str>,
    /// The parameters that have made a step: something was kept for them.
    stepped: BTreeSet<usize>,
    used: BTreeSet<String>,
    missing: Vec<String>,
    problems: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(dict: &'a StateDict) -> Self {
        let listed = dict.metadata().get(ENTRIES).map(String::as_str);
        let listed: BTreeSet<&str> = listed.unwrap_or_default().split_whitespace().collect();
        let keys = dict.keys().chain(listed.iter().copied());
        Self {
            dict,
            stepped: keys.filter_map(parameter_of).collect(),
            listed,
            used: BTreeSet::new(),
            missing: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn problem(&mut self, problem: String) {
        self.problems.push(problem);
    }

    /// Copies of the groups with the saved options.
    fn groups(&mut self, groups: &[Group]) -> Vec<Group> {
        let mut position = 0;
        let loaded = groups.iter().enumerate().map(|(at, group)| {
            let parameters: Vec<usize> = (position..position + group.parameters().len()).collect();
            position += parameters.len();
            self.group(at, group, parameters.into())
        });
        loaded.collect()
    }

    fn group(&mut self, at: usize, group: &Group, parameters: OptionValue) -> Group {
        let mut loaded = group.clone();
        let scheduled = self.dict.metadata().contains_key(&option_key(at, INITIAL_LR));
        for (name, _) in group.options() {
            if let Some(value) = self.option(at, name)
                && let Err(error) = load_option(&mut loaded, name, value, scheduled)
            {
                self.problem(format!("group {at}: {error}"));
            }
        }
        if let Some(saved) = self.option(at, PARAMETERS)
            && saved != parameters
        {
            self.problem(format!(
                "group {at} has parameters {saved}, and {parameters} here"
            ));
        }
        let key = option_key(at, INITIAL_LR);
        let initial_lr = self.dict.metadata().contains_key(&key);
        let initial_lr = initial_lr.then(|| self.option(at, INITIAL_LR)).flatten();
        loaded.set_initial_lr(initial_lr.as_ref().and_then(f64::from_option));
        loaded
    }

    fn option(&mut self, group: usize, name: &str) -> Option<OptionValue> {
        let key = option_key(group, name);
        let Some(text) = self.dict.metadata().get(&key) else {
            self.missing.push(key);
            return None;
        };
        let value = text.parse();
        if let Err(error) = &value {
            self.problem(format!("{key}: {error}"));
        }
        self.used.insert(key);
        value.ok()
    }

    fn state(&mut self, at: usize, state: &mut impl State, parameter: &Tensor) {
        for (name, entry) in state.entries() {
            let key = entry_key(at, name);
            match self.dict.get(&key) {
                Some(saved) => {
                    if let Err(problem) = entry.load(saved, parameter) {
                        self.problem(format!("{key} {problem}"));
                    }
                    self.used.insert(key);
                }
                None if entry.is_optional() && !self.listed.contains(key.as_str()) => {}
                None => self.missing.push(key),
            }
        }
    }

    /// Refuses a state that does not fit, in one sentence with all that is wrong.
    fn finish(mut self, group: Option<&Group>) -> Result<(), Error> {
        let remarks = self.dict.metadata().keys().map(String::as_str);
        let remarks = remarks.filter(|key| key.starts_with("param_groups."));
        let keys = self.dict.keys().chain(remarks);
        let surplus: Vec<&str> = keys.filter(|key| !self.used.contains(*key)).collect();
        let lists = [
            ("missing", self.missing.join(", ")),
            ("unexpected", surplus.join(", ")),
        ];
        let lists = lists.into_iter().filter(|(_, keys)| !keys.is_empty());
        let mut problems: Vec<String> = lists.map(|(what, keys)| format!("{what} {keys}")).collect();
        problems.append(&mut self.problems);
        if problems.is_empty() {
            return Ok(());
        }
        let name = group.map_or("the optimizer", Group::optimizer);
        Err(Error::new(
            ErrorKind::Format,
            format!("{name}: the saved state does not fit: {}", problems.join("; ")),
        ))
    }
}
