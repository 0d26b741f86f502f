//! What the built-in optimizers have in common: groups, states, and the walk over them.

use autograd::options::OptionValue;
use autograd::{Error, OrRaise, Tensor};
use tensor_core::Array;

use crate::group::{Group, check_parameters};
use crate::options::GroupOptions;
use crate::param_group::ParamGroup;
use crate::state::State;

/// What distinguishes one built-in optimizer from another: the options of a group, and what is kept between steps.
pub(crate) trait Algorithm: GroupOptions + Clone {
    /// What is kept for a parameter between steps.
    type State: State;

    /// Refuses options that do not go together.
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    /// Refuses parameters that cannot be optimized like this.
    fn check_parameter(&self, parameter: &Tensor) -> Result<(), Error> {
        let _ = parameter;
        Ok(())
    }

    /// What is kept for a parameter before its first step, by the options of its group: zeros. `optimizer` are the options
    /// of the optimizer, of which PyTorch takes what it keeps from when the optimizer is made.
    fn begin(&self, optimizer: &Self, parameter: &Array) -> Self::State {
        let _ = optimizer;
        Self::State::zeros(parameter)
    }
}

/// An algorithm that changes one parameter after the other, each by its own gradient.
pub(crate) trait Step: Algorithm {
    /// Changes one parameter by its gradient.
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut Self::State);

    /// Whether a step asks for no memory if the arrays that it changes do not: it computes in place, and all that the
    /// options need is kept already.
    #[inline]
    fn steps_in_place(&self, state: &Self::State) -> bool {
        let _ = state;
        true
    }
}

/// The groups of an optimizer, and what it keeps for each of their parameters.
#[derive(Debug)]
pub(crate) struct Core<A: Algorithm> {
    pub(crate) groups: Vec<Group>,
    /// One per parameter, group after group; none before its first step.
    pub(crate) states: Vec<Option<A::State>>,
    /// The options of groups that do not set their own.
    pub(crate) defaults: A,
}

impl<A: Algorithm> Core<A> {
    /// Groups with a learning rate for those that have none of their own; `defaults` are the options without one.
    #[track_caller]
    pub(crate) fn new<O>(groups: impl IntoIterator<Item = ParamGroup<O>>, lr: f64, defaults: A) -> Self {
        let groups: Vec<Group> = groups.into_iter().map(ParamGroup::into_group).collect();
        let name = defaults.optimizer();
        check_parameters(groups.iter().flat_map(Group::parameters))
            .and_then(|()| {
                let mut parameters = groups.iter().flat_map(Group::parameters);
                parameters.try_for_each(|parameter| defaults.check_parameter(parameter))
            })
            .map_err(|error| error.within(name))
            .or_raise();
        let states = groups.iter().flat_map(Group::parameters).map(|_| None).collect();
        let core = Self {
            groups,
            states,
            defaults,
        };
        core.with(0, OptionValue::Number(lr))
    }

    /// Sets the option at a position, for all groups that have not set it themselves.
    #[track_caller]
    pub(crate) fn with(mut self, at: usize, value: OptionValue) -> Self {
        self.set_default(at, &value).or_raise();
        self
    }

    /// As in PyTorch the options of a group are not held against each other.
    fn set_default(&mut self, at: usize, value: &OptionValue) -> Result<(), Error> {
        self.defaults.set(at, value)?;
        check(&self.defaults)?;
        for group in &mut self.groups {
            group.follow(at, value)?;
        }
        Ok(())
    }

    /// Adds a group; what it does not set itself is as the other groups had it when they were made.
    #[track_caller]
    pub(crate) fn add<O>(&mut self, group: ParamGroup<O>) {
        self.try_add(group.into_group()).or_raise();
    }

    fn try_add(&mut self, mut group: Group) -> Result<(), Error> {
        let all = self.groups.iter().chain([&group]).flat_map(Group::parameters);
        check_parameters(all)
            .and_then(|()| {
                let mut parameters = group.parameters().iter();
                parameters.try_for_each(|parameter| self.defaults.check_parameter(parameter))
            })
            .map_err(|error| error.within(self.defaults.optimizer()))?;
        for at in 0..self.defaults.names().len() {
            group.follow(at, &self.defaults.get(at))?;
        }
        self.states.extend(group.parameters().iter().map(|_| None));
        self.groups.push(group);
        Ok(())
    }

    /// Moves the parameters that `which` selects into a group of their own, which `options` gives its options.
    #[track_caller]
    pub(crate) fn regroup<O>(
        mut self,
        which: impl Fn(&Tensor) -> bool,
        options: impl FnOnce(ParamGroup<O>) -> ParamGroup<O>,
    ) -> Self {
        let mut selected = Vec::new();
        for group in &mut self.groups {
            selected.extend(group.take_parameters(&which));
        }
        if selected.is_empty() {
            return self;
        }
        self.groups.retain(|group| !group.parameters().is_empty());
        self.states = self
            .groups
            .iter()
            .flat_map(Group::parameters)
            .map(|_| None)
            .collect();
        let group = ParamGroup::new(selected, Box::new(self.defaults.clone()));
        self.add(options(group));
        self
    }
}

impl<A: Step> Core<A> {
    /// Changes every parameter that has a gradient.
    ///
    /// # Errors
    /// If the system gives no memory for it. Then nothing has changed.
    pub(crate) fn step(&mut self) -> Result<(), Error> {
        let (mut begun, mut before) = (Vec::new(), None);
        let result = Error::catch_memory(|| {
            if !self.prepare(&mut begun) {
                before = Some(self.snapshot());
            }
            self.change();
        });
        if result.is_err() {
            self.go_back(&begun, before);
        }
        result
    }

    /// Makes what is kept for parameters that step for the first time, whose positions go to `begun`. Whether nothing will
    /// ask for memory from then on.
    fn prepare(&mut self, begun: &mut Vec<usize>) -> bool {
        let mut is_ready = true;
        self.for_each(|at, algorithm, defaults, value, grad, slot| {
            if slot.is_none() {
                *slot = Some(algorithm.begin(defaults, value));
                begun.push(at);
            }
            let is_kept = |state: &A::State| state.updates_in_place() && algorithm.steps_in_place(state);
            is_ready &=
                value.updates_in_place() && grad.is_contiguous() && slot.as_ref().is_some_and(is_kept);
        });
        is_ready
    }

    fn change(&mut self) {
        self.for_each(|_, algorithm, _, value, grad, state| {
            if let Some(state) = state {
                algorithm.step(value, grad, state);
            }
        });
    }

    /// The parameters, which then no step changes in place, and what is kept for them.
    #[cold]
    fn snapshot(&self) -> Snapshot<A> {
        let parameters = self.groups.iter().flat_map(Group::parameters);
        (parameters.map(Tensor::to_array).collect(), self.states.clone())
    }

    #[cold]
    fn go_back(&mut self, begun: &[usize], before: Option<Snapshot<A>>) {
        if let Some((values, states)) = before {
            let parameters = self.groups.iter().flat_map(Group::parameters);
            for (parameter, before) in parameters.zip(values) {
                parameter.update(|value, _| *value = before);
            }
            self.states = states;
        }
        begun.iter().for_each(|at| self.states[*at] = None);
    }

    /// Calls `f` with the position of each parameter that has a gradient, its options and those of the optimizer, its value,
    /// gradient and state.
    #[inline]
    fn for_each(&mut self, mut f: impl FnMut(usize, &A, &A, &mut Array, &Array, &mut Option<A::State>)) {
        let mut states = self.states.iter_mut().enumerate();
        for group in &self.groups {
            let algorithm = group.typed::<A>();
            for (parameter, (at, state)) in group.parameters().iter().zip(&mut states) {
                parameter.update(|value, grad| {
                    if let Some(grad) = grad {
                        f(at, algorithm, &self.defaults, value, &grad.value(), state);
                    }
                });
            }
        }
    }
}

/// Values of parameters, and what was kept for them.
type Snapshot<A> = (Vec<Array>, Vec<Option<<A as Algorithm>::State>>);

/// Refuses options that do not go together.
fn check<A: Algorithm>(options: &A) -> Result<(), Error> {
    options.check().map_err(|error| error.within(options.optimizer()))
}

/// Writes what an optimizer has that steps one parameter after the other: constructors, groups, the trait, printing.
macro_rules! optimizer {
    ($optimizer:ident, $options:ident) => {
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
                Self::with_groups([Self::group(parameters)], lr)
            }

            /// Parameters that get options of their own, for [`with_groups`](Self::with_groups).
            pub fn group<P: Into<::autograd::Tensor>>(
                parameters: impl IntoIterator<Item = P>,
            ) -> $crate::ParamGroup<Self> {
                $crate::ParamGroup::new(parameters, Box::new($options::new(0.0)))
            }

            /// An optimizer of several [`group`](Self::group)s of parameters; the learning rate is that of groups which
            /// have none of their own.
            ///
            /// # Panics
            /// As [`new`](Self::new).
            #[track_caller]
            pub fn with_groups(
                groups: impl IntoIterator<Item = $crate::ParamGroup<Self>>,
                lr: impl Into<f64>,
            ) -> Self {
                Self($crate::algorithm::Core::new(
                    groups,
                    lr.into(),
                    $options::new(0.0),
                ))
            }

            /// Adds a group of parameters, as when a frozen layer is thawed. What the group does not set itself is as
            /// the optimizer was made with it.
            ///
            /// # Panics
            /// As [`with_groups`](Self::with_groups), and if a parameter is already here.
            #[track_caller]
            pub fn add_param_group(&mut self, group: $crate::ParamGroup<Self>) {
                self.0.add(group);
            }

            /// Moves the parameters that `which` selects into a group of their own, to which `options` gives its options:
            /// biases and the weights of norms, which have no more than one dimension, are not pulled to zero by
            /// `.regroup(|p| p.dim() < 2, |group| group.weight_decay(0.0))`. It is called before the first step; what
            /// the group does not set itself is as the optimizer was made with it.
            ///
            /// If no parameter is selected, nothing changes.
            #[must_use]
            #[track_caller]
            pub fn regroup(
                self,
                which: impl Fn(&::autograd::Tensor) -> bool,
                options: impl FnOnce($crate::ParamGroup<Self>) -> $crate::ParamGroup<Self>,
            ) -> Self {
                Self(self.0.regroup(which, options))
            }

            #[track_caller]
            fn with(self, at: usize, value: ::autograd::options::OptionValue) -> Self {
                Self(self.0.with(at, value))
            }
        }

        impl $crate::Optimizer for $optimizer {
            #[inline]
            fn step(&mut self) {
                let name = concat!(stringify!($optimizer), ".step");
                ::autograd::OrRaise::or_raise(::autograd::record_function(name, || self.0.step()));
            }

            fn groups(&self) -> &[$crate::Group] {
                &self.0.groups
            }

            fn groups_mut(&mut self) -> &mut [$crate::Group] {
                &mut self.0.groups
            }

            fn state_dict(&self) -> ::autograd::StateDict {
                self.0.state_dict()
            }

            fn load_state_dict(&mut self, state: &::autograd::StateDict) -> Result<(), ::autograd::Error> {
                self.0.load_state_dict(state)
            }
        }

        impl ::std::fmt::Display for $optimizer {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::display::write(f, stringify!($optimizer), &self.0.groups)
            }
        }
    };
}
pub(crate) use optimizer;
