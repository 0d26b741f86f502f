//! Hostile CSV: every input is read or refused, and what is read is as large as it says.

use flambeau::data::csv::{Reader, Table};

use crate::panics::caught;
use crate::random::Random;
use crate::rounds::rounds;

/// What means something to a reader, and what does not.
const PIECES: &[&[u8]] = &[
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
    b" ",
    b"\t",
    b";",
    b"a",
    b"\xc3\xa9",
    b"\xff",
    b"\0",
    b"#",
    b".",
    b"+",
    b"?",
    b"9223372036854775807",
    b"9223372036854775808",
    b"\xef\xbb\xbf",
];

#[test]
fn any_bytes_are_read_or_refused() {
    let mut rounds = rounds("csv", 4000);
    let (mut read, mut refused, mut bytes) = (0, 0, 0);
    for mut random in rounds.by_ref() {
        let input = if random.one_in(2) {
            table(&mut random)
        } else {
            noise(&mut random)
        };
        let reader = reader(&mut random);
        bytes += input.len();
        let attempt = || match reader.read_from(&input[..], "hostile.csv") {
            Ok(table) => {
                examine(&table);
                true
            }
            Err(error) => {
                assert!(error.to_string().starts_with("hostile.csv"), "{error}");
                false
            }
        };
        match caught(attempt) {
            Ok(true) => read += 1,
            Ok(false) => refused += 1,
            Err(panicked) => panic!(
                "seed {}: {panicked:?} on {:?}",
                random.seed,
                String::from_utf8_lossy(&input)
            ),
        }
    }
    assert!(read > 100 && refused > 100, "{read} read, {refused} refused");
    rounds.tell(format_args!(
        "{bytes} bytes: {read} inputs read, {refused} refused"
    ));
}

/// All that a table can be asked.
fn examine(table: &Table) {
    let shape = [table.rows(), table.columns()];
    for at in 0..table.columns() {
        let _ = table.column::<i64>(at);
        let text = table.text(at).expect("every column is text");
        assert_eq!(text.len(), table.rows());
    }
    if let Ok(numbers) = table.tensor::<f32>() {
        assert_eq!(numbers.shape(), shape);
    }
    if let Some(name) = table.names().first() {
        let _ = table.drop(*name);
    }
}

/// Pieces in any order.
fn noise(random: &mut Random) -> Vec<u8> {
    let count = random.below(60);
    (0..count).flat_map(|_| random.pick(PIECES).to_vec()).collect()
}

/// A table in which a few bytes have been replaced.
fn table(random: &mut Random) -> Vec<u8> {
    let (rows, columns) = (random.below(6), 1 + random.below(5));
    let mut text = Vec::new();
    for _ in 0..rows {
        let row: Vec<String> = (0..columns)
            .map(|_| (random.below(2000) as f64 / 7.0 - 100.0).to_string())
            .collect();
        text.extend(row.join(",").bytes());
        text.push(b'\n');
    }
    for _ in 0..random.below(4) {
        let start = random.below(text.len() + 1);
        let end = (start + random.below(3)).min(text.len());
        let piece = random.pick(PIECES);
        text.splice(start..end, piece.iter().copied());
    }
    text
}

fn reader(random: &mut Random) -> Reader {
    let mut reader = Reader::new().header(random.one_in(2));
    if random.one_in(8) {
        reader = reader.delimiter(*random.pick(b";\t #\"\n\0"));
    }
    if random.one_in(8) {
        reader = reader.comment(*random.pick(b"#1\"a"));
    }
    if random.one_in(8) {
        reader = reader.quote(*random.pick(&[None, Some(b'\''), Some(b',')]));
    }
    if random.one_in(8) {
        reader = reader.missing(["?", "NA", ""]).fill(f64::NAN);
    }
    if random.one_in(8) {
        reader = reader.decimal(',').delimiter(b';');
    }
    reader.skip_lines(if random.one_in(8) { random.below(4) } else { 0 })
}
