//! [`Records`]: a file, cut into rows and values.
//!
//! This is not the crate `csv`, because that takes a quote that never ends for one that ends with the file, a quote
//! behind a space for a letter, and counts lines by LF alone, also before it knows whether they are blank. Mending
//! that from outside would take a second pass over the bytes that is as long as this one.

use std::io::Read;

use super::error::USUAL_DELIMITERS;
use super::source::{Source, is_break};
use super::{Error, Place};

/// The characters that have a meaning.
#[derive(Clone, Debug)]
pub(super) struct Format {
    pub(super) delimiter: u8,
    pub(super) quote: Option<u8>,
    pub(super) comment: Option<u8>,
}

/// The values of one row.
#[derive(Default)]
pub(super) struct Record {
    /// Where the row begins, from 1.
    pub(super) line: u64,
    /// All values, one after the other.
    bytes: Vec<u8>,
    values: Vec<Value>,
}

struct Value {
    /// Where in the bytes it ends.
    end: usize,
    quoted: bool,
}

impl Record {
    /// The number of values.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// The value of a column, without the spaces around it unless they are quoted; none if it is not UTF-8.
    pub(super) fn value(&self, column: usize) -> Option<&str> {
        let begin = column.checked_sub(1).map_or(0, |before| self.values[before].end);
        let Value { end, quoted } = self.values[column];
        let text = str::from_utf8(&self.bytes[begin..end]).ok()?;
        Some(if quoted { text } else { text.trim() })
    }

    /// The whole line, if it is one value that is not quoted.
    pub(super) fn uncut(&self) -> Option<&str> {
        match self.values[..] {
            [Value { quoted: false, .. }] => self.value(0),
            _ => None,
        }
    }

    fn clear(&mut self, line: u64) {
        self.line = line;
        self.bytes.clear();
        self.values.clear();
    }

    fn end_value(&mut self, quoted: bool) {
        let end = self.bytes.len();
        self.values.push(Value { end, quoted });
    }
}

/// The rows of a source, without blank lines and comments.
pub(super) struct Records<'r> {
    source: Source<'r>,
    format: Format,
}

impl<'r> Records<'r> {
    /// The rows of what `reader` yields.
    pub(super) fn new(reader: Box<dyn Read + 'r>, file: String, format: Format) -> Result<Self, Error> {
        let mut source = Source::new(reader, file)?;
        if source.peek()?.is_none() {
            let file = source.file().to_owned();
            return Err(Error::Empty { file });
        }
        Ok(Self { source, format })
    }

    /// Passes lines, whatever stands in them.
    pub(super) fn skip_lines(&mut self, count: usize) -> Result<(), Error> {
        for _ in 0..count {
            if self.source.peek()?.is_none() {
                break;
            }
            self.source.skip_line()?;
        }
        Ok(())
    }

    /// Reads the next row into `record`; false at the end.
    pub(super) fn read(&mut self, record: &mut Record) -> Result<bool, Error> {
        while let Some(first) = self.source.peek()? {
            if self.format.comment == Some(first) {
                self.source.skip_line()?;
                continue;
            }
            record.clear(self.source.line());
            self.row(record)?;
            if record.uncut() != Some("") {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn row(&mut self, record: &mut Record) -> Result<(), Error> {
        loop {
            self.value(record)?;
            if self.source.peek()? != Some(self.format.delimiter) {
                self.source.pass_break()?;
                return Ok(());
            }
            self.source.skip(1);
        }
    }

    /// Reads one value, up to the delimiter or the end of the line.
    fn value(&mut self, record: &mut Record) -> Result<(), Error> {
        self.skip_blanks()?;
        let delimiter = self.format.delimiter;
        let first = self.source.peek()?;
        if let Some(quote) = self.format.quote.filter(|&quote| first == Some(quote)) {
            self.quoted(quote, record)?;
            record.end_value(true);
        } else {
            let stop = |byte| byte == delimiter || is_break(byte);
            self.source.take_until(stop, &mut record.bytes)?;
            record.end_value(false);
        }
        Ok(())
    }

    /// Reads what stands between two quotes, in which a doubled quote is one. Line breaks belong to the value.
    fn quoted(&mut self, quote: u8, record: &mut Record) -> Result<(), Error> {
        let place = Box::new(Place {
            file: self.source.file().to_owned(),
            line: self.source.line(),
            column: record.len() + 1,
            name: None,
        });
        self.source.skip(1);
        loop {
            let stop = |byte| byte == quote || is_break(byte);
            match self.source.take_until(stop, &mut record.bytes)? {
                None => return Err(Error::OpenQuote { place }),
                Some(byte) if byte != quote => record.bytes.extend(self.source.pass_break()?),
                Some(_) => {
                    self.source.skip(1);
                    if self.source.peek()? != Some(quote) {
                        break;
                    }
                    record.bytes.push(quote);
                    self.source.skip(1);
                }
            }
        }
        self.skip_blanks()?;
        let next = self.source.peek()?;
        let Some(byte) = next.filter(|&byte| byte != self.format.delimiter && !is_break(byte)) else {
            return Ok(());
        };
        let delimiter = Some(char::from(byte)).filter(|byte| USUAL_DELIMITERS.contains(byte));
        Err(Error::TextAfterQuote { place, delimiter })
    }

    fn skip_blanks(&mut self) -> Result<(), Error> {
        let delimiter = self.format.delimiter;
        self.source
            .skip_while(|byte| matches!(byte, b' ' | b'\t') && byte != delimiter)
    }
}
