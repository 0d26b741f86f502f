//! Writing a file whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Error, Problem};

/// Whether a write waits until the disk has it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// A killed process leaves the old file or the new one; a machine that loses its power may lose both.
    Process,
    /// A machine that loses its power leaves the old file or the new one, too.
    Machine,
}

/// What a file that is being written to is called: after the file it will be, so that it lies on the same disk.
pub(crate) const UNFINISHED: &str = ".unfinished";

/// Writes the file at `path` by `write`: into a neighbour first, which then takes its place. If anything fails, the
/// file that was there before stays, and the neighbour is removed.
pub(crate) fn write_file(
    path: &Path,
    durability: Durability,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), Problem>,
) -> Result<(), Error> {
    replace(path, durability, |neighbour| {
        write_neighbour(neighbour, durability, write)
    })
}

/// Replaces the file at `path` by the neighbour that `make` makes.
pub(crate) fn replace(
    path: &Path,
    durability: Durability,
    make: impl FnOnce(&Path) -> Result<(), Problem>,
) -> Result<(), Error> {
    let neighbour = neighbour(path);
    let result = make(&neighbour).and_then(|()| {
        if durability == Durability::Machine || !exchange(&neighbour, path) {
            fs::rename(&neighbour, path)?;
        }
        if durability == Durability::Machine {
            sync_folder(path)?;
        }
        Ok(())
    });
    result.map_err(|problem| {
        // What cannot be removed either is as harmless as it is useless.
        let _ = fs::remove_file(&neighbour);
        problem.writing(path)
    })
}

fn write_neighbour(
    neighbour: &Path,
    durability: Durability,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let file = OpenOptions::new().write(true).create_new(true).open(neighbour)?;
    let mut writer = BufWriter::with_capacity(1 << 16, file);
    write(&mut writer)?;
    writer.flush()?;
    if durability == Durability::Machine {
        writer.get_ref().sync_all()?;
    }
    Ok(())
}

/// Lets the files at `neighbour` and `path` change places, and removes the old one; false if nothing was changed, as where
/// there is none. A name that is taken over would have Linux's ext4 give the new file its place on the disk at once, so that it
/// survives a loss of power; that is asked for by [`Durability::Machine`], and takes three times as long as the writing.
#[cfg(target_os = "linux")]
fn exchange(neighbour: &Path, path: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};

    // Anything else, such as a folder, is not to be replaced.
    let is_file = fs::symlink_metadata(path).is_ok_and(|old| old.is_file() || old.is_symlink());
    if !is_file || renameat_with(CWD, neighbour, CWD, path, RenameFlags::EXCHANGE).is_err() {
        return false;
    }
    // What cannot be removed is as harmless as it is useless.
    let _ = fs::remove_file(neighbour);
    true
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// A name beside `path` that no other thread or process writes to.
fn neighbour(path: &Path) -> PathBuf {
    static WRITES: AtomicU64 = AtomicU64::new(0);
    let write = WRITES.fetch_add(1, Ordering::Relaxed);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}-{write}{UNFINISHED}", std::process::id()));
    path.with_file_name(name)
}

/// Waits until the disk knows the file by its name.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_is_not_replaced() {
        let folder = std::env::temp_dir().join(format!("flambeau-atomic-folder-{}", std::process::id()));
        fs::create_dir_all(folder.join("file")).expect("the folder can be made");
        for durability in [Durability::Process, Durability::Machine] {
            let error =
                write_file(&folder.join("file"), durability, |_| Ok(())).expect_err("a folder is there");
            assert!(matches!(error, Error::Write { .. }), "{error}");
            assert_eq!(fs::read_dir(&folder).expect("it is there").count(), 1);
        }
        fs::remove_dir_all(&folder).expect("it is there");
    }

    #[test]
    fn a_write_that_fails_leaves_the_old_file_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("flambeau-atomic-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("the folder can be made");
        let path = folder.join("file");
        for durability in [Durability::Process, Durability::Machine] {
            let whole = |writer: &mut BufWriter<File>| Ok(writer.write_all(b"whole")?);
            write_file(&path, durability, whole).expect("there is room");
            let fails = |writer: &mut BufWriter<File>| {
                writer.write_all(b"half")?;
                Err(Problem::unsupported("no"))
            };
            let error = write_file(&path, durability, fails).expect_err("it fails");
            assert!(error.to_string().ends_with("file: no"), "{error}");
            assert_eq!(fs::read(&path).expect("it is there"), b"whole");
            assert_eq!(fs::read_dir(&folder).expect("it is there").count(), 1);
        }
        let nowhere = write_file(&folder.join("no/file"), Durability::Process, |_| Ok(()));
        assert!(matches!(nowhere, Err(Error::Write { .. })));
        fs::remove_dir_all(&folder).expect("it is there");
    }
}
