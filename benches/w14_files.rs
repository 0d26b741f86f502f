//! W14: how long does it take to save and to load a number? 25 tensors of a million each; the files stay in the page cache.

use std::hint::black_box;

use benches::figure;
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use flambeau::prelude::*;

const TENSORS: usize = 25;

fn files(c: &mut Criterion) {
    manual_seed(0);
    let tensors = (0..TENSORS).map(|at| (format!("layer{at}.weight"), Tensor::randn([1000, 1000])));
    let state: StateDict = tensors.collect();
    let folder = std::env::temp_dir().join(format!("flambeau-w14-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the files can be made");
    let mut group = c.benchmark_group("W14");
    // As few files as samples: the disk writes what it can in the meantime.
    group.sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Elements((TENSORS * 1_000_000) as u64));
    for format in ["safetensors", "pt"] {
        let path = folder.join("state").with_extension(format);
        group.bench_function(figure("save", format), |bencher| {
            bencher.iter(|| flambeau::save(&state, &path).expect("there is room"));
        });
        group.bench_function(figure("load", format), |bencher| {
            bencher.iter(|| black_box(flambeau::load(&path).expect("it was just written")));
        });
    }
    group.finish();
    std::fs::remove_dir_all(&folder).expect("it is there");
}

criterion_group! { name = w14; config = benches::criterion().sample_size(20); targets = files }
criterion_main!(w14);
