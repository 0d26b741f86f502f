//! The messages of event files: those of TensorFlow's `event.proto` and `summary.proto` that TensorBoard needs.

use std::time::{SystemTime, UNIX_EPOCH};

use super::histogram::Histogram;
use super::protobuf::Message;

/// The first event of a file, which says what the others are.
pub(super) fn version() -> Message {
    event().bytes(3, b"brain.Event:2")
}

/// An event with one value at a step.
pub(super) fn value(tag: &str, step: usize, content: Content<'_>) -> Message {
    // The tag of a text says once more that it is one.
    let suffix = if matches!(content, Content::Text(_)) {
        "/text_summary"
    } else {
        ""
    };
    let value = Message::new().bytes(1, format!("{tag}{suffix}").as_bytes());
    let value = match content {
        Content::Scalar(scalar) => value.float(2, scalar as f32),
        Content::Image(image) => value.message(4, &self::image(&image)),
        Content::Histogram(histogram) => value.message(5, &self::histogram(&histogram)),
        Content::Text(text) => value.message(8, &string(text)).message(9, &plugin("text")),
    };
    event()
        .int(2, step as i64)
        .message(5, &Message::new().message(1, &value))
}

/// What a value is.
pub(super) enum Content<'a> {
    Scalar(f64),
    Image(Image<'a>),
    Histogram(Histogram),
    Text(&'a str),
}

/// An image as a file of PNG.
pub(super) struct Image<'a> {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) channels: usize,
    pub(super) png: &'a [u8],
}

fn event() -> Message {
    // A clock before 1970 is no reason to stop a training.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Message::new().double(1, now.as_secs_f64())
}

fn image(image: &Image<'_>) -> Message {
    Message::new()
        .int(1, i64::from(image.height))
        .int(2, i64::from(image.width))
        .int(3, image.channels as i64)
        .bytes(4, image.png)
}

fn histogram(histogram: &Histogram) -> Message {
    Message::new()
        .double(1, histogram.min)
        .double(2, histogram.max)
        .double(3, histogram.num as f64)
        .double(4, histogram.sum)
        .double(5, histogram.sum_squares)
        .doubles(6, &histogram.limits)
        .doubles(7, &histogram.counts)
}

/// A tensor of one string.
fn string(text: &str) -> Message {
    const DT_STRING: i64 = 7;
    let dimension = Message::new().int(1, 1);
    let shape = Message::new().message(2, &dimension);
    Message::new()
        .int(1, DT_STRING)
        .message(2, &shape)
        .bytes(8, text.as_bytes())
}

/// The metadata that name the plugin which shows a value.
fn plugin(name: &str) -> Message {
    Message::new().message(1, &Message::new().bytes(1, name.as_bytes()))
}
