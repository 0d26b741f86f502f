//! Files that are damaged, enormous or not tables at all.

use std::io::{self, Read};

use data::csv::{self, Reader};

use super::{message, read};

fn bytes(text: &[u8]) -> String {
    message(Reader::new().read_from(text, "t"))
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let refused = |line, column| format!("t, line {line}, column {column}: the value is not UTF-8 text");
    assert_eq!(bytes(b"\xff\xfea\0,\0b\0\n\0"), refused(1, 1));
    assert_eq!(bytes(b"a,\xff\n1,2\n"), refused(1, 2));
    assert_eq!(
        bytes(b"a,b\r\n\r\n1,\xc3\x28\r\n"),
        "t, line 3, column 2 (b): the value is not UTF-8 text"
    );
    // Two values, each half a letter.
    assert_eq!(
        bytes(b"a,b\n\xc3,\xa9\n"),
        "t, line 2, column 1 (a): the value is not UTF-8 text"
    );
}

#[test]
fn paths_that_are_no_files_are_refused() {
    for path in [".", "", "a\0b", "no/such/file"] {
        let refused = message(csv::read(path));
        assert!(
            refused.starts_with(&format!("{path}: cannot be read: ")),
            "{refused}"
        );
    }
}

#[test]
fn damaged_numbers_are_refused() {
    for text in ["1\0", "4e", "0x10", "1_000", "1 000", "--1", "", "1.2.3", "٣"] {
        let table = read(&format!("a\n\"{text}\"\n")).unwrap();
        assert_eq!(
            message(table.tensor::<f32>()),
            format!("table.csv, line 2, column 1 (a): {text:?} is not a number")
        );
        assert!(table.tensor::<i64>().is_err(), "{text:?}");
    }
    let table = read("y\nnan\n1\n").unwrap();
    assert_eq!(
        message(table.column::<i64>("y")),
        "table.csv, line 2, column 1 (y): \"nan\" is not an integer"
    );
}

#[test]
fn numbers_beyond_the_range_are_refused_and_infinities_that_are_written_are_read() {
    let table = read("a\nnan\ninf\n-inf\nInfinity\n3.4028234e38\n1e-999\n").unwrap();
    let numbers = table.tensor::<f32>().unwrap().to_vec::<f32>();
    assert!(numbers[0].is_nan());
    assert_eq!(
        numbers[1..],
        [f32::INFINITY, f32::NEG_INFINITY, f32::INFINITY, f32::MAX, 0.0]
    );
    let table = read("a,b,c\n1,1,1\n1e39,-1e999,9223372036854775808\n").unwrap();
    let beyond = |column, text, kind| {
        format!("table.csv, line 3, column {column}: {text:?} is beyond the range of {kind}")
    };
    assert_eq!(message(table.column::<f32>("a")), beyond("1 (a)", "1e39", "f32"));
    assert_eq!(table.column::<f64>("a").unwrap().to_vec::<f64>(), [1.0, 1e39]);
    assert_eq!(
        message(table.column::<f64>("b")),
        beyond("2 (b)", "-1e999", "f64")
    );
    assert_eq!(
        message(table.column::<i64>("c")),
        beyond("3 (c)", "9223372036854775808", "i64")
    );
    let limits = read("a\n9223372036854775807\n-9223372036854775808\n").unwrap();
    assert_eq!(
        limits.tensor::<i64>().unwrap().to_vec::<i64>(),
        [i64::MAX, i64::MIN]
    );
}

#[test]
fn messages_quote_sixty_characters() {
    let long = "é".repeat(1 << 20);
    let sixty = "é".repeat(60);
    let table = read(&format!("{long}\n{long}\n")).unwrap();
    let error = table.tensor::<f32>().unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("table.csv, line 2, column 1 ({sixty}…): \"{sixty}…\" is not a number")
    );
    assert!(format!("{error:?}").len() < 500);
    assert_eq!(
        message(table.column::<f32>(format!("{long}?"))),
        format!("table.csv: 0 columns are named \"{sixty}…\"; the columns are {sixty}…")
    );
    let exactly = read(&format!("a\n{sixty}\n")).unwrap();
    assert!(message(exactly.tensor::<f32>()).ends_with(&format!("\"{sixty}\" is not a number")));
    let digits = read(&format!("a\n{}\n", "9".repeat(1 << 20))).unwrap();
    assert!(message(digits.tensor::<i64>()).ends_with("9…\" is beyond the range of i64"));
}

#[test]
fn enormous_files_are_read_or_refused() {
    let endless = |pattern: u8| io::repeat(pattern).take(1 << 20);
    let of = |source: io::Take<io::Repeat>| message(Reader::new().read_from(source, "t"));
    assert_eq!(
        of(endless(0)),
        "t: there are no rows below the names of the columns"
    );
    assert_eq!(
        of(endless(b'1')),
        "t: there are no rows below the names of the columns"
    );
    assert_eq!(
        of(endless(b'"')),
        "t: there are no rows below the names of the columns"
    );
    assert_eq!(
        of(io::repeat(b'"').take(999_999)),
        "t, line 1, column 1: the quote that begins here never ends"
    );
    assert_eq!(
        of(endless(b'\n')),
        "t: there are no rows, only lines that do not count"
    );
    let commas = Reader::new().header(false).read_from(endless(b','), "t").unwrap();
    assert_eq!((commas.rows(), commas.columns()), (1, (1 << 20) + 1));
    let rows = read(&"1\n".repeat(200_000)).unwrap().tensor::<i64>().unwrap();
    assert_eq!(rows.shape(), [199_999, 1]);
    assert_eq!(rows.to_vec::<i64>(), vec![1; 199_999]);
}

#[test]
fn a_wide_table_is_read() {
    const WIDTH: usize = 100_000;
    let line = |value: &str| vec![value; WIDTH].join(",");
    let table = read(&format!("{}\n{}\n", line("c"), line("1"))).unwrap();
    assert_eq!(table.tensor::<f32>().unwrap().shape(), [1, WIDTH]);
    assert!(message(table.column::<f32>("c")).ends_with("c, c and 99980 more"));
}

#[test]
fn rows_of_any_length_but_the_first_are_refused() {
    for (text, found) in [
        ("a,b\n1,2\n3\n", 1),
        ("a,b\n1,2\n3,4,5\n", 3),
        ("a,b\n1,2\n3,4,", 3),
    ] {
        assert_eq!(
            message(read(text)),
            format!("table.csv, line 3: the row has {found} values, but the first line has 2")
        );
    }
    assert_eq!(
        message(read("a,b\n,\n,\n").unwrap().tensor::<f32>()),
        "table.csv, line 2, column 1 (a): \"\" is not a number"
    );
    assert_eq!(
        read("a,b\n1,2").unwrap().tensor::<f32>().unwrap().to_vec::<f32>(),
        [1.0, 2.0]
    );
}

#[test]
fn characters_with_a_meaning_may_be_unusual() {
    let text = b"a,b\n1.5,2\n3,4\n";
    let ragged = |delimiter| message(Reader::new().delimiter(delimiter).read_from(&text[..], "t"));
    for delimiter in [b'1', b'.'] {
        let refused = ragged(delimiter);
        assert!(
            refused
                .starts_with("t, line 2: the row has 2 values, but the first line has 1; if ',' separates"),
            "{refused}"
        );
    }
    let nul = Reader::new()
        .delimiter(0)
        .read_from(&b"a\0b\n1\x002\n"[..], "t")
        .unwrap();
    assert_eq!(nul.tensor::<i64>().unwrap().to_vec::<i64>(), [1, 2]);
    let spaces = Reader::new()
        .delimiter(b' ')
        .read_from(&b"a b\n1 \"2\"\n"[..], "t")
        .unwrap();
    assert_eq!(spaces.tensor::<i64>().unwrap().to_vec::<i64>(), [1, 2]);
    let comments = Reader::new().comment(b'a').read_from(&text[..], "t").unwrap();
    assert_eq!((comments.names(), comments.rows()), (vec!["1.5", "2"], 1));
}
