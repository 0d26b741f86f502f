//! Zip archives, as PyTorch and NumPy keep their records in them.

use std::io::{Read, Seek};

use zip::read::ZipFile;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::error::Problem;
use crate::kind::Kind;

/// An archive whose directory has been read and checked: no name comes twice, no two records share bytes, and it
/// begins with the file.
pub(crate) struct Archive<'a, R> {
    zip: ZipArchive<&'a mut R>,
    /// The names of the records, in order.
    names: Vec<String>,
}

impl<'a, R: Read + Seek> Archive<'a, R> {
    /// Opens the archive that `file` is, which should hold a file of this kind.
    pub(crate) fn open(file: &'a mut R, expected: Kind) -> Result<Self, Problem> {
        let kind = Kind::of_file(file)?;
        if kind != Kind::Zip {
            return Err(Problem::Kind {
                expected,
                found: kind,
            });
        }
        let mut zip = ZipArchive::new(file)?;
        if zip.offset() != 0 {
            return Err(Problem::invalid(format!(
                "{} bytes lie before the archive",
                zip.offset()
            )));
        }
        let names = zip.file_names().map(|name| Ok(name?.into_owned()));
        let mut names: Vec<String> = names.collect::<Result<_, ZipError>>()?;
        if zip.has_duplicate_names() {
            return Err(Problem::invalid("two records of the archive have the same name"));
        }
        if zip.has_overlapping_entries()? {
            return Err(Problem::invalid("records of the archive share bytes"));
        }
        names.shrink_to_fit();
        Ok(Self { zip, names })
    }

    /// The names of the records, in order.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The record of this name, to be read; an error if there is none.
    pub(crate) fn record(&mut self, name: &str) -> Result<Record<'_, 'a, R>, Problem> {
        let place = format!("record {name:?}");
        match self.zip.by_name(name) {
            Ok(file) => Ok(Record { file, place }),
            Err(ZipError::FileNotFound) => {
                Err(Problem::invalid(format!("the archive lacks the record {name:?}")))
            }
            Err(error) => Err(Problem::from(error).within(place)),
        }
    }
}

/// A record of an archive.
pub(crate) struct Record<'z, 'a, R: Read> {
    file: ZipFile<'z, &'a mut R>,
    place: String,
}

impl<R: Read> Record<'_, '_, R> {
    /// How many bytes it has, if it lies in the file as it is. The archive has been checked to have them.
    pub(crate) fn stored(&self) -> Option<u64> {
        let stored = self.file.compression() == CompressionMethod::Stored
            && self.file.size() == self.file.compressed_size();
        stored.then(|| self.file.size())
    }

    /// How many bytes the archive says that it has, and in how many of the file.
    pub(crate) fn claims(&self) -> (u64, u64) {
        (self.file.size(), self.file.compressed_size())
    }

    /// Reads the record by `read`, which must come to its end, and checks the checksum.
    pub(crate) fn read<T>(
        mut self,
        read: impl FnOnce(&mut dyn Read) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let mut chunks = Chunks(&mut self.file);
        let result = read(&mut chunks).and_then(|result| {
            // The checksum is compared when the end is read.
            match chunks.read(&mut [0])? {
                0 => Ok(result),
                _ => Err(Problem::invalid("it has more bytes than it should")),
            }
        });
        result.map_err(|problem| problem.within(&self.place))
    }

    /// The bytes of a record that lies in the file as it is, and has at most so many.
    pub(crate) fn bytes(self, most: u64) -> Result<Vec<u8>, Problem> {
        match self.stored() {
            Some(size) if size <= most => self.read(|record| {
                let mut bytes = vec![0; size as usize];
                record.read_exact(&mut bytes)?;
                Ok(bytes)
            }),
            Some(size) => Err(Problem::invalid(format!(
                "it has {size} bytes, more than the {most} that one may have"
            ))
            .within(self.place)),
            None => Err(self.refuse_compressed()),
        }
    }

    /// The error of a record that should not be compressed.
    pub(crate) fn refuse_compressed(self) -> Problem {
        Problem::unsupported("it is compressed; torch.save stores its records as they are").within(self.place)
    }
}

/// Passes bytes on in pieces that stay in the processor's cache until their checksum is taken.
struct Chunks<R>(R);

impl<R: Read> Read for Chunks<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        const CHUNK: usize = 1 << 17;
        let length = buffer.len().min(CHUNK);
        self.0.read(&mut buffer[..length])
    }
}

impl From<ZipError> for Problem {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Io(error) => error.into(),
            ZipError::UnsupportedArchive(what) => Problem::unsupported(format!("the zip archive: {what}")),
            other => Problem::invalid(format!("the zip archive is damaged: {other}")),
        }
    }
}
