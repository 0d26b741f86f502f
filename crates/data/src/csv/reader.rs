//! [`Reader`]: how a table is read.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::cells::Cells;
use super::record::{Format, Record, Records};
use super::spelling::Spelling;
use super::{Error, Rows, Table};

/// How a table is read: which characters separate and quote values, which lines count, and how numbers are written.
///
/// Values may stand in quotes, in which a doubled quote is one, and which may hold delimiters and line breaks. Spaces
/// around values do not count, those within quotes do. Blank lines and a byte order mark are passed. Lines end with
/// LF, CR LF or CR.
///
/// ```
/// use data::csv::Reader;
///
/// let table = Reader::new().delimiter(b';').header(false).read_from("1; 2\n3; \"4\"\n".as_bytes(), "numbers")?;
/// assert_eq!(table.tensor::<i64>()?.to_vec::<i64>(), [1, 2, 3, 4]);
/// # Ok::<_, data::csv::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a reader reads nothing until it is told to"]
pub struct Reader {
    format: Format,
    header: bool,
    skip_lines: usize,
    spelling: Spelling,
}

/// A table of which the first line has been read.
pub(super) struct Begun<'r> {
    pub(super) records: Records<'r>,
    /// To read further rows into.
    pub(super) record: Record,
    /// The first row, if there is no header.
    pub(super) cells: Cells,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            format: Format {
                delimiter: b',',
                quote: Some(b'"'),
                comment: None,
            },
            header: true,
            skip_lines: 0,
            spelling: Spelling::default(),
        }
    }
}

impl Reader {
    /// Values separated by commas, below a line that names the columns.
    ///
    /// ```
    /// use data::csv::Reader;
    ///
    /// let table = Reader::new().read_from("a,b\n1,2\n".as_bytes(), "numbers")?;
    /// assert_eq!(table.names(), ["a", "b"]);
    /// # Ok::<_, data::csv::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// The ASCII character that separates values: `,` unless said otherwise.
    ///
    /// ```
    /// use data::csv::Reader;
    ///
    /// let table = Reader::new().delimiter(b'\t').read_from("a\tb\n1\t2\n".as_bytes(), "numbers")?;
    /// assert_eq!(table.names(), ["a", "b"]);
    /// # Ok::<_, data::csv::Error>(())
    /// ```
    pub fn delimiter(mut self, delimiter: u8) -> Self {
        self.format.delimiter = delimiter;
        self
    }

    /// The ASCII character in which values are quoted, `"` unless said otherwise, or `None` if no character quotes.
    ///
    /// ```
    /// use data::csv::Reader;
    ///
    /// let apostrophes = "name,age\n'Smith, J.',59\n";
    /// let table = Reader::new().quote(b'\'').read_from(apostrophes.as_bytes(), "people")?;
    /// assert_eq!(table.text("name")?, ["Smith, J."]);
    ///
    /// let inches = "pipe\n\"wide\n3\"\n";
    /// let table = Reader::new().quote(None).read_from(inches.as_bytes(), "pipes")?;
    /// assert_eq!(table.text("pipe")?, ["\"wide", "3\""]);
    /// # Ok::<_, data::csv::Error>(())
    /// ```
    pub fn quote(mut self, quote: impl Into<Option<u8>>) -> Self {
        self.format.quote = quote.into();
        self
    }

    /// Whether the first line names the columns, as it does unless said otherwise.
    ///
    /// ```
    /// use data::csv::Reader;
    ///
    /// let table = Reader::new().header(false).read_from("1,2\n3,4\n".as_bytes(), "numbers")?;
    /// assert_eq!(table.column::<f32>(1)?.to_vec::<f32>(), [2.0, 4.0]);
    /// # Ok::<_, data::csv::Error>(())
    /// ```
    pub fn header(mut self, header: bool) -> Self {
        self.header = header;
        self
    }

    /// The ASCII character with which a line begins that is left out.
    ///
    /// ```
    /// use data::csv::Reader;
    ///
    /// let text = "# measured in May\na\n1\n";
    /// let table = Reader::new().comment(b'#').read_from(text.as_bytes(), "numbers")?;
    /// assert_eq!(table.names(), ["a"]);
    /// # Ok::<_, data::csv::Error>(())
    /// ```
    pub fn comment(mut self, comment: u8) -> Self {
        self.format.comment = Some(comment);
        self
    }

    /// How many lines at the beginning are left out, whatever stands in them: a title, an export's remarks.
    ///
    /// ```
    /// use data::csv::Reader;
    ///
    /// let text = "Table 1, \"preliminary\nDr. Smith\na,b\n1,2\n";
    /// let table = Reader::new().skip_lines(2).read_from(text.as_bytes(), "numbers")?;
    /// assert_eq!(table.names(), ["a", "b"]);
    /// # Ok::<_, data::csv::Error>(())
    /// ```
    pub fn skip_lines(mut self, lines: usize) -> Self {
        self.skip_lines = lines;
        self
    }

    /// What stands for values that are missing; none unless said otherwise, so that a forgotten value is an error.
    /// They become nan, or the number that [`fill`](Self::fill) says.
    ///
    /// ```
    /// use data::csv::Reader;
    ///
    /// let text = "a,b\n1,?\nNA,4\n,6\n";
    /// let table = Reader::new().missing(["?", "NA", ""]).read_from(text.as_bytes(), "numbers")?;
    /// assert_eq!(table.tensor::<f32>()?.isnan().to_vec::<bool>(), [false, true, true, false, true, false]);
    /// # Ok::<_, data::csv::Error>(())
    /// ```
    pub fn missing<S: Into<String>>(mut self, texts: impl IntoIterator<Item = S>) -> Self {
        self.spelling.missing = texts.into_iter().map(S::into).collect();
        self
    }

    /// The number that [`missing`](Self::missing) values become. Integers and bools have no nan, and need one.
    ///
    /// ```
    /// use data::csv::Reader;
    ///
    /// let reader = Reader::new().missing(["?"]).fill(-1.0);
    /// let table = reader.read_from("class\n2\n?\n".as_bytes(), "labels")?;
    /// assert_eq!(table.column::<i64>("class")?.to_vec::<i64>(), [2, -1]);
    /// # Ok::<_, data::csv::Error>(())
    /// ```
    pub fn fill(mut self, number: f64) -> Self {
        // The shortest text that spells the number, without ".0" that an integer would not have.
        self.spelling.fill = number.to_string();
        self
    }

    /// The character before the fraction of a number: `.` unless said otherwise.
    ///
    /// ```
    /// use data::csv::Reader;
    ///
    /// let text = "a;b\n1,5;-2\n";
    /// let table = Reader::new().delimiter(b';').decimal(',').read_from(text.as_bytes(), "numbers")?;
    /// assert_eq!(table.tensor::<f32>()?.to_vec::<f32>(), [1.5, -2.0]);
    /// # Ok::<_, data::csv::Error>(())
    /// ```
    pub fn decimal(mut self, point: char) -> Self {
        self.spelling.decimal = point;
        self
    }

    /// The character between groups of three digits; none unless said otherwise. Numbers without it are read as well.
    ///
    /// ```
    /// use data::csv::Reader;
    ///
    /// let text = "city,people\nA,\"1,234,567\"\nB,89000\n";
    /// let table = Reader::new().thousands(',').read_from(text.as_bytes(), "cities")?;
    /// assert_eq!(table.column::<i64>("people")?.to_vec::<i64>(), [1_234_567, 89_000]);
    /// # Ok::<_, data::csv::Error>(())
    /// ```
    pub fn thousands(mut self, separator: char) -> Self {
        self.spelling.thousands = Some(separator);
        self
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If the file cannot be read, is not a table, or has no rows.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<Table, Error> {
        let path = path.as_ref();
        self.read_from(open(path)?, path.display().to_string())
    }

    /// Reads what `source` yields; errors call it `name`.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_from(&self, source: impl io::Read, name: impl Into<String>) -> Result<Table, Error> {
        let Begun {
            mut records,
            mut record,
            mut cells,
        } = self.begin(Box::new(source), name.into())?;
        while records.read(&mut record)? {
            cells.push(&record)?;
        }
        cells.some_rows()?;
        Ok(Table::new(cells))
    }

    /// A file whose rows are read one after the other, anew in each epoch, so that it may be larger than memory.
    ///
    /// ```
    /// use data::{StreamLoader, csv::Reader};
    ///
    /// # let path = std::env::temp_dir().join(format!("flambeau-stream-{}.csv", std::process::id()));
    /// # std::fs::write(&path, "width,height,class\n1.5,2,0\n0.5,1,1\n2.5,3,1\n")?;
    /// let rows = Reader::new().stream(&path)?; // width,height,class
    /// assert_eq!(rows.names(), ["width", "height", "class"]);
    /// let dataset = rows.features_and_target::<f32, i64>("class")?;
    /// for batch in &StreamLoader::new(dataset).batch_size(2) {
    ///     let (sizes, classes) = batch?;
    ///     assert_eq!(sizes.shape(), [classes.len(), 2]); // 2 rows, and 1
    /// }
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the file cannot be read, its beginning is not that of a table, or it has no rows. What is wrong further down is told
    /// at its row.
    pub fn stream(&self, path: impl Into<PathBuf>) -> Result<Rows, Error> {
        Rows::new(self.clone(), path.into())
    }

    /// Opens a file for the first of its rows, or for them all.
    pub(super) fn open(&self, path: &Path) -> Result<Begun<'static>, Error> {
        self.begin(Box::new(open(path)?), path.display().to_string())
    }

    /// Reads the first line that counts: the header, or the first row.
    fn begin<'r>(&self, source: Box<dyn io::Read + 'r>, file: String) -> Result<Begun<'r>, Error> {
        if let Some(problem) = self.problem() {
            return Err(Error::Format { file, problem });
        }
        let mut records = Records::new(source, file.clone(), self.format.clone())?;
        records.skip_lines(self.skip_lines)?;
        let mut record = Record::default();
        if !records.read(&mut record)? {
            return Err(Error::NoRows { file, header: false });
        }
        let mut cells = Cells::new(file, &record, self.spelling.clone());
        if self.header {
            cells.set_names(&record)?;
        } else {
            cells.push(&record)?;
        }
        Ok(Begun {
            records,
            record,
            cells,
        })
    }

    /// What contradicts itself in this reader.
    fn problem(&self) -> Option<String> {
        let Format {
            delimiter,
            quote,
            comment,
        } = self.format;
        let cuts = [
            ("delimiter", Some(delimiter)),
            ("quote", quote),
            ("comment", comment),
        ];
        for (at, &(role, byte)) in cuts.iter().enumerate() {
            let Some(byte) = byte else { continue };
            if matches!(byte, b'\n' | b'\r') || !byte.is_ascii() {
                return Some(format!(
                    "{role} is byte {byte}, which is no ASCII character within a line"
                ));
            }
            if let Some((other, _)) = cuts[..at].iter().find(|(_, before)| *before == Some(byte)) {
                return Some(format!("{other} and {role} are both {:?}", char::from(byte)));
            }
        }
        let Spelling {
            decimal, thousands, ..
        } = self.spelling;
        (thousands == Some(decimal)).then(|| format!("decimal and thousands are both {decimal:?}"))
    }
}

fn open(path: &Path) -> Result<File, Error> {
    File::open(path).map_err(|source| Error::Io {
        file: path.display().to_string(),
        source,
    })
}
