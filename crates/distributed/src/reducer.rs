//! What happens at the end of a backward pass: the gradients of all ranks become one.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use autograd::{HookHandle, no_grad, queue_callback};
use nn::Parameter;

use crate::bucket::Buckets;
use crate::call::Kind;
use crate::model_check;
use crate::process_group::ProcessGroup;
use crate::reduce_op::ReduceOp;

/// The trainable parameters of a model, and their exchange.
pub(crate) struct Reducer {
    group: ProcessGroup,
    names: Vec<String>,
    parameters: Vec<Parameter>,
    buckets: Mutex<Buckets>,
    /// Off within `no_sync`.
    sync: AtomicBool,
    /// Whether the pass that is being run will exchange gradients at its end.
    queued: AtomicBool,
    steps: AtomicU64,
    /// After how many steps parameters are compared; 0 for never.
    check_every: AtomicU64,
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
        let reducer = Arc::new(Reducer {
            group: group.clone(),
            names,
            buckets: Mutex::new(Buckets::new(&parameters)),
            parameters,
            sync: AtomicBool::new(true),
            queued: AtomicBool::new(false),
            steps: AtomicU64::new(0),
            check_every: AtomicU64::new(0),
        });
        let hooks = reducer.parameters.iter().map(|parameter| {
            // The reducer owns the parameter, which must not own the reducer.
            let reducer = Arc::downgrade(&reducer);
            parameter.register_post_accumulate_grad_hook(move |_| {
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
        for hook in &self.hooks {
            hook.remove();
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
            let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
            buckets.exchange(&self.parameters, |gradients| {
                let kind = Kind::Gradients { step };
                self.group.all_reduce_as(kind, gradients, ReduceOp::Avg);
            });
        });
    }
}
