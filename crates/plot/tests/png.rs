//! What the pixels of a picture show.

use plot::Chart;

struct Image {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Image {
    fn decode(bytes: &[u8]) -> Self {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .expect("a PNG header");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size that fits into memory")];
        let info = reader.next_frame(&mut pixels).expect("whole image data");
        assert_eq!(
            (info.color_type, info.bit_depth),
            (png::ColorType::Rgb, png::BitDepth::Eight)
        );
        Self {
            width: info.width as usize,
            height: info.height as usize,
            pixels,
        }
    }

    /// How many pixels of the rectangle satisfy the condition on red, green and blue.
    fn count(&self, x: [usize; 2], y: [usize; 2], condition: impl Fn(u8, u8, u8) -> bool) -> usize {
        let at = |x: usize, y: usize| 3 * (y * self.width + x);
        (y[0]..y[1])
            .flat_map(|y| (x[0]..x[1]).map(move |x| at(x, y)))
            .filter(|&i| condition(self.pixels[i], self.pixels[i + 1], self.pixels[i + 2]))
            .count()
    }
}

fn dark(r: u8, g: u8, b: u8) -> bool {
    r < 120 && g < 120 && b < 120
}

#[test]
fn the_title_and_the_labels_are_written_without_any_system_font() {
    let titled = Image::decode(
        &Chart::new("Training loss")
            .x_label("step")
            .curve("", [1, 2])
            .to_png(),
    );
    let bare = Image::decode(&Chart::new("").curve("", [1, 2]).to_png());
    assert_eq!((titled.width, titled.height), (900, 600));
    // The title has the top to itself, the label of the axis the bottom.
    for rows in [[10, 36], [570, 595]] {
        assert!(titled.count([0, 900], rows, dark) > 50, "text in rows {rows:?}");
    }
    assert_eq!(bare.count([0, 900], [0, 10], dark), 0);
}

#[test]
fn a_label_beside_the_axis_reads_upwards() {
    let labelled = Image::decode(&Chart::new("").y_label("loss per step").curve("", [1, 2]).to_png());
    let column = labelled.count([8, 26], [0, 600], dark);
    assert!(column > 50, "{column} dark pixels left of the tick labels");
    assert_eq!(
        labelled.count([8, 26], [0, 150], dark),
        0,
        "it is centred, not spread"
    );
}

#[test]
fn lines_have_their_colour_and_smooth_edges() {
    let image = Image::decode(&Chart::new("").curve("", [1.0, 2.0]).to_png());
    let full = image.count([0, 900], [0, 600], |r, g, b| (r, g, b) == (0x00, 0x72, 0xB2));
    let mixed = image.count([0, 900], [0, 600], |r, g, b| b > g && g > r && r > 0);
    assert!(full > 500, "{full}");
    assert!(mixed > 500, "{mixed}");
}

#[test]
fn the_smallest_picture_can_still_be_drawn() {
    let image = Image::decode(
        &Chart::new("A title that is far too long for it")
            .size(1, 1)
            .curve("run", [1, 2])
            .to_png(),
    );
    assert_eq!((image.width, image.height), (200, 150));
}
