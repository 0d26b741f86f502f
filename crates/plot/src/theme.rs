//! Colours and sizes, in one place. Lengths are in pixels of the finished picture.

use plotters::style::RGBColor;

/// Okabe and Ito's colours, which stay apart for colour-blind readers, without the yellow that vanishes on white
/// (Okabe, Ito: Color Universal Design, 2008).
pub(crate) const PALETTE: [RGBColor; 7] = [
    RGBColor(0x00, 0x72, 0xB2), // blue
    RGBColor(0xD5, 0x5E, 0x00), // vermilion
    RGBColor(0x00, 0x9E, 0x73), // bluish green
    RGBColor(0xCC, 0x79, 0xA7), // reddish purple
    RGBColor(0xE6, 0x9F, 0x00), // orange
    RGBColor(0x56, 0xB4, 0xE9), // sky blue
    RGBColor(0x33, 0x33, 0x33), // black
];

/// The same colours for paths over contours, which are blue and green themselves: the warm ones first.
pub(crate) const PATH_PALETTE: [RGBColor; 4] = [PALETTE[1], PALETTE[3], PALETTE[6], PALETTE[4]];

/// What a series is drawn with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pen {
    pub(crate) color: RGBColor,
    pub(crate) dashed: bool,
}

/// A pen for each series: the palette's colours, and when they are used up, the same colours dashed.
pub(crate) fn pens(palette: &[RGBColor]) -> impl Iterator<Item = Pen> {
    [false, true]
        .into_iter()
        .cycle()
        .flat_map(|dashed| palette.iter().map(move |&color| Pen { color, dashed }))
}

/// Stops of the contours' colours, from the lowest level to the highest: viridis, without its yellow end
/// (Smith, van der Walt 2015).
pub(crate) const CONTOUR_STOPS: [RGBColor; 4] = [
    RGBColor(0x44, 0x01, 0x54),
    RGBColor(0x3B, 0x52, 0x8B),
    RGBColor(0x21, 0x91, 0x8C),
    RGBColor(0x6C, 0xC4, 0x5E),
];

pub(crate) const INK: RGBColor = RGBColor(0x26, 0x26, 0x26);
pub(crate) const AXIS: RGBColor = RGBColor(0x80, 0x80, 0x80);
pub(crate) const GRID: RGBColor = RGBColor(0xE3, 0xE3, 0xE3);
pub(crate) const FINE_GRID: RGBColor = RGBColor(0xF2, 0xF2, 0xF2);

pub(crate) const TITLE_SIZE: f64 = 17.0;
pub(crate) const LABEL_SIZE: f64 = 14.0;
pub(crate) const TICK_SIZE: f64 = 12.5;
pub(crate) const LEVEL_SIZE: f64 = 10.5;

pub(crate) const LINE_WIDTH: f64 = 1.8;
/// A line with so many points that it is all zigzag.
pub(crate) const CROWDED_WIDTH: f64 = 0.9;
pub(crate) const PATH_WIDTH: f64 = 1.2;
pub(crate) const DOT_RADIUS: f64 = 3.2;

/// The size of a picture unless another is asked for.
pub(crate) const SIZE: (u32, u32) = (900, 600);
/// The smallest size in which the texts still fit.
pub(crate) const MIN_SIZE: (u32, u32) = (200, 150);

/// The colour at `t` in 0..=1 along the contours' stops.
pub(crate) fn contour_color(t: f64) -> RGBColor {
    let position = t.clamp(0.0, 1.0) * (CONTOUR_STOPS.len() - 1) as f64;
    let below = (position.floor() as usize).min(CONTOUR_STOPS.len() - 2);
    let share = position - below as f64;
    let mix = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round() as u8;
    let (a, b) = (CONTOUR_STOPS[below], CONTOUR_STOPS[below + 1]);
    RGBColor(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}
