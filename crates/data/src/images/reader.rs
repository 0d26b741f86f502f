//! [`Reader`]: how a picture is read.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use autograd::Tensor;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, ImageResult, Limits};

use super::{Error, whole};
use crate::transforms::Image;

/// How a picture is read: whether it is turned as its camera was held, and how large it may be.
///
/// ```
/// use data::images::Reader;
///
/// let reader = Reader::new().orientation(true).max_pixels(1 << 24);
/// assert!(reader.read("nowhere.jpg").unwrap_err().to_string().starts_with("nowhere.jpg: cannot be read: "));
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "a reader reads nothing until it is told to"]
pub struct Reader {
    orientation: bool,
    max_pixels: u64,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            orientation: false,
            // From here on PIL warns of a picture that is made to fill the memory.
            max_pixels: 89_478_485,
        }
    }
}

impl Reader {
    /// Pictures as they lie in their files, of up to 89,478,485 pixels.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a picture is turned and mirrored as its EXIF data say; not unless told otherwise, as in torchvision.
    pub fn orientation(mut self, orientation: bool) -> Self {
        self.orientation = orientation;
        self
    }

    /// How many pixels a file may claim to have.
    pub fn max_pixels(mut self, pixels: u64) -> Self {
        self.max_pixels = pixels;
        self
    }

    /// Reads the picture of a file.
    ///
    /// # Errors
    /// If the file cannot be read, or holds no whole picture of a kind that is read.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<Image, Error> {
        let path = path.as_ref();
        let bytes = fs::read(path).map_err(Error::io(path))?;
        self.read_from(&bytes, path.display().to_string())
    }

    /// Reads the picture of a file that has these bytes; errors call it `name`.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_from(&self, bytes: &[u8], name: impl Into<String>) -> Result<Image, Error> {
        self.decode(bytes).map_err(|problem| Error::Picture {
            file: name.into(),
            problem,
        })
    }

    fn decode(&self, bytes: &[u8]) -> Result<Image, String> {
        let kind = kind(bytes)?;
        if let Some(problem) = whole::problem(kind, bytes) {
            return Err(problem.to_owned());
        }
        let told = |error| self.told(error);
        let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
        reader.limits(self.limits());
        let mut decoder = reader.into_decoder().map_err(told)?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > self.max_pixels {
            return Err(format!("it claims {width} x {height} pixels, {}", self.limit()));
        }
        let orientation = self.orientation_of(&mut decoder).map_err(told)?;
        let mut picture = DynamicImage::from_decoder(decoder).map_err(told)?;
        picture.apply_orientation(orientation);
        let rgb = picture.into_rgb8();
        let shape = [rgb.height() as usize, rgb.width() as usize, 3];
        Ok(Image::new(Tensor::from_vec(rgb.into_raw(), shape)))
    }

    fn orientation_of(&self, decoder: &mut impl ImageDecoder) -> ImageResult<Orientation> {
        if self.orientation {
            decoder.orientation()
        } else {
            Ok(Orientation::NoTransforms)
        }
    }

    /// Memory for four channels of 16 bits, and for the decoder itself.
    fn limits(&self) -> Limits {
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(self.max_pixels.saturating_mul(8).saturating_add(1 << 24));
        limits
    }

    fn limit(&self) -> String {
        format!(
            "more than the {} that `Reader::max_pixels` allows",
            self.max_pixels
        )
    }

    fn told(&self, error: ImageError) -> String {
        match error {
            ImageError::Limits(_) => format!("it claims more pixels, {}", self.limit()),
            error => format!("the picture cannot be decoded: {error}"),
        }
    }
}

/// The kind of picture that begins like this.
fn kind(bytes: &[u8]) -> Result<ImageFormat, String> {
    const READ: &str = "PNG, JPEG and BMP are read";
    match image::guess_format(bytes) {
        Ok(kind @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Bmp)) => Ok(kind),
        Ok(other) => Err(format!("a picture of the kind {}: {READ}", other.to_mime_type())),
        Err(_) => Err(format!("no picture by its first bytes: {READ}")),
    }
}
