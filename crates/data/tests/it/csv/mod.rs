//! Tables: what is read, and what each mistake in a file is called.

mod hostile;
mod lines;
mod options;
mod random;
mod rows;

use autograd::DType;
use data::csv::{self, Error, Reader, Table};

fn read(text: &str) -> Result<Table, Error> {
    Reader::new().read_from(text.as_bytes(), "table.csv")
}

fn message<T>(result: Result<T, Error>) -> String {
    match result {
        Ok(_) => panic!("it was not refused"),
        Err(error) => error.to_string(),
    }
}

const MEASUREMENTS: &str = "age,name,bmi,sick\n59,\"Smith, J.\",32.1,true\n48, Doe ,2.16e1,False\n";

#[test]
fn columns_become_tensors() {
    let table = read(MEASUREMENTS).unwrap();
    assert_eq!((table.rows(), table.columns()), (2, 4));
    assert_eq!(table.names(), ["age", "name", "bmi", "sick"]);
    let numbers = table.select(["bmi", "age"]).unwrap().tensor::<f32>().unwrap();
    assert_eq!((numbers.shape(), numbers.dtype()), (&[2, 2][..], DType::F32));
    assert_eq!(numbers.to_vec::<f32>(), [32.1, 59.0, 21.6, 48.0]);
    assert_eq!(table.column::<i64>(0).unwrap().to_vec::<i64>(), [59, 48]);
    assert_eq!(
        table.column::<bool>("sick").unwrap().to_vec::<bool>(),
        [true, false]
    );
    assert_eq!(table.text("name").unwrap(), ["Smith, J.", "Doe"]);
}

#[test]
fn chosen_columns_can_be_chosen_from() {
    let table = read(MEASUREMENTS).unwrap().drop("name").unwrap();
    assert_eq!(table.names(), ["age", "bmi", "sick"]);
    assert_eq!(table.select(1..3).unwrap().names(), ["bmi", "sick"]);
    let (x, y) = table.features_and_target::<f64, bool>("sick").unwrap();
    assert_eq!(x.to_vec::<f64>(), [59.0, 32.1, 48.0, 21.6]);
    assert_eq!((y.shape(), y.dtype()), (&[2][..], DType::Bool));
    // Columns keep the number that they have in the file.
    assert_eq!(
        message(table.column::<f64>(2)),
        "table.csv, line 2, column 4 (sick): \"true\" is not a number"
    );
}

#[test]
fn other_formats() {
    let text = "# a comment\n1;2\n\n3;4\n";
    let table = Reader::new()
        .delimiter(b';')
        .header(false)
        .comment(b'#')
        .read_from(text.as_bytes(), "")
        .unwrap();
    assert_eq!(table.names().len(), 0);
    assert_eq!(table.tensor::<i64>().unwrap().to_vec::<i64>(), [1, 2, 3, 4]);
    let with_mark = read("\u{feff}a,b\r\n1,2\r\n").unwrap();
    assert_eq!(with_mark.names(), ["a", "b"]);
}

#[test]
fn a_value_that_is_no_number_is_named_with_its_place() {
    let table = read("a,b\n1,2\n3,\n5,x\n").unwrap();
    assert_eq!(
        message(table.tensor::<f32>()),
        "table.csv, line 3, column 2 (b): \"\" is not a number"
    );
    assert_eq!(
        message(read("a\n1.5\n").unwrap().column::<i64>("a")),
        "table.csv, line 2, column 1 (a): \"1.5\" is not an integer"
    );
    let nameless = Reader::new()
        .header(false)
        .read_from("1,x\n".as_bytes(), "t")
        .unwrap();
    assert_eq!(
        message(nameless.tensor::<f32>()),
        "t, line 1, column 2: \"x\" is not a number"
    );
    let below_quoted_lines = read("a,b\n\"two\nlines\",1\n2,y\n").unwrap();
    assert_eq!(
        message(below_quoted_lines.column::<f32>("b")),
        "table.csv, line 4, column 2 (b): \"y\" is not a number"
    );
}

#[test]
fn rows_of_different_length_are_named() {
    let error = read("a,b\n1,2\n3\n").unwrap_err();
    assert!(
        matches!(
            error,
            Error::Ragged {
                line: 3,
                expected: 2,
                found: 1,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "table.csv, line 3: the row has 1 values, but the first line has 2"
    );
}

#[test]
fn columns_that_are_not_there_are_named() {
    let table = read("a,b,a\n1,2,3\n").unwrap();
    assert_eq!(
        message(table.column::<f32>("c")),
        "table.csv: 0 columns are named \"c\"; the columns are a, b, a"
    );
    assert_eq!(
        message(table.drop("a")),
        "table.csv: 2 columns are named \"a\"; the columns are a, b, a"
    );
    assert_eq!(
        message(table.select(2..4)),
        "table.csv: there is no column with index 3, because the table has 3 columns"
    );
}

#[test]
fn files_without_rows_are_refused() {
    for empty in ["", "\u{feff}"] {
        assert_eq!(message(read(empty)), "table.csv: the file is empty");
    }
    for header in ["a,b", "a,b\n", "a,b\n\n  \n"] {
        assert_eq!(
            message(read(header)),
            "table.csv: there are no rows below the names of the columns"
        );
    }
    let nothing = "table.csv: there are no rows, only lines that do not count";
    assert_eq!(message(read("\n\r\n\r \t\n")), nothing);
    let reader = Reader::new().comment(b'#').skip_lines(1);
    let skipped = reader.read_from("a,b\n# c".as_bytes(), "table.csv");
    assert_eq!(message(skipped), nothing);
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let error = csv::read("no/such/file.csv").unwrap_err();
    assert!(matches!(error, Error::Io { .. }), "{error:?}");
    assert!(
        error
            .to_string()
            .starts_with("no/such/file.csv: cannot be read: "),
        "{error}"
    );
    let error = Reader::new().read_from(&b"a,b\n1,\xff\n"[..], "t").unwrap_err();
    assert_eq!(
        error.to_string(),
        "t, line 2, column 2 (b): the value is not UTF-8 text"
    );
}
