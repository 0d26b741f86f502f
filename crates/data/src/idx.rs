//! IDX files, the format of MNIST: arrays of numbers behind a header of a few bytes.
//!
//! Source: <http://yann.lecun.com/exdb/mnist/>, "The IDX file format". Two bytes 0, a byte for the type of the elements, a
//! byte for the number of dimensions; then each size as 32 bits and the elements, all with the highest byte first.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use autograd::{DType, Tensor};
use thiserror::Error as ThisError;

/// What is wrong with an IDX file.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be opened or read.
    #[error("{file}: cannot be read: {source}")]
    #[non_exhaustive]
    Io {
        /// The file.
        file: String,
        /// Why.
        source: io::Error,
    },

    /// The file is not IDX, or not whole.
    #[error("{file}: {problem}")]
    #[non_exhaustive]
    Format {
        /// The file.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
}

/// Reads the tensor of a file, as it is or compressed by gzip (with the feature `gzip`), which is told by its first bytes.
///
/// Elements are of the file's type: uint8 for MNIST. What the header claims is believed only as far as there are bytes.
///
/// ```
/// use data::idx;
///
/// # let path = std::env::temp_dir().join(format!("flambeau-idx-doc-{}", std::process::id()));
/// // Two pictures of 2 x 2.
/// std::fs::write(&path, [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 255])?;
/// let images = idx::read(&path)?;
/// assert_eq!(images.shape(), [2, 2, 2]);
/// assert_eq!(images.get(1).to_vec::<i64>(), [5, 6, 7, 255]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the file cannot be read, is not IDX, ends too early, or has more bytes than its header says.
pub fn read(path: impl AsRef<Path>) -> Result<Tensor, Error> {
    let path = path.as_ref();
    let file = path.display().to_string();
    let opened = File::open(path).map_err(|source| Error::Io {
        file: file.clone(),
        source,
    })?;
    read_from(BufReader::new(opened), &file)
}

/// [`read`] from any source; `name` stands for the file in errors.
///
/// # Errors
/// As `read`.
pub fn read_from(mut source: impl BufRead, name: &str) -> Result<Tensor, Error> {
    let file = Named(name);
    let begin = source.fill_buf().map_err(|error| file.io(error))?;
    if begin.starts_with(&[0x1f, 0x8b]) {
        return file.inflate(source);
    }
    file.tensor(source)
}

/// Refuses in the name of a file.
#[derive(Clone, Copy)]
struct Named<'a>(&'a str);

impl Named<'_> {
    fn io(self, source: io::Error) -> Error {
        Error::Io {
            file: self.0.to_owned(),
            source,
        }
    }

    fn refuse(self, problem: String) -> Error {
        Error::Format {
            file: self.0.to_owned(),
            problem,
        }
    }

    #[cfg(feature = "gzip")]
    fn inflate(self, source: impl BufRead) -> Result<Tensor, Error> {
        let mut decoder = flate2::bufread::GzDecoder::new(source);
        let tensor = self.tensor(&mut decoder)?;
        let mut source = decoder.into_inner();
        match source.fill_buf().map_err(|error| self.io(error))? {
            [] => Ok(tensor),
            _ => Err(self.refuse("it goes on after the end of what gzip has compressed".to_owned())),
        }
    }

    #[cfg(not(feature = "gzip"))]
    fn inflate(self, _: impl BufRead) -> Result<Tensor, Error> {
        Err(self.refuse("it is compressed by gzip: enable the feature `gzip`, or unpack it".to_owned()))
    }

    fn tensor(self, mut source: impl Read) -> Result<Tensor, Error> {
        let mut magic = [0; 4];
        self.fill(&mut source, &mut magic, "the first 4 bytes")?;
        let [0, 0, code, rank] = magic else {
            return Err(self.refuse(format!(
                "not an IDX file: it begins with {magic:02x?}, not with two bytes 0"
            )));
        };
        let (dtype, width) = element(code).ok_or_else(|| {
            self.refuse(format!(
                "not an IDX file: {code:#04x} is no type of elements (08, 09, 0b, 0c, 0d and 0e are)"
            ))
        })?;
        let mut shape = Vec::new();
        for _ in 0..rank {
            let mut size = [0; 4];
            self.fill(&mut source, &mut size, "the header")?;
            shape.push(u32::from_be_bytes(size) as usize);
        }
        let bytes = shape
            .iter()
            .try_fold(width, |bytes: usize, size| bytes.checked_mul(*size))
            .filter(|bytes| isize::try_from(*bytes).is_ok())
            .ok_or_else(|| {
                self.refuse(format!(
                    "its shape {shape:?} has more elements than can be counted"
                ))
            })?;
        let mut elements = self.elements(source, bytes, &shape)?;
        // The library's order has the lowest byte first.
        if width > 1 {
            elements.chunks_exact_mut(width).for_each(<[u8]>::reverse);
        }
        Tensor::from_le_bytes(dtype, shape.as_slice(), &elements)
            .map_err(|error| self.refuse(error.to_string()))
    }

    fn fill(self, source: &mut impl Read, to: &mut [u8], what: &str) -> Result<(), Error> {
        source.read_exact(to).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => self.refuse(format!("not an IDX file: it ends within {what}")),
            _ => self.io(error),
        })
    }

    /// Just so many bytes, and no more. Memory grows with what has been read, not with what is claimed.
    fn elements(self, mut source: impl Read, bytes: usize, shape: &[usize]) -> Result<Vec<u8>, Error> {
        let mut elements = Vec::new();
        source
            .by_ref()
            .take(bytes as u64)
            .read_to_end(&mut elements)
            .map_err(|error| self.io(error))?;
        if elements.len() < bytes {
            return Err(self.refuse(format!(
                "it ends after {} of the {bytes} bytes of a shape {shape:?}",
                elements.len()
            )));
        }
        // Also makes a decoder compare the checksum.
        match source.read(&mut [0]).map_err(|error| self.io(error))? {
            0 => Ok(elements),
            _ => Err(self.refuse(format!("it goes on after the {bytes} bytes of a shape {shape:?}"))),
        }
    }
}

/// The element type that a code stands for, and its bytes.
fn element(code: u8) -> Option<(DType, usize)> {
    Some(match code {
        0x08 => (DType::U8, 1),
        0x09 => (DType::I8, 1),
        0x0b => (DType::I16, 2),
        0x0c => (DType::I32, 4),
        0x0d => (DType::F32, 4),
        0x0e => (DType::F64, 8),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of this type and shape.
    fn file(code: u8, shape: &[u32], elements: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0, 0, code, shape.len() as u8];
        shape.iter().for_each(|size| bytes.extend(size.to_be_bytes()));
        bytes.extend(elements);
        bytes
    }

    fn message(bytes: &[u8]) -> String {
        read_from(bytes, "a.idx").unwrap_err().to_string()
    }

    #[test]
    fn all_types_of_the_format_are_read() {
        let read = |bytes: &[u8]| read_from(bytes, "a").unwrap();
        assert_eq!(read(&file(8, &[2], &[1, 255])).to_vec::<i64>(), [1, 255]);
        assert_eq!(read(&file(9, &[2], &[1, 255])).to_vec::<i64>(), [1, -1]);
        assert_eq!(
            read(&file(11, &[1, 2], &[1, 2, 255, 254])).to_vec::<i64>(),
            [258, -2]
        );
        assert_eq!(read(&file(12, &[1], &[0, 1, 0, 2])).to_vec::<i64>(), [65538]);
        assert_eq!(read(&file(13, &[1], &1.5_f32.to_be_bytes())).item(), 1.5);
        assert_eq!(read(&file(14, &[], &0.1_f64.to_be_bytes())).item(), 0.1);
        assert_eq!(read(&file(8, &[0, 28, 28], &[])).shape(), [0, 28, 28]);
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        assert_eq!(
            message(&[0, 0, 8]),
            "a.idx: not an IDX file: it ends within the first 4 bytes"
        );
        assert_eq!(
            message(b"<htm"),
            "a.idx: not an IDX file: it begins with [3c, 68, 74, 6d], not with two bytes 0"
        );
        assert!(message(&file(7, &[], &[])).contains("0x07 is no type of elements"));
        assert_eq!(
            message(&file(8, &[2, 3], &[1, 2, 3])),
            "a.idx: it ends after 3 of the 6 bytes of a shape [2, 3]"
        );
        assert_eq!(
            message(&file(8, &[2], &[1, 2, 3])),
            "a.idx: it goes on after the 2 bytes of a shape [2]"
        );
        assert!(message(&file(8, &[u32::MAX; 3], &[1])).contains("more elements than can be counted"));
        // A claim of 4 GB behind 14 bytes takes no 4 GB.
        assert!(message(&file(8, &[u32::MAX], &[1, 2])).contains("it ends after 2 of the 4294967295 bytes"));
    }

    #[cfg(feature = "gzip")]
    #[test]
    fn gzip_is_told_by_its_bytes_and_checked() {
        use flate2::Compression;
        use flate2::write::GzEncoder;
        use std::io::Write;

        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&file(8, &[3], &[1, 2, 3])).unwrap();
        let mut packed = encoder.finish().unwrap();
        assert_eq!(read_from(&packed[..], "a").unwrap().to_vec::<i64>(), [1, 2, 3]);
        packed.push(0);
        assert_eq!(
            message(&packed),
            "a.idx: it goes on after the end of what gzip has compressed"
        );
        packed.pop();
        let crc = packed.len() - 6;
        packed[crc] ^= 1;
        assert!(
            message(&packed).contains("cannot be read"),
            "{}",
            message(&packed)
        );
    }
}
