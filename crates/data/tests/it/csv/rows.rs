//! Tables that are read row by row: the same numbers and the same errors as whole ones.

use std::fs;
use std::path::PathBuf;

use data::csv::Reader;
use data::{ChainDataset, IterableDataset, StreamLoader};

/// A file that is removed in the end.
struct Text(PathBuf);

impl Text {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("flambeau-rows-{name}-{}.csv", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }

    /// An error without the folder of the file.
    fn plain(&self, error: impl ToString) -> String {
        error.to_string().replace(&self.0.display().to_string(), "FILE")
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        let _gone = fs::remove_file(&self.0);
    }
}

#[test]
fn rows_are_those_of_the_table_in_every_epoch() {
    let file = Text::new(
        "same",
        "# title\n\nname;a;b\n# note\n'x\ny';1,5;2\nz;?;4\nq;-1;6\n",
    );
    let reader = Reader::new()
        .delimiter(b';')
        .quote(b'\'')
        .comment(b'#')
        .decimal(',')
        .missing(["?"])
        .fill(9.0);
    let table = reader.read(&file.0).unwrap().drop("name").unwrap();
    let rows = reader.stream(&file.0).unwrap().drop("name").unwrap();
    assert_eq!((rows.columns(), rows.names()), (2, table.names()));
    let rows = rows.numbers::<f64>();
    for _epoch in 0..2 {
        let streamed: Vec<Vec<f64>> = rows.stream().map(|row| row.unwrap().to_vec()).collect();
        assert_eq!(streamed.concat(), table.tensor::<f64>().unwrap().to_vec::<f64>());
    }
}

#[test]
fn a_file_without_a_header_begins_with_its_first_line() {
    let file = Text::new("plain", "1,2\n3,4\n");
    let rows = Reader::new().header(false).stream(&file.0).unwrap();
    let labelled = rows.features_and_target::<f32, i64>(0).unwrap();
    let both = ChainDataset::new([labelled.clone(), labelled]);
    let loader = StreamLoader::new(both).batch_size(3).read_ahead(2);
    let batches: Vec<_> = loader.iter().map(Result::unwrap).collect();
    assert_eq!(batches[0].0.shape(), [3, 1]);
    assert_eq!(batches[0].1.to_vec::<i64>(), [1, 3, 1]);
    assert_eq!(batches[1].0.to_vec::<f32>(), [4.0]);
}

#[test]
fn what_is_wrong_is_told_at_its_place_and_ends_the_epoch() {
    let file = Text::new("wrong", "a,b\n1,2\n3,1e39\n5,6\n");
    let rows = Reader::new().stream(&file.0).unwrap();
    let singles: Vec<_> = rows.clone().numbers::<f32>().stream().collect();
    assert_eq!(singles.len(), 2);
    let error = singles[1].as_ref().unwrap_err();
    assert_eq!(
        file.plain(error),
        "FILE, line 3, column 2 (b): \"1e39\" is beyond the range of f32"
    );
    assert_eq!(rows.numbers::<f64>().stream().filter(Result::is_ok).count(), 3);

    let file = Text::new("ragged", "a,b\n1,2\n3\n5,6\n");
    let rows = Reader::new().stream(&file.0).unwrap().numbers::<f64>();
    let rows: Vec<_> = rows.stream().collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        file.plain(rows[1].as_ref().unwrap_err()),
        "FILE, line 3: the row has 1 values, but the first line has 2"
    );
}

#[test]
fn what_can_be_known_at_the_beginning_is_told_there() {
    let begin = |file: &Text| file.plain(Reader::new().stream(&file.0).unwrap_err());
    assert_eq!(begin(&Text::new("empty", "")), "FILE: the file is empty");
    assert_eq!(
        begin(&Text::new("names", "a,b\n")),
        "FILE: there are no rows below the names of the columns"
    );
    assert_eq!(
        begin(&Text::new("narrow", "a,b\n1\n")),
        "FILE, line 2: the row has 1 values, but the first line has 2"
    );
    let file = Text::new("names-of", "a,b\n1,2\n");
    let rows = Reader::new().stream(&file.0).unwrap();
    assert!(
        file.plain(rows.select("c").unwrap_err())
            .contains("0 columns are named \"c\"")
    );
    // A file that has gone since is told by the first sample.
    let rows = rows.numbers::<f32>();
    drop(file);
    let samples: Vec<_> = rows.stream().collect();
    assert!(samples.len() == 1 && samples[0].is_err());
}
