//! A profile as Chrome's trace events, which `chrome://tracing` and Perfetto show.

use std::fmt::Write;
use std::io;
use std::path::Path;

use super::{Kind, Profile, Span};

impl Profile {
    /// The trace as JSON, to be opened in `chrome://tracing` or `ui.perfetto.dev`: a bar for each call, with its bytes, its
    /// layer and the line that called it.
    pub fn chrome_trace(&self) -> String {
        let mut json = String::from("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[");
        for (number, span) in self.spans.iter().enumerate() {
            if number > 0 {
                json.push(',');
            }
            event(&mut json, span);
        }
        json.push_str("]}\n");
        json
    }

    /// Writes [`chrome_trace`](Self::chrome_trace) to a file.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save_chrome_trace(&self, path: impl AsRef<Path>) -> io::Result<()> {
        std::fs::write(path, self.chrome_trace())
    }
}

fn event(json: &mut String, span: &Span) {
    let kind = match span.kind {
        Kind::Operation => "operation",
        Kind::Backward => "backward",
        Kind::Layer => "layer",
        Kind::Part => "part",
    };
    let [start, time] = [span.start, span.time].map(|time| time.as_nanos() as f64 / 1e3);
    json.push_str("\n{\"name\":");
    quoted(json, &span.name);
    // Writing to a string does not fail.
    let _ = write!(
        json,
        ",\"cat\":\"{kind}\",\"ph\":\"X\",\"ts\":{start},\"dur\":{time},\"pid\":1,\"tid\":1,\"args\":{{\"bytes\":{}",
        span.bytes
    );
    let line = span.line.map(ToString::to_string);
    for (name, value) in [("layer", span.layer.as_deref()), ("line", line.as_deref())] {
        if let Some(value) = value {
            let _ = write!(json, ",\"{name}\":");
            quoted(json, value);
        }
    }
    json.push_str("}}");
}

/// Writes a string as JSON has it.
fn quoted(json: &mut String, text: &str) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => json.extend(['\\', letter]),
            ' '.. => json.push(letter),
            control => {
                let _ = write!(json, "\\u{:04x}", u32::from(control));
            }
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Tensor, profile};

    #[test]
    fn strings_are_escaped() {
        let mut json = String::new();
        quoted(&mut json, "a\"b\\c\nd");
        assert_eq!(json, "\"a\\\"b\\\\c\\u000ad\"");
    }

    #[test]
    fn a_call_is_an_event() {
        let x = Tensor::ones(4);
        let (_, profile) = profile(|| x.exp());
        let json = profile.chrome_trace();
        let exp = json.lines().find(|line| line.contains("\"Exp\"")).unwrap();
        assert!(
            exp.starts_with("{\"name\":\"Exp\",\"cat\":\"operation\",\"ph\":\"X\",\"ts\":"),
            "{exp}"
        );
        assert!(
            exp.contains("\"bytes\":16,\"line\":\"") && exp.contains("trace.rs"),
            "{exp}"
        );
    }
}
