//! A program that needs to see a run only.

use monitor::{EarlyStopping, History, SummaryWriter, Tensor};

fn main() -> Result<(), monitor::Error> {
    let folder = std::env::temp_dir().join(format!("only-monitor-{}", std::process::id()));
    let mut writer = SummaryWriter::new(&folder)?;
    let mut history = History::new();
    let mut stopping = EarlyStopping::new(1);
    for (epoch, loss) in [0.5, 0.25, 0.25].into_iter().enumerate() {
        history.epoch([("loss", loss)]);
        writer.add_scalar("loss", loss, epoch)?;
        assert_eq!(stopping.update(loss), epoch == 2);
    }
    writer.add_histogram("weights", &Tensor::randn([8, 8]), 0)?;
    drop(writer);
    println!("{history}");
    history.epochs().save_csv(folder.join("history.csv"))?;
    std::fs::remove_dir_all(&folder).expect("it was just written");
    Ok(())
}
