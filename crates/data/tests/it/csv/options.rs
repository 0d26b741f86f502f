//! How a reader is told about the file: missing values, spellings of numbers, delimiters, quotes, lines to skip.

use autograd::DType;
use data::csv::{Error, Number, Reader, Table};

use super::{message, read};

fn with(reader: &Reader, text: &str) -> Table {
    reader.read_from(text.as_bytes(), "t").unwrap()
}

fn numbers<T: Number>(reader: &Reader, values: &[&str]) -> Vec<Result<Vec<T>, String>> {
    let one = |value: &&str| {
        let table = with(&reader.clone().header(false), &format!("\"{value}\"\n"));
        let tensor = table.column::<T>(0).map_err(|error| error.to_string())?;
        Ok(tensor.to_vec::<T>())
    };
    values.iter().map(one).collect()
}

#[test]
fn missing_values_become_nan_or_a_number() {
    let text = "a,b\n1,?\n NA ,4\n\"\",6\n";
    let missing = Reader::new().missing(["?", "NA", ""]);
    let read = with(&missing, text).tensor::<f64>().unwrap().to_vec::<f64>();
    assert_eq!(
        read.iter().map(|value| value.is_nan()).collect::<Vec<_>>(),
        [false, true, true, false, true, false]
    );
    let filled = with(&missing.clone().fill(0.5), text).tensor::<f32>().unwrap();
    assert_eq!(filled.to_vec::<f32>(), [1.0, 0.5, 0.5, 4.0, 0.5, 6.0]);
    let filled = with(&missing.clone().fill(-9e15), text).tensor::<i64>().unwrap();
    assert_eq!(filled.to_vec::<i64>()[1], -9_000_000_000_000_000);
    let filled = with(&missing.clone().fill(0.0), "a\n1\n?\n")
        .tensor::<bool>()
        .unwrap();
    assert_eq!(
        (filled.dtype(), filled.to_vec::<bool>()),
        (DType::Bool, vec![true, false])
    );
    // The decimal comma of the file does not hold for the number.
    let comma = missing.clone().decimal(',').delimiter(b';').fill(0.5);
    let filled = with(&comma, "a;b\n1,5;?\n").tensor::<f64>().unwrap();
    assert_eq!(filled.to_vec::<f64>(), [1.5, 0.5]);
    // Integers have no nan.
    let error = message(with(&missing, text).column::<i64>("b"));
    assert_eq!(
        error,
        "t, line 2, column 2 (b): \"?\" is a missing value and becomes nan, which is not an integer; \
         `Reader::fill` chooses another number"
    );
    let error = message(with(&missing.fill(0.5), text).column::<i64>("a"));
    assert!(
        error.contains("\"NA\" is a missing value and becomes 0.5, which is not an integer"),
        "{error}"
    );
}

#[test]
fn nothing_is_missing_unless_it_is_said() {
    assert_eq!(
        message(read("a\nNA\n").unwrap().tensor::<f32>()),
        "table.csv, line 2, column 1 (a): \"NA\" is not a number"
    );
}

#[test]
fn decimal_comma_and_thousands() {
    let german = Reader::new().decimal(',').thousands('.');
    let read = numbers::<f64>(
        &german,
        &["1,5", "-1.234.567,25", "1234567,5", "12.345", "1e3", "-inf", "5,"],
    );
    assert_eq!(
        read.into_iter().map(Result::unwrap).collect::<Vec<_>>().concat(),
        [
            1.5,
            -1_234_567.25,
            1_234_567.5,
            12_345.0,
            1000.0,
            f64::NEG_INFINITY,
            5.0
        ]
    );
    let refused = [
        "1.5",
        "1,5,0",
        "1.234,567.890",
        "1234.567",
        ".500",
        "1..000",
        "1.5e3",
        "+-1.000",
        "",
    ];
    for (result, text) in numbers::<f64>(&german, &refused).into_iter().zip(refused) {
        assert!(result.is_err(), "{text:?} was read as {result:?}");
    }
    let comma = Reader::new().decimal(',');
    assert_eq!(numbers::<f32>(&comma, &["2,5"]), [Ok(vec![2.5])]);
    assert_eq!(
        numbers::<f32>(&comma, &["2.5"]),
        [Err("t, line 1, column 1: \"2.5\" is not a number".to_owned())]
    );
    let narrow = Reader::new().thousands('\u{202f}');
    assert_eq!(
        numbers::<i64>(
            &narrow,
            &[
                "-9\u{202f}223\u{202f}372\u{202f}036\u{202f}854\u{202f}775\u{202f}808",
                "12"
            ]
        ),
        [Ok(vec![i64::MIN]), Ok(vec![12])]
    );
}

#[test]
fn quotes_of_another_character_and_none() {
    let text = "name,age\n'Smith, \"J.\" O''Neil',59\n";
    let table = with(&Reader::new().quote(b'\''), text);
    assert_eq!(table.text("name").unwrap(), ["Smith, \"J.\" O'Neil"]);
    let table = with(&Reader::new().quote(None), "a,b\n\"1,2\"\n");
    assert_eq!(table.text("a").unwrap(), ["\"1"]);
}

#[test]
fn lines_are_skipped_whatever_stands_in_them() {
    let text = "\u{feff}a \"title\r\n\r\n,,,\na,b\r\n1,x\r\n";
    let table = with(&Reader::new().skip_lines(3), text);
    assert_eq!(table.names(), ["a", "b"]);
    assert_eq!(
        message(table.column::<f32>("b")),
        "t, line 5, column 2 (b): \"x\" is not a number"
    );
}

#[test]
fn a_delimiter_that_looks_wrong_is_hinted_at() {
    let hint = "; if ';' separates the values, read with `Reader::new().delimiter(b';')`";
    let table = read("a;b\n1;2\n").unwrap();
    for refused in [
        message(table.column::<f32>("a")),
        message(table.column::<f32>(1)),
        message(table.tensor::<f32>()),
        // Decimal commas.
        message(read("a;b\n1,5;2,5\n")),
        // Every value quoted.
        message(read("\"a\";\"b\"\n\"1\";\"2\"\n")),
    ] {
        assert!(refused.ends_with(hint), "{refused}");
    }
    let tabs = message(read("a\tb\n1\t2\n").unwrap().tensor::<f32>());
    assert!(tabs.ends_with("`Reader::new().delimiter(b'\\t')`"), "{tabs}");
    // One column may be all there is.
    assert_eq!(
        message(read("name\nx\n").unwrap().tensor::<f32>()),
        "table.csv, line 2, column 1 (name): \"x\" is not a number"
    );
}

#[test]
fn a_reader_that_contradicts_itself_is_refused() {
    let new = Reader::new;
    for (reader, problem) in [
        (new().delimiter(b'"'), "delimiter and quote are both '\"'"),
        (new().comment(b','), "delimiter and comment are both ','"),
        (new().comment(b'"'), "quote and comment are both '\"'"),
        (
            new().delimiter(b'\n'),
            "delimiter is byte 10, which is no ASCII character within a line",
        ),
        (
            new().quote(b'\r'),
            "quote is byte 13, which is no ASCII character within a line",
        ),
        (
            new().delimiter(0xff),
            "delimiter is byte 255, which is no ASCII character within a line",
        ),
        (new().thousands('.'), "decimal and thousands are both '.'"),
    ] {
        let error = reader.read_from("a,b\n1,2\n".as_bytes(), "t").unwrap_err();
        assert!(matches!(error, Error::Format { .. }), "{error:?}");
        assert_eq!(error.to_string(), format!("t: the reader's {problem}"));
    }
}
