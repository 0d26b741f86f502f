//! TensorBoard reads what is written here: where there is a Python that has it.

use std::path::{Path, PathBuf};
use std::process::Command;

use monitor::{Error, SummaryWriter, Tensor};
use plot::Chart;

/// The variable of the environment that names a Python.
const PYTHON: &str = "FLAMBEAU_TENSORBOARD_PYTHON";

/// A Python that has what the script needs.
fn python() -> Option<PathBuf> {
    let named = std::env::var_os(PYTHON).map(PathBuf::from);
    let python = named.clone().unwrap_or_else(|| "python3".into());
    let found = Command::new(&python)
        .args(["-c", "import tensorboard, PIL"])
        .output()
        .is_ok_and(|output| output.status.success());
    assert!(
        found || named.is_none(),
        "{PYTHON} names {}, which has not tensorboard and pillow",
        python.display()
    );
    found.then_some(python)
}

#[test]
fn tensorboard_reads_what_is_written_here() {
    let Some(python) = python() else {
        eprintln!(
            "SKIPPED: no python3 with tensorboard and pillow is on the path; {PYTHON} names one elsewhere"
        );
        return;
    };
    let folder = std::env::temp_dir().join(format!("flambeau-tensorboard-{}", std::process::id()));
    write_all(&folder).expect("everything can be written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read_ours.py");
    let output = Command::new(python)
        .arg(script)
        .arg(&folder)
        .output()
        .expect("it started before");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("read all"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    std::fs::remove_dir_all(&folder).expect("it is there");
}

fn write_all(folder: &Path) -> Result<(), Error> {
    let mut writer = SummaryWriter::new(folder)?;
    for step in 0..200 {
        writer.add_scalar("loss/train", 1.0 / (step + 1) as f64, step)?;
    }
    writer.add_scalar("loss/none", f64::NAN, 1 << 40)?;
    writer.add_histogram("weights", &Tensor::from([-1.0, 0.0, 0.5, 0.5, 2.0]), 3)?;
    writer.add_histogram("nothing", &Tensor::from([f64::NAN]), 3)?;
    let levels = Tensor::arange(0, 12, 1).float() / 11.0;
    writer.add_image("grey", &levels.reshape([1, 3, 4]), 0)?;
    writer.add_image("colour", &levels.reshape([3, 2, 2]), 1)?;
    writer.add_image("alpha", &levels.reshape([4, 1, 3]), 2)?;
    // More rows than fit into one stored block.
    writer.add_image("large", &Tensor::ones([3, 200, 300]), 3)?;
    writer.add_png("chart", &Chart::new("loss").curve("", [2.0, 1.0]).to_png(), 4)?;
    writer.add_text("options", "**lr** = 0.1, ü", 5)?;
    writer.flush()
}
