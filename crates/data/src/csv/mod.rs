//! Tables of comma-separated values, read into tensors.
//!
//! [`read`] reads a file into a [`Table`] of text; columns become tensors when they are asked for, so that a column
//! of words does no harm as long as nobody wants numbers from it. [`Reader::stream`] reads row after row, of a file that may
//! be larger than memory.
//!
//! ```
//! use autograd::DType;
//! use data::csv;
//!
//! # let path = std::env::temp_dir().join(format!("flambeau-doc-{}.csv", std::process::id()));
//! # std::fs::write(&path, "width,height,class\n1.5,2,0\n0.5,1,1\n2.5,3,1\n")?;
//! let table = csv::read(&path)?; // width,height,class
//! let (sizes, classes) = table.features_and_target::<f32, i64>("class")?;
//! assert_eq!((sizes.shape(), sizes.dtype()), (&[3, 2][..], DType::F32));
//! assert_eq!(classes.to_vec::<i64>(), [0, 1, 1]);
//! assert_eq!(table.select(["height", "width"])?.tensor::<f32>()?.shape(), [3, 2]);
//!
//! let error = table.column::<i64>("width").unwrap_err().to_string();
//! assert!(error.ends_with("line 2, column 1 (width): \"1.5\" is not an integer"), "{error}");
//! # std::fs::remove_file(&path)?;
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```

mod cells;
mod column;
mod error;
mod number;
mod reader;
mod record;
mod rows;
mod source;
mod spelling;
mod table;

pub use column::{Column, Columns};
pub use error::{Error, Place};
pub use number::{Number, ParseError};
pub use reader::Reader;
pub use rows::{LabelledRows, NumberRows, Rows};
pub use table::Table;

use std::path::Path;

/// Reads a file whose first line names the columns and whose values are separated by commas. A [`Reader`] reads
/// others.
///
/// # Errors
/// If the file cannot be read, is not a table, or has no rows.
pub fn read(path: impl AsRef<Path>) -> Result<Table, Error> {
    Reader::new().read(path)
}
