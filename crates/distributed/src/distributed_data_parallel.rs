//! [`DistributedDataParallel`]: a model that trains on all ranks as one.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use autograd::Tensor;
use nn::{Forward, Module};

use crate::model_check;
use crate::process_group::ProcessGroup;
use crate::reducer::{Reducer, Watching};

/// A model of which every rank has a copy, with the same elements after every step: each rank computes the gradients of its
/// own batch, and at the end of `backward` they become the mean of all ranks'. The optimizer then does the same everywhere.
///
/// Gradients are summed in rank order and divided once. So every run gives the same bits; and `n` ranks give the bits of one
/// process that runs the same `n` batches one after the other, the first `n - 1` in [`no_sync`](Self::no_sync), and divides
/// the gradients by `n`.
///
/// ```
/// use autograd::Tensor;
/// use distributed::{Backend, DistributedDataParallel, init_process_group};
/// use nn::{Forward, Linear, Module};
///
/// let group = init_process_group(Backend::Single)?;
/// let model = DistributedDataParallel::new(Linear::new(3, 1), &group);
/// model.forward(&Tensor::ones([8, 3])).sum().backward();
/// assert_eq!(model.weight.grad().unwrap().to_vec::<f32>(), [8.0; 3]);
/// assert_eq!(model.state_dict().keys().collect::<Vec<_>>(), ["module.weight", "module.bias"]);
/// # Ok::<_, distributed::InitError>(())
/// ```
///
/// - The losses of the ranks must be means over batches of one size, else the mean of the gradients is not that of all samples.
/// - A parameter that a rank has not used counts as zeros there. One that no rank has used keeps no gradient, as in PyTorch
///   with `find_unused_parameters=True`. What is used in several places is exchanged once, after the last.
/// - A gradient that `backward` adds to an older one is exchanged with it. Call `zero_grad` before, or accumulate within
///   [`no_sync`](Self::no_sync).
/// - Buffers, such as running means, are made those of rank 0 here, and not again: each rank keeps its own.
/// - Files: save and load `model.module()`, on rank 0 alone; the names of this module's own state begin with `module.`.
#[derive(Module)]
pub struct DistributedDataParallel<M> {
    module: M,
    #[module(skip)]
    watching: Watching,
}

impl<M: Module> DistributedDataParallel<M> {
    /// Compares the model with those of the other ranks, and gives all of them the parameters and buffers of rank 0. Where they
    /// had other elements, rank 0 says so on standard error.
    ///
    /// Make the optimizer from the parameters before or after: they stay the same.
    ///
    /// # Panics
    /// If the models differ in a name, a shape, an element type or in what is trained: the sentence names the first
    /// difference.
    pub fn new(module: M, group: &ProcessGroup) -> Self {
        model_check::unify(group, &module);
        let watching = Watching::new(group, module.named_parameters());
        Self { module, watching }
    }

    /// Compares the parameters of all ranks each time that so many steps are done, which costs reading them once; 0, unless
    /// told otherwise, for never. To find out where a program lets the ranks drift apart.
    ///
    /// # Panics
    /// Not here but in `backward`, if they differ: the sentence names the first parameter and the ranks.
    #[must_use]
    pub fn check_every(self, steps: u64) -> Self {
        self.watching.reducer.set_check_every(steps);
        self
    }

    /// The model itself.
    pub fn module(&self) -> &M {
        &self.module
    }

    /// Runs `f`, in which `backward` adds gradients up on this rank and does not exchange them. The next `backward` outside
    /// exchanges the sum.
    ///
    /// ```
    /// use autograd::Tensor;
    /// use distributed::{Backend, DistributedDataParallel, init_process_group};
    /// use nn::{Forward, Linear};
    /// let group = init_process_group(Backend::Single)?;
    /// let model = DistributedDataParallel::new(Linear::new(3, 1), &group);
    /// model.no_sync(|| model.forward(&Tensor::ones([8, 3])).sum().backward());
    /// model.forward(&Tensor::ones([8, 3])).sum().backward();
    /// assert_eq!(model.bias.as_ref().unwrap().grad().unwrap().item(), 16.0);
    /// # Ok::<_, distributed::InitError>(())
    /// ```
    pub fn no_sync<R>(&self, f: impl FnOnce() -> R) -> R {
        let reducer = &self.watching.reducer;
        let _restore = Restore {
            reducer,
            sync: reducer.set_sync(false),
        };
        f()
    }
}

/// Switches the exchange back, also after a panic.
struct Restore<'a> {
    reducer: &'a Arc<Reducer>,
    sync: bool,
}

impl Drop for Restore<'_> {
    fn drop(&mut self) {
        self.reducer.set_sync(self.sync);
    }
}

impl<M: Forward> Forward for DistributedDataParallel<M> {
    fn forward(&self, x: &Tensor) -> Tensor {
        self.module.forward(x)
    }
}

/// A model of another signature is called as it is: the parameters tell when they have gradients.
impl<M> Deref for DistributedDataParallel<M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.module
    }
}

impl<M> fmt::Debug for DistributedDataParallel<M>
where
    M: Module,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
