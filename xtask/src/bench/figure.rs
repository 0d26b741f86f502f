//! One measured figure, read from the files that criterion leaves behind.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use serde_json::Value;

/// The median of one benchmark.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figure {
    /// `W3`
    pub(super) workload: String,
    /// `step`
    pub(super) what: String,
    /// `nn:64x64x64`, or the same as `what`
    pub(super) size: String,
    /// Nanoseconds for one iteration.
    pub(super) median: f64,
    /// How many elements one iteration handles, where the bench says so.
    pub(super) elements: Option<u64>,
}

/// What a figure is given in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unit {
    /// Microseconds an iteration.
    Micros,
    /// Milliseconds an iteration: whole epochs and whole trainings.
    Millis,
    /// Nanoseconds an element.
    NanosPerElement,
    /// 1e9 floating-point operations a second.
    Gflops,
    /// Elements a second.
    PerSecond,
}

impl Unit {
    /// The spelling in tables and in JSON.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Micros => "us",
            Self::Millis => "ms",
            Self::NanosPerElement => "ns/el",
            Self::Gflops => "GFLOP/s",
            Self::PerSecond => "1/s",
        }
    }
}

impl Figure {
    /// The name under which medians are saved.
    pub(super) fn id(&self) -> String {
        format!("{}/{}/{}", self.workload, self.what, self.size)
    }

    /// What it is called in JSON. A rate of samples is called by its unit; of everything else there could be a mean and
    /// a minimum too.
    pub(super) fn metric(&self) -> String {
        match self.unit() {
            Unit::PerSecond => self.what.clone(),
            _ => format!("{}_median", self.what),
        }
    }

    pub(super) fn unit(&self) -> Unit {
        match (self.what.as_str(), self.elements) {
            ("gflops", Some(_)) => Unit::Gflops,
            ("samples_per_s", Some(_)) => Unit::PerSecond,
            (_, Some(_)) => Unit::NanosPerElement,
            ("epoch" | "train", None) => Unit::Millis,
            (_, None) => Unit::Micros,
        }
    }

    /// The median in this figure's unit.
    pub(super) fn value(&self) -> f64 {
        let elements = self.elements.unwrap_or(1) as f64;
        match self.unit() {
            Unit::Micros => self.median / 1e3,
            Unit::Millis => self.median / 1e6,
            Unit::NanosPerElement => self.median / elements,
            Unit::Gflops => elements / self.median,
            Unit::PerSecond => elements / self.median * 1e9,
        }
    }

    fn from_json(benchmark: &Value, estimates: &Value) -> Option<Self> {
        let text = |key: &str| benchmark[key].as_str().map(str::to_owned);
        let what = text("function_id")?;
        Some(Self {
            workload: text("group_id")?,
            size: text("value_str").unwrap_or_else(|| what.clone()),
            what,
            median: estimates["median"]["point_estimate"].as_f64()?,
            elements: benchmark["throughput"]["Elements"].as_u64(),
        })
    }
}

/// Reads all figures that criterion has written in `folder` since `started`, in the order of workload and size.
pub(super) fn read(folder: &Path, started: SystemTime) -> Result<Vec<Figure>, String> {
    let mut figures = Vec::new();
    collect(folder, started, &mut figures)?;
    figures.sort_by(|a, b| order(a).cmp(&order(b)));
    Ok(figures)
}

/// Sorts sizes that are numbers, or begin with one, by the number.
fn order(figure: &Figure) -> (&str, &str, u64, &str) {
    let start = figure
        .size
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(figure.size.len());
    let digits = figure.size[start..].split(|c: char| !c.is_ascii_digit()).next();
    let number = digits.and_then(|digits| digits.parse().ok()).unwrap_or(0);
    (&figure.workload, &figure.what, number, &figure.size)
}

fn collect(folder: &Path, started: SystemTime, figures: &mut Vec<Figure>) -> Result<(), String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries.flatten().filter(|entry| entry.path().is_dir()) {
        let path = entry.path();
        let estimates = path.join("estimates.json");
        let fresh = |file: &Path| {
            file.metadata()
                .and_then(|data| data.modified())
                .is_ok_and(|time| time >= started)
        };
        if entry.file_name() != "new" {
            collect(&path, started, figures)?;
        } else if fresh(&estimates) {
            let figure = Figure::from_json(&json(&path.join("benchmark.json"))?, &json(&estimates)?);
            figures.push(
                figure.ok_or_else(|| format!("{} is not as criterion 0.8 writes it.", path.display()))?,
            );
        }
    }
    Ok(())
}

fn json(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}.", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{} is not JSON: {error}.", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn figure(what: &str, size: Option<&str>, elements: Option<u64>, median: f64) -> Figure {
        let throughput = elements.map(|count| json!({"Elements": count}));
        let benchmark =
            json!({"group_id": "W5", "function_id": what, "value_str": size, "throughput": throughput});
        let estimates = json!({"median": {"point_estimate": median}, "mean": {"point_estimate": 0.0}});
        Figure::from_json(&benchmark, &estimates).expect("criterion's form")
    }

    #[test]
    fn units_follow_the_name_and_the_throughput() {
        for (what, elements, unit, value) in [
            ("step", None, Unit::Micros, 2.0),
            ("epoch", None, Unit::Millis, 0.002),
            ("exp", Some(1000), Unit::NanosPerElement, 2.0),
            ("gflops", Some(8000), Unit::Gflops, 4.0),
            ("samples_per_s", Some(4), Unit::PerSecond, 2e6),
        ] {
            let figure = figure(what, None, elements, 2000.0);
            assert_eq!((figure.unit(), figure.value()), (unit, value), "{what}");
        }
    }

    #[test]
    fn without_a_parameter_the_size_is_called_as_the_function() {
        assert_eq!(figure("step", None, None, 1.0).id(), "W5/step/step");
        assert_eq!(
            figure("gflops", Some("nn:2x2x2"), None, 1.0).id(),
            "W5/gflops/nn:2x2x2"
        );
    }

    #[test]
    fn other_json_is_refused() {
        assert_eq!(Figure::from_json(&json!({"group_id": "W1"}), &json!({})), None);
    }

    #[test]
    fn sizes_are_sorted_as_numbers() {
        let mut sizes =
            ["nn:128x1", "nn:64x1", "100", "b8"].map(|size| figure("step", Some(size), None, 1.0));
        sizes.sort_by(|a, b| order(a).cmp(&order(b)));
        assert_eq!(
            sizes.map(|figure| figure.size),
            ["b8", "nn:64x1", "100", "nn:128x1"]
        );
    }
}
