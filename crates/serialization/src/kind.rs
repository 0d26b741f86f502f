//! [`Kind`]: what a file is, by its first bytes.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};

/// What a file is, by its first bytes. Displays as a noun: "a safetensors file".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The safetensors format.
    Safetensors,
    /// A zip archive: PyTorch's `.pt` since 1.6, or NumPy's `.npz`.
    Zip,
    /// What `torch.save` writes: a zip archive with a pickle in it.
    Pt,
    /// PyTorch's `.pt` before 1.6, which holds pickles one after the other.
    LegacyPt,
    /// A pickle by itself.
    Pickle,
    /// NumPy's `.npy`.
    Npy,
    /// NumPy's `.npz`: a zip archive of `.npy` files.
    Npz,
    /// A pointer that git-lfs replaces by a file.
    GitLfsPointer,
    /// A web page.
    Html,
    /// Compressed by gzip.
    Gzip,
    /// A tar archive, as PyTorch wrote before 0.4.
    Tar,
    /// The HDF5 format, as Keras writes it.
    Hdf5,
    /// The GGUF format.
    Gguf,
    /// Nothing at all.
    Empty,
    /// None of these.
    Unknown,
}

/// What a pickled long, the first thing in a legacy `.pt`, looks like.
const LEGACY_MAGIC: &[u8] = b"\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.";

impl Kind {
    /// How many bytes the beginning of a file needs to have for all kinds to be told apart.
    const BEGINNING: usize = 264;

    /// What a file that begins so is. Of a longer file the first 264 bytes do.
    pub fn of(beginning: &[u8]) -> Kind {
        let is = |magic: &[u8]| beginning.starts_with(magic);
        let text = beginning.trim_ascii_start().to_ascii_lowercase();
        match beginning {
            [] => Kind::Empty,
            _ if is(b"PK\x03\x04") || is(b"PK\x05\x06") => Kind::Zip,
            _ if is(b"\x93NUMPY") => Kind::Npy,
            _ if is(b"version https://git-lfs") => Kind::GitLfsPointer,
            _ if text.starts_with(b"<!doctype html") || text.starts_with(b"<html") => Kind::Html,
            _ if is(b"\x1f\x8b") => Kind::Gzip,
            _ if is(b"\x89HDF\r\n") => Kind::Hdf5,
            _ if is(b"GGUF") => Kind::Gguf,
            [0x80, 2..=5, rest @ ..] if rest.starts_with(LEGACY_MAGIC) => Kind::LegacyPt,
            [0x80, 2..=5, ..] => Kind::Pickle,
            [.., _] if beginning.get(257..262) == Some(b"ustar") => Kind::Tar,
            [_, _, _, _, _, 0, 0, 0, b'{', ..] => Kind::Safetensors,
            _ => Kind::Unknown,
        }
    }

    /// What the whole file that `reader` reads is; afterwards it reads from the start.
    pub(crate) fn of_file(reader: &mut (impl Read + Seek)) -> io::Result<Kind> {
        let mut beginning = Vec::new();
        reader.seek(SeekFrom::Start(0))?;
        reader
            .by_ref()
            .take(Self::BEGINNING as u64)
            .read_to_end(&mut beginning)?;
        reader.seek(SeekFrom::Start(0))?;
        Ok(Self::of(&beginning))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Safetensors => "a safetensors file",
            Kind::Zip => "a zip archive, which PyTorch's .pt and NumPy's .npz are",
            Kind::Pt => "a .pt file as torch.save writes it",
            Kind::LegacyPt => {
                "a .pt file from before PyTorch 1.6; torch.save(torch.load(file, weights_only=True), file) in Python \
                 makes one of today's of it"
            }
            Kind::Pickle => "a pickle by itself, which may run any program and is never read",
            Kind::Npy => "a .npy file of NumPy",
            Kind::Npz => "an .npz file of NumPy",
            Kind::GitLfsPointer => "a pointer of git-lfs; `git lfs pull` fetches the file",
            Kind::Html => "a web page; the download was not of the file itself",
            Kind::Gzip => "compressed by gzip; unpack it first",
            Kind::Tar => "a tar archive; a .pt file from before PyTorch 0.4 is one, and PyTorch itself converts it",
            Kind::Hdf5 => "an HDF5 file",
            Kind::Gguf => "a GGUF file",
            Kind::Empty => "an empty file",
            Kind::Unknown => "a file of a kind that is not known here",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_the_first_bytes() {
        let mut tar = vec![b'x'; 300];
        tar[257..262].copy_from_slice(b"ustar");
        let legacy = [b"\x80\x02".as_slice(), LEGACY_MAGIC].concat();
        for (beginning, kind) in [
            (&b""[..], Kind::Empty),
            (b"PK\x03\x04....", Kind::Zip),
            (b"\x93NUMPY\x01\0", Kind::Npy),
            (
                b"version https://git-lfs.github.com/spec/v1\n",
                Kind::GitLfsPointer,
            ),
            (b"\n<!DOCTYPE HTML><p>", Kind::Html),
            (b"\x1f\x8b\x08", Kind::Gzip),
            (b"\x80\x02}q\0.", Kind::Pickle),
            (&legacy, Kind::LegacyPt),
            (&tar, Kind::Tar),
            (b"\x08\0\0\0\0\0\0\0{}      ", Kind::Safetensors),
            (b"name,value\n", Kind::Unknown),
        ] {
            assert_eq!(Kind::of(beginning), kind, "{beginning:?}");
        }
    }
}
