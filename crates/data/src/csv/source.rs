//! [`Source`]: the bytes of a file, one after the other, and the line that they stand on.

use std::io::{ErrorKind, Read};
use std::ops::Range;

use super::Error;

const BUFFER: usize = 64 << 10;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The bytes that a reader yields, behind a byte order mark if there is one. A line ends with LF, CR LF or CR.
pub(super) struct Source<'r> {
    file: String,
    reader: Box<dyn Read + 'r>,
    buffer: Vec<u8>,
    /// What of the buffer has been read, but not consumed.
    ready: Range<usize>,
    ended: bool,
    line: u64,
}

impl<'r> Source<'r> {
    pub(super) fn new(reader: Box<dyn Read + 'r>, file: String) -> Result<Self, Error> {
        let mut source = Self {
            file,
            reader,
            buffer: vec![0; BUFFER],
            ready: 0..0,
            ended: false,
            line: 1,
        };
        // A pipe may yield the mark byte by byte.
        while source.ready.len() < BYTE_ORDER_MARK.len() && !source.ended {
            source.fill()?;
        }
        if source.buffer[source.ready.clone()].starts_with(BYTE_ORDER_MARK) {
            source.skip(BYTE_ORDER_MARK.len());
        }
        Ok(source)
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// The line of the next byte, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The next byte, which stays; none at the end.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, Error> {
        Ok(self.ready()?.first().copied())
    }

    /// Passes `count` bytes that have been looked at and are not line breaks.
    pub(super) fn skip(&mut self, count: usize) {
        self.ready.start += count;
    }

    /// Appends the bytes before the next one that is `stop`, and gives that one, which stays; none at the end.
    /// `stop` includes line breaks.
    pub(super) fn take_until(
        &mut self,
        stop: impl Fn(u8) -> bool,
        taken: &mut Vec<u8>,
    ) -> Result<Option<u8>, Error> {
        loop {
            let ready = self.ready()?;
            let found = ready.iter().position(|&byte| stop(byte));
            let count = found.unwrap_or(ready.len());
            let next = ready.get(count).copied();
            let ended = ready.is_empty();
            taken.extend_from_slice(&ready[..count]);
            self.skip(count);
            if next.is_some() || ended {
                return Ok(next);
            }
        }
    }

    /// Passes bytes as long as they are `passed`, which line breaks are not.
    pub(super) fn skip_while(&mut self, passed: impl Fn(u8) -> bool) -> Result<(), Error> {
        while self.peek()?.is_some_and(&passed) {
            self.skip(1);
        }
        Ok(())
    }

    /// Passes what is left of a line, and its end.
    pub(super) fn skip_line(&mut self) -> Result<(), Error> {
        self.skip_while(|byte| !is_break(byte))?;
        self.pass_break()?;
        Ok(())
    }

    /// Passes the line break that is next, if one is, and gives it.
    pub(super) fn pass_break(&mut self) -> Result<&'static [u8], Error> {
        let Some(first) = self.peek()?.filter(|&byte| is_break(byte)) else {
            return Ok(b"");
        };
        self.skip(1);
        self.line += 1;
        if first == b'\n' {
            return Ok(b"\n");
        }
        if self.peek()? != Some(b'\n') {
            return Ok(b"\r");
        }
        self.skip(1);
        Ok(b"\r\n")
    }

    /// What can be consumed: empty only at the end.
    fn ready(&mut self) -> Result<&[u8], Error> {
        if self.ready.is_empty() && !self.ended {
            self.ready = 0..0;
            self.fill()?;
        }
        Ok(&self.buffer[self.ready.clone()])
    }

    /// Reads once, behind what is ready.
    fn fill(&mut self) -> Result<(), Error> {
        loop {
            match self.reader.read(&mut self.buffer[self.ready.end..]) {
                Ok(count) => {
                    self.ended = count == 0;
                    self.ready.end += count;
                    return Ok(());
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(source) => {
                    let file = self.file.clone();
                    return Err(Error::Io { file, source });
                }
            }
        }
    }
}

pub(super) fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}
