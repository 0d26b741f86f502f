//! A disk that is full: here a process whose files may not grow.

use std::process::Command;

use autograd::{StateDict, Tensor};
use serialization::{Checkpoint, Error, npy, safetensors};

use crate::child;
use crate::folder::Folder;

#[test]
#[ignore = "a process that another test gives little room"]
fn has_little_room() {
    let Some(folder) = child::folder() else {
        return;
    };
    let small = StateDict::from_iter([("x", Tensor::ones(10))]);
    let large = StateDict::from_iter([("x", Tensor::ones(1_000_000))]);
    let path = folder.join("state.safetensors");
    type Save<'a> = &'a dyn Fn(&StateDict) -> Result<(), Error>;
    let saves: [Save<'_>; 2] = [&|state| safetensors::save(state, &path), &|state| {
        Checkpoint::new().with("model", state).save(&path)
    }];
    for save in saves {
        save(&small).expect("there is room");
        let before = std::fs::read(&path).expect("it is there");
        let error = save(&large).expect_err("there is no room");
        assert!(matches!(error, Error::Write { .. }), "{error}");
        assert!(
            error
                .to_string()
                .contains("state.safetensors: cannot be written: "),
            "{error}"
        );
        assert_eq!(
            std::fs::read(&path).expect("it is there"),
            before,
            "the old file has changed"
        );
    }
    npy::save(&large["x"], folder.join("x.npy")).expect_err("there is no room");
    #[cfg(feature = "pt")]
    serialization::pt::save(&large, folder.join("x.pt")).expect_err("there is no room");
    #[cfg(feature = "npz")]
    serialization::npz::save(&large, folder.join("x.npz")).expect_err("there is no room");
    let left = std::fs::read_dir(&folder).expect("it is there").count();
    assert_eq!(left, 1, "something else than the old file is left");
    println!("stood it");
}

#[test]
#[cfg(unix)]
fn the_old_file_stays_when_there_is_no_room() {
    let folder = Folder::new();
    let child = child::command("disk_full::has_little_room", folder.path());
    // Without the signal that would end the process, writing beyond the limit is an error, as on a full disk.
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\""]);
    command.arg(child.get_program()).args(child.get_args());
    for (name, value) in child.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    let output = command.output().expect("there is a shell");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("stood it"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
