//! Pictures in files, and folders of them, with the feature `images`.
//!
//! [`read`] reads one file into an [`Image`]; an [`ImageFolder`] is a dataset of a folder that has a folder for each class.
//! PNG, JPEG and BMP are read, and told by what is in a file, whatever its name. A picture comes as red, green and blue
//! bytes: grey is spread to the three, 16 bits are scaled to 8, an alpha channel is dropped, and CMYK is refused. So is
//! what is not whole: a file that ends early, has a wrong checksum, or claims to be larger than it may be.
//!
//! ```
//! use data::images;
//!
//! # let path = std::env::temp_dir().join(format!("flambeau-image-doc-{}.bmp", std::process::id()));
//! # let header = b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0";
//! # std::fs::write(&path, [&header[..], &[0; 24], b"\x01\x02\x03\0"].concat())?;
//! let image = images::read(&path)?; // one pixel
//! assert_eq!(image.pixels().to_vec::<u8>(), [3, 2, 1]);
//! # std::fs::remove_file(&path)?;
//!
//! let error = images::Reader::new().read_from(b"<html>", "cat.png").unwrap_err();
//! assert_eq!(error.to_string(), "cat.png: no picture by its first bytes: PNG, JPEG and BMP are read");
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```

mod error;
mod folder;
mod reader;
mod whole;

pub use error::Error;
pub use folder::ImageFolder;
pub use reader::Reader;

use std::path::Path;

use crate::transforms::Image;

/// Reads the picture of a file. A [`Reader`] does so with other limits.
///
/// # Errors
/// If the file cannot be read, or holds no whole picture of a kind that is read.
pub fn read(path: impl AsRef<Path>) -> Result<Image, Error> {
    Reader::new().read(path)
}
