//! What happens at the end of a backward pass: the gradients of all ranks become one.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use autograd::{HookHandle, Tensor, no_grad, queue_callback};
use nn::Parameter;

use crate::bucket::Buckets;
use crate::call::Kind;
use crate::collective::Collective;
use crate::grad_places::GradPlaces;
use crate::model_check;
use crate::process_group::ProcessGroup;
use crate::reduce_op::ReduceOp;

/// The trainable parameters of a model, and their exchange.
pub(crate) struct Reducer {
    group: ProcessGroup,
    names: Vec<String>,
    parameters: Vec<Parameter>,
    exchange: Mutex<Exchange>,
    /// Off within `no_sync`.
    sync: AtomicBool,
    /// Whether the pass that is being run will exchange gradients at its end.
    queued: AtomicBool,
    steps: AtomicU64,
    /// After how many steps parameters are compared; 0 for never.
    check_every: AtomicU64,
}

/// How gradients are exchanged.
struct Exchange {
    /// Where they lie for the other ranks, if all are on one machine.
    places: Option<GradPlaces>,
    /// In which they are sent else; made where they are needed first.
    buckets: Option<Buckets>,
}

/// A reducer whose parameters tell it of their gradients, until this is dropped.
pub(crate) struct Watching {
    pub(crate) reducer: Arc<Reducer>,
    hooks: Vec<HookHandle>,
}

impl Watching {
    pub(crate) fn new(group: &ProcessGroup, named: Vec<(String, Parameter)>) -> Self {
        let (names, parameters): (Vec<_>, Vec<_>) = named
            .into_iter()
            .filter(|(_, parameter)| parameter.requires_grad())
            .unzip();
        let shared = GradPlaces::open(group, &parameters);
        let places = (shared.as_ref()).map_or(vec![], |shared| shared.places().to_vec());
        let exchange = Exchange {
            places: shared,
            buckets: None,
        };
        let reducer = Arc::new(Reducer {
            group: group.clone(),
            names,
            exchange: Mutex::new(exchange),
            parameters,
            sync: AtomicBool::new(true),
            queued: AtomicBool::new(false),
            steps: AtomicU64::new(0),
            check_every: AtomicU64::new(0),
        });
        let hooks = reducer.parameters.iter().enumerate().map(|(at, parameter)| {
            // The reducer owns the parameter, which must not own the reducer.
            let reducer = Arc::downgrade(&reducer);
            let place = places.get(at).cloned();
            parameter.register_post_accumulate_grad_hook(move |_| {
                if let Some(place) = &place {
                    place.take_back();
                }
                if let Some(reducer) = reducer.upgrade() {
                    reducer.queue();
                }
            })
        });
        let hooks = hooks.collect();
        Self { reducer, hooks }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        for (hook, parameter) in self.hooks.iter().zip(&self.reducer.parameters) {
            hook.remove();
            parameter.set_grad_place(None);
        }
    }
}

/// The exchange that waits for the end of a pass.
struct Queued(Arc<Reducer>);

impl Drop for Queued {
    fn drop(&mut self) {
        self.0.queued.store(false, Ordering::Relaxed);
    }
}

impl Reducer {
    pub(crate) fn set_check_every(&self, steps: u64) {
        self.check_every.store(steps, Ordering::Relaxed);
    }

    /// Switches the exchange, and gives what it was.
    pub(crate) fn set_sync(&self, sync: bool) -> bool {
        self.sync.swap(sync, Ordering::Relaxed)
    }

    /// Has the gradients exchanged at the end of the pass that is being run.
    fn queue(self: Arc<Self>) {
        if !self.sync.load(Ordering::Relaxed) || self.queued.swap(true, Ordering::Relaxed) {
            return;
        }
        let queued = Queued(self);
        queue_callback(move || queued.0.synchronize());
    }

    /// Makes of every gradient the mean of those of all ranks.
    fn synchronize(&self) {
        let step = self.steps.fetch_add(1, Ordering::Relaxed) + 1;
        if self.group.world_size() == 1 {
            return;
        }
        no_grad(|| {
            let every = self.check_every.load(Ordering::Relaxed);
            if every > 0 && step.is_multiple_of(every) {
                model_check::compare_parameters(&self.group, step, &self.names, &self.parameters);
            }
            self.exchange(Kind::Gradients { step });
        });
    }

    fn exchange(&self, kind: Kind) {
        let parameters = &self.parameters;
        let mut exchange = self.exchange.lock().unwrap_or_else(PoisonError::into_inner);
        let Exchange { places, buckets } = &mut *exchange;
        let mean = |gradients: &mut Tensor| self.group.all_reduce_as(kind, gradients, ReduceOp::Avg);
        if let Some(places) = places {
            let numel = parameters.iter().map(|parameter| parameter.numel()).sum();
            let dtype = parameters[0].dtype();
            let exchange = |all: &mut Collective<'_>| places.exchange(all, parameters);
            self.group.run(kind, dtype, numel, exchange);
            for at in places.elsewhere() {
                Buckets::exchange_one(&parameters[*at], mean);
            }
            return;
        }
        let buckets = buckets.get_or_insert_with(|| Buckets::new(parameters));
        buckets.exchange(parameters, mean);
    }
}
