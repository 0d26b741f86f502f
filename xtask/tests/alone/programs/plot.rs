//! A program that draws its own numbers.

fn main() {
    let picture = plot::Chart::new("loss").curve("train", [3.0, 2.0, 1.5]).to_svg();
    assert!(picture.contains("</svg>"));
}
