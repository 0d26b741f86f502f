//! What a profile tells: rows by operation, by layer and by part, and their tables.

use std::fmt;
use std::time::Duration;

use super::{Kind, Profile, Span};
use crate::table::write_table;

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
        let mut rows: Vec<OperationProfile> = Vec::new();
        let of_operations = |span: &&Span| matches!(span.kind, Kind::Operation | Kind::Backward);
        for span in self.spans.iter().filter(of_operations) {
            let row = entry(
                &mut rows,
                |row| *row.name == *span.name,
                || OperationProfile {
                    name: span.name.to_string(),
                    calls: 0,
                    time: Duration::ZERO,
                    bytes: 0,
                },
            );
            row.calls += 1;
            row.time += span.time;
            row.bytes += span.bytes;
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.time));
        rows
    }

    /// The layers, in the order in which they first began.
    pub fn layers(&self) -> Vec<LayerProfile> {
        let mut spans: Vec<&Span> = self
            .spans
            .iter()
            .filter(|span| span.kind == Kind::Layer)
            .collect();
        spans.sort_by_key(|span| span.start);
        let mut rows: Vec<LayerProfile> = Vec::new();
        for span in spans {
            let row = entry(
                &mut rows,
                |row| *row.path == *span.name,
                || LayerProfile {
                    path: span.name.to_string(),
                    calls: 0,
                    forward: Duration::ZERO,
                    backward: Duration::ZERO,
                    bytes: 0,
                },
            );
            row.calls += 1;
            row.forward += span.time;
            row.bytes += span.bytes;
        }
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
        let mut rows: Vec<PartProfile> = Vec::new();
        for span in self.spans.iter().filter(|span| span.kind == Kind::Part) {
            let row = entry(
                &mut rows,
                |row| *row.name == *span.name,
                || PartProfile {
                    name: span.name.to_string(),
                    calls: 0,
                    time: Duration::ZERO,
                    bytes: 0,
                },
            );
            row.calls += 1;
            row.time += span.time;
            row.bytes += span.bytes;
        }
        rows
    }

    fn share(&self, time: Duration) -> String {
        format!("{:.1}%", 100.0 * time.as_secs_f64() / self.total.as_secs_f64())
    }
}

/// The row that `is` finds, or else one that `new` makes.
fn entry<R>(rows: &mut Vec<R>, is: impl Fn(&R) -> bool, new: impl FnOnce() -> R) -> &mut R {
    let at = rows.iter().position(is).unwrap_or_else(|| {
        rows.push(new());
        rows.len() - 1
    });
    &mut rows[at]
}

/// Whether the layer at `inner` is the one at `outer`, or inside of it.
fn is_within(inner: &str, outer: &str) -> bool {
    inner
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = |time: Duration| format!("{time:.1?}");
        let rows = self.operations().into_iter().map(|row| {
            let mean = row.time / u32::try_from(row.calls).unwrap_or(u32::MAX);
            [
                row.name,
                row.calls.to_string(),
                time(row.time),
                self.share(row.time),
                time(mean),
                size(row.bytes),
            ]
        });
        write_table(
            f,
            ["operation", "calls", "time", "share", "each", "memory"],
            &rows.collect::<Vec<_>>(),
        )?;
        let rows = self.layers().into_iter().map(|row| {
            [
                row.path,
                row.calls.to_string(),
                time(row.forward),
                time(row.backward),
                size(row.bytes),
            ]
        });
        f.write_str("\n\n")?;
        write_table(
            f,
            ["layer", "calls", "forward", "backward", "memory"],
            &rows.collect::<Vec<_>>(),
        )?;
        let rows = self.parts().into_iter().map(|row| {
            [
                row.name,
                row.calls.to_string(),
                time(row.time),
                self.share(row.time),
                size(row.bytes),
            ]
        });
        f.write_str("\n\n")?;
        write_table(
            f,
            ["part", "calls", "time", "share", "memory"],
            &rows.collect::<Vec<_>>(),
        )?;
        write!(f, "\n\nall together {:.1?}", self.total)
    }
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
