//! Random bytes never panic, and what is written is read back.

use data::csv::{Reader, Table};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const PIECES: [&[u8]; 26] = [
    b",",
    b",",
    b"\n",
    b"\r\n",
    b"\r",
    b"\"",
    b"\"\"",
    b"1",
    b"-2.5",
    b"e",
    b"nan",
    b"inf",
    b"1e999",
    b" ",
    b"\t",
    b";",
    b"a",
    b"\xc3\xa9",
    b"\xff",
    b"\0",
    b"#",
    b"'",
    b"9223372036854775808",
    b".",
    b"?",
    b"\xef\xbb\xbf",
];

/// Letters that mean something to a reader, and some that do not.
const LETTERS: [&str; 14] = [
    ",", ";", "\"", "\"\"", "\n", "\r", "\r\n", " ", "\t", "#", "é", "\u{feff}", "x", "1",
];

fn readers() -> impl Strategy<Value = Reader> {
    let bytes = || select(b",;\t #\"'\n\0\xff1".to_vec());
    let spellings = (
        select(vec!['.', ',', '1']),
        proptest::option::of(select(vec![',', '.', ' '])),
    );
    (
        any::<bool>(),
        bytes(),
        proptest::option::of(bytes()),
        bytes(),
        0..3usize,
        spellings,
    )
        .prop_map(
            |(header, delimiter, quote, comment, skip, (decimal, thousands))| {
                let reader = Reader::new().header(header).delimiter(delimiter).quote(quote);
                let reader = reader
                    .comment(comment)
                    .skip_lines(skip)
                    .decimal(decimal)
                    .missing(["?", ""]);
                match thousands {
                    Some(separator) => reader.thousands(separator).fill(0.0),
                    None => reader,
                }
            },
        )
}

/// Asks for all that a table can give; whatever is refused is refused in words.
fn ask(table: &Table) {
    assert!(table.rows() > 0 && table.columns() > 0);
    let last = table.columns() - 1;
    assert_eq!(table.text(last).unwrap().len(), table.rows());
    let shape = [table.rows(), table.columns()];
    for result in [
        table.tensor::<f32>(),
        table.tensor::<f64>(),
        table.tensor::<i64>(),
        table.tensor::<bool>(),
    ] {
        match result {
            Ok(tensor) => assert_eq!(tensor.shape(), shape),
            Err(error) => assert!(error.to_string().contains(", line ")),
        }
    }
    assert!(table.column::<f32>(usize::MAX).is_err());
    assert!(table.column::<f32>("no such name").is_err());
}

/// A table as a spreadsheet writes it.
fn written(rows: &[Vec<String>], end: &str) -> String {
    let value =
        |text: &String| match text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !text.is_empty() {
            true => text.clone(),
            false => format!("\"{}\"", text.replace('"', "\"\"")),
        };
    let line = |row: &Vec<String>| row.iter().map(value).collect::<Vec<_>>().join(",") + end;
    rows.iter().map(line).collect()
}

fn tables<T: std::fmt::Debug>(value: impl Strategy<Value = T> + Clone) -> impl Strategy<Value = Vec<Vec<T>>> {
    (1..5usize).prop_flat_map(move |columns| vec(vec(value.clone(), columns), 1..6))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn random_bytes_never_panic(pieces in vec(select(PIECES.to_vec()), 0..60), reader in readers()) {
        let bytes = pieces.concat();
        for reader in [Reader::new(), reader] {
            match reader.read_from(&bytes[..], "random") {
                Ok(table) => ask(&table),
                Err(error) => prop_assert!(error.to_string().starts_with("random")),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn texts_are_read_back(
        rows in tables(vec(select(LETTERS.to_vec()), 0..5).prop_map(|letters| letters.concat())),
        end in select(vec!["\n", "\r\n", "\r"]),
    ) {
        let text = written(&rows, end);
        let table = Reader::new().header(false).read_from(text.as_bytes(), "t").unwrap();
        prop_assert_eq!((table.rows(), table.columns()), (rows.len(), rows[0].len()));
        for column in 0..table.columns() {
            let expected: Vec<String> = rows.iter().map(|row| row[column].clone()).collect();
            prop_assert_eq!(table.text(column).unwrap(), expected);
        }
    }

    #[test]
    fn numbers_are_read_back(rows in tables((any::<f64>(), any::<i64>()))) {
        let of = |value: &dyn Fn(&(f64, i64)) -> String| {
            let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(value).collect()).collect();
            Reader::new().header(false).read_from(written(&rows, "\n").as_bytes(), "t").unwrap()
        };
        let floats = of(&|value| value.0.to_string()).tensor::<f64>().unwrap().to_vec::<f64>();
        let bits = |value: &f64| if value.is_nan() { u64::MAX } else { value.to_bits() };
        prop_assert_eq!(
            floats.iter().map(bits).collect::<Vec<_>>(),
            rows.iter().flatten().map(|value| bits(&value.0)).collect::<Vec<_>>()
        );
        let integers = of(&|value| value.1.to_string()).tensor::<i64>().unwrap().to_vec::<i64>();
        prop_assert_eq!(integers, rows.iter().flatten().map(|value| value.1).collect::<Vec<_>>());
    }
}
