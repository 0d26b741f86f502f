//! What the SVG of each picture contains.

use plot::{Chart, Contour, Grid};

/// The texts of a document, in order, as they are written (escaped).
fn texts(svg: &str) -> Vec<&str> {
    svg.split("<text ")
        .skip(1)
        .map(|rest| {
            let start = rest.find(">\n").expect("the text's tag ends") + 2;
            let end = rest.find("\n</text>").expect("the text ends");
            &rest[start..end]
        })
        .collect()
}

/// The polylines of a colour: one for each unbroken piece of a series, and one for its sample in the legend.
fn polylines(svg: &str, color: &str) -> Vec<Vec<(f64, f64)>> {
    let stroke = format!("stroke=\"{color}\"");
    svg.lines()
        .filter(|l| l.starts_with("<polyline") && l.contains(&stroke))
        .map(|l| {
            let points = l
                .split("points=\"")
                .nth(1)
                .and_then(|p| p.split('"').next())
                .expect("it has points");
            let number = |s: &str| s.parse::<f64>().expect("a coordinate is a number");
            points
                .split_whitespace()
                .map(|p| p.split_once(',').expect("a point is a pair"))
                .map(|(x, y)| (number(x), number(y)))
                .collect()
        })
        .collect()
}

const FIRST: &str = "#0072B2";
const SECOND: &str = "#D55E00";

#[test]
fn a_chart_states_its_title_its_axes_and_its_series() {
    let svg = Chart::new("A run")
        .x_label("step")
        .y_label("loss")
        .curve("train", [3, 2, 1])
        .to_svg();
    let texts = texts(&svg);
    for text in ["A run", "step", "loss", "train"] {
        assert_eq!(
            texts.iter().filter(|&&t| t == text).count(),
            1,
            "{text} in {texts:?}"
        );
    }
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    assert!(svg.contains("width=\"900\" height=\"600\""));
    assert!(svg.contains("<title>A run</title>"));
}

#[test]
fn every_series_has_its_line_and_every_point_its_dot() {
    let svg = Chart::new("")
        .points("data", [(0, 0), (1, 1), (2, 4)])
        .line("fit", [(0, 0), (2, 4)])
        .to_svg();
    let dots = svg
        .lines()
        .filter(|l| l.starts_with("<circle") && l.contains(FIRST))
        .count();
    assert_eq!(dots, 3 + 1, "three points and the legend's sample");
    assert_eq!(
        polylines(&svg, SECOND).len(),
        1 + 1,
        "one line and the legend's sample"
    );
}

#[test]
fn unnamed_series_need_no_legend() {
    let svg = Chart::new("").curve("", [1, 2]).to_svg();
    assert_eq!(polylines(&svg, FIRST).len(), 1);
}

#[test]
fn text_is_escaped() {
    let svg = Chart::new("a < b & c").curve("\"x\" > 'y'", [1.0, 2.0]).to_svg();
    let texts = texts(&svg);
    assert!(texts.contains(&"a &lt; b &amp; c"), "{texts:?}");
    assert!(texts.contains(&"&quot;x&quot; &gt; &apos;y&apos;"), "{texts:?}");
    assert!(svg.contains("<title>a &lt; b &amp; c</title>"));
}

#[test]
fn every_text_asks_for_a_generic_font_last() {
    let svg = Chart::new("title").x_label("x").curve("run", [1.0, 2.0]).to_svg();
    let tags: Vec<_> = svg.lines().filter(|l| l.starts_with("<text ")).collect();
    assert!(tags.len() > 10, "{tags:?}");
    assert!(tags.iter().all(|t| t.contains("sans-serif\"")));
}

#[test]
fn tick_labels_are_short() {
    let svg = Chart::new("").curve("", [0.1, 0.2, 0.1 + 0.2, 0.7]).to_svg();
    let texts = texts(&svg);
    assert!(
        texts.contains(&"0.3") && texts.iter().all(|t| t.len() <= 4),
        "{texts:?}"
    );
}

#[test]
fn values_that_are_not_finite_interrupt_the_line() {
    let values = [1.0, 2.0, f64::NAN, 3.0, 2.0, f64::INFINITY];
    let pieces = polylines(&Chart::new("").curve("", values).to_svg(), FIRST);
    assert_eq!(pieces.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn values_that_are_not_positive_interrupt_a_logarithmic_line() {
    let pieces = polylines(
        &Chart::new("")
            .log_y()
            .curve("", [10.0, 1.0, 0.0, -1.0, 0.1, 0.01])
            .to_svg(),
        FIRST,
    );
    assert_eq!(pieces.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn a_logarithmic_horizontal_axis_places_decades_evenly() {
    let chart = Chart::new("").log_x();
    let svg = chart
        .clone()
        .line("", [(1e-3, 0.0), (1e-2, 1.0), (1e-1, 2.0)])
        .to_svg();
    let labels = texts(&svg);
    assert!(
        ["0.001", "0.01", "0.1"]
            .iter()
            .all(|decade| labels.contains(decade)),
        "{labels:?}"
    );
    let lines = polylines(&svg, FIRST);
    let [(left, _), (middle, _), (right, _)] = lines[0][..] else {
        panic!("the line has three points: {lines:?}");
    };
    assert!(
        (middle - left - (right - middle)).abs() <= 1.0 && left < middle,
        "{lines:?}"
    );

    let broken = chart
        .x_range(-1.0..1.0)
        .line("", [(0.1, 0.0), (0.2, 1.0), (0.0, 2.0), (0.3, 3.0), (0.4, 4.0)]);
    let pieces = polylines(&broken.to_svg(), FIRST);
    assert_eq!(pieces.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn a_diverging_run_leaves_the_others_their_height() {
    let good: Vec<f64> = (0..50).map(|i| 300.0 * 0.8_f64.powi(i)).collect();
    let bad = (0..50).map(|i| 300.0 * 1e9_f64.powi(i));
    let svg = Chart::new("").curve("", &good).curve("", bad).to_svg();
    let height = |line: &[(f64, f64)]| {
        let ys = line.iter().map(|p| p.1);
        ys.clone().fold(f64::MIN, f64::max) - ys.fold(f64::MAX, f64::min)
    };
    let good = height(&polylines(&svg, FIRST)[0]);
    assert!(good > 0.6 * 6000.0 * 0.9, "{good} of 6000 units");
    let top = polylines(&svg, SECOND)[0]
        .iter()
        .map(|p| p.1)
        .fold(f64::MAX, f64::min);
    assert!(
        top >= 0.0,
        "the other is cut at the plot's edge, not drawn beyond the picture: {top}"
    );
}

#[test]
fn nothing_at_all_is_still_a_picture() {
    let none: [f64; 0] = [];
    for chart in [
        Chart::new(""),
        Chart::new("").curve("empty", none),
        Chart::new("")
            .curve("never finite", [f64::NAN, f64::INFINITY])
            .log_y(),
        Chart::new("").curve("constant", [2.0; 5]),
        Chart::new("").curve("one value", [2.0]).log_y(),
        Chart::new("").line(
            "everything",
            [(-1e300, f64::MIN), (1e300, f64::MAX), (5e-324, 5e-324)],
        ),
    ] {
        let texts = chart.to_svg();
        assert!(texts.contains("<text "), "an axis has labels: {chart:?}");
        assert!(!texts.contains("NaN") && !texts.contains("inf"), "{chart:?}");
    }
}

#[test]
fn a_chosen_range_is_shown() {
    let svg = Chart::new("")
        .curve("", [1.0, 1000.0])
        .x_range(0.0..10.0)
        .y_range(0.0..5.0)
        .to_svg();
    let texts = texts(&svg);
    assert!(
        texts.contains(&"10") && texts.contains(&"5") && !texts.contains(&"1000"),
        "{texts:?}"
    );
}

#[test]
fn more_points_than_pixels_are_thinned() {
    let svg = Chart::new("")
        .curve("", (0..200_000).map(|i| (f64::from(i) / 50.0).sin()))
        .to_svg();
    assert!(svg.len() < 100_000, "{} bytes", svg.len());
}

#[test]
fn a_contour_has_lines_labels_and_a_path() {
    let svg = Contour::new("descent", -2.0..2.0, -2.0..2.0, |w, b| w * w + b * b)
        .levels([1.0, 2.25])
        .path("lr = 0.1", [(1.5, 1.5), (1.0, 1.0), (f64::NAN, 0.0), (0.5, 0.5)])
        .to_svg();
    let texts = texts(&svg);
    for text in ["descent", "1", "2.25", "lr = 0.1"] {
        assert!(texts.contains(&text), "{text} in {texts:?}");
    }
    let path = &polylines(&svg, SECOND)[0];
    assert_eq!(path.len(), 2, "the path stops where it is not finite");
}

#[test]
fn a_grid_holds_its_plots_in_rows() {
    let chart = |title: &str| Chart::new(title).curve("", [1, 2]);
    let svg = Grid::new(2)
        .title("all")
        .add(chart("a"))
        .add(chart("b"))
        .add(chart("c"))
        .to_svg();
    assert!(
        svg.contains("width=\"1200\" height=\"920\""),
        "two rows of 440 and a title"
    );
    assert_eq!(polylines(&svg, FIRST).len(), 3);
    let texts = texts(&svg);
    assert!(
        ["all", "a", "b", "c"].iter().all(|t| texts.contains(t)),
        "{texts:?}"
    );
}

#[test]
fn the_same_picture_has_the_same_bytes() {
    let picture = || {
        let contour = Contour::new("descent", -1.0..1.0, -1.0..1.0, |w, b| w * w + 3.0 * b * b);
        Grid::new(2)
            .add(contour.path("a", [(0.9, 0.9), (0.1, 0.2)]))
            .add(Chart::new("x").curve("y", [1, 2]))
    };
    assert_eq!(picture().to_svg(), picture().to_svg());
    assert_eq!(picture().to_png(), picture().to_png());
}

#[test]
#[should_panic(expected = "Chart::y_range: 2.0..1.0 is no range to show")]
fn an_empty_range_is_refused() {
    let _ = Chart::new("").y_range(2.0..1.0);
}

#[test]
#[should_panic(expected = "row 1 has 1 values, but row 0 has 2")]
fn ragged_rows_are_refused() {
    let _ = Contour::from_rows("", 0.0..1.0, 0.0..1.0, [vec![1.0, 2.0], vec![1.0]]);
}

#[test]
fn rows_give_the_same_contours_as_the_function() {
    let f = |w: f64, b: f64| w * w + 2.0 * b * b;
    let node = |k: usize| k as f64 / 80.0 - 1.0;
    let rows = (0..161).map(|j| (0..161).map(move |i| f(node(i), node(j))));
    let of_rows = Contour::from_rows("same", -1.0..1.0, -1.0..1.0, rows).to_svg();
    assert_eq!(of_rows, Contour::new("same", -1.0..1.0, -1.0..1.0, f).to_svg());
}

#[test]
fn an_eighth_series_is_told_apart_by_dashes() {
    let chart = (0..8).fold(Chart::new(""), |chart, k| chart.curve("", [k, k]));
    assert_eq!(polylines(&chart.clone().to_svg(), SECOND).len(), 1);
    assert!(
        polylines(&chart.to_svg(), FIRST).len() > 20,
        "the first colour, once whole and once dashed"
    );
}
