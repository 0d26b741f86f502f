//! Lines and quotes: where rows begin, and where errors are.

use std::io::{self, ErrorKind, Read};

use data::csv::Reader;

use super::{message, read};

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    for (text, line) in [
        ("a,b\n1,2\n3,x\n", 3),
        ("a,b\r\n1,2\r\n3,x\r\n", 3),
        ("a,b\r1,2\r3,x\r", 3),
        ("a,b\n1,2\r\n3,x", 3),
        ("a,b\n1,2\n\n\n3,x\n", 5),
        ("\n\r\n a,b\n1,2\n3,x\n", 5),
        ("a,b\r\n\r\n1,2\r\n \t \r\n3,x\r\n", 5),
        ("a,b\n1,2\n\r\r\n3,x\n", 5),
        ("\u{feff}a,b\n1,2\n3,x\n", 3),
    ] {
        let table = read(text).unwrap();
        assert_eq!((table.rows(), table.names()), (2, vec!["a", "b"]), "{text:?}");
        assert_eq!(
            message(table.column::<f32>("b")),
            format!("table.csv, line {line}, column 2 (b): \"x\" is not a number"),
            "{text:?}"
        );
    }
}

#[test]
fn line_breaks_in_quotes_stay_and_count() {
    let table = read("a,b\n\"1\",\"\r\n2\r\"\n3,x\n").unwrap();
    assert_eq!(table.text("b").unwrap(), ["\r\n2\r", "x"]);
    // A value is where its row begins.
    assert_eq!(
        message(table.column::<f32>("b")),
        "table.csv, line 2, column 2 (b): \"\\r\\n2\\r\" is not a number"
    );
}

#[test]
fn rows_below_values_of_many_lines_are_counted() {
    let error = message(read("a,b\n\"1\",\"\r\n2\r\"\n3\n"));
    assert_eq!(
        error,
        "table.csv, line 5: the row has 1 values, but the first line has 2"
    );
}

#[test]
fn comments_count_as_lines() {
    let text = "# one\r\na,b\r\n# two, \"\r\n1,2\r\n#\r\n3,x\r\n#";
    let table = Reader::new()
        .comment(b'#')
        .read_from(text.as_bytes(), "t")
        .unwrap();
    assert_eq!(
        message(table.column::<i64>("b")),
        "t, line 6, column 2 (b): \"x\" is not an integer"
    );
}

#[test]
fn a_quote_that_never_ends_is_an_error_where_it_begins() {
    assert_eq!(
        message(read("id,name\n1,\"foo\n2,bar\n3,baz\n")),
        "table.csv, line 2, column 2: the quote that begins here never ends"
    );
    assert_eq!(
        message(read("a,b\n\"1,2\n3,4\n")),
        "table.csv, line 2, column 1: the quote that begins here never ends"
    );
    // The row begins on line 2, the quote on line 3.
    assert_eq!(
        message(read("a,b\n\"1\n\",\"2\n3,4\n")),
        "table.csv, line 3, column 2: the quote that begins here never ends"
    );
    // The next quote would end it, and swallow a row.
    assert_eq!(
        message(read("id,name\n1,\"foo\n2,\"bar\"\n")),
        "table.csv, line 2, column 2: something follows the end of the quote that begins here; \
         a quote within is written twice"
    );
}

#[test]
fn spaces_around_quotes_do_not_count_and_those_within_do() {
    let table = read("a,b\n1, \"2\"\n\t\"3\" ,4 \n").unwrap();
    assert_eq!(table.tensor::<i64>().unwrap().to_vec::<i64>(), [1, 2, 3, 4]);
    let table = read("name\n\" Doe \"\n  Doe \n\"\"\"Doe\"\", J.\"\n6\" pipe\n\"\"\n").unwrap();
    assert_eq!(
        table.text("name").unwrap(),
        [" Doe ", "Doe", "\"Doe\", J.", "6\" pipe", ""]
    );
}

#[test]
fn a_line_of_delimiters_is_a_row() {
    let table = Reader::new().delimiter(b'\t').missing([""]);
    let table = table.read_from("a\tb\n\t\n  \n1\t\n".as_bytes(), "t").unwrap();
    assert_eq!(table.text("a").unwrap(), ["", "1"]);
}

/// Yields one byte at a time, and between two is interrupted.
struct Trickle<'t> {
    text: &'t [u8],
    interrupted: bool,
}

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(ErrorKind::Interrupted.into());
        }
        self.text.read(&mut buffer[..1])
    }
}

#[test]
fn a_source_may_yield_one_byte_at_a_time() {
    let text = "\u{feff}a,b\r\n\"1\"\"\r\n\",2\r\n\r\n3,x\r\n".as_bytes();
    let source = Trickle {
        text,
        interrupted: false,
    };
    let table = Reader::new().read_from(source, "pipe").unwrap();
    assert_eq!(table.names(), ["a", "b"]);
    assert_eq!(table.text("a").unwrap(), ["1\"\r\n", "3"]);
    assert_eq!(
        message(table.column::<f64>("b")),
        "pipe, line 5, column 2 (b): \"x\" is not a number"
    );
}

#[test]
fn a_source_that_fails_is_named() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("disk gone"))
        }
    }
    let source = "a,b\n1,".as_bytes().chain(Fails);
    assert_eq!(
        message(Reader::new().read_from(source, "disk")),
        "disk: cannot be read: disk gone"
    );
}
