//! What a profile tells: rows by operation, by layer and by part, and their tables.

use std::fmt;
use std::time::Duration;

use show::Table;

use super::{Kind, Profile, Span};

/// What one kind of operation took, all calls together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationProfile {
    /// Its name: `Mm`; of its backward `MmBackward`.
    pub name: String,
    /// How often it was called.
    pub calls: usize,
    /// How long it took.
    pub time: Duration,
    /// How many bytes of elements it asked for.
    pub bytes: usize,
}

/// What one layer took, with all inside of it, all calls together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerProfile {
    /// Where it is in the model, or as it prints if that is not known.
    pub path: String,
    /// How often it was called.
    pub calls: usize,
    /// How long it took forward.
    pub forward: Duration,
    /// How long the backward of its operations took.
    pub backward: Duration,
    /// How many bytes of elements it asked for, forward and backward.
    pub bytes: usize,
}

/// What a part of the program took: a backward pass, an optimizer's step, or what
/// [`record_function`](crate::record_function) names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartProfile {
    /// Its name.
    pub name: String,
    /// How often it was run.
    pub calls: usize,
    /// How long it took, with all inside of it.
    pub time: Duration,
    /// How many bytes of elements it asked for.
    pub bytes: usize,
}

impl Profile {
    /// How long the whole took.
    pub fn total(&self) -> Duration {
        self.total
    }

    /// The operations, what took longest first.
    pub fn operations(&self) -> Vec<OperationProfile> {
        let spans = self.spans.iter();
        let sums = sums(spans.filter(|span| matches!(span.kind, Kind::Operation | Kind::Backward)));
        let row = |Sum {
                       name,
                       calls,
                       time,
                       bytes,
                   }| OperationProfile {
            name,
            calls,
            time,
            bytes,
        };
        let mut rows: Vec<OperationProfile> = sums.into_iter().map(row).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.time));
        rows
    }

    /// The layers, in the order in which they first began.
    pub fn layers(&self) -> Vec<LayerProfile> {
        let mut spans = Vec::from_iter(self.spans.iter().filter(|span| span.kind == Kind::Layer));
        spans.sort_by_key(|span| span.start);
        let row = |sum: Sum| LayerProfile {
            path: sum.name,
            calls: sum.calls,
            forward: sum.time,
            backward: Duration::ZERO,
            bytes: sum.bytes,
        };
        let mut rows: Vec<LayerProfile> = sums(spans).into_iter().map(row).collect();
        for span in self.spans.iter().filter(|span| span.kind == Kind::Backward) {
            let Some(layer) = &span.layer else { continue };
            for row in rows.iter_mut().filter(|row| is_within(layer, &row.path)) {
                row.backward += span.time;
                row.bytes += span.bytes;
            }
        }
        rows
    }

    /// The parts, in the order in which they first ended.
    pub fn parts(&self) -> Vec<PartProfile> {
        let sums = sums(self.spans.iter().filter(|span| span.kind == Kind::Part));
        let row = |Sum {
                       name,
                       calls,
                       time,
                       bytes,
                   }| PartProfile {
            name,
            calls,
            time,
            bytes,
        };
        sums.into_iter().map(row).collect()
    }

    fn share(&self, time: Duration) -> String {
        format!("{:.1}%", 100.0 * time.as_secs_f64() / self.total.as_secs_f64())
    }
}

/// All spans of one name together.
struct Sum {
    name: String,
    calls: usize,
    time: Duration,
    bytes: usize,
}

/// The sums of spans, by name, in the order in which the names first come.
fn sums<'a>(spans: impl IntoIterator<Item = &'a Span>) -> Vec<Sum> {
    let mut sums: Vec<Sum> = Vec::new();
    for span in spans {
        let at = sums.iter().position(|sum| *sum.name == *span.name);
        let at = at.unwrap_or_else(|| {
            let name = span.name.to_string();
            sums.push(Sum {
                name,
                calls: 0,
                time: Duration::ZERO,
                bytes: 0,
            });
            sums.len() - 1
        });
        let sum = &mut sums[at];
        sum.calls += 1;
        sum.time += span.time;
        sum.bytes += span.bytes;
    }
    sums
}

/// Whether the layer at `inner` is the one at `outer`, or inside of it.
fn is_within(inner: &str, outer: &str) -> bool {
    inner
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl Profile {
    fn operation_table(&self) -> Table {
        let names = ["operation", "calls", "time", "share", "each", "memory"];
        let rows = self.operations().into_iter().map(|row| {
            let mean = row.time / u32::try_from(row.calls).unwrap_or(u32::MAX);
            let (took, share) = (time(row.time), self.share(row.time));
            [
                row.name,
                row.calls.to_string(),
                took,
                share,
                time(mean),
                size(row.bytes),
            ]
        });
        Table::report(names, rows)
    }

    fn layer_table(&self) -> Table {
        let names = ["layer", "calls", "forward", "backward", "memory"];
        let rows = self.layers().into_iter().map(|row| {
            let (forward, backward) = (time(row.forward), time(row.backward));
            [
                row.path,
                row.calls.to_string(),
                forward,
                backward,
                size(row.bytes),
            ]
        });
        Table::report(names, rows)
    }

    fn part_table(&self) -> Table {
        let names = ["part", "calls", "time", "share", "memory"];
        let rows = self.parts().into_iter().map(|row| {
            let (took, share) = (time(row.time), self.share(row.time));
            [row.name, row.calls.to_string(), took, share, size(row.bytes)]
        });
        Table::report(names, rows)
    }

    fn tables(&self) -> [Table; 3] {
        [self.operation_table(), self.layer_table(), self.part_table()]
    }

    /// Shows its tables below the cell of a notebook: [`show::in_notebook`].
    pub fn evcxr_display(&self) {
        let tables = self.tables().map(|table| table.to_html()).join("\n");
        let html = format!("{tables}\n<p>all together {}</p>", time(self.total));
        show::in_notebook(&[("text/html", &html), ("text/plain", &self.to_string())]);
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tables = self.tables().map(|table| table.to_string()).join("\n\n");
        write!(f, "{tables}\n\nall together {}", time(self.total))
    }
}

fn time(time: Duration) -> String {
    format!("{time:.1?}")
}

/// So many bytes, in a unit that suits them.
fn size(bytes: usize) -> String {
    let units = ["KiB", "MiB", "GiB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let power = (bytes.ilog2() / 10).min(3);
    format!(
        "{:.1} {}",
        bytes as f64 / f64::from(1u32 << (10 * power)),
        units[power as usize - 1]
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listen::enter_layer;
    use crate::{Tensor, profile, record_function};

    fn profiled() -> Profile {
        let w = Tensor::randn([8, 8]).requires_grad_(true);
        let step = || {
            let y = {
                let _layer = enter_layer("net.0".into());
                w.matmul(&w).tanh()
            };
            record_function("loss", || y.sum().backward());
        };
        profile(|| {
            step();
            step();
        })
        .1
    }

    #[test]
    fn operations_are_counted_with_their_bytes() {
        let profile = profiled();
        let row = |name: &str| {
            profile
                .operations()
                .into_iter()
                .find(|row| row.name == name)
                .unwrap()
        };
        assert_eq!((row("Tanh").calls, row("Tanh").bytes), (2, 2 * 8 * 8 * 4));
        assert_eq!(row("TanhBackward").calls, 2);
        assert!(row("Mm").time > Duration::ZERO);
        let sum: Duration = profile.operations().iter().map(|row| row.time).sum();
        assert!(sum <= profile.total());
    }

    #[test]
    fn layers_have_the_backward_of_their_operations() {
        let profile = profiled();
        let [layer] = &profile.layers()[..] else {
            panic!("one layer")
        };
        assert_eq!((&*layer.path, layer.calls), ("net.0", 2));
        assert!(layer.backward > Duration::ZERO && layer.bytes >= 2 * 2 * 8 * 8 * 4);
        assert!(is_within("net.0.linear", "net.0") && !is_within("net.01", "net.0"));
    }

    #[test]
    fn parts_are_named() {
        let names: Vec<(String, usize)> = profiled()
            .parts()
            .into_iter()
            .map(|row| (row.name, row.calls))
            .collect();
        assert_eq!(names, [("backward".to_owned(), 2), ("loss".to_owned(), 2)]);
    }

    #[test]
    fn a_profile_prints_three_tables() {
        let text = profiled().to_string();
        for begin in ["operation", "layer", "part", "all together", "net.0 "] {
            assert!(
                text.lines().any(|line| line.starts_with(begin)),
                "{begin}: {text}"
            );
        }
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!(
            [0, 1023, 1536, 5 << 20].map(size),
            ["0 B", "1023 B", "1.5 KiB", "5.0 MiB"]
        );
    }

    #[test]
    fn after_a_panic_nothing_is_profiled() {
        let caught = tensor_core::Error::catch(|| profile(|| Tensor::zeros(2).reshape(3)));
        assert!(caught.is_err());
        assert_eq!(profile(|| ()).1.operations(), []);
    }

    #[test]
    #[should_panic(expected = "this thread is being profiled already")]
    fn profiles_do_not_nest() {
        profile(|| profile(|| ()));
    }
}
