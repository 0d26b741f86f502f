//! Layers that learn the size of their input from hostile ones, or from hostile states.

use flambeau::StateDict;
use flambeau::nn::*;

use super::Call;
use super::hostile::Hostile;

pub(crate) const CALLS: &[Call] = &[
    ("LazyLinear", |h| called(h, &LazyLinear::new, 2)),
    ("LazyConv1d", |h| {
        let kernel = h.some();
        called(h, &|out| LazyConv1d::new(out, kernel), 3)
    }),
    ("LazyConv2d in groups", |h| {
        let (kernel, groups, stride) = ([h.some(), h.small()], h.some(), h.some());
        called(
            h,
            &|out| Lazy::of(Conv2d::options(0, out, kernel).groups(groups).stride(stride)),
            4,
        )
    }),
    ("LazyConvTranspose1d", |h| {
        let (kernel, groups) = (h.some(), h.some());
        called(
            h,
            &|out| Lazy::of(ConvTranspose1d::options(0, out, kernel).groups(groups)),
            3,
        )
    }),
    ("LazyBatchNorm2d", |h| called(h, &|_| LazyBatchNorm2d::new(), 4)),
    ("LazyInstanceNorm1d", |h| {
        called(h, &|_| Lazy::of(InstanceNorm1d::options(0).affine(true)), 3)
    }),
    ("check_input of a lazy chain", |h| {
        let model = sequential![
            LazyConv1d::new(h.some(), h.some()),
            Flatten::new(),
            LazyLinear::new(h.some())
        ];
        // A model that does not fit is an error, no panic.
        drop(model.check_input(&h.mixed(3)));
        None
    }),
];

/// Loads a state of hostile shapes into one such layer, and calls another.
fn called<L: Forward>(h: &mut Hostile, make: &dyn Fn(usize) -> L, rank: usize) -> Option<Tensor> {
    let out = h.some();
    let names = [
        "weight",
        "bias",
        "running_mean",
        "running_var",
        "num_batches_tracked",
    ];
    let state = StateDict::from_iter(names.map(|name| (name, h.tensor())));
    // A state that does not fit is an error, no panic.
    drop(make(out).load_state_dict(&state));
    Some(make(out).forward(&h.of_rank(rank)))
}
