//! What the built-in optimizers have in common: groups, states, and the walk over them.

use autograd::{Error, OrRaise, Tensor};
use tensor_core::Array;

use crate::group::{Group, check_parameters};
use crate::group_builder::GroupBuilder;
use crate::options::{Choice, Value};
use crate::state::State;

/// What distinguishes one built-in optimizer from another.
pub(crate) trait Algorithm: Sized {
    /// The name, as PyTorch prints it.
    const NAME: &'static str;
    /// The options, `lr` first.
    const CHOICES: &'static [Choice];
    /// The names of the arrays that are kept for a parameter.
    const BUFFERS: &'static [&'static str];

    /// The options of a group, in the order of the choices.
    fn read(options: &[Value]) -> Self;

    /// Refuses options that do not go together.
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    /// Changes one parameter by its gradient.
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut State);
}

/// What an [`Algorithm`] is but for its step: what uses it is compiled once for all.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) choices: &'static [Choice],
    pub(crate) buffers: &'static [&'static str],
    /// [`Algorithm::check`] of a group's options.
    pub(crate) check: fn(&[Value]) -> Result<(), Error>,
}

impl Kind {
    pub(crate) const fn of<A: Algorithm>() -> Self {
        Self {
            name: A::NAME,
            choices: A::CHOICES,
            buffers: A::BUFFERS,
            check: |options| A::read(options).check(),
        }
    }
}

/// The groups of an optimizer, and what it keeps for each of their parameters.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) kind: &'static Kind,
    pub(crate) groups: Vec<Group>,
    /// One per parameter, group after group.
    pub(crate) states: Vec<State>,
}

impl Core {
    #[track_caller]
    pub(crate) fn new(kind: &'static Kind, groups: impl IntoIterator<Item = GroupBuilder>, lr: f64) -> Self {
        let groups: Vec<Result<Group, Error>> = groups
            .into_iter()
            .map(|group| group.build(kind.choices))
            .collect();
        let core = Self::of(kind, groups).and_then(|core| core.with_default("lr", Value::Float(lr)));
        core.map_err(|error| error.within(kind.name)).or_raise()
    }

    fn of(kind: &'static Kind, groups: Vec<Result<Group, Error>>) -> Result<Self, Error> {
        let groups: Vec<Group> = groups.into_iter().collect::<Result<_, Error>>()?;
        let all: Vec<Tensor> = groups
            .iter()
            .flat_map(|group| group.parameters().to_vec())
            .collect();
        if all.is_empty() {
            return Err(Error::argument("there are no parameters to optimize"));
        }
        check_parameters(&all)?;
        Ok(Self {
            kind,
            states: vec![State::new(kind.buffers.len()); all.len()],
            groups,
        })
    }

    /// Sets an option of all groups that have not chosen it themselves.
    #[track_caller]
    pub(crate) fn with(self, name: &str, value: Value) -> Self {
        let kind = self.kind;
        self.with_default(name, value)
            .map_err(|error| error.within(kind.name))
            .or_raise()
    }

    fn with_default(mut self, name: &str, value: Value) -> Result<Self, Error> {
        for group in &mut self.groups {
            group.options_mut().set_default(name, value)?;
            (self.kind.check)(group.values())?;
        }
        Ok(self)
    }

    #[inline]
    pub(crate) fn step<A: Algorithm>(&mut self) {
        let mut states = self.states.iter_mut();
        for group in &self.groups {
            let algorithm = A::read(group.values());
            for (parameter, state) in group.parameters().iter().zip(&mut states) {
                parameter.update(|value, grad| {
                    if let Some(grad) = grad {
                        algorithm.step(value, &grad.value(), state);
                    }
                });
            }
        }
    }
}

/// Writes what every built-in optimizer has: constructors, the trait, printing, saved state.
macro_rules! optimizer {
    ($optimizer:ident, $algorithm:ty) => {
        impl $optimizer {
            /// An optimizer of `parameters` with a learning rate.
            ///
            /// # Panics
            /// If there are no parameters, one cannot be updated or occurs twice, or the learning rate is negative.
            #[track_caller]
            pub fn new<P: Into<::autograd::Tensor>>(
                parameters: impl IntoIterator<Item = P>,
                lr: impl Into<f64>,
            ) -> Self {
                Self::with_groups([$crate::group(parameters)], lr)
            }

            /// An optimizer of several [`group`](crate::group)s of parameters; the learning rate is that of groups
            /// which have none of their own.
            ///
            /// # Panics
            /// As [`new`](Self::new), and if a group sets an option that there is not, or outside its limits.
            #[track_caller]
            pub fn with_groups(
                groups: impl IntoIterator<Item = $crate::GroupBuilder>,
                lr: impl Into<f64>,
            ) -> Self {
                const KIND: $crate::algorithm::Kind = $crate::algorithm::Kind::of::<$algorithm>();
                Self($crate::algorithm::Core::new(&KIND, groups, lr.into()))
            }

            /// The options and what is kept for each parameter, to be saved.
            pub fn state_dict(&self) -> $crate::OptimizerState {
                self.0.state_dict()
            }

            /// Continues from a saved state. Groups and parameters correspond by their position.
            ///
            /// # Errors
            /// If the state is not of an optimizer like this one; nothing has changed then.
            pub fn load_state_dict(
                &mut self,
                state: &$crate::OptimizerState,
            ) -> Result<(), ::autograd::Error> {
                self.0.load_state_dict(state)
            }

            #[track_caller]
            fn with(self, name: &str, value: $crate::Value) -> Self {
                Self(self.0.with(name, value))
            }
        }

        impl $crate::Optimizer for $optimizer {
            #[inline]
            fn step(&mut self) {
                self.0.step::<$algorithm>();
            }

            fn groups(&mut self) -> &mut [$crate::Group] {
                &mut self.0.groups
            }
        }

        impl ::std::fmt::Display for $optimizer {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::display::write(f, &self.0)
            }
        }
    };
}
pub(crate) use optimizer;
