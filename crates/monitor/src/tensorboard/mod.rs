//! [`SummaryWriter`]: event files for TensorBoard.

mod checksum;
mod event;
mod histogram;
mod png;
mod protobuf;
mod record;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use autograd::{DType, Error as Refusal, Tensor};

use crate::error::Error;
use event::{Content, Image};
use histogram::Histogram;
use png::Pixels;
use protobuf::Message;

/// How long what was added may stay in memory while more is added.
const FLUSH_AFTER: Duration = Duration::from_secs(2);

/// Writes figures, distributions, images and texts into a file that TensorBoard shows:
/// `torch.utils.tensorboard.SummaryWriter`.
///
/// ```
/// use monitor::{SummaryWriter, Tensor};
///
/// let folder = std::env::temp_dir().join("flambeau-runs");
/// let mut writer = SummaryWriter::new(folder.join("first"))?;
/// writer.add_text("options", "lr = 0.1", 0)?;
/// for epoch in 0..3 {
///     writer.add_scalar("loss/train", 1.0 / f64::from(epoch as u32 + 1), epoch)?;
///     writer.add_histogram("weight", &Tensor::randn([20, 20]), epoch)?;
/// }
/// writer.add_image("noise", &Tensor::rand([1, 28, 28]), 2)?;
/// # drop(writer);
/// # std::fs::remove_dir_all(&folder).expect("it was just made");
/// # Ok::<(), monitor::Error>(())
/// ```
///
/// `tensorboard --logdir runs` shows all runs in the folder, each folder below it as one, also while they run. Tags
/// that begin alike up to a `/` are shown together.
///
/// What is added is in the file after at most two seconds, if more is added then, or after [`flush`](Self::flush) or
/// when the writer is dropped.
#[derive(Debug)]
pub struct SummaryWriter {
    path: PathBuf,
    file: BufWriter<File>,
    flushed: Instant,
}

impl SummaryWriter {
    /// Makes a new file in the folder of a run. The folder is made if there is none; other files in it stay, and
    /// TensorBoard shows all of them as one run.
    ///
    /// # Errors
    /// If the file cannot be made.
    pub fn new(folder: impl AsRef<Path>) -> Result<Self, Error> {
        let folder = folder.as_ref();
        fs::create_dir_all(folder).map_err(Error::at(folder))?;
        let path = folder.join(file_name());
        let file = File::create_new(&path).map_err(Error::at(&path))?;
        let mut writer = Self {
            path,
            file: BufWriter::new(file),
            flushed: Instant::now(),
        };
        writer.write(&event::version())?;
        writer.flush()?;
        Ok(writer)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a number at a step; it is kept as an `f32`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add_scalar(&mut self, tag: &str, scalar: impl Into<f64>, step: usize) -> Result<(), Error> {
        self.add(tag, step, Content::Scalar(scalar.into()))
    }

    /// Adds the distribution of the elements of a tensor at a step, in PyTorch's buckets. Elements that are not finite
    /// are not counted.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add_histogram(&mut self, tag: &str, values: &Tensor, step: usize) -> Result<(), Error> {
        let histogram = Histogram::new(&values.detach().to_vec::<f64>());
        self.add(tag, step, Content::Histogram(histogram))
    }

    /// Adds an image `[channels, height, width]` at a step: grey, RGB, or RGB and alpha, of 1, 3 or 4 channels. Floats are
    /// from 0 to 1, and cut off there; bytes from 0 to 255.
    ///
    /// # Errors
    /// If the file cannot be written.
    ///
    /// # Panics
    /// If the tensor has another shape or type, or no pixels.
    #[track_caller]
    pub fn add_image(&mut self, tag: &str, image: &Tensor, step: usize) -> Result<(), Error> {
        let &[channels @ (1 | 3 | 4), height, width] = image.shape() else {
            Refusal::shape(format!(
                "SummaryWriter::add_image: an image must be [channels, height, width] with 1, 3 or 4 channels, but it is {:?}",
                image.shape()
            ))
            .raise();
        };
        if image.numel() == 0 {
            Refusal::shape(format!(
                "SummaryWriter::add_image: an image of {width} x {height} has no pixels"
            ))
            .raise();
        }
        let png = png::encode(&Pixels {
            width,
            height,
            channels,
            bytes: &bytes(image),
        });
        self.add_file(tag, &png, channels, step)
    }

    /// Adds an image that is a PNG file already, such as a chart of the crate `plot`, at a step: PyTorch's `add_figure`.
    ///
    /// # Errors
    /// If the file cannot be written.
    ///
    /// # Panics
    /// If it is no PNG file.
    #[track_caller]
    pub fn add_png(&mut self, tag: &str, png: &[u8], step: usize) -> Result<(), Error> {
        if png::size(png).is_none() {
            Refusal::argument("SummaryWriter::add_png: these bytes do not begin as a PNG file does").raise();
        }
        self.add_file(tag, png, 3, step)
    }

    /// Adds a text at a step, which TensorBoard reads as Markdown.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add_text(&mut self, tag: &str, text: &str, step: usize) -> Result<(), Error> {
        self.add(tag, step, Content::Text(text))
    }

    /// Writes what is still in memory.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn flush(&mut self) -> Result<(), Error> {
        self.flushed = Instant::now();
        self.file.flush().map_err(Error::at(&self.path))
    }

    fn add_file(&mut self, tag: &str, png: &[u8], channels: usize, step: usize) -> Result<(), Error> {
        let (width, height) = png::size(png).unwrap_or_default();
        let image = Image {
            width,
            height,
            channels,
            png,
        };
        self.add(tag, step, Content::Image(image))
    }

    fn add(&mut self, tag: &str, step: usize, content: Content<'_>) -> Result<(), Error> {
        self.write(&event::value(tag, step, content))?;
        if self.flushed.elapsed() >= FLUSH_AFTER {
            self.flush()?;
        }
        Ok(())
    }

    fn write(&mut self, event: &Message) -> Result<(), Error> {
        record::write(&mut self.file, event.as_bytes()).map_err(Error::at(&self.path))
    }
}

/// A name that TensorBoard knows for an event file, and that no other writer chooses. They are read in the order of the
/// seconds in it.
fn file_name() -> String {
    static FILES: AtomicU32 = AtomicU32::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let number = FILES.fetch_add(1, Ordering::Relaxed);
    format!(
        "events.out.tfevents.{:010}.{}.{number}",
        now.as_secs(),
        std::process::id()
    )
}

/// The pixels, row by row, the channels of each one after the other.
#[track_caller]
fn bytes(image: &Tensor) -> Vec<u8> {
    let rows = image.detach().permute([1, 2, 0]);
    match image.dtype() {
        DType::U8 => rows.to_vec(),
        dtype if dtype.is_float() => {
            let values = rows.to_vec::<f32>();
            // What is not a number becomes black.
            values.into_iter().map(|value| (value * 255.0) as u8).collect()
        }
        dtype => Refusal::dtype(format!(
            "SummaryWriter::add_image: an image must be of floats from 0 to 1 or of bytes, but it is {}",
            dtype.name()
        ))
        .raise(),
    }
}
