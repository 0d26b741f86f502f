//! The one font: its measures, and its glyphs as coverage of pixels.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, PxScale, PxScaleFont, ScaleFont, point};

/// The CSS font list of SVG text: the measured font first, then the closest ones that other systems have.
pub(crate) const FAMILY: &str = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif";

static FONT: LazyLock<FontRef<'static>> = LazyLock::new(|| {
    FontRef::try_from_slice(dejavu::sans::regular()).expect("the font inside the program is a valid font")
});

/// The font at `size` pixels per em.
fn scaled(size: f64) -> PxScaleFont<&'static FontRef<'static>> {
    let units_per_em = FONT.units_per_em().expect("the font states its units");
    FONT.as_scaled(PxScale::from(size as f32 * FONT.height_unscaled() / units_per_em))
}

/// The width of `text` at `size` pixels per em.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let font = scaled(size);
    place(&font, text).1
}

/// Calls `pixel(x, y, coverage)` for every pixel that `text` touches, relative to the start of its baseline.
pub(crate) fn draw(text: &str, size: f64, mut pixel: impl FnMut(i32, i32, f32)) {
    let font = scaled(size);
    for (c, x) in place(&font, text).0 {
        let glyph = font
            .glyph_id(c)
            .with_scale_and_position(font.scale(), point(x as f32, 0.0));
        if let Some(outline) = font.outline_glyph(glyph) {
            let corner = outline.px_bounds().min;
            outline.draw(|x, y, coverage| {
                pixel(corner.x as i32 + x as i32, corner.y as i32 + y as i32, coverage);
            });
        }
    }
}

/// Shortens `text` with an ellipsis until it is at most `limit` pixels wide.
pub(crate) fn fit(text: &str, size: f64, limit: f64) -> String {
    if width(text, size) <= limit {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.pop().is_some() {
        let shorter = kept.iter().collect::<String>().trim_end().to_owned() + "…";
        if width(&shorter, size) <= limit {
            return shorter;
        }
    }
    String::new()
}

/// Each character with the position of its origin, and the width of the whole.
fn place(font: &PxScaleFont<&'static FontRef<'static>>, text: &str) -> (Vec<(char, f64)>, f64) {
    let mut x = 0.0;
    let mut placed = Vec::with_capacity(text.len());
    let mut previous = None;
    for c in text.chars() {
        let id = font.glyph_id(c);
        if let Some(previous) = previous {
            x += f64::from(font.kern(previous, id));
        }
        placed.push((c, x));
        x += f64::from(font.h_advance(id));
        previous = Some(id);
    }
    (placed, x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_grows_with_text_and_size() {
        assert!(width("loss", 12.0) < width("loss per step", 12.0));
        assert!((width("loss", 24.0) - 2.0 * width("loss", 12.0)).abs() < 0.5);
    }

    #[test]
    fn fit_keeps_what_fits_and_shortens_what_does_not() {
        assert_eq!(fit("loss", 12.0, 100.0), "loss");
        let short = fit("the loss of a run with a very long name", 12.0, 100.0);
        assert!(short.ends_with('…') && width(&short, 12.0) <= 100.0, "{short}");
    }

    #[test]
    fn every_character_we_write_ourselves_has_a_glyph() {
        for c in "0123456789.-e…".chars() {
            assert_ne!(FONT.glyph_id(c).0, 0, "{c}");
        }
    }
}
