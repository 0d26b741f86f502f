//! Writing an archive.

use std::io::{Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::pickler::Pickler;
use super::value::Value;
use crate::error::Problem;

/// What the names of all records begin with.
const PREFIX: &str = "archive";
/// What the elements of every storage begin at a multiple of, as in PyTorch.
const ALIGNMENT: u16 = 64;
/// Up to how many bytes a record is counted in 32 bits, headers and all.
const LARGE: u64 = u32::MAX as u64 - (1 << 16);

/// Writes a whole file.
pub(super) fn write(value: &Value, file: &mut (impl Write + Seek)) -> Result<(), Problem> {
    let pickler = Pickler::of(value)?;
    let mut zip = ZipWriter::new(file);
    record(&mut zip, "data.pkl", &pickler.pickle)?;
    record(&mut zip, "byteorder", b"little")?;
    for (at, tensor) in pickler.tensors.iter().enumerate() {
        record(&mut zip, &format!("data/{at}"), &tensor.value().le_bytes())?;
    }
    record(&mut zip, "version", b"3\n")?;
    zip.finish()?.flush()?;
    Ok(())
}

fn record<W: Write + Seek>(zip: &mut ZipWriter<W>, name: &str, bytes: &[u8]) -> Result<(), Problem> {
    /// As much as stays in the processor's cache until its checksum is taken.
    const CHUNK: usize = 1 << 17;
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .with_alignment(ALIGNMENT)
        .large_file(bytes.len() as u64 > LARGE);
    zip.start_file(format!("{PREFIX}/{name}"), options)?;
    for chunk in bytes.chunks(CHUNK) {
        zip.write_all(chunk)?;
    }
    Ok(())
}
