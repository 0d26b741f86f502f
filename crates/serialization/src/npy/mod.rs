//! NumPy's `.npy`: one array.
//!
//! The format is NumPy's, <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>: a mark, a version, and
//! a header that is a Python literal of the element type, the order and the shape; then the elements. Versions 1, 2 and 3
//! are read, row-major (C) and column-major (Fortran) order, either byte order, and every element type that exists here.
//! An array in Fortran's order becomes a tensor of such strides, which copies nothing. Other types are told by name, and
//! what follows the array is refused.
//!
//! Written is version 1, row-major and little-endian, which every NumPy reads. NumPy has no `bfloat16`.

mod header;
mod literal;

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;

use autograd::{DType, Tensor};

use self::header::Header;
use crate::atomic::{Durability, write_file};
use crate::error::{Error, Problem};
use crate::kind::Kind;
use crate::limits::bytes_of;
use crate::swapped::Swapped;

/// Reads a file.
///
/// ```
/// use autograd::Tensor;
/// use serialization::npy;
///
/// # let path = std::env::temp_dir().join(format!("flambeau-doc-{}.npy", std::process::id()));
/// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
/// npy::save(&x, &path)?;
/// assert_eq!(npy::load(&path)?.to_vec::<f32>(), [1.0, 2.0, 3.0, 4.0]);
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<_, serialization::Error>(())
/// ```
///
/// # Errors
/// If it cannot be read, does not keep to the format, or has elements of a type that does not exist here.
pub fn load(path: impl AsRef<Path>) -> Result<Tensor, Error> {
    let path = path.as_ref();
    let read = || read_file(&mut File::open(path)?);
    read().map_err(|problem: Problem| problem.reading(path))
}

/// Writes a file, which replaces the one at `path` when it is whole.
///
/// # Errors
/// If it cannot be written, or the elements are `bfloat16`, which NumPy has not.
pub fn save(tensor: &Tensor, path: impl AsRef<Path>) -> Result<(), Error> {
    write_file(path.as_ref(), Durability::Process, |file| write(tensor, file))
}

/// Reads what a file would hold.
///
/// # Errors
/// As [`load`].
pub fn from_bytes(bytes: &[u8]) -> Result<Tensor, Error> {
    read_file(&mut Cursor::new(bytes)).map_err(|problem| problem.reading(Path::new("the bytes")))
}

/// What a file would hold.
///
/// # Errors
/// If the elements are `bfloat16`, which NumPy has not.
pub fn to_bytes(tensor: &Tensor) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    write(tensor, &mut bytes).map_err(|problem| problem.writing(Path::new("the bytes")))?;
    Ok(bytes)
}

fn read_file(file: &mut (impl Read + Seek)) -> Result<Tensor, Problem> {
    let found = Kind::of_file(file)?;
    if found != Kind::Npy {
        return Err(Problem::Kind {
            expected: Kind::Npy,
            found,
        });
    }
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    read(file, length)
}

/// Reads an array that is all of `length` bytes, which are known to be there.
pub(crate) fn read(file: &mut (impl Read + ?Sized), length: u64) -> Result<Tensor, Problem> {
    let (header, read) = Header::read(file, length)?;
    let (bytes, there) = (bytes_of(header.dtype, &header.shape)?, length - read);
    if bytes != there {
        return Err(Problem::invalid(format!(
            "a {} array of shape {:?} has {bytes} bytes, but {there} follow the header",
            header.dtype, header.shape
        )));
    }
    let mut elements = Swapped {
        reader: file,
        size: header.dtype.size(),
        big_endian: header.big_endian,
    };
    if !header.fortran_order {
        return Ok(Tensor::read_from(
            header.dtype,
            header.shape.as_slice(),
            &mut elements,
        )?);
    }
    // Column-major elements are those of the dimensions in reverse, row-major.
    let reversed: Vec<usize> = header.shape.iter().rev().copied().collect();
    let tensor = Tensor::read_from(header.dtype, reversed.as_slice(), &mut elements)?;
    let order: Vec<isize> = (0..reversed.len() as isize).rev().collect();
    Ok(tensor.value().permute(&order).into())
}

/// Writes an array.
pub(crate) fn write(tensor: &Tensor, out: &mut impl Write) -> Result<(), Problem> {
    if tensor.dtype() == DType::BF16 {
        return Err(Problem::unsupported(
            "NumPy has no bfloat16; `to_dtype(DType::F32)` makes elements that it has",
        ));
    }
    out.write_all(&header::written(tensor.dtype(), tensor.shape()))?;
    out.write_all(&tensor.value().le_bytes())?;
    Ok(())
}
