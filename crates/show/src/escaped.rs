//! Text within HTML and SVG.

/// What HTML and SVG show as this text.
///
/// ```
/// assert_eq!(show::escaped("a < b & c"), "a &lt; b &amp; c");
/// ```
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
