//! Files: formats, directories, errors, and that nothing is half-written.

use std::error::Error as _;
use std::fs;
use std::path::PathBuf;

use plot::{Chart, Error};

/// A fresh directory of this test's own.
fn directory(test: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("plot-save-{test}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the temporary directory is writable");
    path
}

fn chart() -> Chart {
    Chart::new("saved").curve("run", [3.0, 2.0, 1.0])
}

#[test]
fn the_extension_decides_and_missing_directories_are_created() {
    let directory = directory("formats");
    let (svg, png) = (directory.join("a/b/loss.svg"), directory.join("a/b/loss.PNG"));
    chart().save(&svg).expect("saved as SVG");
    chart().save(&png).expect("saved as PNG");
    assert_eq!(
        fs::read_to_string(&svg).expect("the SVG exists"),
        chart().to_svg()
    );
    assert_eq!(fs::read(&png).expect("the PNG exists"), chart().to_png());
    fs::remove_dir_all(directory).expect("cleaned up");
}

#[test]
fn an_existing_picture_is_replaced_and_nothing_is_left_beside_it() {
    let directory = directory("replace");
    let path = directory.join("loss.svg");
    fs::write(&path, "old").expect("written");
    chart().save(&path).expect("saved over it");
    assert_eq!(fs::read_to_string(&path).expect("it exists"), chart().to_svg());
    assert_eq!(fs::read_dir(&directory).expect("it exists").count(), 1);
    fs::remove_dir_all(directory).expect("cleaned up");
}

#[test]
fn an_unknown_extension_is_named_with_those_that_are_known() {
    let error = chart().save("out/loss.jpeg").expect_err("no such format");
    assert!(matches!(&error, Error::Extension { extension: Some(e), .. } if e == "jpeg"));
    assert_eq!(
        error.to_string(),
        "cannot save a picture as out/loss.jpeg: the extension .jpeg is unknown; supported are .svg and .png"
    );
    let error = chart().save("loss").expect_err("no format at all");
    assert_eq!(
        error.to_string(),
        "cannot save a picture as loss: it has no extension; supported are .svg and .png"
    );
    assert!(
        !PathBuf::from("out").exists(),
        "a refused picture creates no directory"
    );
}

#[test]
fn a_directory_that_cannot_be_created_is_named() {
    let directory = directory("blocked");
    let file = directory.join("file");
    fs::write(&file, "in the way").expect("written");
    let path = file.join("loss.svg");
    let error = chart().save(&path).expect_err("a file is in the way");
    assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    assert!(error.to_string().contains("creating the directory"), "{error}");
    assert!(error.source().is_some());
    fs::remove_dir_all(directory).expect("cleaned up");
}

#[test]
fn a_failed_write_leaves_nothing_behind() {
    let directory = directory("failed");
    let path = directory.join("loss.svg");
    // A directory that is not empty cannot be replaced by a file.
    fs::create_dir_all(path.join("inside")).expect("created");
    let error = chart().save(&path).expect_err("a directory is in the way");
    assert!(matches!(error, Error::Io { .. }), "{error}");
    assert_eq!(
        fs::read_dir(&directory).expect("it exists").count(),
        1,
        "only what was there before"
    );
    fs::remove_dir_all(directory).expect("cleaned up");
}
