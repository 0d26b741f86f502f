//! [`OptimizerState`]: an optimizer's options and memory, to be saved and loaded.

use std::collections::BTreeMap;

use autograd::{Error, ErrorKind, Tensor};

use crate::algorithm::{Core, Kind};
use crate::group::Group;
use crate::options::Value;
use crate::state::State;

/// What an optimizer needs to go on where it stopped: PyTorch's `state_dict`. Parameters are known by their position.
///
/// ```
/// use autograd::Tensor;
/// use optim::{Optimizer, SGD};
///
/// let w = Tensor::zeros(2).requires_grad_(true);
/// let mut optimizer = SGD::new([&w], 0.1).momentum(0.9);
/// w.sum().backward();
/// optimizer.step();
///
/// let saved = optimizer.state_dict();
/// assert_eq!(saved.state[&0].buffers["momentum_buffer"].to_vec::<f32>(), [1.0, 1.0]);
/// let mut other = SGD::new([&w], 0.5).momentum(0.5);
/// other.load_state_dict(&saved)?;
/// assert_eq!(other.to_string(), optimizer.to_string());
/// # Ok::<_, autograd::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct OptimizerState {
    /// The groups, in order.
    pub groups: Vec<GroupState>,
    /// What is kept for each parameter that has made a step.
    pub state: BTreeMap<usize, ParameterState>,
}

/// A group of an [`OptimizerState`].
#[derive(Clone, Debug, Default)]
pub struct GroupState {
    /// The options by name.
    pub options: BTreeMap<String, Value>,
    /// The positions of its parameters among all.
    pub parameters: Vec<usize>,
}

/// What is kept for one parameter in an [`OptimizerState`].
#[derive(Clone, Debug, Default)]
pub struct ParameterState {
    /// How many steps it has made, where the optimizer counts them.
    pub step: u64,
    /// The arrays by their name in PyTorch, such as `momentum_buffer`.
    pub buffers: BTreeMap<String, Tensor>,
}

impl Core {
    pub(crate) fn state_dict(&self) -> OptimizerState {
        let mut positions = 0..;
        let groups = self.groups.iter().map(|group| GroupState {
            options: group
                .options()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            parameters: positions.by_ref().take(group.parameters().len()).collect(),
        });
        let kept = self.states.iter().enumerate();
        let kept = kept.filter(|(_, state)| state.step > 0 || state.buffers.iter().any(Option::is_some));
        OptimizerState {
            groups: groups.collect(),
            state: kept.map(|(at, state)| (at, saved(self.kind, state))).collect(),
        }
    }

    pub(crate) fn load_state_dict(&mut self, saved: &OptimizerState) -> Result<(), Error> {
        self.read_state(saved).map_err(|message| {
            Error::new(
                ErrorKind::Format,
                format!("{}: the saved state does not fit: {message}", self.kind.name),
            )
        })
    }

    fn read_state(&mut self, saved: &OptimizerState) -> Result<(), String> {
        let here: Vec<usize> = self.groups.iter().map(|group| group.parameters().len()).collect();
        let there: Vec<usize> = saved.groups.iter().map(|group| group.parameters.len()).collect();
        if here != there {
            return Err(format!(
                "its groups have {there:?} parameters, those of the optimizer {here:?}"
            ));
        }
        // Everything is read before anything is changed.
        let mut groups = self.groups.clone();
        for (group, saved) in groups.iter_mut().zip(&saved.groups) {
            for (name, value) in &saved.options {
                group
                    .options_mut()
                    .set(name, *value)
                    .map_err(|error| error.to_string())?;
            }
            (self.kind.check)(group.values()).map_err(|error| error.to_string())?;
        }
        let parameters: Vec<&Tensor> = self.groups.iter().flat_map(Group::parameters).collect();
        let mut states = vec![State::new(self.kind.buffers.len()); parameters.len()];
        for (at, saved) in &saved.state {
            let parameter = parameters
                .get(*at)
                .ok_or(format!("it has a state for parameter {at}"))?;
            states[*at] = loaded(self.kind, saved, parameter)
                .map_err(|message| format!("parameter {at}: {message}"))?;
        }
        (self.groups, self.states) = (groups, states);
        Ok(())
    }
}

fn saved(kind: &Kind, state: &State) -> ParameterState {
    let named = kind.buffers.iter().zip(&state.buffers);
    let there = named.filter_map(|(name, buffer)| Some(((*name).to_owned(), Tensor::from(buffer.clone()?))));
    ParameterState {
        step: state.step,
        buffers: there.collect(),
    }
}

fn loaded(kind: &Kind, saved: &ParameterState, parameter: &Tensor) -> Result<State, String> {
    let mut state = State::new(kind.buffers.len());
    state.step = saved.step;
    for (name, buffer) in &saved.buffers {
        let Some(at) = kind.buffers.iter().position(|other| other == name) else {
            return Err(format!("it has a {name}, which is not one of {:?}", kind.buffers));
        };
        if buffer.shape() != parameter.shape() {
            return Err(format!(
                "its {name} has shape {:?}, the parameter {:?}",
                buffer.shape(),
                parameter.shape()
            ));
        }
        state.buffers[at] = Some(buffer.value().to_dtype(parameter.dtype()));
    }
    Ok(state)
}
