//! The convention of evcxr, Rust's kernel for Jupyter.

/// Shows a value below the cell of a Jupyter notebook: its contents by MIME type, of which the notebook takes the richest
/// that it can show.
///
/// evcxr calls the method `evcxr_display(&self)` of the last value of a cell, and takes what stands between its two marks out
/// of the program's output. So such a method is one call of this function, and neither needs evcxr nor costs anything until
/// it is called. To show more than one value in a cell, call `evcxr_display` yourself.
///
/// ```
/// struct Celsius(f64);
///
/// impl Celsius {
///     pub fn evcxr_display(&self) {
///         show::in_notebook(&[("text/html", &format!("<b>{}</b> &deg;C", self.0)), ("text/plain", &format!("{} °C", self.0))]);
///     }
/// }
/// Celsius(21.5).evcxr_display();
/// ```
pub fn in_notebook(contents: &[(&str, &str)]) {
    // In one write, so that no other thread's output comes between.
    print!("{}", marked(contents));
}

fn marked(contents: &[(&str, &str)]) -> String {
    let blocks = contents
        .iter()
        .map(|(mime, content)| format!("EVCXR_BEGIN_CONTENT {mime}\n{content}\nEVCXR_END_CONTENT\n"));
    blocks.collect()
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn each_content_stands_between_marks_on_lines_of_their_own() {
        assert_eq!(
            marked(&[("text/html", "<p>\na</p>"), ("text/plain", "a")]),
            "EVCXR_BEGIN_CONTENT text/html\n<p>\na</p>\nEVCXR_END_CONTENT\n\
             EVCXR_BEGIN_CONTENT text/plain\na\nEVCXR_END_CONTENT\n"
        );
    }
}
